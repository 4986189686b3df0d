"""``ctl wall``, ``ctl rewind`` and ``ctl layout``."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, carry_out, ctl, say_of_lent, session_of
from console.app.terminal import say
from console.domain.errors import SightlineError
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Layout
from console.domain.wall import CellView, IncidentMark
from console.domain.wording import KIND_WORDS, distance_words, sight_words, unseen_words
from console.protocol.core_messages import (
    AssignFeed,
    ClearCell,
    CoreSnapshot,
    DeleteLayout,
    GetLayout,
    GetSnapshot,
    ImportLayout,
    ListLayouts,
    LoadLayout,
    PinCell,
    RenameLayout,
    RewindCell,
    SaveLayout,
)
from console.protocol.layout_file import read_layout, write_layout
from console.protocol.written_text import TooLarge, read_written

wall = typer.Typer(help="What each monitor shows, and to change it.", no_args_is_help=True)
layout = typer.Typer(help="Saved arrangements of a monitor.", no_args_is_help=True)
ctl.add_typer(wall, name="wall")
ctl.add_typer(layout, name="layout")

Monitor = Annotated[str, typer.Argument(help="A monitor's id, such as wall-1.")]
Cell = Annotated[int, typer.Argument(help="The cell's index, from 0, in reading order.")]


@wall.command("show")
def show_wall(context: typer.Context, as_json: AsJson = False) -> None:
    """Every cell of every monitor, and whose act it shows."""
    with exit_codes():
        snapshot = msgspec.convert(session_of(context, as_json).ask_core(GetSnapshot()), CoreSnapshot)
        if as_json:
            print_json(msgspec.to_builtins(snapshot.monitors))
            return
        names = {camera.feed: camera.name for camera in snapshot.cameras}
        rows = [
            (
                view.monitor,
                cell.cell,
                cell.feed,
                names.get(cell.feed) if cell.feed else None,
                _layer_words(cell),
                _mark_words(cell.mark),
            )
            for view in snapshot.monitors
            for cell in view.cells
        ]
        print_table(("monitor", "cell", "feed", "name", "layer", "reason"), rows, "The site has no monitors.")
        for monitor, to in sorted(snapshot.lent.items()):
            say(f"{monitor} shows nothing of this: it is {unseen_words(to)}.")


def _layer_words(cell: CellView) -> str:
    pinned, auto = " pinned" if cell.pinned else "", " auto" if cell.auto else ""
    return cell.layer.value + pinned + auto + (f" rewind -{cell.rewind_s:g} s" if cell.rewind_s else "")


def _mark_words(mark: IncidentMark | None) -> str:
    if mark is None:
        return ""
    reason = f"{distance_words(mark.reason.distance_cm)} · {sight_words(mark.reason)[0]}"
    return f"{reason} · {KIND_WORDS[mark.kind]} ({mark.incident})"


@wall.command()
def assign(
    context: typer.Context,
    monitor: Monitor,
    cell: Cell,
    feed: Annotated[str, typer.Argument(help="A camera's id, or - for an empty cell.")],
    pin: Annotated[bool, typer.Option(help="Pin it, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a camera into a cell, above any incident."""
    chosen = None if feed == "-" else FeedId(feed)
    words = f"cell {cell} of {monitor} {f'shows {feed}' if chosen else 'is empty'}{' and is pinned' * pin}"
    carry_out(context, as_json, AssignFeed(MonitorId(monitor), CellIndex(cell), chosen, pin), words)


@wall.command()
def pin(
    context: typer.Context,
    monitor: Monitor,
    cell: Cell,
    off: Annotated[bool, typer.Option("--off", help="Let it go.")] = False,
    as_json: AsJson = False,
) -> None:
    """Pin what a cell shows."""
    words = f"cell {cell} of {monitor} is {'let go' if off else 'pinned'}"
    carry_out(context, as_json, PinCell(MonitorId(monitor), CellIndex(cell), not off), words)


@wall.command()
def clear(context: typer.Context, monitor: Monitor, cell: Cell, as_json: AsJson = False) -> None:
    """Take the hand off a cell: the incident, tour or layout below shows again."""
    words = f"cell {cell} of {monitor} shows what lies below"
    carry_out(context, as_json, ClearCell(MonitorId(monitor), CellIndex(cell)), words)


