"""The recordings' slice of the state: those that run, and those that ended and are kept."""

from console.core.tables import Fact, Ledger, SortedKeys, ToldTable
from console.domain.ids import IncidentId, RecordingId
from console.domain.recording import Recording, RecordingState
from console.protocol.core_messages import RecordedStream

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
    """``streams`` is what the engine told last of the disk."""

    def __init__(self, ledger: Ledger) -> None:
        self.table = RecordingTable(ledger)
        self.streams: Fact[tuple[RecordedStream, ...]] = Fact(ledger, ())
