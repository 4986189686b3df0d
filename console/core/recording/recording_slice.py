"""The recordings' slice of the state: those that run, and those that ended and are kept."""

from console.core.tables import Fact, Ledger, SortedKeys, ToldTable
from console.domain.ids import IncidentId, RecordingId
from console.domain.recording import Recording, RecordingState
from console.protocol.recording_messages import RecordedStream

Mark = tuple[int, int]
"""Log time in milliseconds, and the number of an input."""

MARK_EVERY_MS = 5_000
MARKS = 14

Ended = tuple[bool, int, RecordingId]
"""Protected ones last, then by the input that began them."""


class RecordingTable(ToldTable[RecordingId, Recording]):
    """Recordings by id. ``running`` are those that are not ended."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.running: dict[RecordingId, None] = {}
        self._ended: SortedKeys[Ended] = SortedKeys()
        self._by_incident: dict[IncidentId, RecordingId] = {}

    def of_incident(self, incident: IncidentId) -> Recording | None:
        """The one that runs for an incident."""
        name = self._by_incident.get(incident)
        return self[name] if name is not None else None

    @property
    def ended_count(self) -> int:
        """How many are ended and kept."""
        return len(self._ended)

    def first_to_go(self) -> Recording | None:
        """The oldest that is ended and not protected."""
        first = self._ended.first
        return self[first[2]] if first is not None and not first[0] else None

    def oldest_first(self) -> list[Recording]:
        """All of them in the order in which they began."""
        return sorted(self.values(), key=lambda one: one.opened_n)

    def _moved(self, key: RecordingId, before: Recording | None, now: Recording | None) -> None:
        self.touched[key] = None
        self._ended.move(_order(before), _order(now))
        if before is not None and before.state is not RecordingState.ENDED:
            self.running.pop(key, None)
            if before.incident is not None and self._by_incident.get(before.incident) == key:
                del self._by_incident[before.incident]
        if now is not None and now.state is not RecordingState.ENDED:
            self.running[key] = None
            if now.incident is not None:
                self._by_incident[now.incident] = key


def _order(recording: Recording | None) -> Ended | None:
    if recording is None or recording.state is not RecordingState.ENDED:
        return None
    return recording.protected, recording.opened_n, recording.recording


class RecordingSlice:
    """``streams`` is what the engine told last of the disk.

    ``marks`` are inputs of the last minute with their log time, one each few seconds, the oldest first: so
    that a recording knows where its part of the log begins. ``since_ms``: the wall time from which on this
    state knows of all recordings; None before its first site.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.table = RecordingTable(ledger)
        self.streams: Fact[tuple[RecordedStream, ...]] = Fact(ledger, ())
        self.marks: Fact[tuple[Mark, ...]] = Fact(ledger, ())
        self.since_ms: Fact[int | None] = Fact(ledger, None)

    def note(self, at_ms: int, n: int) -> None:
        """Input ``n`` is decided on at ``at_ms``; call for each."""
        marks = self.marks.value
        if not marks or at_ms - marks[-1][0] >= MARK_EVERY_MS:
            self.marks.put((*marks[-MARKS + 1 :], (at_ms, n)))

    def note_start(self, wall_ms: int) -> None:
        """Core starts. An earlier time than that of the first start: its clock was wrong then."""
        since_ms = self.since_ms.value
        if since_ms is None or wall_ms < since_ms:
            self.since_ms.put(wall_ms)

    def input_before(self, at_ms: int) -> int:
        """The newest marked input at or before that time, else the oldest that is marked; 0 of none."""
        marks = self.marks.value
        return next(
            (n for marked_ms, n in reversed(marks) if marked_ms <= at_ms), marks[0][1] if marks else 0
        )
