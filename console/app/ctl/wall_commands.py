"""``ctl wall`` and ``ctl rewind``."""

from typing import Annotated

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, carry_out, ctl, say_of_lent, session_of
from console.app.terminal import say
from console.domain.errors import SightlineError
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.operator_commands.table import help_line
from console.domain.wall import CellView, IncidentMark
from console.domain.wording import KIND_WORDS, distance_words, sight_words, unseen_words
from console.protocol.core_messages import (
    AssignFeed,
    ClearCell,
    CoreSnapshot,
    GetSnapshot,
    PinCell,
    RewindCell,
)

wall = typer.Typer(help="What each monitor shows, and to change it.", no_args_is_help=True)
ctl.add_typer(wall, name="wall")

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
        if snapshot.lent and len(snapshot.lent) < len(snapshot.monitors):
            unseen = min(snapshot.lent)
            other = next(view.monitor for view in snapshot.monitors if view.monitor not in snapshot.lent)
            say(f"Have it shown on another one: sightline ctl wall elsewhere {unseen} {other}")


def _layer_words(cell: CellView) -> str:
    pinned, auto = " pinned" if cell.pinned else "", " auto" if cell.auto else ""
    return cell.layer.value + pinned + auto + (f" rewind -{cell.rewind_s:g} s" if cell.rewind_s else "")


def _mark_words(mark: IncidentMark | None) -> str:
    if mark is None:
        return ""
    reason = f"{distance_words(mark.reason.distance_cm)} · {sight_words(mark.reason)[0]}"
    return f"{reason} · {KIND_WORDS[mark.kind]} ({mark.incident})"


@wall.command(help=help_line("assign"))
def assign(
    context: typer.Context,
    monitor: Monitor,
    cell: Cell,
    feed: Annotated[str, typer.Argument(help="A camera's id, or - for an empty cell.")],
    pin: Annotated[bool, typer.Option(help="Pin it, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """As the table of commands says."""
    chosen = None if feed == "-" else FeedId(feed)
    words = f"cell {cell} of {monitor} {f'shows {feed}' if chosen else 'is empty'}{' and is pinned' * pin}"
    carry_out(context, as_json, AssignFeed(MonitorId(monitor), CellIndex(cell), chosen, pin), words)


@wall.command(help=help_line("pin"))
def pin(
    context: typer.Context,
    monitor: Monitor,
    cell: Cell,
    off: Annotated[bool, typer.Option("--off", help="Let it go.")] = False,
    as_json: AsJson = False,
) -> None:
    """As the table of commands says."""
    words = f"cell {cell} of {monitor} is {'let go' if off else 'pinned'}"
    carry_out(context, as_json, PinCell(MonitorId(monitor), CellIndex(cell), not off), words)


@wall.command(help=help_line("clear"))
def clear(context: typer.Context, monitor: Monitor, cell: Cell, as_json: AsJson = False) -> None:
    """As the table of commands says."""
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
