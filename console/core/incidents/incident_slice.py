"""The incidents' slice of the state, with what makes a step's cost independent of how many there are."""

from bisect import bisect_left, insort

from msgspec import Struct

from console.core.tables import Fact, Ledger, SortedKeys, Table, ToldTable
from console.core.wall.records import Where
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident, IncidentState, Overlay
from console.domain.policies.fusion import incident_id, incident_number
from console.domain.policies.placement import Claim, claim, number_of

_OPEN, _CLOSED = IncidentState.OPEN, IncidentState.CLOSED

Mark = tuple[Claim, Overlay]
"""An incident's hold on a cell: how strong it is, and what it shows there."""


class Painted(Struct, frozen=True):
    """An overlay's tile was painted live, at the end of that paint (CLOCK_MONOTONIC)."""

    monitor: MonitorId
    cell: CellIndex
    feed: FeedId
    mono_ns: int


class IncidentTable(ToldTable[IncidentId, Incident]):
    """Incidents by id. ``live`` are the claims of those that are not closed, the weakest first: the least
    severe, seen and oldest. ``closed`` are the numbers of the others.

    ``marks`` are their holds on each cell, the strongest last. ``changed_cells`` collects cells of the wall
    whose strongest hold changed, for wall.spots.
    """

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.live: SortedKeys[Claim] = SortedKeys()
        self.closed: SortedKeys[int] = SortedKeys()
        self.changed_cells: dict[Where, None] = {}
        self.marks: dict[Where, list[Mark]] = {}
        self._claims: dict[IncidentId, Claim] = {}

    def overlays_at(self, where: Where) -> tuple[Overlay, ...]:
        """All incidents' overlays in a cell, the strongest last. All of them show the same feed there."""
        return tuple([overlay for _, overlay in self.marks.get(where, ())])

    def strongest_at(self, where: Where) -> Overlay | None:
        """The strongest incident's overlay in a cell."""
        marks = self.marks.get(where)
        return marks[-1][1] if marks else None

    def weakest(self) -> Incident | None:
        """The first to go of those that are not closed."""
        return self._named(number_of(self.live.first)) if self.live.first is not None else None

    def oldest_closed(self) -> Incident | None:
        """The first to be forgotten."""
        return self._named(self.closed.first) if self.closed.first is not None else None

    def _named(self, number: int) -> Incident:
        return self[incident_id(number)]

    def oldest_first(self) -> list[Incident]:
        """All of them in the order in which they were opened."""
        return sorted(self.values(), key=lambda incident: incident_number(incident.incident))

    def _moved(self, key: IncidentId, before: Incident | None, now: Incident | None) -> None:
        self.touched[key] = None
        if before is not None and now is not None and before.state is now.state:
            if before.overlays is not now.overlays:
                self._change_marks(self._claims[key], before.overlays, now.overlays)
            return
        if before is not None:
            self._leave(before)
        if now is not None:
            self._enter(now)

    def _enter(self, incident: Incident) -> None:
        if incident.state is _CLOSED:  # it has no overlays any more
            self.closed.add(incident_number(incident.incident))
            return
        claim = self._claims[incident.incident] = claim_of(incident)
        self.live.add(claim)
        for overlay in incident.overlays:
            self._put_mark(claim, overlay)

    def _leave(self, incident: Incident) -> None:
        if incident.state is _CLOSED:
            self.closed.remove(incident_number(incident.incident))
            return
        claim = self._claims.pop(incident.incident)
        self.live.remove(claim)
        for overlay in incident.overlays:
            self._take_mark(claim, overlay)

    def _change_marks(self, claim: Claim, before: tuple[Overlay, ...], now: tuple[Overlay, ...]) -> None:
        for overlay in before:
            if overlay not in now:
                self._take_mark(claim, overlay)
        for overlay in now:
            if overlay not in before:
                self._put_mark(claim, overlay)

    def _take_mark(self, claim: Claim, overlay: Overlay) -> None:
        where = (overlay.monitor, overlay.cell)
        marks = self.marks[where]
        if marks[-1][0] == claim:
            marks.pop()
            self.changed_cells[where] = None
        else:
            del marks[bisect_left(marks, (claim,))]

    def _put_mark(self, claim: Claim, overlay: Overlay) -> None:
        where = (overlay.monitor, overlay.cell)
        marks = self.marks.setdefault(where, [])
        if not marks or marks[-1][0] <= claim:
            marks.append((claim, overlay))
            self.changed_cells[where] = None
        else:
            insort(marks, (claim, overlay))


class IncidentSlice:
    """``painted`` holds the paint reports of incidents whose alert-to-picture time is still open.

    ``latencies_ms`` are the last such times, ``switches`` how many cells the director has changed in all,
    ``next_number`` is greater than that of any incident that ever was. ``journal_n`` is the greatest number
    in the journal of an alert that was taken in; None where that is not known.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.table = IncidentTable(ledger)
        self.painted: Table[IncidentId, tuple[Painted, ...]] = Table(ledger)
        self.next_number = Fact(ledger, 1)
        self.journal_n: Fact[int | None] = Fact(ledger, 0)
        self.latencies_ms: Fact[tuple[int, ...]] = Fact(ledger, ())
        self.switches = Fact(ledger, 0)


def claim_of(incident: Incident) -> Claim:
    """How strong an incident's hold on its cells is."""
    return claim(
        incident.alert.severity,
        unacknowledged=incident.state is _OPEN,
        number=incident_number(incident.incident),
    )
