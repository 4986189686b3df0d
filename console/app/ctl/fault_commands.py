"""``ctl fault``: what the simulated cameras do wrong, on command."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from console.app.ctl.named_cameras import asked_feeds
from console.app.ctl.output import exit_codes, print_json
from console.app.ctl.root import AsJson, ctl, session_of
from console.app.ctl.session import Session
from console.domain.errors import CommandRefused
from console.domain.ids import FeedId
from console.protocol.simulator_messages import Fault, GetStreams, SetFault, SimulatorRequest

ALL = "all"


@ctl.command()
def fault(
    context: typer.Context,
    cameras: Annotated[list[str], typer.Argument(help="Ids or numbers of simulated cameras, or: all.")],
    fault: Annotated[Fault, typer.Argument(help="What they do from now on; none heals them.")],
    as_json: AsJson = False,
) -> None:
    """Have simulated cameras go wrong, or heal them.

    refuse: cut and answer 503. unauthorised: cut and answer 401. silent: cut, then take connections and never
    answer. cut: close sessions, once. stall: sessions stay, nothing is sent. garbage: noise in place of
    pictures. freeze: the same picture again and again. slow: a third of the frames. resize: another picture
    size in the same session.
    """
    session = session_of(context, as_json)
    with exit_codes():
        feeds = _all_feeds(session) if cameras == [ALL] else asked_feeds(session, cameras)
        result = _ask(session, SetFault(feeds, fault))
        if as_json:
            print_json(result)


def _all_feeds(session: Session) -> tuple[FeedId, ...]:
    streams = _ask(session, GetStreams())["streams"]
    return tuple(dict.fromkeys(FeedId(stream["feed"]) for stream in streams))


def _ask(session: Session, command: msgspec.Struct) -> dict[str, list[dict[str, str]]]:
    endpoint = session.endpoints().simulator
    if not Path(endpoint.removeprefix("ipc://")).exists():
        text = "this site has no simulated cameras: faults are for `sightline demo` and tests"
        raise CommandRefused("no_simulator", text)
    return dict(session.ask(endpoint, command, SimulatorRequest))
