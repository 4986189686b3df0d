"""``ctl wall`` and ``ctl rewind``."""

from typing import Annotated

import msgspec
import typer

from console.app.ctl.named_cameras import asked_feeds, found_feeds
from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, carry_out, ctl, say_of_lent, session_of
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.cell_content import ClockContent, MapContent, TextContent, TourContent
from console.domain.errors import CommandRefused, SightlineError, WrongUse
from console.domain.ids import CellIndex, MonitorId
from console.domain.operator_commands.table import help_line
from console.domain.wall import NO_SCREEN, NOBODY, CellView, IncidentMark, MonitorView
from console.domain.wording import (
    KIND_WORDS,
    counted,
    distance_words,
    local_time,
    one_line,
    sight_words,
    unseen_words,
    visible,
)
from console.domain.zoom_part import part_around
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import AssignFeed, ClearCell, GetSnapshot, PinCell, RewindCell
from console.protocol.wall_messages import AssignFeeds, SwapCells, ZoomCell

HELP = """What each monitor shows, and to change it.

Examples:

  sightline ctl wall show

  sightline ctl wall assign wall-1 0 17

  sightline ctl wall assign wall-1 4 17 18 19

  sightline ctl wall clear wall-1 0

  sightline ctl wall blank wall-1 wall-2

  sightline ctl rewind 17 30 --loop
"""

wall = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
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
                names.get(cell.feed) if cell.feed else _content_words(cell),
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
        for view in snapshot.monitors:
            _say_above(view, snapshot.lent.get(view.monitor, NOBODY))


def _say_above(view: MonitorView, lent_to: str) -> None:
    """What hides a monitor, and what a rule put there."""
    if view.frame is not None:
        by = f"put up by rule {view.frame.rule}: {view.frame.why}"
        say(f"{view.monitor} shows wall preset {view.frame.preset}, {by}.")
    if view.cover is not None:
        by = f" by {view.cover.by}" if view.cover.by else ""
        since = local_time(view.cover.since_ms, PROCESS_CLOCK.now_ms())
        how = f"it is {view.cover.kind.value}, hidden{by} since {since}"
        is_seen = lent_to not in (NOBODY, NO_SCREEN)
        but = f", but still shows {visible(lent_to)}" if is_seen else ""
        say(f"{view.monitor} shows nothing of this: {how}{but}.")


def _content_words(cell: CellView) -> str | None:
    """What is there in place of a camera: "clock Europe/Vienna", "text Briefing at 14", "tour docks 3/16"."""
    if cell.tour is not None:
        return f"tour {cell.tour.tour} {cell.tour.step}/{cell.tour.steps}"
    match cell.content:
        case None:
            return None
        case ClockContent(zone=zone):
            return f"clock {zone}".strip()
        case TextContent(text=text):
            return f"text {one_line(text)}"
        case TourContent(tour=tour):
            return f"tour {tour}"
        case MapContent():
            return "map"


