"""What each cell of the wall shows: hand, else incident, else base (there are no tours yet)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from console.core.decisions import AnyDecision, Unswitched
from console.core.state import State, Wall, Where, claim_of, put_incident
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident, Overlay
from console.domain.policies.placement import Spot
from console.domain.wall import CellView, IncidentMark, Layer, MonitorView


@dataclass(frozen=True, slots=True)
class Held:
    """The strongest incident's overlay in a cell."""

    incident: Incident
    overlay: Overlay


def overlays_at(state: State, where: Where) -> tuple[Overlay, ...]:
    """All incidents' overlays in a cell, the strongest last."""
    monitor, cell = where
    wall = state.walls[monitor]
    return tuple(
        overlay
        for name in wall.marks.get(cell, ())
        for overlay in state.incidents[name].overlays
        if (overlay.monitor, overlay.cell) == where
    )


def holder_of(state: State, where: Where) -> Held | None:
    """Who uses a cell."""
    monitor, cell = where
    marks = state.walls[monitor].marks.get(cell)
    if not marks:
        return None
    incident = state.incidents[marks[-1]]
    return next(Held(incident, o) for o in incident.overlays if (o.monitor, o.cell) == where)


def own_feed(wall: Wall, cell: CellIndex) -> FeedId | None:
    """What a cell shows without incidents: its hand's feed, else its base."""
    hand = wall.hands.get(cell)
    return hand.feed if hand else wall.layout.cells[cell].feed


def shown_feed(wall: Wall, cell: CellIndex, held: Held | None) -> FeedId | None:
    """What a cell shows."""
    if held is None or cell in wall.hands:
        return own_feed(wall, cell)
    return held.overlay.feed


def spots(state: State) -> Iterator[Spot]:
    """Every cell as the director sees it, in the order of the wall."""
    for monitor, wall in state.walls.items():
        grid = wall.layout.columns * wall.layout.rows
        for index, cell in enumerate(wall.layout.cells):
            where = (monitor, CellIndex(index))
            holder = holder_of(state, where)
            yield Spot(
                monitor=monitor,
                cell=where[1],
                area_permille=1000 * cell.column_span * cell.row_span // grid,
                auto=cell.auto,
                hand=where[1] in wall.hands,
                feed=shown_feed(wall, where[1], holder),
                held_by=claim_of(holder.incident) if holder else None,
            )


def monitor_views(state: State) -> dict[MonitorId, MonitorView]:
    """What each monitor is to show."""
    return {monitor: _monitor_view(state, monitor, wall) for monitor, wall in state.walls.items()}


def _monitor_view(state: State, monitor: MonitorId, wall: Wall) -> MonitorView:
    cells = tuple(
        _cell_view(wall, CellIndex(index), holder_of(state, (monitor, CellIndex(index))))
        for index in range(len(wall.layout.cells))
    )
    return MonitorView(monitor, wall.layout.name, wall.layout.columns, wall.layout.rows, cells)


def _cell_view(wall: Wall, index: CellIndex, held: Held | None) -> CellView:
    cell = wall.layout.cells[index]
    hand = wall.hands.get(index)
    feed = shown_feed(wall, index, held)
    return CellView(
        cell=index,
        column=cell.column,
        row=cell.row,
        column_span=cell.column_span,
        row_span=cell.row_span,
        auto=cell.auto,
        feed=feed,
        layer=Layer.HAND if hand else Layer.INCIDENT if feed != cell.feed else Layer.BASE,
        pinned=hand is not None and hand.pinned,
        mark=_mark(held) if held and held.overlay.feed == feed else None,
        rewind_s=wall.rewinds[index].rewind_ms / 1000 if index in wall.rewinds else 0.0,
    )


def _mark(held: Held) -> IncidentMark:
    alert = held.incident.alert
    return IncidentMark(
        incident=held.incident.incident,
        kind=alert.kind,
        severity=alert.severity,
        observed_at_ms=alert.observed_at_ms,
        reason=held.overlay.reason,
    )


def take_off(state: State, overlays: Iterable[Overlay], why: str) -> tuple[State, tuple[AnyDecision, ...]]:
    """Remove these overlays from their incidents."""
    gone: dict[IncidentId, list[Overlay]] = {}
    for overlay in overlays:
        gone.setdefault(overlay.incident, []).append(overlay)
    for name, removed in gone.items():
        incident = state.incidents[name]
        kept = tuple(overlay for overlay in incident.overlays if overlay not in removed)
        until_ms = incident.overlays_until_ms if kept else None
        state = put_incident(state, replace(incident, overlays=kept, overlays_until_ms=until_ms))
    return state, tuple(Unswitched(name, tuple(removed), why) for name, removed in gone.items())
