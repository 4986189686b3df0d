"""``ctl window``: close a window on purpose, and have it back."""

from typing import Annotated

import typer

from console.app.ctl.output import exit_codes, print_json
from console.app.ctl.root import AsJson, ctl, session_of
from console.app.ctl.site_commands import window_name
from console.domain.errors import CommandRefused
from console.domain.operator_commands.table import help_line
from console.protocol.supervisor_messages import CloseWindow, OpenWindow, SupervisorRequest, TakeBackWindow

window = typer.Typer(
    help="Close a monitor's window or the desk, open it again, or take one back that is lent.",
    no_args_is_help=True,
)
ctl.add_typer(window, name="window")

Window = Annotated[str, typer.Argument(metavar="MONITOR", help="A monitor's id, or desk.")]


@window.command("close")
def close_window(context: typer.Context, name: Window, as_json: AsJson = False) -> None:
    """Close a window; it stays closed until it is opened again. However else it ends, it comes back."""
    _tell(context, CloseWindow(window_name(name)), as_json)


@window.command("open")
def open_window(context: typer.Context, name: Window, as_json: AsJson = False) -> None:
    """Open a window that was closed."""
    _tell(context, OpenWindow(window_name(name)), as_json)


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
