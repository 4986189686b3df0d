"""``ctl window``: close a window on purpose, have it back, show which monitor is which."""

from typing import Annotated, Any

import typer

from console.app.ctl.output import exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, ctl, session_of
from console.app.ctl.session import ask
from console.app.ctl.site_commands import window_name
from console.domain.errors import CommandRefused, NoAnswer
from console.domain.operator_commands.table import help_line
from console.protocol.supervisor_messages import (
    CloseWindow,
    GetProcesses,
    OpenWindow,
    SupervisorRequest,
    TakeBackWindow,
)
from console.protocol.window_messages import LONGEST_NUMBER_S, NUMBER_S, ShowNumber, WindowRequest

window = typer.Typer(
    help="Show which monitor is which; close a window, open it again, or take one back that is lent.",
    no_args_is_help=True,
)
ctl.add_typer(window, name="window")

LISTED = (
    "Each is listed, too: its number, its id, its screen and by what that was found, or what it waits for."
)
Window = Annotated[str, typer.Argument(metavar="MONITOR", help="A monitor's id, or desk.")]


@window.command("close")
def close_window(context: typer.Context, name: Window, as_json: AsJson = False) -> None:
    """Close a window; it stays closed until it is opened again. However else it ends, it comes back."""
    _tell(context, CloseWindow(window_name(name)), as_json)


@window.command("open")
def open_window(context: typer.Context, name: Window, as_json: AsJson = False) -> None:
    """Open a window that was closed."""
    _tell(context, OpenWindow(window_name(name)), as_json)


@window.command("number", help=help_line("show-numbers", LISTED))
def show_number(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[MONITOR]", help="Its id; default: all.")] = "",
    seconds: Annotated[
        float, typer.Option(help="So long; 0 takes them away.", min=0, max=LONGEST_NUMBER_S)
    ] = NUMBER_S,
    as_json: AsJson = False,
) -> None:
    """As the table of commands says."""
    session = session_of(context, as_json)
    with exit_codes():
        told = session.ask(session.endpoints().supervisor, GetProcesses(), SupervisorRequest)["processes"]
        displays = {one["name"]: one for one in told if one["kind"] == "display"}
        wanted = [window_name(name)] if name else list(displays)
        if name and wanted[0] not in displays:
            there = ", ".join(one.removeprefix("display-") for one in displays) or "none"
            raise CommandRefused("unknown_window", f"there is no monitor {name}; there is {there}")
        rows = [_numbered(displays[one], seconds) for one in wanted]
        if as_json:
            print_json(rows)
            return
        columns = ("number", "monitor", "screen", "found_by", "trouble")
        print_table(columns, [[row[one] for one in columns] for row in rows], "The site has no monitors.")


def _numbered(display: dict[str, Any], seconds: float) -> dict[str, Any]:
    """What the window answers; of one that does not, why."""
    monitor, trouble = display["name"].removeprefix("display-"), display["trouble"]
    row = {"number": None, "monitor": monitor, "screen": "", "found_by": "", "trouble": trouble}
    if display["state"] not in ("running", "starting"):
        return row | {"trouble": trouble or f"its window is {display['state']}"}
    try:
        return row | dict(ask(display["window"], ShowNumber(for_s=seconds), WindowRequest))
    except NoAnswer:
        return row | {"trouble": trouble or "its window does not answer"}


@window.command("take-back", help=help_line("take-back"))
def take_back_window(context: typer.Context, name: Window, as_json: AsJson = False) -> None:
    """As the table of commands says."""
    session = session_of(context, as_json)
    with exit_codes():
        command = TakeBackWindow(window_name(name))
        result = session.ask(session.endpoints().supervisor, command, SupervisorRequest)
        if not result["known"]:
            lent = f"lent is {', '.join(result['lent'])}" if result["lent"] else "no monitor is lent now"
            raise CommandRefused("not_lent", f"{name} is not lent; {lent}")
        if as_json:
            print_json({"done": True})


def _tell(context: typer.Context, command: CloseWindow | OpenWindow, as_json: bool) -> None:
    session = session_of(context, as_json)
    with exit_codes():
        result = session.ask(session.endpoints().supervisor, command, SupervisorRequest)
        if not result["known"]:
            name = command.name.removeprefix("display-")
            known = ", ".join(one.removeprefix("display-") for one in result["windows"])
            raise CommandRefused("unknown_window", f"this site has no window {name}; it has {known}")
        if as_json:
            print_json({"done": True})
