"""The acts of a replay are the table's commands of that place, and what a press is told of by them."""

from console.domain.operator_commands.command import Where
from console.ui.key_table import names_at
from console.ui.replay.keys import IN_REPLAY, ONCE, ReplayAct


def test_each_command_of_a_replay_is_an_act() -> None:
    assert {act.value for act in ReplayAct} == names_at(Where.REPLAY_DESK) == names_at(Where.REPLAY_DISPLAY)
    assert set(ONCE) == {ReplayAct.TOGGLE, ReplayAct.LOOP, ReplayAct.AGAIN}
    assert "G: decide again" in IN_REPLAY
