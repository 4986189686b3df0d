"""Which layout a monitor shows, what it keeps of the last one, and what is stored under a name."""

import msgspec
import pytest

from console.core.decisions import LayoutLoaded, Unswitched
from console.core.log.input_log import SiteLoaded
from console.domain.cell_content import TextContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.monitor import MonitorSpec
from console.protocol.core_messages import AssignFeed, PinCell, RewindCell
from console.protocol.layout_messages import ImportLayout, LoadLayout
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1, WALL_2, WALL_3 = (MonitorId(f"wall-{number}") for number in (1, 2, 3))


def feed(number: int) -> FeedId:
    return FeedId(f"cam-{number:03d}")


def shown(feeder: InputFeeder, monitor: str = "wall-1") -> list[FeedId | None]:
    return [cell.feed for cell in feeder.view(monitor).cells]


def with_monitor(feeder: InputFeeder, layout: str, **changes: object) -> SiteLoaded:
    """The same site with a third monitor."""
    monitors = (*feeder.site.monitors, MonitorSpec(WALL_3, layout))
    return msgspec.structs.replace(feeder.site, monitors=monitors, **changes)


def test_a_new_monitor_gets_its_layout_filled_with_what_no_other_shows() -> None:
    feeder = InputFeeder(cameras=40)
    before = shown(feeder), shown(feeder, "wall-2")
    feeder.feed(with_monitor(feeder, "2x2"))
    assert feeder.view("wall-3").layout_name == "2x2"
    assert shown(feeder, "wall-3") == [feed(number) for number in range(19, 23)]
    assert (shown(feeder), shown(feeder, "wall-2")) == before


@pytest.mark.parametrize(
    ("stored", "shipped", "name"),
    [
        ({}, {"4x4"}, "4x4"),
        ({"own"}, {"4x4", "own"}, "own"),
        ({"4x4"}, set(), "4x4"),
        ({}, set(), "1x1"),
        ({"other"}, {"other"}, "1x1"),
    ],
)
def test_a_layout_that_is_not_there_gives_way_to_a_usual_one(
    stored: set[str], shipped: set[str], name: str
) -> None:
    def layouts(names: set[str], columns: int) -> dict[str, Layout]:
        return {one: Layout(one, columns, 1, (Cell(0, 0),)) for one in names}

    feeder = InputFeeder(cameras=40)
    site = with_monitor(feeder, "own", stored=layouts(stored, 3), shipped=layouts(shipped, 2))
    feeder.feed(site)
    view = feeder.view("wall-3")
    assert view.layout_name == name
    assert view.columns == (3 if name in stored else 2 if name in shipped else 1)


@pytest.mark.parametrize(
    ("ways", "second"), [(4, None), (3, feed(1))], ids=["now", "as programs before it decided"]
)
@pytest.mark.parametrize(
    "first", [Cell(0, 0, content=TextContent("Welcome")), Cell(0, 0, hotspot=True)], ids=["text", "hotspot"]
)
def test_a_layout_that_says_what_it_shows_keeps_its_empty_cells(
    first: Cell, ways: int, second: FeedId | None
) -> None:
    feeder = InputFeeder(cameras=12)
    feeder.feed(msgspec.structs.replace(feeder.site, ways=ways))
    feeder.command(ImportLayout(Layout("welcome", 2, 1, (first, Cell(1, 0)))))
    feeder.command(LoadLayout(WALL_1, "welcome"))
    assert shown(feeder) == [None, second]


def test_a_mere_grid_of_ones_own_is_filled_as_those_that_come_along() -> None:
    feeder = InputFeeder(cameras=12)
    feeder.command(ImportLayout(Layout("pair", 2, 1, (Cell(0, 0), Cell(1, 0)))))
    feeder.command(LoadLayout(WALL_1, "pair"))
    assert shown(feeder) == [feed(1), feed(2)]


