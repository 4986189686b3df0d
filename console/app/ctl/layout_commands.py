"""``ctl layout``: arrangements that are kept under a name, and their versions."""

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, carry_out, ctl, session_of
from console.app.ctl.unknown_parts import say_unknown
from console.app.ctl.wall_commands import Monitor
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.errors import CommandRefused, SightlineError
from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.domain.operator_commands.table import help_line
from console.domain.policies.layout_difference import differences
from console.domain.wording import local_time
from console.protocol.layout_file import read_layout, write_layout
from console.protocol.layout_messages import (
    DeleteLayout,
    GetLayout,
    ImportLayout,
    LayoutVersion,
    ListLayouts,
    ListLayoutVersions,
    LoadLayout,
    LockLayout,
    OwnLayout,
    RenameLayout,
    RestoreLayout,
    SaveLayout,
)
from console.protocol.written_text import TooLarge, read_written

HELP = """Saved arrangements of a monitor, and every version of them.

A version is known by a number; of each layout the last 30 are kept, of deleted ones, too.

Examples:

  sightline ctl layout save night wall-1 --note "late shift"

  sightline ctl layout history night

  sightline ctl layout diff night 4711

  sightline ctl layout restore night 4711
"""

layout = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
ctl.add_typer(layout, name="layout")

SAVE_MORE = """One of that name is replaced, unless it has changed since the monitor loaded it: then say which
version you mean with --over."""

Note = Annotated[str, typer.Option("--note", help="Why, in a line; it stands in the history.")]
Over = Annotated[
    int | None,
    typer.Option("--over", help="Only in place of this version; 0: only if there is none.", min=0),
]


@layout.command("list")
def list_layouts(context: typer.Context, as_json: AsJson = False) -> None:
    """The site's own layouts, then the shipped ones."""
    with exit_codes():
        result = session_of(context, as_json).ask_core(ListLayouts())
        if as_json:
            print_json(result["layouts"])
            return
        rows = [
            (
                item["name"],
                f"{item['columns']}x{item['rows']}",
                item["cells"],
                _kind_words(item),
                item["by"],
                _time(item["at_ms"]),
                item["version"] or None,
                item["note"],
            )
            for item in sorted(result["layouts"], key=lambda one: bool(one["shipped"]))
        ]
        columns = ("name", "grid", "cells", "from", "saved by", "at", "version", "note")
        print_table(columns, rows, "No layouts.")


def _kind_words(item: dict[str, Any]) -> str:
    if item["shipped"]:
        return "shipped"
    words = "locked" if item["locked"] else "stored"
    return f"{words}, {item['owner']}'s own" if item["owner"] else words


def _time(at_ms: int) -> str:
    """ "" where nobody wrote it down."""
    return local_time(at_ms, PROCESS_CLOCK.now_ms()) if at_ms else ""


@layout.command(help=help_line("load-layout"))
def load(context: typer.Context, name: str, monitor: Monitor, as_json: AsJson = False) -> None:
    """As the table of commands says."""
    carry_out(
        context, as_json, LoadLayout(MonitorId(monitor), name, keep_incidents=True), f"{name} is on {monitor}"
    )
    with exit_codes():
        told = session_of(context, as_json).ask_core(GetLayout(name))
        say_unknown(context, [read_layout(msgspec.json.encode(told["layout"]), name)])


@layout.command(help=help_line("save-layout-as", SAVE_MORE))
def save(
    context: typer.Context,
    name: str,
    monitor: Monitor,
    note: Note = "",
    over: Over = None,
    personal: Annotated[bool, typer.Option("--personal", help="A new one is your own.")] = False,
    as_json: AsJson = False,
) -> None:
    """As the table of commands says."""
    with exit_codes():
        before = _present(context, name)

    def words() -> str:
        after = _present(context, name)
        if before is not None and after is not None and after["version"] == before["version"]:
            return f"{name} is just that already: nothing changed"
        return f"what {monitor} shows is stored as {name}{_in_place_of(name, before)}"

    carry_out(context, as_json, SaveLayout(MonitorId(monitor), name, over, note, personal), words)


def _present(context: typer.Context, name: str) -> dict[str, Any] | None:
    """What is stored under a name now. Raises NoAnswer, CommandRefused."""
    layouts = session_of(context, as_json=False).ask_core(ListLayouts())["layouts"]
    return next((one for one in layouts if one["name"] == name and not one["shipped"]), None)


def _in_place_of(name: str, before: dict[str, Any] | None) -> str:
    if before is None:
        return ""
    by = f" that {before['by']} saved at {_time(before['at_ms'])}" if before["by"] else ""
    back = f"sightline ctl layout restore {quote(name)} {before['version']}"
    return f", in place of the one{by}; back to it with: {back}"


@layout.command(help=help_line("delete-layout", "`layout restore` brings it back."))
def delete(context: typer.Context, name: str, over: Over = None, as_json: AsJson = False) -> None:
    """As the table of commands says."""
    back = f"sightline ctl layout restore {quote(name)}"
    carry_out(context, as_json, DeleteLayout(name, over), f"{name} is deleted; bring it back with: {back}")


