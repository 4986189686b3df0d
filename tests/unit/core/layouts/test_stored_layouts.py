"""What is kept under a name: saved, replaced, renamed, deleted, locked, and who of two is refused."""

import msgspec
import pytest

from console.core.decisions import LayoutDropped, LayoutStored, Refused
from console.core.log.input_log import CommandGiven, StateCommand
from console.core.lookups import layout_heads, layout_names, preset_heads
from console.domain.cell_content import TourContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout, StoredLayout
from console.protocol.core_messages import AssignFeed
from console.protocol.layout_messages import (
    DeleteLayout,
    ImportLayout,
    LoadLayout,
    LockLayout,
    OwnLayout,
    RenameLayout,
    SaveLayout,
)
from console.protocol.preset_messages import SavePreset
from tests.fakes.input_feeder import InputFeeder

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
ONE, OTHER = (Layout("night", size, 1, (Cell(0, 0),)) for size in (1, 2))


def feed(number: int) -> FeedId:
    return FeedId(f"cam-{number:03d}")


def stored(feeder: InputFeeder, name: str = "night") -> StoredLayout:
    return feeder.state.stored[name]


def change(feeder: InputFeeder, monitor: MonitorId, number: int) -> None:
    """A person's hand on a monitor's first cell."""
    feeder.command(AssignFeed(monitor, CellIndex(0), feed(number)))


def changed_by_both() -> InputFeeder:
    """Both monitors hold one version of a layout, each with a hand of its own."""
    feeder = InputFeeder(cameras=40, layout="2x2")
    feeder.command(SaveLayout(WALL_1, "night"))
    for monitor, number in ((WALL_1, 31), (WALL_2, 32)):
        feeder.command(LoadLayout(monitor, "night"))
        change(feeder, monitor, number)
    return feeder


def test_a_camera_that_the_site_lacks_for_a_while_stays_in_a_layout_that_is_saved_meanwhile() -> None:
    feeder = InputFeeder(cameras=12, layout="2x2")
    feeder.command(AssignFeed(WALL_1, CellIndex(3), feed(12), pinned=True))
    feeder.command(SaveLayout(WALL_1, "night"))
    feeder.command(LoadLayout(WALL_1, "night"))
    feeder.feed(msgspec.structs.replace(feeder.site, cameras=feeder.site.cameras[:11]))
    assert feeder.view().cells[3].feed is None
    change(feeder, WALL_1, 7)
    feeder.command(SaveLayout(WALL_1, "night"))
    assert [cell.feed for cell in stored(feeder).layout.cells] == [feed(7), feed(2), feed(3), feed(12)]
    assert stored(feeder).layout.cells[3].pinned
    feeder.command(AssignFeed(WALL_1, CellIndex(3), None))
    feeder.command(SaveLayout(WALL_1, "night"))
    assert stored(feeder).layout.cells[3].feed is None, "a person took it away"


def test_what_is_saved_is_what_the_monitor_shows_by_hand_and_base() -> None:
    feeder = InputFeeder(cameras=12, layout="2x2")
    feeder.command(AssignFeed(WALL_1, CellIndex(1), feed(12)))
    (made,) = feeder.command(SaveLayout(WALL_1, "night"))
    assert isinstance(made, LayoutStored)
    layout = made.layout
    assert (layout.name, layout.columns, layout.rows) == ("night", 2, 2)
    assert [cell.feed for cell in layout.cells] == [feed(1), feed(12), feed(3), feed(4)]
    assert stored(feeder).layout == layout
    feeder.command(AssignFeed(WALL_1, CellIndex(1), None))
    feeder.command(SaveLayout(WALL_1, "night"))
    assert stored(feeder).layout.cells[1].feed is None, "saved again it is replaced"


