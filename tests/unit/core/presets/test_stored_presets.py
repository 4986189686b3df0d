"""Wall presets as they are kept."""

import pytest

from console.core.decisions import PresetDropped
from console.core.lookups import preset_heads
from console.domain.ids import MonitorId
from console.domain.layout import Cell, Layout
from console.domain.wall_preset import PresetMonitor, WallPreset
from console.protocol.preset_messages import (
    DeletePreset,
    ImportPreset,
    RenamePreset,
    RestorePreset,
    SavePreset,
)
from tests.fakes.input_feeder import InputFeeder

WALL_1 = MonitorId("wall-1")
ONE = PresetMonitor(WALL_1, Layout("one", 1, 1, (Cell(0, 0),)))


@pytest.fixture
def feeder() -> InputFeeder:
    return InputFeeder(cameras=12, layout="2x2")


def heads(feeder: InputFeeder) -> list[tuple[str, int | None]]:
    return [(head.name, head.number) for head in preset_heads(feeder.state)]


def test_they_are_listed_by_number_and_then_by_name(feeder: InputFeeder) -> None:
    for name, number in (("night", 7), ("day", None), ("alarm", None), ("noon", 2)):
        feeder.command(SavePreset(name, number))
    assert heads(feeder) == [("noon", 2), ("night", 7), ("alarm", None), ("day", None)]


def test_a_save_again_keeps_number_and_is_a_new_version(feeder: InputFeeder) -> None:
    feeder.command(SavePreset("night", 7, note="late"))
    first = feeder.state.presets["night"]
    feeder.command(SavePreset("night"))
    assert feeder.state.presets["night"] == first  # nothing changed
    feeder.command(SavePreset("night", None, (WALL_1,), first.version))
    assert heads(feeder) == [("night", 7)]
    assert feeder.state.presets["night"].version == feeder.state.n > first.version


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (SavePreset("night", over=0), "preset_changed"),
        (SavePreset("night", over=99), "preset_changed"),
        (SavePreset("new", over=99), "preset_changed"),
        (SavePreset("new", 7), "number_taken"),
        (SavePreset("new", 100), "bad_preset"),
        (SavePreset("12"), "bad_name"),
        (SavePreset(" x"), "bad_name"),
        (SavePreset("new", note="x" * 201), "bad_note"),
        (SavePreset("new", monitors=(MonitorId("wall-9"),)), "unknown_monitor"),
        (ImportPreset(WallPreset("night", (ONE,))), "preset_exists"),
        (RenamePreset("night", "day"), "preset_exists"),
        (RenamePreset("noon", "x"), "unknown_preset"),
        (RenamePreset("day", "day", 7), "number_taken"),
        (DeletePreset("noon"), "unknown_preset"),
        (DeletePreset("night", over=1), "preset_changed"),
    ],
)
def test_what_can_not_be_done_is_refused_by_name(
    feeder: InputFeeder, command: SavePreset | ImportPreset | RenamePreset | DeletePreset, code: str
) -> None:
    feeder.command(SavePreset("night", 7))
    feeder.command(SavePreset("day"))
    before = heads(feeder)
    assert feeder.refusal(command) == code
    assert heads(feeder) == before


def test_renamed_numbered_and_deleted(feeder: InputFeeder) -> None:
    feeder.command(SavePreset("night", 7, note="late"))
    assert PresetDropped("night") in feeder.command(RenamePreset("7", "dusk"))
    assert heads(feeder) == [("dusk", 7)]
    assert feeder.state.presets["dusk"].note == "late"
    feeder.command(RenamePreset("dusk", "dusk", 8))
    assert heads(feeder) == [("dusk", 8)]
    feeder.command(RenamePreset("dusk", "dusk", 0))
    assert heads(feeder) == [("dusk", None)]
    assert feeder.command(RenamePreset("dusk", "dusk")) == ()
    feeder.command(DeletePreset("dusk"))
    assert heads(feeder) == []


def test_what_was_replaced_or_deleted_comes_back(feeder: InputFeeder) -> None:
    feeder.command(SavePreset("night", 7))
    first = feeder.state.presets["night"]
    feeder.command(SavePreset("night", 8, (WALL_1,)))
    replaced_n = feeder.state.n
    feeder.command(DeletePreset("night"))
    deleted_n = feeder.state.n
    assert feeder.refusal(RestorePreset(deleted_n, replaced_n)) == "preset_changed"
    feeder.command(RestorePreset(deleted_n, 0))
    assert heads(feeder) == [("night", 8)]
    assert feeder.refusal(RestorePreset(replaced_n, deleted_n)) == "preset_changed"
    feeder.command(RestorePreset(replaced_n, feeder.state.n - 1))
    assert feeder.state.presets["night"].preset == first.preset
    assert feeder.refusal(RestorePreset(1)) == "not_restorable"
