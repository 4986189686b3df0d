"""What FFmpeg says in its log while one thread calls it: the only place where it tells of lost packets, and
of the status with which a camera refused.

Its words may hold an address with its password: nothing of them is kept but what is found in them.
"""

import logging
import re
from threading import get_ident
from types import TracebackType
from typing import Self

import av.logging

_PACKETS_MISSED = re.compile(r"RTP: missed \d+ packets")
"""libavformat/rtpdec.c, rtp_parse_queued_packet: sequence numbers that never came."""

_TOO_LATE = "RTP: dropping old packet received too late"
"""The same file: the sequence number lies behind the last one's."""

_REFUSED = re.compile(r"method \w+ failed: (\d{3})")
"""libavformat/rtsp.c, rtsp_send_cmd_with_content_async."""


class FfmpegWords:
    """Within the block it hears what FFmpeg says in this thread."""

    def __init__(self) -> None:
        self.refusal = 0
        """The RTSP status with which the camera refused last; 0 for none."""
        self.too_late = 0
        """Packets in a row that were dropped because their numbers went back."""
        self.complaints = 0
        """Whatever else it found wrong since a packet was last asked about: with none, what comes is no video
        of the kind that was announced."""
        self._has_missed = False

    def __enter__(self) -> Self:
        _listen()
        _BY_THREAD.listeners[get_ident()] = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _BY_THREAD.listeners.pop(get_ident(), None)

    def hear(self, text: str) -> None:
        """FFmpeg said this."""
        if _PACKETS_MISSED.match(text):
            self._has_missed = True
        elif text.startswith(_TOO_LATE):
            self.too_late += 1
        elif refused := _REFUSED.match(text):
            self.refusal = int(refused[1])
        else:
            self.complaints += 1

    def packets_missed(self) -> bool:
        """Whether packets of the network were missed since this was asked last."""
        self.too_late = self.complaints = 0
        missed, self._has_missed = self._has_missed, False
        return missed


class _ByThread(logging.Handler):
    """PyAV logs in the thread that called FFmpeg; what nobody listens to there is dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.listeners: dict[int, FfmpegWords] = {}

    def handle(self, record: logging.LogRecord) -> bool:
        """Without the handler's lock: each thread has a listener of its own."""
        if (listener := self.listeners.get(get_ident())) is not None:
            listener.hear(record.getMessage())
        return True


_BY_THREAD = _ByThread()


def _listen() -> None:
    """PyAV is silent by default; its own loggers are cut off from the program's log."""
    logger = logging.getLogger("libav")
    if _BY_THREAD not in logger.handlers:
        logger.propagate = False
        logger.addHandler(_BY_THREAD)
        av.logging.set_skip_repeated(False)  # two losses in a row say the same
        av.logging.set_level(av.logging.WARNING)
