"""What each cell of the wall shows, as ``layers`` puts it in order."""

from console.core.state import State
from console.core.wall.layers import uppermost
from console.core.wall.records import Where
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.incident import Incident, Overlay
from console.domain.layout import Cell
from console.domain.wall import CellView, IncidentMark, MonitorView


def overlays_at(state: State, where: Where) -> tuple[Overlay, ...]:
    """All incidents' overlays in a cell, the strongest last."""
    return state.incidents.table.overlays_at(where)


def own_feed(state: State, where: Where) -> FeedId | None:
    """What a cell shows without incidents: its hand's feed, else its base."""
    return uppermost(state.wall.hands.get(where), None, _base(state, where).feed)[0]


def shown_feed(state: State, where: Where) -> FeedId | None:
    """What a cell shows."""
    hand, overlay = state.wall.hands.get(where), state.incidents.table.strongest_at(where)
    return uppermost(hand, overlay, _base(state, where).feed)[0]


def _base(state: State, where: Where) -> Cell:
    return state.wall.bases[where[0]].cells[where[1]]


def cells_of(state: State, monitor: MonitorId) -> list[Where]:
    """All cells of a monitor."""
    return [(monitor, CellIndex(index)) for index in range(len(state.wall.bases[monitor].cells))]


def monitor_views(state: State) -> dict[MonitorId, MonitorView]:
    """What each monitor is to show, in the order of the wall."""
    return {monitor: monitor_view(state, monitor) for monitor in state.monitors()}


def monitor_view(state: State, monitor: MonitorId) -> MonitorView:
    """What one monitor is to show."""
    layout = state.wall.bases[monitor]
    cells = tuple(
        cell_view(state, where, cell)
        for where, cell in zip(cells_of(state, monitor), layout.cells, strict=True)
    )
    return MonitorView(monitor, layout.name, layout.columns, layout.rows, cells)


def cell_view(state: State, where: Where, cell: Cell) -> CellView:
    """What one cell is to show; ``cell`` is its place in the base layout."""
    hand, rewind = state.wall.hands.get(where), state.wall.rewinds.get(where)
    overlay = state.incidents.table.strongest_at(where)
    feed, layer = uppermost(hand, overlay, cell.feed)
    return CellView(  # by position: a flood makes some thousands a second
        where[1],
        cell.column,
        cell.row,
        cell.column_span,
        cell.row_span,
        cell.auto,
        feed,
        layer,
        hand is not None and hand.pinned,
        _mark(state, overlay) if overlay and overlay.feed == feed else None,
        rewind.rewind_ms / 1000 if rewind is not None else 0.0,
    )


def _mark(state: State, overlay: Overlay) -> IncidentMark:
    incident: Incident = state.incidents.table[overlay.incident]
    alert = incident.alert
    return IncidentMark(incident.incident, alert.kind, alert.severity, alert.observed_at_ms, overlay.reason)