def _layer_words(cell: CellView) -> str:
    pinned, auto = " pinned" if cell.pinned else "", " auto" if cell.auto else ""
    rewound = f" rewind -{cell.rewind_s:g} s" if cell.rewind_s else ""
    zoomed = " zoomed" if cell.zoom is not None else ""
    held = f" by {cell.held_by}" if cell.held_by else ""
    return cell.layer.value + held + pinned + auto + rewound + zoomed


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
    feeds: Annotated[
        list[str],
        typer.Argument(
            metavar="CAMERA...",
            help="A camera's id or number, or - for an empty cell. Several go into this cell and those "
            "after it.",
        ),
    ],
    pin: Annotated[bool, typer.Option(help="Pin it, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """As the table of commands says."""
    if len(feeds) > 1:
        _assign_many(context, monitor, cell, feeds, pin, as_json)
        return
    with exit_codes():
        named = [] if feeds == ["-"] else feeds
        chosen = next(iter(asked_feeds(session_of(context, as_json), named)), None)
    words = f"cell {cell} of {monitor} {f'shows {chosen}' if chosen else 'is empty'}{' and is pinned' * pin}"
    carry_out(context, as_json, AssignFeed(MonitorId(monitor), CellIndex(cell), chosen, pin), words)


def _assign_many(
    context: typer.Context, monitor: str, cell: int, feeds: list[str], pin: bool, as_json: bool
) -> None:
    with exit_codes():
        if pin:
            raise WrongUse("--pin is for one camera; pin each with: sightline ctl wall pin MONITOR CELL")
        if "-" in feeds:
            raise WrongUse("an empty cell (-) can't be among several cameras; empty it on its own")
        chosen = asked_feeds(session_of(context, as_json), feeds)
    command = AssignFeeds(MonitorId(monitor), chosen, CellIndex(cell))
    carry_out(
        context, as_json, command, f"{counted(len(feeds), 'camera')} shown on {monitor} from cell {cell} on"
    )


@wall.command()
def swap(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="MONITOR:CELL", help="A cell, such as wall-1:3.")],
    other: Annotated[str, typer.Argument(metavar="MONITOR:CELL", help="The other one.")],
    as_json: AsJson = False,
) -> None:
    """Swap what two cells show, with their pins and zooms; both are held by hand from then on."""
    with exit_codes():
        command = SwapCells(*_cell_of(one), *_cell_of(other))
    carry_out(context, as_json, command, f"{one} and {other} are swapped")


def _cell_of(text: str) -> tuple[MonitorId, CellIndex]:
    monitor, _, cell = text.rpartition(":")
    if not monitor or not (cell.isascii() and cell.isdecimal()):
        raise WrongUse(f"{text!r} is no cell; write MONITOR:CELL, such as wall-1:3")
    return MonitorId(monitor), CellIndex(int(cell))


@wall.command()
def zoom(
    context: typer.Context,
    monitor: Monitor,
    cell: Cell,
    factor: Annotated[
        float, typer.Argument(help="How often enlarged, such as 2.5; 1 is the whole picture.", min=1, max=20)
    ],
    x: Annotated[
        float, typer.Option(help="Its middle, in percent of the picture from the left.", min=0, max=100)
    ] = 50.0,
    y: Annotated[float, typer.Option(help="The same from the top.", min=0, max=100)] = 50.0,
    as_json: AsJson = False,
) -> None:
    """Show a part of a cell's picture, until it shows another camera."""
    part = part_around(factor, x / 100, y / 100)
    shown = "the whole picture" if part is None else f"its picture {factor:g}x"
    words = f"cell {cell} of {monitor} shows {shown}"
    carry_out(context, as_json, ZoomCell(MonitorId(monitor), CellIndex(cell), part), words)


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
    camera: Annotated[str, typer.Argument(help="A camera's id or number.")],
    seconds: Annotated[float, typer.Argument(help="How far back; 0 is live again.", min=0.0)],
    loop: Annotated[
        bool, typer.Option("--loop", help="The same seconds again and again, as far as the ring reaches.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Play a camera so far behind live in every cell that shows it; live again after a minute by itself.

    Of a lost camera it is so far before its last picture.
    """
    session = session_of(context, as_json)
    with exit_codes():
        snapshot = msgspec.convert(session.ask_core(GetSnapshot()), CoreSnapshot)
        (feed,) = found_feeds((camera,), snapshot.cameras)
        cells = [
            (view.monitor, cell.cell)
            for view in snapshot.monitors
            for cell in view.cells
            if cell.feed == feed
        ]
        if feed not in {one.feed for one in snapshot.cameras}:
            raise CommandRefused("unknown_feed", f"there is no camera {feed!r}: see `sightline ctl cameras`")
        if not cells:
            raise SightlineError(f"no monitor shows {feed!r}: see `sightline ctl wall show`")
        commands = [RewindCell(monitor, index, seconds, seconds if loop else 0.0) for monitor, index in cells]
        results = [(command, session.ask_core(command)) for command in commands]
        if as_json:
            print_json([{"monitor": one.monitor, "cell": one.cell} | result for one, result in results])
        else:
            how = f"plays {seconds:g} s behind live" if seconds else "is live again"
            if loop and seconds:
                how = f"plays its last {seconds:g} s again and again"
            where = ", ".join(f"cell {index} of {monitor}" for monitor, index in cells)
            say(f"{feed} {how} in {where}")
            for command, result in {
                command.monitor: (command, result) for command, result in results
            }.values():
                say_of_lent(command, result)
