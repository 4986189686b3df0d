"""A new wall preset is not called as if it had a number; names that are there already stay good."""

import pytest

from console.core.boundary.new_names import check_new_name
from console.domain.errors import CommandRefused
from console.domain.ids import MonitorId
from console.domain.layout import Cell, Layout
from console.domain.wall_preset import PresetMonitor, WallPreset
from console.protocol.core_messages import AnyCommand
from console.protocol.layout_messages import SaveLayout
from console.protocol.preset_messages import DeletePreset, ImportPreset, LoadPreset, RenamePreset, SavePreset
from tests.fakes.input_feeder import InputFeeder

WALL_1 = MonitorId("wall-1")
NUMBERED = WallPreset("3 night", (PresetMonitor(WALL_1, Layout("one", 1, 1, (Cell(0, 0),))),))


@pytest.fixture
def feeder() -> InputFeeder:
    feeder = InputFeeder()
    feeder.command(SavePreset("day"))
    feeder.command(SavePreset("7 old"))  # as an older Sightline took it
    return feeder


@pytest.mark.parametrize(
    "command",
    [SavePreset("3 night"), SavePreset("3 night", 3), ImportPreset(NUMBERED), RenamePreset("day", "3 night")],
)
def test_a_new_name_that_begins_with_a_number_is_refused(feeder: InputFeeder, command: AnyCommand) -> None:
    with pytest.raises(CommandRefused) as refused:
        check_new_name(command, feeder.state)
    assert refused.value.code == "bad_name"
    assert refused.value.text == (
        "'3 night' reads as number 3 and the name 'night': take the name 'night', and give the number by "
        'itself (`--number 3`; in a file "number": 3)'
    )


@pytest.mark.parametrize(
    "command",
    [
        SavePreset("night", 3),
        SavePreset("100 cameras"),
        SavePreset("7 old"),
        RenamePreset("7 old", "7 old", 7),
        RenamePreset("7 old", "old", 7),
        DeletePreset("7 old"),
        LoadPreset("7 old"),
        SaveLayout(WALL_1, "3 night"),
    ],
)
def test_other_names_and_those_that_are_there_stay_good(feeder: InputFeeder, command: AnyCommand) -> None:
    check_new_name(command, feeder.state)
