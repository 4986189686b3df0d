"""When a packet that a session just read arrived. Pure."""

from console.media.worker.rtsp_source import SOCKET_TIMEOUT_S
from console.protocol.process_config import StreamSource

GIVEN_UP_SHARE = 0.9
"""After so much of the socket time-out a read may have ended by it."""


def arrival_ns(source: StreamSource, before_ns: int, now_ns: int) -> int:
    """Now, or ``before_ns`` (the packet before it) where this is what FFmpeg had kept back.

    WORKAROUND: FFmpeg keeps the newest picture back until the next one begins, and hands it out as it gives a
    silent camera up (measured: 5 s late). It came with the one before; a tile must not be LIVE by it.
    """
    timeout_us = int(source.options.get("timeout", SOCKET_TIMEOUT_S * 1_000_000))
    given_up = before_ns and now_ns - before_ns >= timeout_us * 1000 * GIVEN_UP_SHARE
    return before_ns if given_up else now_ns
