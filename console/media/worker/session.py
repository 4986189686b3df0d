"""One RTSP session: a thread that opens its camera, reads packets, and tries again when it ends."""

import logging
import random
import threading
from typing import Protocol

import av
from av.container import InputContainer

from console.domain.errors import SightlineError
from console.domain.picture import LostCause
from console.media.worker import lock_out
from console.media.worker.authentication import explained
from console.media.worker.back_off import reconnect_delay_s
from console.media.worker.faults import Faults
from console.media.worker.ffmpeg_words import FfmpegWords
from console.media.worker.opening_gate import OpeningGate
from console.media.worker.openings import Opening
from console.media.worker.rtsp_source import (
    LostReason,
    StreamFormat,
    VideoPacket,
    after_refusal,
    after_silence,
    format_of,
    open_source,
    why,
)
from console.media.worker.session_arrival import arrival_ns
from console.protocol.clock import Clock
from console.protocol.process_config import StreamSource

log = logging.getLogger("sightline.media")

MOST_JITTER_S = 0.3
JITTER_A_STREAM_S = 0.002
"""Three hundred cameras are not opened in one moment; few need not wait for each other."""
MOST_TOO_LATE = 50
MANY_COMPLAINTS = 10
"""A stream of another codec draws dozens of them a second."""

SETTLED_NS = 10_000_000_000
"""A session that lived so long begins again with the shortest delay."""


def first_jitter_s(streams: int) -> float:
    """How long one of so many streams waits at most before it is opened first."""
    return min(MOST_JITTER_S, JITTER_A_STREAM_S * streams)


class PacketSink(Protocol):
    """Who takes what a session gets, in the session's thread; ``lost`` may come from the main one too."""

    def connected(self, form: StreamFormat) -> None:
        """A new connection is open; its packets follow."""

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        """A packet came in at ``arrival_ns`` (CLOCK_MONOTONIC); ``after_loss`` as in KeptPacket."""

    def lost(self, reason: LostReason) -> None:
        """The connection ended or could not be made."""


class NotOpened(SightlineError):
    """A stream could not be opened, for this reason."""

    def __init__(self, reason: LostReason) -> None:
        super().__init__(reason.detail)
        self.reason = reason


