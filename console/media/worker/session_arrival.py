"""When a packet that a session just read arrived. Pure."""

from console.media.worker.rtsp_source import has_timed_out
from console.protocol.process_config import StreamSource


def arrival_ns(source: StreamSource, before_ns: int, now_ns: int) -> int:
    """Now, or ``before_ns`` (the packet before it) where this is what FFmpeg had kept back.

    WORKAROUND: FFmpeg keeps the newest picture back until the next one begins, and hands it out as it gives a
    silent camera up (measured: 5 s late). It came with the one before; a tile must not be LIVE by it.
    """
    given_up = before_ns and has_timed_out(source, now_ns - before_ns)
    return before_ns if given_up else now_ns
