"""What each cell of the wall shows, as ``layers`` puts it in order."""

from collections.abc import Sequence
from dataclasses import replace

from console.core.state import State
from console.core.wall.layers import resting, uppermost
from console.core.wall.records import Frame, Where
from console.domain.cell_content import TourContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.incident import Incident, Overlay
from console.domain.layout import Cell
from console.domain.wall import CellView, FrameMark, IncidentMark, Layer, MonitorView, TourMark


def overlays_at(state: State, where: Where) -> tuple[Overlay, ...]:
    """All incidents' overlays in a cell, the strongest last."""
    return state.incidents.table.overlays_at(where)


def own_feed(state: State, where: Where) -> FeedId | None:
    """What a cell shows without incidents: its hand's feed, its tour's, a hotspot's, else its base."""
    wall = state.wall
    hand = wall.hands.get(where)
    if hand is not None:
        return hand.feed
    return resting(wall.tours.get(where), wall.selected.value, base_cell(state, where))[0]


def own_cell(state: State, where: Where) -> Cell:
    """A cell as it is to be kept: its place, and what hand, tour or base show there, as they show it."""
    wall, base = state.wall, base_cell(state, where)
    hand, tour = wall.hands.get(where), wall.tours.get(where)
    if hand is None and tour is not None:
        content = TourContent(tour.tour)
        return replace(base, feed=None, content=content, pinned=False, hotspot=False, zoom=None)
    if hand is None:
        zoomed = wall.zooms.get(where)
        return base if zoomed is None or zoomed.feed != base.feed else replace(base, zoom=zoomed.part)
    zoomed = wall.zooms.get(where)
    part = zoomed.part if zoomed is not None and zoomed.feed == hand.feed else None
    pinned = hand.pinned and state.site.loaded.ways > 1
    return replace(base, feed=hand.feed, content=None, pinned=pinned, hotspot=False, zoom=part)


def shown_feed(state: State, where: Where) -> FeedId | None:
    """What a cell shows."""
    wall = state.wall
    hand, overlay = wall.hands.get(where), state.incidents.table.strongest_at(where)
    selected = wall.selected.value
    return uppermost(hand, overlay, wall.tours.get(where), selected, base_cell(state, where))[0]


def base_cell(state: State, where: Where) -> Cell:
    """A cell of a monitor's base layout."""
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
    mark = frame_mark(state.wall.frames.get(monitor, ()))
    cover = state.wall.covers.get(monitor)
    return MonitorView(monitor, layout.name, layout.columns, layout.rows, cells, cover, mark)


def frame_mark(frames: Sequence[Frame]) -> FrameMark | None:
    """What is told of the uppermost of a monitor's frames."""
    return FrameMark(frames[-1].rule, frames[-1].preset, frames[-1].why) if frames else None


def cell_view(state: State, where: Where, cell: Cell) -> CellView:
    """What one cell is to show; ``cell`` is its place in the base layout."""
    wall = state.wall
    hand, rewind, tour = wall.hands.get(where), wall.rewinds.get(where), wall.tours.get(where)
    overlay = state.incidents.table.strongest_at(where)
    feed, layer = uppermost(hand, overlay, tour, wall.selected.value, cell)
    zoom = cell.zoom if layer is Layer.BASE else None
    zoomed = wall.zooms.get(where)
    if zoomed is not None:
        zoom = zoomed.part
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
        cell.content if layer is Layer.BASE else None,
        zoom,
        hand.by if hand is not None else "",
        _tour_mark(state, where) if tour is not None else None,
        cell.hotspot,
    )


def _mark(state: State, overlay: Overlay) -> IncidentMark:
    incident: Incident = state.incidents.table[overlay.incident]
    alert = incident.alert
    return IncidentMark(incident.incident, alert.kind, alert.severity, alert.observed_at_ms, overlay.reason)


def _tour_mark(state: State, where: Where) -> TourMark:
    run = state.wall.tours[where]
    stored = state.tours.get(run.tour)
    steps = len(stored.tour.steps) if stored is not None else 0
    return TourMark(run.tour, run.position + 1, steps, tour_held(state, where), run.next_feed)


def tour_held(state: State, where: Where) -> str:
    """Why a cell's tour does not go on: "hand", "incident", "rewind", "paused"; "" while it does."""
    wall = state.wall
    if where in wall.hands:
        return "hand"
    run, overlay = wall.tours[where], state.incidents.table.strongest_at(where)
    if overlay is not None:
        return "incident"
    if where in wall.rewinds:
        return "rewind"
    return "paused" if run.paused else ""
