"""``ctl log``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from console.app.ctl.output import exit_codes, print_json
from console.app.ctl.root import AsJson, ctl, session_of
from console.app.ctl.session import Session
from console.app.terminal import say
from console.domain.errors import CommandRefused, SightlineError
from console.domain.wording import counted
from console.protocol.core_messages import GetStatus, ListIncidents

log = typer.Typer(help="Core's log: parts of it as files.", no_args_is_help=True)
ctl.add_typer(log, name="log")


@log.command("slice")
def slice_log(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new one.")],
    from_incident: Annotated[
        str | None, typer.Option(metavar="INCIDENT", help="From before it was opened.")
    ] = None,
    from_n: Annotated[int | None, typer.Option("--from", min=0, help="From this input on.")] = None,
    to_n: Annotated[
        int | None, typer.Option("--to", min=1, help="Up to this input; default: the last.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(help="The data folder of a site that does not run; default: the running one's."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a part of the log as files, with what came of each input, for `sightline replay FOLDER --check`.

    Example: sightline ctl log slice --from-incident i-000012 night/
    """
    from console.core.replay.log_slice import last_input, write_slice

    if (from_incident is None) == (from_n is None) or (data is not None and from_n is None):
        raise typer.BadParameter(
            "say one of --from-incident INCIDENT (of a running site) and --from N", param_hint="--from"
        )
    if from_n is not None and to_n is not None and from_n > to_n:
        raise typer.BadParameter("give --from before --to", param_hint="--to")
    session = session_of(context, as_json)
    with exit_codes():
        database = (data or _data_folder(session)) / "core.sqlite"
        begin_n = from_n if from_n is not None else _before(session, str(from_incident))
        made = write_slice(database, begin_n, to_n if to_n is not None else last_input(database), folder)
        if as_json:
            print_json(msgspec.to_builtins(made))
        else:
            inputs = counted(made.to_n - made.checkpoint_n, "input")
            say(
                f"{folder}: {inputs}, {made.checkpoint_n + 1} to {made.to_n}. "
                f"Compare with: sightline replay {folder} --check"
            )


def _data_folder(session: Session) -> Path:
    return Path(session.ask_core(GetStatus())["data_folder"]["path"])


def _before(session: Session, name: str) -> int:
    """The input before the one that opened an incident."""
    for one in session.ask_core(ListIncidents(include_closed=True))["incidents"]:
        if one["incident"] == name:
            if not one["opened_n"]:
                raise SightlineError(f"no slice from {name}: it is older than this version; say --from N")
            return int(one["opened_n"]) - 1
    words = f"no slice from {name}: there is no such incident; see: sightline ctl incident list"
    raise CommandRefused("unknown_incident", words)