class Session:
    """Keeps one stream open until it is stopped.

    Its thread alone opens, reads and closes the container: a container that is closed while another thread
    reads it takes the process down. So a session whose camera is silent ends only with its socket time-out,
    and one whose camera sends control packets but no picture may never end: see ``abandon``.

    ``jitter_s``: it waits so long at most before its first opening.
    """

    def __init__(
        self,
        source: StreamSource,
        sink: PacketSink,
        gate: OpeningGate,
        clock: Clock,
        failures: int = 0,
        *,
        in_order: bool = True,
        jitter_s: float = 0.0,
    ) -> None:
        self._source = source
        self._jitter_s = jitter_s
        self._sink = sink
        self._gate = gate
        self._clock = clock
        self._stopping = threading.Event()
        self._opening: Opening | None = None
        self._lost_by = LostCause.NONE
        self._progress_ns = 0
        self._connected_ns = 0
        self._faults = Faults()
        self._words = FfmpegWords()
        self.in_order = in_order
        self.failures = failures
        self._thread = threading.Thread(
            target=self._run, name=f"demux {source.feed}/{source.profile}", daemon=True
        )

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """It ends at its next packet, or with the socket time-out."""
        self._stopping.set()

    def stuck_since_ns(self) -> int:
        """When a connection that is being made or read last brought anything; 0 while there is none."""
        return self._progress_ns

    @property
    def went_back(self) -> bool:
        """Whether the camera's packets began to count anew, so that all of them are dropped as too late."""
        return self._words.too_late >= MOST_TOO_LATE

    def stuck_reason(self) -> LostReason:
        """Why no picture comes though the connection stands, as far as FFmpeg says."""
        if self._words.complaints >= MANY_COMPLAINTS:
            return LostReason(LostCause.UNSUPPORTED_CODEC, "what it sends is not the video that it announces")
        return LostReason(LostCause.NO_PICTURE, "connected, but no picture comes")

    def abandon(self) -> None:
        """Leave a stuck thread to itself: it brings nothing any more, and ends if its read ever does."""
        self._stopping.set()
        self._leave_gate(LostCause.SILENT)

    def wait_stopped(self, timeout_s: float) -> bool:
        """Whether the thread ended in time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def is_whole(self) -> bool:
        """Whether the thread runs: False after a defect ended it."""
        return self._stopping.is_set() or self._thread.is_alive()

    def _run(self) -> None:
        self._stopping.wait(random.uniform(0.0, self._jitter_s))
        while not self._stopping.is_set():
            self._connected_ns = 0
            reason = self._connect_and_read()
            self._progress_ns = 0
            if reason is None or self._stopping.is_set():
                return
            self._lost_by = reason.cause
            self.failures = 1 if self._has_settled() else self.failures + 1
            delay_s = self._delay_s(reason)
            log.info(
                "%s/%s lost: %s (%s); next try in %.1f s",
                self._source.feed,
                self._source.profile,
                reason.cause.name,
                reason.detail,
                delay_s,
            )
            self._tell(reason)
            self._stopping.wait(delay_s)

    def _delay_s(self, reason: LostReason) -> float:
        paused_ns = self._faults.until_ns - self._clock.monotonic_ns()
        if reason.cause is LostCause.FAULT and paused_ns > 0:
            return paused_ns / 1e9
        return reconnect_delay_s(self.failures, reason.cause, random.random())

    def _tell(self, reason: LostReason) -> None:
        try:
            self._sink.lost(reason)
        except Exception:  # one stream's fault must not end all others
            log.exception("%s/%s: its loss could not be said", self._source.feed, self._source.profile)

    def _has_settled(self) -> bool:
        """Waiting for a turn or for an answer doesn't count."""
        lived_ns = self._clock.monotonic_ns() - self._connected_ns
        return self._connected_ns > 0 and lived_ns > SETTLED_NS

    def _connect_and_read(self) -> LostReason | None:
        """Why the connection ended; None when this session was asked to stop."""
        held = self._gate.held(self._source)
        if held is not LostCause.NONE:
            self.failures = max(self.failures, lock_out.MOST_REFUSALS)
            return LostReason(held, "not tried: the camera refused this user twice")
        try:
            with FfmpegWords() as self._words:
                container = self._open()
                if container is None:
                    return None
                try:
                    return self._read(container)
                finally:
                    container.close()
        except NotOpened as refused:
            return refused.reason
        except av.FFmpegError as error:
            return self._why(error)
        except Exception as error:  # noqa: BLE001 - as above
            reason = self._faults.note(error, self._clock.monotonic_ns())
            log.error("%s/%s: %s", self._source.feed, self._source.profile, reason.detail)
            return reason

    def _why(self, error: av.FFmpegError) -> LostReason:
        silent_ns = self._clock.monotonic_ns() - self._progress_ns
        return after_silence(why(error), self._source, silent_ns)

    def _open(self) -> InputContainer | None:
        self._opening = self._gate.enter(self._source, self._lost_by, self._stopping)
        if self._opening is None:
            return None
        self._progress_ns = self._clock.monotonic_ns()
        cause = LostCause.OTHER
        try:
            if self._stopping.is_set():
                return None
            container = open_source(self._source, in_order=self.in_order)
            cause = LostCause.NONE
            return container
        except av.FFmpegError as error:
            refused = after_refusal(self._why(error), self._source, self._words.refusal)
            reason = explained(self._source, refused)
            cause = reason.cause
            raise NotOpened(reason) from None  # FFmpeg's error holds the password
        finally:
            self._leave_gate(cause)

    def _leave_gate(self, cause: LostCause) -> None:
        """The second call does nothing: the gate knows each opening once."""
        if self._opening is not None:
            self._gate.leave(self._source, self._opening, cause)

    def _read(self, container: InputContainer) -> LostReason | None:
        streams = container.streams.video
        form = format_of(streams[0], self._source.aspect) if streams else None
        if form is None:
            return LostReason(LostCause.UNSUPPORTED_CODEC, "no video that can be decoded here")
        if self._stopping.is_set():
            return None
        self._connected_ns = self._clock.monotonic_ns()
        self._sink.connected(form)
        for packet in container.demux(streams[0]):
            if self._stopping.is_set():
                return None
            if packet.size:  # an empty one marks the end
                before_ns, self._progress_ns = self._progress_ns, self._clock.monotonic_ns()
                came_ns = arrival_ns(self._source, before_ns, self._progress_ns)
                self._sink.arrived(packet, came_ns, after_loss=self._words.packets_missed())
        return LostReason(LostCause.ENDED, "the camera closed the connection")
