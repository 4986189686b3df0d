"""What a key asks of a display, by the table's names, and the lines of the help that F1 shows on it."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from console.domain.operator_commands.command import About, OperatorCommand, Where
from console.domain.operator_commands.help_rows import HelpRow, by_subject, help_rows
from console.domain.operator_commands.table import changes_the_site, commands_at, in_replay


class Act(StrEnum):
    """Each command of a display but a replay's own."""

    HELP = "help"
    LEFT = "select-left"
    RIGHT = "select-right"
    UP = "select-up"
    DOWN = "select-down"
    UNSELECT = "let-go"
    LETTERS = "select-tile"
    NUMBER = "camera-number"
    NORTH = "camera-north"
    EAST = "camera-east"
    SOUTH = "camera-south"
    WEST = "camera-west"
    PIN = "pin"
    CLEAR = "clear"
    UNDO = "undo-switches"
    REWIND = "rewind"
    LIVE = "live"
    LOOK_BACK = "look-back"
    SNAPSHOT = "keep-picture"
    NEARER = "cell-nearer"
    AWAY = "cell-away"
    WHOLE = "cell-whole"
    PAN_LEFT = "cell-pan-left"
    PAN_RIGHT = "cell-pan-right"
    PAN_UP = "cell-pan-up"
    PAN_DOWN = "cell-pan-down"
    FULL_SCREEN = "full-screen"
    NAMES = "hide-names"


STEPS: dict[Act, tuple[int, int]] = {
    Act.LEFT: (-1, 0),
    Act.RIGHT: (1, 0),
    Act.UP: (0, -1),
    Act.DOWN: (0, 1),
}
"""Right and down for each arrow."""


def display_help(
    *, replays: bool, keys_of: Callable[[OperatorCommand], Sequence[str]] | None = None
) -> list[HelpRow]:
    """What can be done here; in a replay its own keys, and those that change nothing of what was."""
    commands = commands_at(Where.DISPLAY)
    if replays:
        known = in_replay(Where.DISPLAY, Where.REPLAY_DISPLAY)
        commands = tuple(command for command in known if not changes_the_site(command))
    groups = by_subject(commands, (About.REPLAY, About.ANYWHERE))
    ordered = [command for _, rows in groups for command in rows]
    return help_rows(ordered, keys_of) if keys_of is not None else help_rows(ordered)