@ctl.command("rewind")
def rewind_camera(
    context: typer.Context,
    camera: Annotated[str, typer.Argument(help="A camera's id.")],
    seconds: Annotated[float, typer.Argument(help="How far back; 0 is live again.", min=0.0)],
    as_json: AsJson = False,
) -> None:
    """Play a camera so far behind live in every cell that shows it; live again after a minute by itself."""
    session = session_of(context, as_json)
    with exit_codes():
        snapshot = msgspec.convert(session.ask_core(GetSnapshot()), CoreSnapshot)
        cells = [
            (view.monitor, cell.cell)
            for view in snapshot.monitors
            for cell in view.cells
            if cell.feed == camera
        ]
        if not cells:
            raise SightlineError(f"no monitor shows {camera!r}: see `sightline ctl wall show`")
        commands = [RewindCell(monitor, index, seconds) for monitor, index in cells]
        results = [(command, session.ask_core(command)) for command in commands]
        if as_json:
            print_json([{"monitor": one.monitor, "cell": one.cell} | result for one, result in results])
        else:
            how = f"plays {seconds:g} s behind live" if seconds else "is live again"
            where = ", ".join(f"cell {index} of {monitor}" for monitor, index in cells)
            say(f"{camera} {how} in {where}")
            for command, result in {
                command.monitor: (command, result) for command, result in results
            }.values():
                say_of_lent(command, result)


@layout.command("list")
def list_layouts(context: typer.Context, as_json: AsJson = False) -> None:
    """Stored and shipped layouts."""
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
                "shipped" if item["shipped"] else "stored",
            )
            for item in result["layouts"]
        ]
        print_table(("name", "grid", "cells", "from"), rows, "No layouts.")


@layout.command()
def load(context: typer.Context, name: str, monitor: Monitor, as_json: AsJson = False) -> None:
    """Put a layout on a monitor."""
    carry_out(context, as_json, LoadLayout(MonitorId(monitor), name), f"{name} is on {monitor}")
    with exit_codes():
        told = session_of(context, as_json).ask_core(GetLayout(name))
        _say_unknown(context, read_layout(msgspec.json.encode(told["layout"]), name))


@layout.command()
def save(context: typer.Context, name: str, monitor: Monitor, as_json: AsJson = False) -> None:
    """Store what a monitor shows under a name."""
    words = f"what {monitor} shows is stored as {name}"
    carry_out(context, as_json, SaveLayout(MonitorId(monitor), name), words)


@layout.command()
def delete(context: typer.Context, name: str, as_json: AsJson = False) -> None:
    """Remove a stored layout; monitors keep what they show. Export it before if it may be wanted again."""
    carry_out(context, as_json, DeleteLayout(name), f"{name} is deleted")


@layout.command()
def rename(context: typer.Context, name: str, to: str, as_json: AsJson = False) -> None:
    """Give a stored layout another name."""
    carry_out(context, as_json, RenameLayout(name, to), f"{name} is called {to} now")


@layout.command("export")
def export_layout(
    context: typer.Context,
    name: str,
    file: Annotated[str, typer.Argument(help="A file, or - for standard output.")] = "-",
    as_json: AsJson = False,
) -> None:
    """Write a layout as JSON."""
    with exit_codes():
        result = session_of(context, as_json).ask_core(GetLayout(name))
        content = write_layout(read_layout(msgspec.json.encode(result["layout"]), name))
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
    as_json: AsJson = False,
) -> None:
    """Store a layout from a JSON file, under the name inside it."""
    with exit_codes():
        try:
            body = read_written(file)
        except TooLarge as error:
            raise SightlineError(f"{file}: {error}") from error
        content = read_layout(body, str(file))
    carry_out(context, as_json, ImportLayout(content, replace), f"{content.name} is stored")
    _say_unknown(context, content)


def _say_unknown(context: typer.Context, content: Layout) -> None:
    """A layout may come from another site, or be older than its cameras."""
    with exit_codes():
        snapshot = msgspec.convert(session_of(context, as_json=False).ask_core(GetSnapshot()), CoreSnapshot)
        known = {camera.feed for camera in snapshot.cameras}
        unknown = sorted({cell.feed for cell in content.cells if cell.feed is not None} - known)
        if unknown:
            say(f"the site has no camera {', '.join(unknown)}: such cells stay empty", error=True)
