"""``ctl wall``'s commands about whole monitors: hidden from visitors, shown again, what rules put up."""

from typing import Annotated

import typer

from console.app.ctl.root import AsJson, carry_out
from console.app.ctl.wall_commands import wall
from console.domain.ids import MonitorId
from console.domain.wall import CoverKind
from console.protocol.wall_messages import CoverMonitors, DropFrames, UncoverMonitors

Monitors = Annotated[
    list[str] | None, typer.Argument(metavar="[MONITOR]...", help="Monitors' ids; none: all of them.")
]


@wall.command()
def blank(context: typer.Context, monitors: Monitors = None, as_json: AsJson = False) -> None:
    """Show nothing but a small clock: no hand and no incident reaches the glass until it is shown again."""
    command = CoverMonitors(CoverKind.BLANK, _ids(monitors))
    carry_out(context, as_json, command, f"{_names(monitors, 'is', 'are')} blank; what is done waits beneath")


@wall.command()
def public(context: typer.Context, monitors: Monitors = None, as_json: AsJson = False) -> None:
    """Show the site's public preset, or a clock: no hand and no incident reaches the glass meanwhile."""
    command = CoverMonitors(CoverKind.PUBLIC, _ids(monitors))
    words = f"{_names(monitors, 'shows', 'show')} the public preset; what is done waits beneath"
    carry_out(context, as_json, command, words)


@wall.command("show-again")
def show_again(context: typer.Context, monitors: Monitors = None, as_json: AsJson = False) -> None:
    """Show what waits beneath blank or public."""
    words = f"{_names(monitors, 'is', 'are')} seen again"
    carry_out(context, as_json, UncoverMonitors(_ids(monitors)), words)


@wall.command("drop-frames")
def drop_frames(context: typer.Context, monitors: Monitors = None, as_json: AsJson = False) -> None:
    """Take down what rules put up: what lies below shows again."""
    words = f"what rules put up on {_names(monitors)} is taken down"
    carry_out(context, as_json, DropFrames(_ids(monitors)), words)


def _ids(monitors: list[str] | None) -> tuple[MonitorId, ...]:
    return tuple(MonitorId(monitor) for monitor in monitors or ())


def _names(monitors: list[str] | None, one: str = "", many: str = "") -> str:
    """The monitors, with the verb that goes with so many."""
    named = ", ".join(monitors or ()) or "every monitor"
    verb = many if len(monitors or ()) > 1 else one
    return f"{named} {verb}".strip()
