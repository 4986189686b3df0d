"""Writes ``docs/keys.md`` from the table of commands: ``python -m console.app.keys_page docs/keys.md``."""

import sys
from collections.abc import Iterable
from pathlib import Path

from console.domain.operator_commands.command import About, OperatorCommand, Where
from console.domain.operator_commands.help_rows import by_subject
from console.domain.operator_commands.key_words import keys_in_words
from console.domain.operator_commands.palette_words import palette_words
from console.domain.operator_commands.table import COMMANDS, key_of

PLACES = {
    Where.DESK: "desk",
    Where.DISPLAY: "monitor",
    Where.CAMERA_LIST: "list of cameras",
    Where.LAYOUT_LIST: "list of layouts",
    Where.PRESET_LIST: "list of wall presets",
    Where.TOUR_LIST: "list of tours",
    Where.CARDS: "incidents",
    Where.MINIATURES: "wall in small",
    Where.PICTURE: "large picture",
    Where.REPLAY_DESK: "desk",
    Where.REPLAY_DISPLAY: "monitor",
}
HEAD = """# Keys

Every command of desk and wall, from the same table as `F1`, the palette (`Ctrl+K`) and the desk's foot.
What has no key is in the palette: after `Ctrl+K` type the words that stand there. The name in the last column
is what a file of further keys calls it.

- **On the desk** nothing needs a mouse. `Tab` goes from panel to panel, whose heading is marked; `W`, `M`,
  `J`, `Y`, `/` and `Z` go to one at once, also to one that is hidden, and `Y` once more to the wall presets
  and the tours. `Ctrl+K` finds commands, cameras, layouts, wall presets and tours by some of their letters;
  `Enter` does it, selects the camera, loads the layout or preset, or starts the tour; `Ctrl+Enter` puts the
  camera into the selected cell.
- **Camera by number**: type it, also on the keypad, then `Enter`. `Esc`, or four seconds without a key,
  forget it.
- **Cell by letter**: `S` writes a letter on each cell of the selected monitor, two where it has more than
  26, of all monitors while none is selected; type it.
- **Next camera**: `Alt` and an arrow put the nearest camera to the north, east, south or west of the one
  that the selected cell shows into it. North is up, however the map lies.
- **In a replay** its own keys come first, and what would change what was then says so.
"""
MAPPING = """## Further keys: keypads, joysticks

A keypad, a jog wheel or a joystick that the system shows as a keyboard gets its keys by a file, which the
site file names:

```toml
[desk]
keys = "keys.toml"      # beside the site file
```

```toml
# keys.toml: command = key, or several; written as F13, Ctrl+Alt+P, Num+5 (the keypad's 5), Media Play
rewind = "F13"
live = "F14"
pin = ["F15", "Ctrl+Alt+P"]
camera-north = "Num+8"
replay-play = "Media Play"
```

They count on desk and monitors beside the usual ones, and `F1` shows them. A line that names no command, no
key, or a key that is another command's is told on the desk with its number; the others count. The desk
reads the file when it starts.
"""


def page() -> str:
    """The whole file."""
    parts = [HEAD]
    for about, commands in by_subject(COMMANDS, (About.ANYWHERE,)):
        parts.append(f"## {about.value}\n\n{_table(commands)}\n")
    return "\n".join([*parts, MAPPING])


def _table(commands: Iterable[OperatorCommand]) -> str:
    head = "| key | where | what it does | mouse | undone by | `sightline ctl` | name |"
    return "\n".join((head, "| --- " * 7 + "|", *map(_row, commands)))


def _row(command: OperatorCommand) -> str:
    keys = f"`{keys_in_words(command.keys)}`" if command.keys else _in_palette(command)
    places = ", ".join(dict.fromkeys(PLACES[place] for place in command.where))
    ctl = f"`{command.ctl.removeprefix('sightline ctl ')}`" if command.ctl else ""
    cells = (keys, places, command.does, command.pointer, command.undo, ctl, f"`{command.name}`")
    return "| " + " | ".join(cells) + " |"


def _in_palette(command: OperatorCommand) -> str:
    """How one without a key is found."""
    return f"`{key_of('palette')}`, “{palette_words(command, COMMANDS)}”"


def main() -> None:
    """To the file that is named, else to standard output."""
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())


if __name__ == "__main__":
    main()
