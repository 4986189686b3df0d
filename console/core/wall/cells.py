"""What each cell of the wall shows: hand, else incident, else base (there are no tours yet)."""

from console.core.state import State
from console.core.wall.records import Where
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.incident import Incident, Overlay
from console.domain.layout import Cell
from console.domain.wall import CellView, IncidentMark, Layer, MonitorView


def overlays_at(state: State, where: Where) -> tuple[Overlay, ...]:
    """All incidents' overlays in a cell, the strongest last."""
    return state.incidents.table.overlays_at(where)


def own_feed(state: State, where: Where) -> FeedId | None:
    """What a cell shows without incidents: its hand's feed, else its base."""
    hand = state.wall.hands.get(where)
    return hand.feed if hand else state.wall.bases[where[0]].cells[where[1]].feed


def shown_feed(state: State, where: Where) -> FeedId | None:
    """What a cell shows."""
    overlay = state.incidents.table.strongest_at(where)
    if overlay is None or where in state.wall.hands:
        return own_feed(state, where)
    return overlay.feed


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
    feed = hand.feed if hand else overlay.feed if overlay else cell.feed
    layer = Layer.HAND if hand else Layer.INCIDENT if feed != cell.feed else Layer.BASE
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
