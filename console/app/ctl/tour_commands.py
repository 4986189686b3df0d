"""``ctl tour``: cameras that a cell shows one after the other; kept under names, and run in cells."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from console.app.ctl.named_cameras import found_feeds
from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, carry_out, ctl, session_of
from console.app.ctl.unknown_parts import say_users
from console.app.ctl.wall_commands import Cell, Monitor
from console.app.process_clock import PROCESS_CLOCK
from console.app.terminal import say
from console.domain.camera import Camera
from console.domain.errors import CommandRefused, SightlineError, WrongUse
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.operator_commands.table import help_line
from console.domain.tour import (
    DEFAULT_DWELL_S,
    LEAST_DWELL_S,
    LONGEST_DWELL_S,
    StoredTour,
    Tour,
    TourError,
    TourStep,
)
from console.domain.wall import TourMark
from console.domain.wording import age_words, counted, few_of, local_time
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot
from console.protocol.tour_file import read_tour, tour_content
from console.protocol.tour_messages import (
    DeleteTour,
    PauseTour,
    RenameTour,
    SaveTour,
    StartTour,
    StepTour,
    StopTour,
)
from console.protocol.written_text import TooLarge, read_written

HELP = """Tours: cameras that one cell shows one after the other.

A tour is kept under its name. A cell runs it when it is started there, or when its layout names it; a hand
on the cell, an incident's camera, or a pause holds it. Cameras that are LOST are passed over.

Examples:

  sightline ctl tour save night cam-003 cam-017 22 --dwell 15

  sightline ctl tour start night wall-1 5

  sightline ctl tour pause wall-1 5

  sightline ctl tour show night --json > night.json

  sightline ctl tour save late --from-file night.json
"""

tour = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
ctl.add_typer(tour, name="tour")

Over = Annotated[
    int | None,
    typer.Option("--over", help="Only in place of this version; 0: only if there is none.", min=0),
]


@tour.command("list")
def list_tours(context: typer.Context, as_json: AsJson = False) -> None:
    """All tours, and where they run."""
    with exit_codes():
        site = _snapshot(context)
        if as_json:
            print_json([_told(site, kept) for kept in site.tours])
            return
        now_ms = PROCESS_CLOCK.now_ms()
        rows = [
            (
                kept.tour.name,
                len(kept.tour.steps),
                round_words(kept.tour),
                "shuffled" if kept.tour.shuffled else "as saved",
                ", ".join(f"{monitor} {cell}" for monitor, cell, _ in _runs(site, kept.tour.name)),
                kept.by,
                local_time(kept.at_ms, now_ms) if kept.at_ms else "",
                kept.version,
            )
            for kept in site.tours
        ]
        columns = ("name", "cameras", "round", "order", "runs on", "saved by", "at", "version")
        print_table(columns, rows, "No tours yet. Make one: sightline ctl tour save NAME CAMERA...")


def _snapshot(context: typer.Context) -> CoreSnapshot:
    told = session_of(context, as_json=False).ask_core(GetSnapshot())
    return msgspec.convert(told, CoreSnapshot)


def _runs(site: CoreSnapshot, name: str) -> list[tuple[MonitorId, CellIndex, TourMark]]:
    return [
        (view.monitor, cell.cell, cell.tour)
        for view in site.monitors
        for cell in view.cells
        if cell.tour is not None and cell.tour.tour == name
    ]


def _told(site: CoreSnapshot, kept: StoredTour) -> dict[str, Any]:
    runs = [
        {"monitor": monitor, "cell": cell, "step": mark.step, "held": mark.held}
        for monitor, cell, mark in _runs(site, kept.tour.name)
    ]
    kept_as = {"version": kept.version, "by": kept.by, "at_ms": kept.at_ms}
    return tour_content(kept.tour) | kept_as | {"runs": runs}


def round_words(one: Tour) -> str:
    """How long a round takes: "2 min 30 s"."""
    return age_words(1000 * sum(step.dwell_s for step in one.steps))


def _kept(site: CoreSnapshot, name: str) -> StoredTour:
    found = next((kept for kept in site.tours if kept.tour.name == name), None)
    if found is None:
        there = few_of([kept.tour.name for kept in site.tours]) or "none"
        raise CommandRefused("unknown_tour", f"there is no tour {name!r}; there is {there}")
    return found


@tour.command()
def show(context: typer.Context, name: str, as_json: AsJson = False) -> None:
    """A tour's cameras, and where it runs. With --json as a file for ``tour save --from-file``."""
    with exit_codes():
        site = _snapshot(context)
        kept = _kept(site, name)
        if as_json:
            print_json(tour_content(kept.tour))
            return
        cameras = {camera.feed: camera for camera in site.cameras}
        print_table(("step", "camera", "name", "dwell"), step_rows(kept.tour, cameras), "")
        order = "in another order each round" if kept.tour.shuffled else "in this order"
        say(f"{counted(len(kept.tour.steps), 'camera')}, {order}, {round_words(kept.tour)} a round")
        for monitor, cell, mark in _runs(site, name):
            say(f"runs on {monitor} cell {cell}: {run_words(mark)}")


def step_rows(one: Tour, cameras: dict[FeedId, Camera]) -> list[tuple[object, ...]]:
    """Each step with its camera's name; of one that the site lacks that it is passed over."""
    return [
        (
            index,
            step.feed,
            cameras[step.feed].name if step.feed in cameras else "not in this site: passed over",
            f"{step.dwell_s} s",
        )
        for index, step in enumerate(one.steps, start=1)
    ]