def test_a_version_says_who_stored_it_when_and_why() -> None:
    feeder = InputFeeder(layout="2x2")
    feeder.command(SaveLayout(WALL_1, "night", note="calm"))
    state, first = feeder.state, stored(feeder)
    assert (first.version, first.by, first.at_ms) == (state.n, "operator", state.wall_ms)
    assert first.note == "calm" and not first.locked
    change(feeder, WALL_1, 9)
    feeder.command(SaveLayout(WALL_1, "night"))
    assert stored(feeder).version == state.n > first.version and stored(feeder).note == ""


@pytest.mark.parametrize("note", ["x" * 201, "two\nlines"])
def test_a_note_is_a_line_of_some_length(note: str) -> None:
    feeder = InputFeeder(layout="2x2")
    assert feeder.refusal(SaveLayout(WALL_1, "night", note=note)) == "bad_note"
    assert "night" not in feeder.state.stored


def test_what_stands_there_already_is_no_new_version() -> None:
    feeder = InputFeeder()
    feeder.command(ImportLayout(ONE))
    before = stored(feeder)
    assert feeder.command(ImportLayout(ONE, replace=True)) == (LayoutStored(ONE),)
    assert stored(feeder) == before
    assert feeder.refusal(ImportLayout(ONE, replace=True, over=0)) == "layout_changed", "it is asked for"
    feeder.command(LockLayout("night", locked=True))
    assert feeder.refusal(ImportLayout(ONE, replace=True)) == "locked_layout"
    feeder.command(LockLayout("night", locked=False))
    feeder.command(ImportLayout(ONE, replace=True, note="looked at"))
    assert stored(feeder).version > before.version, "a note is something new"


def test_of_two_who_loaded_one_layout_the_second_to_save_it_is_refused() -> None:
    feeder = changed_by_both()
    feeder.command(SaveLayout(WALL_1, "night"))
    first = stored(feeder)
    (refused,) = feeder.command(SaveLayout(WALL_2, "night"))
    assert msgspec.to_builtins(refused) == {
        "decision": "refused",
        "code": "layout_changed",
        "text": "layout 'night' was saved meanwhile by operator (against it, yours: cell 0 shows cam-032 in "
        "place of cam-031): look at it, then replace it all the same or take another name",
    }
    assert stored(feeder) == first
    change(feeder, WALL_1, 33)
    assert feeder.refusal(SaveLayout(WALL_1, "night")) == "", "whose own save it was"
    assert feeder.refusal(SaveLayout(WALL_2, "night", over=first.version)) == "layout_changed"
    assert feeder.refusal(SaveLayout(WALL_2, "night", over=stored(feeder).version)) == ""
    change(feeder, WALL_2, 34)
    assert feeder.refusal(SaveLayout(WALL_2, "night")) == "", "now it holds the present one"


def test_two_who_come_to_the_same_are_not_asked() -> None:
    feeder = InputFeeder(cameras=40, layout="2x2")
    feeder.command(SaveLayout(WALL_1, "night"))
    for monitor in (WALL_1, WALL_2):
        feeder.command(LoadLayout(monitor, "night"))
        change(feeder, monitor, 31)
    feeder.command(SaveLayout(WALL_1, "night"))
    version = stored(feeder).version
    assert feeder.refusal(SaveLayout(WALL_2, "night")) == "" and stored(feeder).version == version


def test_a_name_that_was_not_loaded_is_replaced_unless_it_is_said_which_version_it_has() -> None:
    feeder = InputFeeder(cameras=40, layout="2x2")
    assert feeder.refusal(SaveLayout(WALL_1, "night", over=3)) == "layout_changed", "it is not there"
    assert feeder.refusal(SaveLayout(WALL_1, "night", over=0)) == ""
    assert feeder.refusal(SaveLayout(WALL_2, "night", over=0)) == "layout_changed"
    assert feeder.refusal(SaveLayout(WALL_2, "night")) == ""


