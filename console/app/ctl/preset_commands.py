"""``ctl preset``: what the whole wall, or some monitors, show, by name and number."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from console.app.ctl.layout_commands import Note, Over
from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, carry_out, ctl, session_of, tell_done
from console.app.ctl.unknown_parts import say_unknown
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.errors import SightlineError
from console.domain.ids import MonitorId
from console.domain.operator_commands.table import help_line
from console.domain.wall_preset import WallPreset
from console.domain.wording import local_time
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot
from console.protocol.preset_file import read_preset, write_preset
from console.protocol.preset_messages import (
    DeletePreset,
    GetPreset,
    ImportPreset,
    LoadPreset,
    PresetHead,
    RenamePreset,
    SavePreset,
)
from console.protocol.wall_messages import UndoLoad
from console.protocol.written_text import TooLarge, read_written

HELP = """Wall presets: what all monitors, or some of them, show, by name and number.

Examples:

  sightline ctl preset save night --number 3

  sightline ctl preset load 3

  sightline ctl preset undo 4711
"""

preset = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
ctl.add_typer(preset, name="preset")

Monitors = Annotated[
    list[str] | None, typer.Argument(help="Monitors; none named: all.", metavar="[MONITOR]...")
]
Name = Annotated[str, typer.Argument(help="Its name, or its number.")]


def _presets(context: typer.Context, as_json: bool) -> tuple[PresetHead, ...]:
    """Raises NoAnswer, CommandRefused."""
    return msgspec.convert(session_of(context, as_json).ask_core(GetSnapshot()), CoreSnapshot).presets


@preset.command("list")
def list_presets(context: typer.Context, as_json: AsJson = False) -> None:
    """All wall presets: numbered ones first."""
    with exit_codes():
        presets = _presets(context, as_json)
        if as_json:
            print_json(msgspec.to_builtins(presets))
            return
        now_ms = PROCESS_CLOCK.now_ms()
        rows = [
            (
                one.number,
                one.name,
                ", ".join(one.monitors),
                one.by,
                local_time(one.at_ms, now_ms),
                one.version,
                one.note,
            )
            for one in presets
        ]
        columns = ("number", "name", "monitors", "saved by", "at", "version", "note")
        empty = "No wall presets yet. Save what the wall shows: sightline ctl preset save NAME --number 1"
        print_table(columns, rows, empty)


@preset.command(help=help_line("load-preset"))
def load(context: typer.Context, name: Name, monitors: Monitors = None, as_json: AsJson = False) -> None:
    """Put a wall preset on its monitors, or on some of them."""
    with exit_codes():
        command = LoadPreset(name, _ids(monitors))
        result = session_of(context, as_json).ask_core(command)
        back = f"sightline ctl preset undo {result['n']}"
        tell_done(as_json, command, result, f"wall preset {name} is loaded; back with: {back}")
        _say_unknown(context, _kept(context, name))


@preset.command()
def undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="Of the input that loaded it, as load says.", min=1)],
    as_json: AsJson = False,
) -> None:
    """Take back what was loaded (a wall preset or a layout): bases and hands as they were before."""
    carry_out(context, as_json, UndoLoad(number), "what was loaded is taken back")


@preset.command(help=help_line("save-preset-as", "One of that name is replaced, unless --over forbids it."))
def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.")],
    monitors: Monitors = None,
    number: Annotated[
        int | None, typer.Option(min=1, max=99, help="On the desk F2 to F12 load number 2 to 12.")
    ] = None,
    note: Note = "",
    over: Over = None,
    as_json: AsJson = False,
) -> None:
    """Store what monitors show by hand and layout, without what incidents put there."""
    command = SavePreset(name, number, _ids(monitors), over, note)
    with exit_codes():
        before = next((one for one in _presets(context, as_json) if one.name == name), None)
    replaced = _in_place_of(before) if before is not None else ""
    carry_out(context, as_json, command, f"what the wall shows is stored as wall preset {name}{replaced}")


def _in_place_of(before: PresetHead) -> str:
    by = f" by {before.by}" if before.by else ""
    at = local_time(before.at_ms, PROCESS_CLOCK.now_ms())
    return f", in place of the one saved{by} at {at} (version {before.version})"


@preset.command(help=help_line("rename-preset"))
def rename(
    context: typer.Context,
    name: Name,
    to: Annotated[str, typer.Argument(help="Its new name; the same one to change the number alone.")],
    number: Annotated[
        int | None, typer.Option(min=0, max=99, help="Its number from now on; 0 for none.")
    ] = None,
    over: Over = None,
    as_json: AsJson = False,
) -> None:
    """Give a wall preset another name, or another number."""
    carry_out(context, as_json, RenamePreset(name, to, number, over), f"wall preset {name} is {to} now")


@preset.command(help=help_line("delete-preset"))
def delete(context: typer.Context, name: Name, over: Over = None, as_json: AsJson = False) -> None:
    """Remove a wall preset; monitors keep what they show."""
    carry_out(context, as_json, DeletePreset(name, over), f"wall preset {name} is deleted")


@preset.command()
def export(
    context: typer.Context,
    name: Name,
    file: Annotated[Path, typer.Argument(help="Where to; - for standard output.", allow_dash=True)],
) -> None:
    """Write a wall preset to a JSON file."""
    with exit_codes():
        body = write_preset(_kept(context, name))
        if str(file) == "-":
            typer.echo(body.decode(), nl=False)
            return
        try:
            file.write_bytes(body)
        except OSError as error:
            raise SightlineError(f"{file} can't be written: {error.strerror}") from error
        say(f"wall preset {name} is in {file}")


@preset.command("import")
def import_preset(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A wall preset file.")],
    replace: Annotated[bool, typer.Option("--replace", help="In place of one of that name.")] = False,
    note: Note = "",
    over: Over = None,
    as_json: AsJson = False,
) -> None:
    """Store a wall preset from a JSON file."""
    with exit_codes():
        try:
            read = read_preset(read_written(file), str(file))
        except OSError as error:
            raise SightlineError(f"{file} can't be read: {error.strerror}") from error
        except TooLarge as error:
            raise SightlineError(f"{file}: {error}") from error
    command = ImportPreset(read, replace, over, note)
    carry_out(context, as_json, command, f"wall preset {read.name} is stored")
    _say_unknown(context, read)


def _kept(context: typer.Context, name: str) -> WallPreset:
    """As core has it."""
    told = session_of(context, as_json=False).ask_core(GetPreset(name))
    return read_preset(msgspec.json.encode(told["preset"]), name)


def _say_unknown(context: typer.Context, read: WallPreset) -> None:
    say_unknown(context, [one.layout for one in read.monitors], [one.monitor for one in read.monitors])


def _ids(monitors: list[str] | None) -> tuple[MonitorId, ...]:
    return tuple(MonitorId(monitor) for monitor in monitors or ())