def run_words(mark: TourMark) -> str:
    """Where a run is: "camera 3 of 12, held by a hand"."""
    held = {
        "hand": ", held by a hand on the cell",
        "incident": ", held by an incident",
        "rewind": ", held while the cell looks back",
        "paused": ", paused",
    }
    return f"camera {mark.step} of {mark.steps}{held.get(mark.held, '')}"


@tour.command()
def save(
    context: typer.Context,
    name: str,
    cameras: Annotated[
        list[str] | None, typer.Argument(help="Cameras by id or number, in their order.")
    ] = None,
    dwell: Annotated[
        int,
        typer.Option("--dwell", help="Seconds that each is shown.", min=LEAST_DWELL_S, max=LONGEST_DWELL_S),
    ] = DEFAULT_DWELL_S,
    shuffle: Annotated[bool, typer.Option("--shuffle", help="Each round in another order.")] = False,
    from_file: Annotated[
        Path | None, typer.Option("--from-file", help="Cameras, dwells and order from a JSON file.")
    ] = None,
    over: Over = None,
    as_json: AsJson = False,
) -> None:
    """Store a tour under a name, in place of one of that name. Cells that run it go on with it."""
    with exit_codes():
        if bool(cameras) == (from_file is not None):
            raise WrongUse("name the tour's cameras, or a file with --from-file, not both")
        if from_file is not None:
            made = named(_read(from_file), name)
        else:
            feeds = found_feeds(cameras or (), _snapshot(context).cameras)
            made = _made(name, tuple(TourStep(feed, dwell) for feed in feeds), shuffled=shuffle)
    words = f"tour {name} is stored: {counted(len(made.steps), 'camera')}, {round_words(made)} a round"
    carry_out(context, as_json, SaveTour(made, over), words)


def _read(file: Path) -> Tour:
    try:
        return read_tour(read_written(file), str(file))
    except TooLarge as error:
        raise SightlineError(f"{file}: {error}") from error


def named(one: Tour, name: str) -> Tour:
    """The same under another name."""
    return _made(name, one.steps, shuffled=one.shuffled)


def _made(name: str, steps: tuple[TourStep, ...], *, shuffled: bool) -> Tour:
    try:
        return Tour(name, steps, shuffled)
    except TourError as error:
        raise WrongUse(str(error)) from error


@tour.command(help=help_line("rename-tour"))
def rename(context: typer.Context, name: str, to: str, over: Over = None, as_json: AsJson = False) -> None:
    """Give a tour another name; cells that run it go on."""
    carry_out(context, as_json, RenameTour(name, to, over), f"tour {name} is called {to} now")


@tour.command(help=help_line("delete-tour"))
def delete(context: typer.Context, name: str, over: Over = None, as_json: AsJson = False) -> None:
    """Remove a tour; cells that run it show their layout's camera again."""
    carry_out(context, as_json, DeleteTour(name, over), f"tour {name} is deleted")
    say_users(context, name)


# --- in a cell ----------------------------------------------------------------------------------------


@tour.command(help=help_line("start-tour"))
def start(context: typer.Context, name: str, monitor: Monitor, cell: Cell, as_json: AsJson = False) -> None:
    """Run a tour in a cell, from its first camera on; a hand on the cell goes."""
    command = StartTour(MonitorId(monitor), CellIndex(cell), name)
    carry_out(context, as_json, command, f"tour {name} runs in cell {cell} of {monitor}")


@tour.command()
def stop(context: typer.Context, monitor: Monitor, cell: Cell, as_json: AsJson = False) -> None:
    """End a cell's tour: its layout's camera shows again."""
    command = StopTour(MonitorId(monitor), CellIndex(cell))
    carry_out(context, as_json, command, f"cell {cell} of {monitor} runs no tour any more")


@tour.command(help=help_line("pause-tour"))
def pause(
    context: typer.Context,
    monitor: Monitor,
    cell: Cell,
    off: Annotated[bool, typer.Option("--off", help="Let it go on.")] = False,
    as_json: AsJson = False,
) -> None:
    """Hold a cell's tour at the camera that it shows."""
    command = PauseTour(MonitorId(monitor), CellIndex(cell), not off)
    carry_out(
        context,
        as_json,
        command,
        f"the tour in cell {cell} of {monitor} {'is not paused any more' if off else 'is paused'}",
    )


@tour.command("next", help=help_line("tour-next"))
def step_on(context: typer.Context, monitor: Monitor, cell: Cell, as_json: AsJson = False) -> None:
    """Show the next camera of a cell's tour now; of a paused one, too."""
    _step(context, monitor, cell, as_json, back=False)


@tour.command("back")
def step_back(context: typer.Context, monitor: Monitor, cell: Cell, as_json: AsJson = False) -> None:
    """Show the camera before it again."""
    _step(context, monitor, cell, as_json, back=True)


def _step(context: typer.Context, monitor: str, cell: int, as_json: bool, *, back: bool) -> None:
    command = StepTour(MonitorId(monitor), CellIndex(cell), back)

    def words() -> str:
        view = next((one for one in _snapshot(context).monitors if one.monitor == monitor), None)
        shown = next((one for one in view.cells if one.cell == cell), None) if view is not None else None
        feed = shown.feed if shown is not None else None
        return f"cell {cell} of {monitor} shows {feed or 'none of its cameras: all are LOST'}"

    carry_out(context, as_json, command, words)
