"""Between core's loop and the guard of the recordings' disk: what the state wants, and what has to go."""

from console.core.log.decider import Decider
from console.core.log.store import Store
from console.core.recording.movie_holders import Wanted
from console.core.recording.recordings import DAY_MS
from console.core.recording.video_room import RoomFacts, VideoRoom
from console.core.state import State
from console.domain.ids import RecordingId
from console.protocol.recording_messages import RecordedStream


class RoomDesk:
    """One thread only: the loop's."""

    def __init__(self, room: VideoRoom, decider: Decider, store: Store) -> None:
        self._room = room
        self._decider = decider
        self._store = store
        self._running: frozenset[RecordingId] = frozenset()
        self._streams: tuple[RecordedStream, ...] = ()

    def turn(self) -> None:
        """Decide on what is proposed; tell the state where it is waited for.

        A state that lacks what the log can't tell yet is told to nobody: its recordings would seem forgotten.
        """
        if self._store.unread or self._store.renewing or self._store.outdated:
            return
        needed = self._room.take_need()
        if needed is not None:
            self._decider.decide(needed)
        running = self._decider.state.recordings.table.running.keys()
        if running != self._running:
            if running - self._running:
                self._room.look_soon()
            self._running = frozenset(running)
        streams = self._decider.state.recordings.streams.value
        if streams is not self._streams:
            if self._room.problems and _troubles_of(self._streams) - _troubles_of(streams):
                self._room.look_soon()  # there may be room again: what is said of it is no longer true
            self._streams = streams
        if self._room.waits:
            clock = self._decider.clock
            self._room.tell(room_facts(self._decider.state, clock.wall_ms(), clock.now_ms()))


def _troubles_of(streams: tuple[RecordedStream, ...]) -> set[str]:
    return {one.trouble for one in streams if one.trouble}


def room_facts(state: State, wall_ms: int, log_ms: int) -> RoomFacts:
    """What the guard needs to know, at this wall and log time."""
    config = state.site.loaded.recording
    recordings = tuple(state.recordings.table.values())
    since_ms = state.recordings.since_ms.value or 0
    wanted = Wanted(recordings, wall_ms, log_ms, config.keep_days * DAY_MS, since_ms)
    return RoomFacts(wanted, config.keep_bytes, config.least_free_bytes)
