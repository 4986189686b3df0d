"""What a monitor shows becomes a layout without what others put there for a while."""

from msgspec.structs import replace

from console.domain.cell_content import ClockContent, TourContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell
from console.domain.wall import CellView, Layer, MonitorView, TourMark
from console.domain.zoom_part import ZoomPart
from console.ui.layouts.monitor_layout import layout_of_monitor
from tests.ui.layouts.editing import A, B, C, D, grid


def shown(index: int, feed: FeedId | None, layer: Layer = Layer.BASE) -> CellView:
    return CellView(CellIndex(index), index, 0, 1, 1, index == 0, feed, layer)


def cells_of(*views: CellView) -> tuple[Cell, ...]:
    view = MonitorView(MonitorId("wall-1"), "night", 3, 1, views)
    made = layout_of_monitor(view, grid(3, 1, A, B))
    assert (made.name, made.columns, made.rows) == ("night", 3, 1)
    return made.cells


def test_hands_and_layout_stay_an_incident_does_not() -> None:
    part = ZoomPart(0, 0, 500, 500)
    hand = replace(shown(0, C, Layer.HAND), pinned=True, zoom=part)
    cells = cells_of(hand, shown(1, D, Layer.INCIDENT), shown(2, None))
    assert cells == (Cell(0, 0, auto=True, feed=C, pinned=True, zoom=part), Cell(1, 0, feed=B), Cell(2, 0))


def test_tours_contents_and_hotspots_are_what_they_are() -> None:
    tour = replace(shown(0, C, Layer.TOUR), tour=TourMark("round", 1, 5))
    hotspot = replace(shown(1, D, Layer.SELECTED), hotspot=True)
    clock = replace(shown(2, None), content=ClockContent())
    cells = cells_of(tour, hotspot, clock)
    assert cells[0] == Cell(0, 0, auto=True, content=TourContent("round"))
    assert cells[1] == Cell(1, 0, feed=B, hotspot=True)
    assert cells[2] == Cell(2, 0, content=ClockContent())


def test_without_its_layout_an_incidents_cell_is_empty() -> None:
    view = MonitorView(MonitorId("wall-1"), "gone", 3, 1, (shown(0, A, Layer.INCIDENT), shown(1, B)))
    assert layout_of_monitor(view, None).cells == (Cell(0, 0, auto=True), Cell(1, 0, feed=B))
