"""Hands on several cells: many cameras at once, cells that swap, hotspots."""

import pytest

from console.core.decisions import FeedSelected, HandPut, Unswitched
from console.domain.cell_content import ClockContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.wall import Layer
from console.domain.zoom_part import ZoomPart
from console.protocol.core_messages import AssignFeed, PinCell
from console.protocol.layout_messages import ImportLayout, LoadLayout, SaveLayout
from console.protocol.wall_messages import AssignFeeds, SelectFeed, SwapCells, ZoomCell
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
HALF = ZoomPart(250, 250, 500, 500)


@pytest.fixture
def feeder() -> InputFeeder:
    """On wall-1: camera 1, a clock, a hotspot with camera 2, camera 3."""
    feeder = InputFeeder(cameras=40, layout="2x2")
    cells = (
        Cell(0, 0, feed=cam(1), zoom=HALF),
        Cell(1, 0, content=ClockContent()),
        Cell(0, 1, feed=cam(2), hotspot=True),
        Cell(1, 1, feed=cam(3), auto=True),
    )
    feeder.command(ImportLayout(Layout("mixed", 2, 2, cells)))
    feeder.command(LoadLayout(WALL_1, "mixed"))
    return feeder


def cam(number: int) -> FeedId:
    return FeedId(f"cam-{number:03d}")


def cells(feeder: InputFeeder, monitor: MonitorId = WALL_1) -> list[FeedId | None]:
    return [cell.feed for cell in feeder.view(monitor).cells]


def test_several_cameras_go_into_the_cells_that_can_show_one(feeder: InputFeeder) -> None:
    made = feeder.command(AssignFeeds(WALL_1, (cam(7), cam(8), cam(9))))
    assert [one.cell for one in made if isinstance(one, HandPut)] == [0, 2, 3]
    assert cells(feeder) == [cam(7), None, cam(8), cam(9)]
    assert {cell.held_by for cell in feeder.view(WALL_1).cells} == {"operator", ""}
    feeder.command(AssignFeeds(WALL_1, (cam(5),), CellIndex(1)))
    assert cells(feeder) == [cam(7), None, cam(5), cam(9)]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AssignFeeds(WALL_1, (cam(7), cam(8), cam(9), cam(10))), "too_few_cells"),
        (AssignFeeds(WALL_1, (cam(7), cam(99))), "unknown_feed"),
        (AssignFeeds(WALL_1, (cam(7),), CellIndex(4)), "unknown_cell"),
        (SwapCells(WALL_1, CellIndex(0), WALL_1, CellIndex(1)), "no_camera"),
        (SwapCells(WALL_1, CellIndex(0), WALL_2, CellIndex(9)), "unknown_cell"),
        (ZoomCell(WALL_1, CellIndex(1), HALF), "empty_cell"),
        (ZoomCell(WALL_1, CellIndex(0), ZoomPart(600, 0, 500, 500)), "bad_zoom"),
        (SelectFeed(cam(99)), "unknown_feed"),
    ],
)
def test_what_can_not_be_done_leaves_everything_as_it_was(
    feeder: InputFeeder, command: AssignFeeds | SwapCells | ZoomCell | SelectFeed, code: str
) -> None:
    before = feeder.view(WALL_1)
    assert feeder.refusal(command) == code
    assert feeder.view(WALL_1) == before


def test_cells_swap_with_pin_and_zoom(feeder: InputFeeder) -> None:
    feeder.command(PinCell(WALL_2, CellIndex(3), True))
    there = cells(feeder, WALL_2)[3]
    feeder.command(SwapCells(WALL_1, CellIndex(0), WALL_2, CellIndex(3)))
    here, other = feeder.view(WALL_1).cells[0], feeder.view(WALL_2).cells[3]
    assert (here.feed, here.pinned, here.zoom) == (there, True, None)
    assert (other.feed, other.pinned, other.zoom) == (cam(1), False, HALF)
    feeder.command(SwapCells(WALL_2, CellIndex(3), WALL_1, CellIndex(0)))
    assert (feeder.view(WALL_1).cells[0].feed, feeder.view(WALL_1).cells[0].zoom) == (cam(1), HALF)
    assert feeder.command(SwapCells(WALL_1, CellIndex(0), WALL_1, CellIndex(0))) == ()


def test_an_incidents_other_picture_gives_way_to_the_swap(feeder: InputFeeder) -> None:
    feeder.alert(alert_message(1, at_camera=30))
    assert feeder.view(WALL_1).cells[3].layer is Layer.INCIDENT
    made = feeder.command(SwapCells(WALL_1, CellIndex(3), WALL_1, CellIndex(0)))
    assert any(isinstance(one, Unswitched) for one in made)
    assert (cells(feeder)[0], cells(feeder)[3]) == (cam(3), cam(1))


def test_a_hotspot_shows_what_was_selected_last_and_its_own_before(feeder: InputFeeder) -> None:
    assert cells(feeder)[2] == cam(2)
    assert feeder.command(SelectFeed(cam(20))) == (FeedSelected(cam(20)),)
    spot = feeder.view(WALL_1).cells[2]
    assert (spot.feed, spot.layer, spot.hotspot) == (cam(20), Layer.SELECTED, True)
    assert cells(feeder) == [cam(1), None, cam(20), cam(3)]
    assert feeder.command(SelectFeed(cam(20))) == ()
    feeder.command(AssignFeed(WALL_1, CellIndex(2), cam(21)))
    assert cells(feeder)[2] == cam(21)


def test_a_layout_is_saved_with_what_its_cells_are_and_hands_as_its_own(feeder: InputFeeder) -> None:
    feeder.command(SelectFeed(cam(20)))
    feeder.command(AssignFeed(WALL_1, CellIndex(3), cam(21), pinned=True))
    feeder.command(ZoomCell(WALL_1, CellIndex(3), HALF))
    feeder.command(SaveLayout(WALL_1, "kept"))
    one, clock, spot, held = feeder.state.stored["kept"].layout.cells
    assert (one.feed, one.zoom) == (cam(1), HALF)
    assert clock.content == ClockContent()
    assert (spot.feed, spot.hotspot) == (cam(2), True)
    assert (held.feed, held.pinned, held.auto, held.zoom) == (cam(21), True, True, HALF)


def test_a_zoom_ends_with_its_camera_and_the_whole_picture_can_be_asked_for(feeder: InputFeeder) -> None:
    assert feeder.view(WALL_1).cells[0].zoom == HALF
    feeder.command(ZoomCell(WALL_1, CellIndex(0), None))
    assert feeder.view(WALL_1).cells[0].zoom is None
    feeder.command(ZoomCell(WALL_1, CellIndex(3), HALF))
    feeder.command(AssignFeed(WALL_1, CellIndex(3), cam(9)))
    assert feeder.view(WALL_1).cells[3].zoom is None
    assert list(feeder.state.wall.zooms) == [(WALL_1, CellIndex(0))]
