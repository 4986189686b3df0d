"""Each command of a display is an act of it, and its help tells each of them."""

from console.domain.operator_commands.command import Where
from console.domain.operator_commands.table import command_of
from console.ui.key_table import names_at
from console.ui.wall.keys import STEPS, Act, display_help


def test_each_command_of_a_display_is_an_act() -> None:
    assert {act.value for act in Act} == names_at(Where.DISPLAY)
    assert {command_of(act).keys for act in STEPS} == {("Left",), ("Right",), ("Up",), ("Down",)}


def test_help_begins_with_how_it_is_had_and_in_a_replay_with_what_moves_it() -> None:
    assert display_help(replays=False)[0].keys == "F1"
    told = [row.keys for row in display_help(replays=True)]
    assert told[0] == "Space" and "P" not in told and "P" in {one.keys for one in display_help(replays=False)}
