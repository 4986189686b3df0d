"""Which layout a monitor shows, what it keeps of the last one, and what is stored under a name."""

import msgspec
import pytest

from console.core.decisions import LayoutDropped, LayoutLoaded, LayoutStored, Unswitched
from console.core.log.input_log import SiteLoaded
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.monitor import MonitorSpec
from console.protocol.core_messages import (
    AssignFeed,
    DeleteLayout,
    ImportLayout,
    LoadLayout,
    PinCell,
    RenameLayout,
    RewindCell,
    SaveLayout,
)
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


def test_a_loaded_layout_takes_hands_overlays_and_rewinds_of_its_monitor_alone() -> None:
    feeder = InputFeeder(cameras=40)
    feeder.alert(alert_message(1, at_camera=30))
    incident = next(iter(feeder.state.incidents.table.values()))
    of_wall_1 = tuple(one for one in incident.overlays if one.monitor == WALL_1)
    for monitor in (WALL_1, WALL_2):
        feeder.command(PinCell(monitor, CellIndex(0), True))
        feeder.command(RewindCell(monitor, CellIndex(1), 10.0))
    made = feeder.command(LoadLayout(WALL_1, "4x4"))
    assert not any(cell.pinned or cell.rewind_s or cell.mark for cell in feeder.view("wall-1").cells)
    other = feeder.view("wall-2").cells
    assert other[0].pinned and other[1].rewind_s == 10.0
    taken = [one for one in made if isinstance(one, Unswitched)]
    assert [one.overlays for one in taken] == ([of_wall_1] if of_wall_1 else [])


def test_what_is_saved_is_what_the_monitor_shows_by_hand_and_base() -> None:
    feeder = InputFeeder(cameras=12, layout="2x2")
    feeder.command(AssignFeed(WALL_1, CellIndex(1), feed(12)))
    (stored,) = feeder.command(SaveLayout(WALL_1, "night"))
    assert isinstance(stored, LayoutStored)
    layout = stored.layout
    assert (layout.name, layout.columns, layout.rows) == ("night", 2, 2)
    assert [cell.feed for cell in layout.cells] == [feed(1), feed(12), feed(3), feed(4)]
    assert feeder.state.stored["night"] == layout
    feeder.command(AssignFeed(WALL_1, CellIndex(1), None))
    feeder.command(SaveLayout(WALL_1, "night"))
    assert feeder.state.stored["night"].cells[1].feed is None, "saved again it is replaced"


def test_a_layout_from_outside_replaces_another_only_if_that_is_said() -> None:
    feeder = InputFeeder()
    one, other = (Layout("night", size, 1, (Cell(0, 0),)) for size in (1, 2))
    assert feeder.command(ImportLayout(one)) == (LayoutStored(one),)
    assert feeder.refusal(ImportLayout(other)) == "layout_exists"
    assert feeder.state.stored["night"] == one
    assert feeder.command(ImportLayout(other, replace=True)) == (LayoutStored(other),)
    assert feeder.state.stored["night"] == other


def test_a_deleted_layout_is_gone_and_monitors_keep_what_they_show() -> None:
    feeder = InputFeeder(layout="2x2")
    feeder.command(SaveLayout(WALL_1, "night"))
    feeder.command(LoadLayout(WALL_1, "night"))
    shown = feeder.view("wall-1")
    assert feeder.command(DeleteLayout("night")) == (LayoutDropped("night"),)
    assert "night" not in feeder.state.stored and feeder.view("wall-1") == shown
    assert feeder.refusal(LoadLayout(WALL_1, "night")) == "unknown_layout"
    assert feeder.refusal(DeleteLayout("night")) == "unknown_layout"
    assert feeder.refusal(DeleteLayout("2x2")) == "shipped_layout"


def test_a_renamed_layout_has_its_new_name_where_it_is_shown_too() -> None:
    feeder = InputFeeder(layout="2x2")
    feeder.command(SaveLayout(WALL_1, "night"))
    feeder.command(SaveLayout(WALL_1, "day"))
    feeder.command(LoadLayout(WALL_1, "night"))
    stored, dropped = feeder.command(RenameLayout("night", "dusk"))
    assert isinstance(stored, LayoutStored) and stored.layout.name == "dusk"
    assert dropped == LayoutDropped("night")
    assert sorted(feeder.state.stored) == ["day", "dusk"] and feeder.view("wall-1").layout_name == "dusk"
    assert feeder.command(RenameLayout("dusk", "dusk")) == ()
    for to, why in (("day", "layout_exists"), ("2x2", "shipped_layout"), (" ", "bad_name")):
        assert feeder.refusal(RenameLayout("dusk", to)) == why
    assert feeder.refusal(RenameLayout("2x2", "own")) == "shipped_layout"
    assert sorted(feeder.state.stored) == ["day", "dusk"], "what is refused changes nothing"


def test_what_the_site_brings_is_stored_and_what_it_does_not_tell_of_stays() -> None:
    feeder = InputFeeder()
    one, other = (Layout(name, 1, 1, (Cell(0, 0),)) for name in ("one", "other"))
    feeder.command(ImportLayout(one))
    feeder.feed(msgspec.structs.replace(feeder.site, stored={"other": other}))
    assert dict(feeder.state.stored.items()) == {"one": one, "other": other}


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
    assert all(one.monitor == WALL_2 for one in gone)
    feeder.feed(feeder.site)
    assert feeder.view("wall-2").layout_name == "3x3", "back again it begins anew"
    assert not any(cell.pinned or cell.rewind_s for cell in feeder.view("wall-2").cells)
