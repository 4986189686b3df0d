"""What core wants of media: what is recorded, and a replay's clock. It holds while core is away."""

from collections.abc import Iterable

import zmq

from console.domain.ids import FeedId, RecordingId
from console.domain.recording import Recording, RecordingState
from console.protocol.clock import Clock
from console.protocol.core_changes import (
    ClockChanged,
    CorePublished,
    CoreSnapshot,
    RecordingChanged,
    RecordingGone,
)
from console.protocol.core_messages import GetSnapshot
from console.protocol.endpoints import Endpoints
from console.protocol.follower import Follower
from console.protocol.picture_clock import ClockReading
from console.protocol.requester import Requester


class CoreWishes:
    """``recorded`` are the cameras to record now, each with whether its main stream is wanted too.

    ``clock``: what time it is in a replay, None live.
    """

    def __init__(
        self, context: zmq.Context[zmq.Socket[bytes]], endpoints: Endpoints, by: str, clock: Clock
    ) -> None:
        self._follower: Follower[CoreSnapshot, CorePublished] = Follower(
            context,
            endpoints.core_changes,
            Requester(context, endpoints.core_commands, by, clock),
            GetSnapshot(),
            CoreSnapshot,
            CorePublished,
            clock,
        )
        self._running: dict[RecordingId, Recording] = {}
        self.recorded: dict[FeedId, bool] = {}
        self.clock: ClockReading | None = None

    def start(self) -> None:
        """Connect; core need not be there yet."""
        self._follower.start()

    @property
    def sockets(self) -> tuple[zmq.Socket[bytes], ...]:
        """For a poller."""
        return self._follower.sockets

    def turn(self) -> bool:
        """Take what core says; True when it wants something else now."""
        before = (self.recorded, self.clock)
        said = self._follower.poll()
        self._follower.replies.clear()
        for one in said:
            self._take(one)
        if said:
            self.recorded = _feeds(self._running.values())
        return (self.recorded, self.clock) != before

    def _take(self, said: CoreSnapshot | CorePublished) -> None:
        match said:
            case CoreSnapshot(recordings=recordings, clock=clock):
                self.clock = clock
                self._running = {one.recording: one for one in recordings if _runs(one)}
            case CorePublished(change=RecordingChanged(recording=recording)):
                if _runs(recording):
                    self._running[recording.recording] = recording
                else:
                    self._running.pop(recording.recording, None)
            case CorePublished(change=RecordingGone(recording=name)):
                self._running.pop(name, None)
            case CorePublished(change=ClockChanged(clock=now)):
                self.clock = now

    def stop(self) -> None:
        """Disconnect."""
        self._follower.stop()


def _runs(recording: Recording) -> bool:
    return recording.state is not RecordingState.ENDED


def _feeds(recordings: Iterable[Recording]) -> dict[FeedId, bool]:
    wanted: dict[FeedId, bool] = {}
    for recording in recordings:
        for one in recording.feeds:
            wanted[one.feed] = one.main or wanted.get(one.feed, False)
    return wanted
