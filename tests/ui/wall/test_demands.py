"""What a display demands: each picture that it shows once, in the size and at the time that it shows it."""

from msgspec.structs import replace

from console.domain.alert import AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Reason
from console.domain.media import Demand, Priority
from console.domain.wall import CellView, IncidentMark, Layer, MonitorView, TourMark
from console.ui.wall.demands import delay_of, demands_of
from console.ui.wall.grid import Box

A, B = FeedId("a"), FeedId("b")
BOX = Box(0, 0, 320, 180)
MARK = IncidentMark(IncidentId("i-1"), AlertKind.GUNSHOT, Severity.MINOR, 0, Reason(18_000, True, None))


def cell(
    index: int, feed: FeedId | None, mark: IncidentMark | None = None, rewind_s: float = 0.0
) -> CellView:
    return CellView(CellIndex(index), index, 0, 1, 1, True, feed, Layer.BASE, False, mark, rewind_s)


def demands(*cells: CellView, boxes: dict[int, Box] | None = None, **options: object) -> set[Demand]:
    view = MonitorView(MonitorId("wall-1"), "4x1", 4, 1, cells)
    told = {CellIndex(one.cell): BOX for one in cells} if boxes is None else boxes
    made = demands_of(view, told, **options)  # type: ignore[arg-type]
    assert len(made) == len(set(made)), "each once"
    return set(made)


def test_each_picture_is_demanded_once_for_all_cells_that_show_it() -> None:
    assert demands(cell(0, A), cell(1, A), cell(2, B), cell(3, None)) == {
        Demand(A, 320, 180, priority=Priority.GRID),
        Demand(B, 320, 180, priority=Priority.GRID),
    }
    large = {0: BOX, 1: Box(0, 0, 640, 360)}
    assert {one.width for one in demands(cell(0, A), cell(1, A), boxes=large)} == {320, 640}


def test_nothing_is_demanded_for_a_cell_without_a_place_or_before_core_spoke() -> None:
    assert demands(cell(0, A), cell(1, B), boxes={1: BOX}) == {Demand(B, 320, 180, priority=Priority.GRID)}
    assert demands_of(None, {}) == ()


def test_an_incidents_tile_comes_first_with_all_that_share_it() -> None:
    for cells in ((cell(0, A), cell(1, A, MARK)), (cell(0, A, MARK), cell(1, A))):
        assert demands(*cells) == {Demand(A, 320, 180, priority=Priority.INCIDENT)}


def test_a_hidden_window_demands_what_nobody_sees() -> None:
    assert demands(cell(0, A), visible=False) == {Demand(A, 320, 180, visible=False, priority=Priority.GRID)}


def test_the_pictures_that_are_shown_are_demanded_until_the_wanted_ones_are_there() -> None:
    past = cell(0, A, rewind_s=10.0)
    assert delay_of(past) == 10_000 and delay_of(cell(0, A, rewind_s=2.5004)) == 2_500
    assert {one.delay_ms for one in demands(past)} == {10_000}
    assert {one.delay_ms for one in demands(past, shown_delays_ms={0: 0})} == {0, 10_000}
    assert {one.delay_ms for one in demands(past, shown_delays_ms={0: 10_000})} == {10_000}
    assert {one.delay_ms for one in demands(past, shown_delays_ms={1: 0})} == {10_000}


def test_what_a_tour_shows_next_is_made_ready_as_if_it_were_seen() -> None:
    def touring(index: int, shown: FeedId | None, coming: FeedId | None) -> CellView:
        return replace(cell(index, shown), tour=TourMark("night", 1, 3, next_feed=coming))

    ready = Demand(B, 320, 180, priority=Priority.WARMED)
    assert demands(touring(0, A, B)) == {Demand(A, 320, 180, priority=Priority.GRID), ready}
    assert demands(touring(0, None, B)) == {ready}
    assert demands(touring(0, None, None)) == set()
    marked = demands(touring(0, A, B), cell(1, B, MARK))
    assert Demand(B, 320, 180, priority=Priority.INCIDENT) in marked and len(marked) == 2, "seen elsewhere"