def test_every_change_may_say_which_version_it_is_for() -> None:
    feeder = InputFeeder()
    feeder.command(ImportLayout(ONE))
    old = stored(feeder).version
    feeder.command(ImportLayout(OTHER, replace=True, over=old))
    for command in (
        ImportLayout(ONE, replace=True, over=old),
        DeleteLayout("night", over=old),
        RenameLayout("night", "dusk", over=old),
    ):
        assert feeder.refusal(command) == "layout_changed"
    assert feeder.refusal(RenameLayout("night", "dusk", over=stored(feeder).version)) == ""
    assert feeder.refusal(DeleteLayout("dusk", over=stored(feeder, "dusk").version)) == ""


def test_what_is_locked_stays_as_it_is_until_it_is_unlocked() -> None:
    feeder = InputFeeder(layout="2x2")
    assert feeder.refusal(LockLayout("night", locked=True)) == "unknown_layout"
    assert feeder.refusal(LockLayout("2x2", locked=True)) == "shipped_layout"
    feeder.command(SaveLayout(WALL_1, "night"))
    before = stored(feeder)
    assert feeder.command(LockLayout("night", locked=True)) == ()
    assert stored(feeder).locked and stored(feeder).version == before.version
    change(feeder, WALL_1, 9)
    for command in (
        SaveLayout(WALL_1, "night"),
        ImportLayout(OTHER, replace=True),
        DeleteLayout("night"),
        RenameLayout("night", "dusk"),
    ):
        assert feeder.refusal(command) == "locked_layout"
    assert feeder.refusal(LoadLayout(WALL_2, "night")) == ""
    feeder.command(LockLayout("night", locked=False))
    assert stored(feeder) == before and feeder.refusal(DeleteLayout("night")) == ""


def test_a_layout_from_outside_replaces_another_only_if_that_is_said() -> None:
    feeder = InputFeeder()
    assert feeder.command(ImportLayout(ONE)) == (LayoutStored(ONE),)
    assert feeder.refusal(ImportLayout(OTHER)) == "layout_exists"
    assert stored(feeder).layout == ONE
    assert feeder.command(ImportLayout(OTHER, replace=True)) == (LayoutStored(OTHER),)
    assert stored(feeder).layout == OTHER
    assert feeder.refusal(ImportLayout(Layout("none", 1, 1, ()))) == "bad_layout"


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
    assert feeder.refusal(SaveLayout(WALL_1, "night")) == "", "what is shown may be kept again"


def test_one_that_was_there_before_the_product_had_its_name_stays_its_makers() -> None:
    feeder = InputFeeder(layout="2x2")
    own = Layout("2+8", 1, 1, (Cell(0, 0),))
    feeder.state.stored.put("2+8", StoredLayout(own, 1, "ana"))
    heads = [head for head in layout_heads(feeder.state) if head.name == "2+8"]
    assert [head.version for head in heads] == [1] and layout_names(feeder.state).count("2+8") == 1
    feeder.command(LoadLayout(WALL_1, "2+8"))
    assert feeder.view("wall-1").columns == 1
    feeder.command(RenameLayout("2+8", "own"))
    assert feeder.state.stored["own"].layout.columns == 1
    assert [head.version for head in layout_heads(feeder.state) if head.name == "2+8"] == [0]
    assert feeder.refusal(RenameLayout("own", "2+8")) == "shipped_layout"


def test_a_layout_tells_what_it_names() -> None:
    feeder = InputFeeder(layout="2x2")
    cells = (
        Cell(0, 0, feed=FeedId("cam-001")),
        Cell(1, 0, feed=FeedId("cam-999")),
        Cell(2, 0, content=TourContent("night")),
    )
    feeder.command(ImportLayout(Layout("far", 3, 1, cells)))
    feeder.command(LoadLayout(WALL_1, "far"))
    feeder.command(SavePreset("all"))
    (layout,) = (head for head in layout_heads(feeder.state) if head.name == "far")
    (preset,) = preset_heads(feeder.state)
    assert layout.tours == preset.tours == ("night",)
    assert (layout.missing_feeds, preset.missing_feeds) == ((FeedId("cam-999"),), ()), "it was shown empty"