@layout.command(help=help_line("rename-layout"))
def rename(context: typer.Context, name: str, to: str, over: Over = None, as_json: AsJson = False) -> None:
    """As the table of commands says."""
    carry_out(context, as_json, RenameLayout(name, to, over), f"{name} is called {to} now")


@layout.command(help=help_line("lock-layout", "Until it is unlocked."))
def lock(context: typer.Context, name: str, as_json: AsJson = False) -> None:
    """As the table of commands says."""
    carry_out(context, as_json, LockLayout(name, locked=True), f"{name} is locked")


@layout.command()
def unlock(context: typer.Context, name: str, as_json: AsJson = False) -> None:
    """Let a locked layout be changed again."""
    carry_out(context, as_json, LockLayout(name, locked=False), f"{name} can be changed again")


@layout.command()
def share(context: typer.Context, name: str, as_json: AsJson = False) -> None:
    """All have a layout that was somebody's own."""
    carry_out(context, as_json, OwnLayout(name, personal=False), f"{name} is everybody's")


@layout.command(help=help_line("own-layout"))
def personal(context: typer.Context, name: str, as_json: AsJson = False) -> None:
    """Make a layout the caller's own."""
    carry_out(context, as_json, OwnLayout(name, personal=True), f"{name} is your own")


# --- versions -----------------------------------------------------------------------------------------


@layout.command()
def history(context: typer.Context, name: str, as_json: AsJson = False) -> None:
    """Every version of a layout that is kept, the newest first; of a deleted one, too."""
    with exit_codes():
        versions = _versions(context, name)
        if as_json:
            print_json(msgspec.to_builtins(versions))
            return
        rows = [
            (one.version, _time(one.at_ms), one.by, _grid(one), one.cells or None, _what(one, name))
            for one in versions
        ]
        print_table(("version", "at", "by", "grid", "cells", "what"), rows, "")


def _versions(context: typer.Context, name: str) -> list[LayoutVersion]:
    told = session_of(context, as_json=False).ask_core(ListLayoutVersions(name))["versions"]
    return msgspec.convert(told, list[LayoutVersion])


def _grid(one: LayoutVersion) -> str | None:
    return None if one.is_gone else f"{one.columns}x{one.rows}"


def _what(one: LayoutVersion, name: str) -> str:
    if one.is_gone:
        return f"renamed to {one.to}" if one.to else "deleted"
    said = one.note or ("" if one.name == name else f"as {one.name}")
    return f"renamed from {one.was}" if one.was else said


@layout.command()
def diff(
    context: typer.Context,
    name: str,
    version: Annotated[int, typer.Argument(help="A version: see `layout history`.", min=1)],
    other: Annotated[int, typer.Argument(help="Another one; 0: the present one.", min=0)] = 0,
    as_json: AsJson = False,
) -> None:
    """Say what the second of two versions has in another way than the first."""
    with exit_codes():
        before, after = (_content(context, name, number) for number in (version, other))
        words = differences(before, after)
        if as_json:
            print_json({"differences": words})
        else:
            say("\n".join(words) or "no difference")


def _content(context: typer.Context, name: str, version: int) -> Layout:
    told = session_of(context, as_json=False).ask_core(GetLayout(name, version))
    return read_layout(msgspec.json.encode(told["layout"]), name)


@layout.command()
def restore(
    context: typer.Context,
    name: str,
    version: Annotated[
        int, typer.Argument(help="A version: see `layout history`; 0: the one before the present one.", min=0)
    ] = 0,
    over: Over = None,
    as_json: AsJson = False,
) -> None:
    """Store an earlier version again, or one that was deleted; monitors keep what they show."""
    with exit_codes():
        chosen = version or _before_present(context, name)
    words = f"version {chosen} of {name} is the present one again"
    carry_out(context, as_json, RestoreLayout(name, chosen, over), words)


def _before_present(context: typer.Context, name: str) -> int:
    """Raises CommandRefused, NoAnswer."""
    before = [one for one in _versions(context, name)[1:] if not one.is_gone]
    if not before:
        raise CommandRefused("unknown_version", f"of layout {name!r} no earlier version is kept")
    return before[0].version


@layout.command("export")
def export_layout(
    context: typer.Context,
    name: str,
    file: Annotated[str, typer.Argument(help="A file, or - for standard output.")] = "-",
    version: Annotated[int, typer.Option(help="An earlier version: see `layout history`.", min=0)] = 0,
    as_json: AsJson = False,
) -> None:
    """Write a layout as JSON."""
    with exit_codes():
        content = write_layout(_content(context, name, version))
        if file == "-":
            sys.stdout.write(content.decode())
        else:
            Path(file).write_bytes(content)
            say(f"{name} is written to {file}")


@layout.command("import")
def import_layout(
    context: typer.Context,
    file: Path,
    replace: Annotated[bool, typer.Option(help="Replace a stored layout of that name.")] = False,
    note: Note = "",
    over: Over = None,
    as_json: AsJson = False,
) -> None:
    """Store a layout from a JSON file, under the name inside it."""
    with exit_codes():
        try:
            body = read_written(file)
        except TooLarge as error:
            raise SightlineError(f"{file}: {error}") from error
        content = read_layout(body, str(file))
    carry_out(context, as_json, ImportLayout(content, replace, over, note), f"{content.name} is stored")
    say_unknown(context, [content])
