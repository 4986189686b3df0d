"""The table of all commands, and what is asked of it."""

from console.domain.operator_commands.cell_commands import CAMERA_COMMANDS, CELL_COMMANDS
from console.domain.operator_commands.command import OperatorCommand, Role, Where
from console.domain.operator_commands.desk_commands import (
    ANYWHERE_COMMANDS,
    MONITOR_COMMANDS,
    PICTURE_COMMANDS,
)
from console.domain.operator_commands.incident_commands import INCIDENT_COMMANDS
from console.domain.operator_commands.key_words import key_words
from console.domain.operator_commands.layout_commands import LAYOUT_COMMANDS
from console.domain.operator_commands.preset_commands import PRESET_COMMANDS
from console.domain.operator_commands.replay_commands import REPLAY_COMMANDS
from console.domain.operator_commands.tile_commands import TILE_COMMANDS, VISITOR_COMMANDS
from console.domain.operator_commands.tour_commands import TOUR_COMMANDS

COMMANDS: tuple[OperatorCommand, ...] = (
    *ANYWHERE_COMMANDS,
    *CELL_COMMANDS,
    *TILE_COMMANDS,
    *CAMERA_COMMANDS,
    *INCIDENT_COMMANDS,
    *LAYOUT_COMMANDS,
    *PRESET_COMMANDS,
    *VISITOR_COMMANDS,
    *TOUR_COMMANDS,
    *MONITOR_COMMANDS,
    *PICTURE_COMMANDS,
    *REPLAY_COMMANDS,
)
"""In each group the most used first: a narrow window's foot shows the first ones."""
_BY_NAME = {command.name: command for command in COMMANDS}


def command_of(name: str) -> OperatorCommand:
    """The row of a name."""
    return _BY_NAME[name]


def key_of(name: str) -> str:
    """A command's first key as people read it, for a button or a sentence; "" where it has none."""
    keys = _BY_NAME[name].keys
    return key_words(keys[0]) if keys else ""


def commands_at(where: Where) -> tuple[OperatorCommand, ...]:
    """All of a place, in the table's order."""
    return tuple(command for command in COMMANDS if command.where & where)


def in_replay(place: Where, replay: Where) -> tuple[OperatorCommand, ...]:
    """What a window knows while it shows a replay: its own keys first, then a live site's that are left."""
    own = commands_at(replay)
    taken = {key for command in own for key in command.keys}
    others = (command for command in commands_at(place) if command.where & place)
    return (*own, *(command for command in others if not taken & set(command.keys)))


def changes_the_site(command: OperatorCommand) -> bool:
    """Whether others see what it does: in a replay nothing may be changed so."""
    return command.role > Role.VIEWER


def help_line(name: str, more: str = "") -> str:
    """What ``sightline ctl --help`` says of the command line that does the same, and what else it says."""
    does = command_of(name).does
    return f"{does[:1].upper()}{does[1:]}." + (f"\n\n{more}" if more else "")
