"""Names that nothing new may get. Refused before it is an input: older logs hold such, and replay as ever.

What has such a name already keeps it, and can be saved anew.
"""

from console.core.state import State
from console.domain.errors import CommandRefused
from console.domain.wall_preset import numbered
from console.protocol.core_messages import AnyCommand
from console.protocol.preset_messages import ImportPreset, RenamePreset, SavePreset


def check_new_name(command: AnyCommand, state: State) -> None:
    """Raise CommandRefused for a wall preset that would be called as if it had a number ("3 night")."""
    match command:
        case SavePreset(name=name) | RenamePreset(to=name):
            pass
        case ImportPreset(preset=preset):
            name = preset.name
        case _:
            return
    bare, number = numbered(name)
    if number is not None and name not in state.presets:
        raise CommandRefused(
            "bad_name",
            f"{name!r} reads as number {number} and the name {bare!r}: take the name {bare!r}, and give the "
            f'number by itself (`--number {number}`; in a file "number": {number})',
        )