def test_a_layout_with_feeds_shows_these_and_says_which_the_site_does_not_have() -> None:
    feeder = InputFeeder(cameras=12)
    cells = (Cell(0, 0, feed=feed(7)), Cell(1, 0, feed=feed(99)), Cell(2, 0))
    feeder.command(ImportLayout(Layout("night", 3, 1, cells)))
    made = feeder.command(LoadLayout(WALL_1, "night"))
    assert shown(feeder) == [feed(7), None, None]
    (loaded,) = (one for one in made if isinstance(one, LayoutLoaded))
    assert (loaded.monitor, loaded.missing) == (WALL_1, (feed(99),))


def test_a_layout_without_feeds_keeps_the_monitors_own_each_once() -> None:
    feeder = InputFeeder(cameras=20, layout="2x2")
    feeder.command(AssignFeed(WALL_1, CellIndex(1), feed(1)))
    feeder.command(AssignFeed(WALL_1, CellIndex(2), None))
    feeder.command(LoadLayout(WALL_1, "3x3"))
    assert shown(feeder)[:2] == [feed(1), feed(4)], "what it showed, in reading order"
    elsewhere = shown(feeder, "wall-2")
    rest = [feed(n) for n in range(1, 21) if feed(n) not in elsewhere and n not in (1, 4)]
    assert shown(feeder)[2:] == rest[:7]


def test_a_loaded_layout_takes_hands_and_rewinds_of_its_monitor_alone_and_incidents_look_again() -> None:
    feeder = InputFeeder(cameras=40)
    feeder.alert(alert_message(1, at_camera=30))
    incident = next(iter(feeder.state.incidents.table.values()))
    shown_before = {one.feed for one in incident.overlays}
    for monitor in (WALL_1, WALL_2):
        feeder.command(PinCell(monitor, CellIndex(0), True))
        feeder.command(RewindCell(monitor, CellIndex(1), 10.0))
    made = feeder.command(LoadLayout(WALL_1, "4x4", keep_incidents=True))
    assert not any(cell.pinned or cell.rewind_s for cell in feeder.view("wall-1").cells)
    other = feeder.view("wall-2").cells
    assert other[0].pinned and other[1].rewind_s == 10.0
    assert any(isinstance(one, Unswitched) for one in made)
    again = next(iter(feeder.state.incidents.table.values()))
    assert {one.feed for one in again.overlays} == shown_before  # no picture of an incident is lost


def test_a_camera_that_the_site_lost_leaves_the_base_and_its_hand() -> None:
    feeder = InputFeeder(cameras=12, layout="2x2")
    feeder.command(AssignFeed(WALL_1, CellIndex(1), feed(12)))
    feeder.command(AssignFeed(WALL_1, CellIndex(2), None))
    gone = (feed(1), feed(12))
    cameras = tuple(camera for camera in feeder.site.cameras if camera.feed not in gone)
    feeder.feed(msgspec.structs.replace(feeder.site, cameras=cameras))
    assert shown(feeder) == [None, feed(2), None, feed(4)]


def test_a_monitor_that_the_site_lost_is_gone_with_all_that_was_on_it() -> None:
    feeder = InputFeeder(cameras=40)
    feeder.alert(alert_message(1, at_camera=30))
    feeder.command(PinCell(WALL_2, CellIndex(0), True))
    feeder.command(RewindCell(WALL_2, CellIndex(1), 10.0))
    made = feeder.feed(msgspec.structs.replace(feeder.site, monitors=feeder.site.monitors[:1]))
    assert list(feeder.state.wall.bases) == [WALL_1]
    assert not any(where[0] == WALL_2 for where in (*feeder.state.wall.hands, *feeder.state.wall.rewinds))
    incident = next(iter(feeder.state.incidents.table.values()))
    assert all(one.monitor == WALL_1 for one in incident.overlays)
    gone = [one for told in made if isinstance(told, Unswitched) for one in told.overlays]
    assert gone and all(one.monitor == WALL_2 for one in gone)
    feeder.feed(feeder.site)
    assert feeder.view("wall-2").layout_name == "3x3", "back again it begins anew"
    assert not any(cell.pinned or cell.rewind_s for cell in feeder.view("wall-2").cells)
