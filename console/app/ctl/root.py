"""The ``ctl`` command group: where to find the site, and what every command shares."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from console.app.ctl.output import ExitCode, exit_codes, print_json, remember_json
from console.app.ctl.session import Session
from console.app.terminal import say
from console.domain.wall import HIDDEN, NO_SCREEN, NOBODY
from console.protocol.act_notes import act_note
from console.protocol.lent_acts import LENT_TO, lent_note, shown_on

HELP = """Ask a running site, or tell it what to do.

Each command takes --json; an error is then {"error": "..."} on standard output, too.

Exit codes: 0 done · 1 failed · 2 wrong usage · 3 no site answers · 4 refused · 5 done, but not on disk yet.

Examples:

  sightline ctl status

  sightline ctl wall assign wall-1 5 cam-017 --pin

  sightline ctl alert send docs/first-alert.json

  sightline ctl shot wall-1 wall.png
"""

ctl = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)


@ctl.callback()
def open_session(
    context: typer.Context,
    run: Annotated[
        Path | None, typer.Option(help="The site's runtime folder; default: the one that runs.")
    ] = None,
    core: Annotated[
        str | None, typer.Option(help="Core's commands address on another machine: tcp://HOST:7743.")
    ] = None,
) -> None:
    """Remember where the site is."""
    context.obj = (run, core)


def session_of(context: typer.Context, as_json: bool) -> Session:
    """The session that the options of this call describe."""
    run, core = context.obj
    return Session(run, core, as_json)


AsJson = Annotated[bool, typer.Option("--json", help="For programs.", callback=remember_json, is_eager=True)]


def say_of_lent(command: msgspec.Struct, result: object) -> None:
    """Where nobody sees yet what was done, as its monitor is lent; and whatever else is to be known."""
    if not (note := act_note(command, result)):
        return
    if not lent_note(command, result):
        say(note, error=True)
        return
    advice = {
        NOBODY: f"; open it with: sightline ctl window open {shown_on(command)}",
        NO_SCREEN: "",
        HIDDEN: "; show it again with: sightline ctl wall show-again",
    }
    back = f"; take it back with: sightline ctl window take-back {shown_on(command)}"
    to = result.get(LENT_TO) if isinstance(result, dict) else None
    say(f"{note}{advice.get(str(to), back)}", error=True)


def carry_out(
    context: typer.Context, as_json: bool, command: msgspec.Struct, done: str | Callable[[], str]
) -> None:
    """Have core do something; ``done`` says so to a person, once it is done."""
    with exit_codes():
        tell_done(as_json, command, session_of(context, as_json).ask_core(command), done)


def tell_done(
    as_json: bool, command: msgspec.Struct, result: dict[str, Any], done: str | Callable[[], str]
) -> None:
    """What core answered to something that it did, with what has to be known beside it.

    Ends the command with NOT_SAFE where core keeps it in memory alone for now.
    """
    if as_json:
        print_json(result)
    else:
        say(done if isinstance(done, str) else done())
        say_of_lent(command, result)
    if result.get("unsaved"):
        say(f"not on disk yet, and lost if core ends before it is: {result['unsaved']}", error=True)
        raise typer.Exit(ExitCode.NOT_SAFE)
