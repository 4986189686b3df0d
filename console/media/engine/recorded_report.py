"""Tells core what the workers have on disk of the streams that are recorded, and what keeps them from it."""

import logging

import zmq
from msgspec.structs import replace

from console.domain.errors import NoAnswer
from console.protocol.clock import Clock
from console.protocol.recording_messages import RecordedStream, ReportRecorded
from console.protocol.requester import Requester

log = logging.getLogger("sightline.media")

REGULAR_NS = 10_000_000_000
"""How far the disk is, is told so often; a trouble or a gap within a second."""
SPACING_NS = 1_000_000_000
UNANSWERED_NS = 5_000_000_000


class RecordedReport:
    """Whole reports: the newest holds, so that one that was lost does no harm."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], endpoint: str, by: str, clock: Clock) -> None:
        self._requester = Requester(context, endpoint, by, clock)
        self._workers: dict[str, tuple[RecordedStream, ...]] = {}
        self._told: tuple[RecordedStream, ...] | None = None
        self._pending: tuple[str, tuple[RecordedStream, ...]] | None = None
        self._sent_ns = 0

    def start(self) -> None:
        """Connect; core need not be there yet."""
        self._requester.start()

    def note(self, worker: str, streams: tuple[RecordedStream, ...]) -> None:
        """A worker has said what it has on disk; nothing of one that is not heard any more."""
        self._workers[worker] = streams

    def turn(self, now_ns: int) -> None:
        """Take core's answer and send what is due."""
        for reply in self._requester.poll():
            if self._pending is not None and reply.id == self._pending[0]:
                self._told = self._pending[1] if reply.refused is None else None
                self._pending = None
        since_ns = now_ns - self._sent_ns
        if since_ns < (UNANSWERED_NS if self._pending is not None else SPACING_NS):
            return
        streams = self._streams()
        regular = since_ns >= REGULAR_NS and streams != self._told
        if regular or _marks(streams) != _marks(self._told or ()):
            self._send(streams, now_ns)

    def _streams(self) -> tuple[RecordedStream, ...]:
        found = (stream for streams in self._workers.values() for stream in streams)
        return tuple(sorted(found, key=lambda stream: (stream.feed, stream.profile)))

    def _send(self, streams: tuple[RecordedStream, ...], now_ns: int) -> None:
        self._sent_ns = now_ns
        try:
            self._pending = (self._requester.send(ReportRecorded(streams)), streams)
        except NoAnswer:
            log.info("core takes no reports now; what is recorded is told later")

    def stop(self) -> None:
        """Disconnect."""
        self._requester.stop()


def _marks(streams: tuple[RecordedStream, ...]) -> tuple[RecordedStream, ...]:
    """What core is to hear of at once."""
    return tuple(replace(stream, written_at_ms=min(1, stream.written_at_ms)) for stream in streams)
