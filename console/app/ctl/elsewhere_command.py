"""``ctl wall elsewhere``: what one monitor shows, on another: of one that is unplugged, lent or closed.

Two layouts are stored for it: what goes there, and what was there before, which one line brings back.
"""

from shlex import quote
from typing import Annotated

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json
from console.app.ctl.root import AsJson, say_of_lent, session_of
from console.app.ctl.wall_commands import Monitor, wall
from console.app.terminal import say
from console.domain.errors import CommandRefused
from console.domain.ids import MonitorId
from console.domain.wall import MonitorView
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot
from console.protocol.layout_messages import LoadLayout, SaveLayout


def elsewhere_name(monitor: str) -> str:
    """The layout under which it goes to another monitor."""
    return f"{monitor} elsewhere"


def before_name(monitor: str) -> str:
    """The layout that keeps what another monitor's took the place of."""
    return f"{monitor} before"


@wall.command()
def elsewhere(
    context: typer.Context,
    monitor: Monitor,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The monitor that shows it meanwhile.")],
    as_json: AsJson = False,
) -> None:
    """Show a monitor's layout and cameras on another one meanwhile, as while it is unplugged.

    Its own stay as they are and return with it. What the other one showed is stored first.
    """
    session = session_of(context, as_json)
    with exit_codes():
        snapshot = msgspec.convert(session.ask_core(GetSnapshot()), CoreSnapshot)
        views = {view.monitor: view for view in snapshot.monitors}
        _check(monitor, other, views)
        there, before = elsewhere_name(monitor), before_name(other)
        has_it = views[MonitorId(other)].layout_name == there
        if not has_it:  # else what was there before is stored already, and this would take its place
            session.ask_core(SaveLayout(MonitorId(other), before))
        session.ask_core(SaveLayout(MonitorId(monitor), there))
        load = LoadLayout(MonitorId(other), there, keep_incidents=True)
        result = session.ask_core(load)
        back = f"sightline ctl layout load {quote(before)} {quote(other)}"
        if as_json:
            print_json({**(result or {}), "layout": there, "before": before})
            return
        say(f"{other} shows what {monitor} shows; what was there is back with: {back}")
        say_of_lent(load, result)


def _check(monitor: str, other: str, views: dict[MonitorId, MonitorView]) -> None:
    for name in (monitor, other):
        if name not in views:
            there = ", ".join(views) or "none"
            raise CommandRefused("unknown_monitor", f"there is no monitor {name}; there is {there}")
    if monitor == other:
        raise CommandRefused("same_monitor", f"{other} shows that already; name another monitor")
