"""Layouts and wall presets that people load, and taking that back."""

import msgspec
import pytest

from console.core.decisions import LoadUndone
from console.core.log.saved_state import decode_state, encode_state, saved
from console.core.wall.surfaces import surface_of
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.wall_preset import PresetMonitor, WallPreset
from console.domain.zoom_part import ZoomPart
from console.protocol.core_messages import AssignFeed, PinCell, RewindCell
from console.protocol.layout_messages import LoadLayout
from console.protocol.preset_messages import ImportPreset, LoadPreset, SavePreset
from console.protocol.wall_messages import UndoLoad, ZoomCell
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")


@pytest.fixture
def feeder() -> InputFeeder:
    feeder = InputFeeder(cameras=40, layout="4x4")
    feeder.command(AssignFeed(WALL_1, CellIndex(2), FeedId("cam-033")))
    feeder.command(PinCell(WALL_2, CellIndex(3), True))
    return feeder


def surfaces(feeder: InputFeeder) -> list[bytes]:
    return [msgspec.json.encode(surface_of(feeder.state, monitor)) for monitor in (WALL_1, WALL_2)]


def shown(feeder: InputFeeder, monitor: MonitorId = WALL_1) -> list[FeedId | None]:
    return [cell.feed for cell in feeder.view(monitor).cells]


def test_a_preset_brings_back_what_was_saved_with_pins_and_zooms(feeder: InputFeeder) -> None:
    feeder.command(ZoomCell(WALL_1, CellIndex(2), ZoomPart(0, 0, 500, 500)))
    before = [(cell.feed, cell.pinned, cell.zoom) for cell in feeder.view(WALL_1).cells]
    feeder.command(SavePreset("night", 3))
    feeder.command(LoadLayout(WALL_1, "1x1"))
    feeder.command(LoadPreset("3"))
    now = feeder.view(WALL_1)
    assert [(cell.feed, cell.pinned, cell.zoom) for cell in now.cells] == before
    assert feeder.view(WALL_2).cells[3].pinned and feeder.view(WALL_2).cells[3].held_by == "operator"
    assert not any(cell.held_by for cell in now.cells)  # the hand's camera is the layout's now


def test_a_presets_empty_monitor_is_empty(feeder: InputFeeder) -> None:
    """As it is for whoever saves it, and where a rule puts it up."""
    empty = Layout("none", 2, 1, (Cell(0, 0), Cell(1, 0)))
    feeder.command(ImportPreset(WallPreset("Visitors", (PresetMonitor(WALL_1, empty),))))
    feeder.command(LoadPreset("Visitors"))
    assert shown(feeder) == [None, None]


def test_one_undo_restores_bases_and_hands_to_the_byte(feeder: InputFeeder) -> None:
    feeder.command(SavePreset("night"))
    feeder.command(LoadLayout(WALL_1, "2x2"))
    feeder.command(AssignFeed(WALL_1, CellIndex(1), FeedId("cam-011")))
    feeder.command(AssignFeed(WALL_2, CellIndex(1), FeedId("cam-012"), pinned=True))
    before = surfaces(feeder)
    feeder.command(LoadPreset("night"))
    n = feeder.state.n
    feeder.command(AssignFeed(WALL_2, CellIndex(5), FeedId("cam-013")))
    assert surfaces(feeder) != before
    (undone, *_) = feeder.command(UndoLoad(n))
    assert undone == LoadUndone(n, (WALL_1, WALL_2))
    assert surfaces(feeder) == before
    assert feeder.refusal(UndoLoad(n)) == "not_undoable"


def test_a_load_beneath_a_later_one_is_not_taken_back(feeder: InputFeeder) -> None:
    feeder.command(LoadLayout(WALL_1, "2x2"))
    first = feeder.state.n
    feeder.command(LoadLayout(WALL_2, "2x2"))
    feeder.command(LoadLayout(WALL_1, "3x3"))
    last = feeder.state.n
    assert feeder.refusal(UndoLoad(first)) == "loaded_since"
    assert feeder.refusal(UndoLoad(last)) == ""
    assert feeder.refusal(UndoLoad(first)) == ""
    assert feeder.view(WALL_1).layout_name == "4x4"


def test_only_the_last_ten_can_be_taken_back(feeder: InputFeeder) -> None:
    numbers = []
    for name in ["2x2", "3x3"] * 6:
        feeder.command(LoadLayout(WALL_1, name))
        numbers.append(feeder.state.n)
    assert sorted(feeder.state.wall.loads) == numbers[-10:]
    assert feeder.refusal(UndoLoad(numbers[1])) == "not_undoable"


def test_incidents_keep_their_pictures_when_a_preset_is_loaded_and_taken_back(feeder: InputFeeder) -> None:
    feeder.command(SavePreset("night"))
    feeder.alert(alert_message(1, at_camera=7))
    (incident,) = feeder.state.incidents.table.oldest_first()
    feeds = {overlay.feed for overlay in incident.overlays}
    feeder.command(LoadPreset("night"))
    n = feeder.state.n
    for _ in range(2):
        (incident,) = feeder.state.incidents.table.oldest_first()
        assert {overlay.feed for overlay in incident.overlays} == feeds
        feeder.refusal(UndoLoad(n))


def test_a_part_of_a_preset_on_one_monitor(feeder: InputFeeder) -> None:
    feeder.command(SavePreset("night"))
    for monitor in (WALL_1, WALL_2):
        feeder.command(LoadLayout(monitor, "2x2"))
    feeder.command(LoadPreset("night", (WALL_2,)))
    assert [feeder.view(one).layout_name for one in (WALL_1, WALL_2)] == ["2x2", "4x4"]
    feeder.command(SavePreset("left", None, (WALL_1,)))
    assert feeder.refusal(LoadPreset("left", (WALL_2,))) == "no_monitor"
    assert feeder.refusal(LoadPreset("noon")) == "unknown_preset"
    assert feeder.refusal(LoadPreset("17")) == "unknown_preset"


def test_cameras_that_the_site_lost_meanwhile_do_not_come_back(feeder: InputFeeder) -> None:
    lost = (FeedId("cam-001"), FeedId("cam-033"))
    feeder.command(LoadLayout(WALL_1, "1x1"))
    n = feeder.state.n
    cameras = tuple(one for one in feeder.site.cameras if one.feed not in lost)
    feeder.feed(msgspec.structs.replace(feeder.site, cameras=cameras))
    feeder.command(UndoLoad(n))
    assert not set(lost) & set(shown(feeder))
    assert shown(feeder)[0] is None and shown(feeder)[2] == FeedId("cam-003")


def test_what_can_be_taken_back_outlives_core(feeder: InputFeeder) -> None:
    feeder.command(SavePreset("night", 3))
    feeder.command(RewindCell(WALL_1, CellIndex(1), 10.0))
    feeder.command(LoadPreset("night"))
    kept = decode_state(encode_state(feeder.state))
    assert saved(kept) == saved(feeder.state)
    assert list(kept.wall.loads) == [feeder.state.n]
