"""``sightline package``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json
from console.app.ctl.root import AsJson, session_of
from console.app.terminal import say
from console.domain.errors import CommandRefused
from console.domain.recording import Recording
from console.domain.wording import counted
from console.protocol.core_messages import GetStatus, ListRecordings

HELP = """Incident packages: what was recorded, as a folder that any machine with Sightline replays.

Example:

  sightline package create r-000345 night/
"""

package = typer.Typer(help=HELP, no_args_is_help=True)


@package.callback()
def open_session(
    context: typer.Context,
    run: Annotated[
        Path | None, typer.Option(help="The site's runtime folder; default: the one that runs.")
    ] = None,
) -> None:
    """Remember where the site is."""
    context.obj = (run, None)


@package.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="RECORDING", help="Or the incident that was recorded.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new one.")],
    as_json: AsJson = False,
) -> None:
    """Put a recording together with its part of the log."""
    from console.app.package_making import make_package

    with exit_codes():
        session = session_of(context, as_json)
        told = session.ask_core(ListRecordings())
        recording = _named(msgspec.convert(told["recordings"], tuple[Recording, ...]), name)
        data_dir = Path(session.ask_core(GetStatus())["data_folder"]["path"])
        made = make_package(data_dir, recording, folder)
        if as_json:
            print_json(msgspec.to_builtins(made))
        else:
            say(f"{folder}: {counted(len(made.movies), 'movie')}, {counted(made.inputs, 'input')} of the log")


def _named(recordings: tuple[Recording, ...], name: str) -> Recording:
    """The recording of this name, or the newest of an incident of this name."""
    for one in recordings:
        if name in (one.recording, one.incident):
            return one
    raise CommandRefused(
        "unknown_recording", f"nothing is recorded as {name!r}: see sightline ctl record list"
    )
