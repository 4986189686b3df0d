"""When one tile may be over the whole monitor, and when the others must be seen again."""

from msgspec.structs import replace

from console.domain.alert import AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Reason
from console.domain.wall import CellView, IncidentMark, Layer, MonitorView
from console.ui.wall.alone import alone_view, marked_behind, must_end

MARK = IncidentMark(IncidentId("i-1"), AlertKind.GUNSHOT, Severity.EXTREME, 0, Reason(18_000, True, None))
ONE = CellIndex(1)


def cell(index: int, mark: IncidentMark | None = None) -> CellView:
    feed = FeedId(f"cam-{index}")
    return CellView(CellIndex(index), index, 0, 1, 1, True, feed, Layer.BASE, mark=mark)


def view(*cells: CellView) -> MonitorView:
    return MonitorView(MonitorId("wall-1"), "3x1", 3, 1, cells)


PLAIN = view(cell(0), cell(1), cell(2))


def test_it_has_the_monitor_to_itself_and_stays_its_cell() -> None:
    large = alone_view(PLAIN, ONE)
    assert (large.columns, large.rows, len(large.cells)) == (1, 1, 1)
    assert large.cells[0] == replace(cell(1), column=0)


def test_an_incident_that_comes_elsewhere_ends_it() -> None:
    assert must_end(PLAIN, view(cell(0, MARK), cell(1), cell(2)), ONE)
    assert not must_end(PLAIN, view(cell(0), cell(1, MARK), cell(2)), ONE), "it is the large one's own"
    behind = view(cell(0, MARK), cell(1), cell(2))
    assert not must_end(behind, behind, ONE), "it was there before: it is told"
    assert marked_behind(behind, ONE) == {("i-1", 0)}
    assert must_end(behind, view(cell(0), cell(1), cell(2, MARK)), ONE), "another tile of it"
    assert must_end(behind, view(cell(0, replace(MARK, incident=IncidentId("i-2"))), cell(1), cell(2)), ONE)
    assert not must_end(behind, PLAIN, ONE), "it went"


def test_another_camera_stays_large_another_layout_does_not() -> None:
    other = replace(cell(1), feed=FeedId("cam-9"))
    assert not must_end(PLAIN, view(cell(0), other, cell(2)), ONE)
    assert must_end(PLAIN, view(cell(0), replace(other, feed=None), cell(2)), ONE)
    assert must_end(PLAIN, replace(PLAIN, layout_name="other"), ONE)
    assert must_end(PLAIN, view(cell(0)), ONE)
