"""Commands on wall presets."""

from console.domain.operator_commands.command import About, OperatorCommand, Where

BY_NUMBER = range(1, 13)
"""Presets that a key loads: F1 is the help's, so the first has Ctrl+1 alone."""


def number_command(number: int) -> str:
    """The name of the command that loads the preset of a number."""
    return f"load-preset-{number}"


def _by_number(number: int) -> OperatorCommand:
    key = f"F{number}" if number > 1 else "Ctrl+1"
    return OperatorCommand(
        number_command(number),
        f"Load wall preset {number}",
        (key,),
        Where.DESK,
        About.PRESET,
        f"put wall preset {number} on its monitors",
        undo="Ctrl+Z",
        family="" if number == 1 else "put the wall preset of that number on its monitors",
        once=True,
    )


PRESET_COMMANDS = (
    OperatorCommand(
        "load-preset",
        "Load the wall preset",
        ("Return", "Enter"),
        Where.PRESET_LIST,
        About.PRESET,
        "put a wall preset on its monitors",
        undo="Ctrl+Z",
        hint="load",
        ctl="sightline ctl preset load PRESET",
        pointer="double click on it",
    ),
    *(_by_number(number) for number in BY_NUMBER),
    OperatorCommand(
        "save-preset-as",
        "Save the wall as a preset",
        ("Ctrl+S",),
        Where.DESK,
        About.PRESET,
        "store what the wall shows as a wall preset",
        undo="Ctrl+Z",
        ctl="sightline ctl preset save PRESET",
        pointer="a name below the presets, and Save",
    ),
    OperatorCommand(
        "rename-preset",
        "Name and number of the wall preset",
        ("F2",),
        Where.PRESET_LIST,
        About.PRESET,
        "give a wall preset another name or number",
        undo="Ctrl+Z",
        hint="rename",
        ctl="sightline ctl preset rename PRESET NAME",
        pointer="right click on it",
    ),
    OperatorCommand(
        "delete-preset",
        "Delete the wall preset",
        ("Del",),
        Where.PRESET_LIST,
        About.PRESET,
        "delete a wall preset; monitors keep what they show",
        undo="Ctrl+Z",
        hint="delete",
        ctl="sightline ctl preset delete PRESET",
        pointer="right click on it",
    ),
)