def test_a_renamed_layout_has_its_new_name_where_it_is_shown_too() -> None:
    feeder = InputFeeder(layout="2x2")
    feeder.command(SaveLayout(WALL_1, "night"))
    feeder.command(SaveLayout(WALL_1, "day"))
    feeder.command(LoadLayout(WALL_1, "night"))
    made, dropped = feeder.command(RenameLayout("night", "dusk"))
    assert isinstance(made, LayoutStored) and made.layout.name == "dusk"
    assert dropped == LayoutDropped("night")
    assert sorted(feeder.state.stored) == ["day", "dusk"] and feeder.view("wall-1").layout_name == "dusk"
    assert feeder.command(RenameLayout("dusk", "dusk")) == ()
    for to, why in (("day", "layout_exists"), ("2x2", "shipped_layout"), (" ", "bad_name")):
        assert feeder.refusal(RenameLayout("dusk", to)) == why
    assert feeder.refusal(RenameLayout("2x2", "own")) == "shipped_layout"
    assert sorted(feeder.state.stored) == ["day", "dusk"], "what is refused changes nothing"
    change(feeder, WALL_1, 9)
    assert feeder.refusal(SaveLayout(WALL_1, "dusk")) == "", "the monitor holds the renamed version"


def test_who_holds_an_old_version_is_refused_under_the_new_name_too() -> None:
    feeder = changed_by_both()
    feeder.command(SaveLayout(WALL_1, "night"))
    feeder.command(RenameLayout("night", "dusk"))
    assert feeder.refusal(SaveLayout(WALL_2, "dusk")) == "layout_changed"


def test_what_the_site_brings_is_stored_and_what_it_does_not_tell_of_stays() -> None:
    feeder = InputFeeder()
    one, other = (Layout(name, 1, 1, (Cell(0, 0),)) for name in ("one", "other"))
    feeder.command(ImportLayout(one))
    n = feeder.state.n
    feeder.feed(msgspec.structs.replace(feeder.site, stored={"one": one, "other": other}))
    kept = {name: (kept.layout, kept.version) for name, kept in feeder.state.stored.items()}
    assert kept == {"one": (one, n), "other": (other, feeder.state.n)}


def by_ben(feeder: InputFeeder, command: StateCommand) -> str:
    made = feeder.feed(CommandGiven("ben", command))
    return next((one.code for one in made if isinstance(one, Refused)), "")


def test_a_personal_layout_is_its_owners_until_it_is_shared() -> None:
    feeder = InputFeeder(cameras=12, layout="2x2")
    feeder.command(SaveLayout(WALL_1, "night", personal=True))
    assert stored(feeder).owner == "operator"
    for command in (
        SaveLayout(WALL_2, "night"),
        ImportLayout(OTHER, replace=True),
        DeleteLayout("night"),
        RenameLayout("night", "dusk"),
        LockLayout("night", True),
        OwnLayout("night", True),
    ):
        assert by_ben(feeder, command) == "personal_layout"
    assert by_ben(feeder, LoadLayout(WALL_2, "night")) == ""
    feeder.command(ImportLayout(OTHER, replace=True))
    feeder.command(RenameLayout("night", "dusk"))
    assert stored(feeder, "dusk").owner == "operator"
    assert by_ben(feeder, OwnLayout("dusk", False)) == ""  # who left can't do it any more
    assert by_ben(feeder, DeleteLayout("dusk")) == ""


def test_a_shared_one_stays_shared_by_a_personal_save_and_can_be_made_ones_own() -> None:
    feeder = InputFeeder(cameras=12, layout="2x2")
    feeder.command(SaveLayout(WALL_1, "night"))
    feeder.command(AssignFeed(WALL_1, CellIndex(1), feed(12)))
    feeder.command(SaveLayout(WALL_1, "night", personal=True))
    assert stored(feeder).owner == ""
    feeder.command(OwnLayout("night", True))
    assert stored(feeder).owner == "operator"
    assert feeder.refusal(OwnLayout("4x4", True)) == "shipped_layout"
    assert feeder.refusal(OwnLayout("none", True)) == "unknown_layout"
