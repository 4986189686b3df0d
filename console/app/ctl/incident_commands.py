"""``ctl incident`` and ``ctl alert``."""

import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from console.app.ctl.output import ExitCode, exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, carry_out, ctl, session_of
from console.app.ctl.session import Session, bus
from console.app.process_clock import PROCESS_CLOCK
from console.app.site_runtime import read_run_file
from console.app.terminal import say
from console.domain.errors import CommandRefused, NoAnswer, SightlineError
from console.domain.ids import IncidentId
from console.domain.incident import Incident
from console.domain.operator_commands.table import help_line
from console.domain.wording import KIND_WORDS, happened_words, life_words, local_time, place_words
from console.protocol.alert_messages import AlertAcknowledged, AlertMessage, AlertRejected
from console.protocol.core_messages import (
    AcknowledgeIncident,
    CloseIncident,
    GetStatus,
    ListIncidents,
    UndoSwitch,
)
from console.protocol.outbox import Outbox
from console.protocol.unreadable import UNREADABLE
from console.protocol.written_text import NotUtf8, TooLarge, bounded, decode_written, read_written

INCIDENT_HELP = """Incidents: list, acknowledge, close, undo their switches.

Examples:

  sightline ctl incident list

  sightline ctl incident close i-000012
"""
ALERT_HELP = """Send alerts.

Examples:

  sightline ctl alert send alert.json

  cat alert.json | sightline ctl alert send -
"""

incident = typer.Typer(help=INCIDENT_HELP, no_args_is_help=True, rich_markup_mode=None)
alert = typer.Typer(help=ALERT_HELP, no_args_is_help=True, rich_markup_mode=None)
ctl.add_typer(incident, name="incident")
ctl.add_typer(alert, name="alert")

SEND_PATIENCE_S = 10.0
MOST_PENDING = 5_000
SAY_AFTER_S = 2.0
BAR_WIDTH = 40


@incident.command("list")
def list_incidents(
    context: typer.Context,
    closed: Annotated[bool, typer.Option(help="Closed ones, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Incidents, newest first."""
    with exit_codes():
        result = session_of(context, as_json).ask_core(ListIncidents(closed))
        if as_json:
            print_json(result["incidents"])
            return
        now_ms = PROCESS_CLOCK.now_ms()
        incidents = msgspec.convert(result["incidents"], tuple[Incident, ...])
        print_table(
            ("incident", "state", "kind", "happened", "severity", "place", "cameras", "to picture"),
            [
                (
                    one.incident,
                    life_words(one),
                    KIND_WORDS[one.alert.kind],
                    _happened(one, now_ms),
                    one.alert.severity.value,
                    place_words(one.alert),
                    len(one.overlays),
                    "" if one.alert_to_picture_ms is None else f"{one.alert_to_picture_ms} ms",
                )
                for one in incidents
            ],
            "No incidents. Send an alert: sightline ctl alert send docs/first-alert.json",
        )


def _happened(one: Incident, now_ms: int) -> str:
    return f"{local_time(one.alert.observed_at_ms, now_ms)} {happened_words(one, now_ms)}".strip()


@incident.command(help=help_line("acknowledge"))
def ack(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="INCIDENT")], as_json: AsJson = False
) -> None:
    """As the table of commands says."""
    carry_out(context, as_json, AcknowledgeIncident(IncidentId(name)), f"{name} is acknowledged")


@incident.command(help=help_line("close-incident"))
def close(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="INCIDENT")], as_json: AsJson = False
) -> None:
    """As the table of commands says."""
    carry_out(context, as_json, CloseIncident(IncidentId(name)), f"{name} is closed")


@incident.command(help=help_line("undo-switches"))
def undo(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="INCIDENT")], as_json: AsJson = False
) -> None:
    """As the table of commands says."""
    carry_out(context, as_json, UndoSwitch(IncidentId(name)), f"{name}: its switches are taken back")


@alert.command()
def send(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(help="A file with one alert or a list of alerts, or - for standard input.")
    ],
    to: Annotated[
        str | None, typer.Option(help="Where to: tcp://HOST:7741; default: the running site's own.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Send alerts and wait until core has them in its journal."""
    with exit_codes():
        alerts = read_alerts(file)
        session = session_of(context, as_json)
        endpoint = _own_intake(session.endpoints().run_dir) if to is None else to
        progress = ProgressLine()
        try:
            answers = send_alerts(endpoint, alerts, SEND_PATIENCE_S, progress.tell)
        except NoAnswer as error:
            raise NoAnswer(f"{error}{_disk_words(session) if to is None else ''}") from error
        finally:
            progress.end()
        if as_json:
            print_json([msgspec.to_builtins(answer) for answer in answers])
        rejected = [answer for answer in answers if isinstance(answer, AlertRejected)]
        for answer in rejected:
            say(f"rejected: {answer.error}", error=True)
        if rejected:
            raise typer.Exit(ExitCode.REFUSED)
        if not as_json:
            say(f"{len(answers)} acknowledged")


def _own_intake(run_dir: Path) -> str:
    """Where the running site takes alerts. Raises CommandRefused."""
    alerts = read_run_file(run_dir).alerts
    if not alerts:
        raise CommandRefused(
            "replay", f"{run_dir.name} is a replay and takes no alerts: name a live site with ctl --run DIR"
        )
    return alerts


def _disk_words(session: Session) -> str:
    """That core can't write down what comes, where that is why it acknowledges nothing."""
    with suppress(SightlineError):
        if failing := session.ask_core(GetStatus())["data_folder"]["error"]:
            return f"; core's disk takes nothing ({failing}): free space, or mend its permissions"
    return ""


def read_alerts(file: str) -> list[AlertMessage]:
    """Alerts from a file; one object or a list. Raises SightlineError."""
    try:
        raw = bounded(sys.stdin.buffer) if file == "-" else read_written(Path(file))
    except OSError as error:
        raise SightlineError(f"{file}: cannot be read: {error.strerror}") from error
    except TooLarge as error:
        raise SightlineError(f"{file}: {error}") from error
    try:
        text = decode_written(raw)
        if text.lstrip().startswith("["):
            return msgspec.json.decode(text, type=list[AlertMessage])
        return [msgspec.json.decode(text, type=AlertMessage)]
    except NotUtf8 as error:
        raise SightlineError(f"{file}:{error.line}: {error}") from error
    except UNREADABLE as error:
        raise SightlineError(f"{file}: is not an alert: {error}; see docs/alerts.md") from error


def send_alerts(
    endpoint: str,
    alerts: list[AlertMessage],
    patience_s: float = SEND_PATIENCE_S,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> list[AlertAcknowledged | AlertRejected]:
    """Send over the acknowledged boundary and wait for an answer to each; the same alert twice is one.

    ``told`` hears now and then how many of how many are answered. Raises NoAnswer when no answer came for
    ``patience_s``.
    """
    waiting = deque({(one.source, one.id): one for one in alerts}.values())
    total = len(waiting)
    answers: list[AlertAcknowledged | AlertRejected] = []
    with bus() as zmq_context:
        outbox = Outbox(zmq_context, endpoint, PROCESS_CLOCK)
        outbox.start()
        try:
            progress_ns = PROCESS_CLOCK.monotonic_ns()
            while len(answers) < total:
                while waiting and outbox.pending < MOST_PENDING:
                    outbox.send(waiting.popleft())
                came = outbox.poll()
                answers += came
                now_ns = PROCESS_CLOCK.monotonic_ns()
                if came:
                    progress_ns = now_ns
                    told(len(answers), total)
                elif now_ns - progress_ns > patience_s * 1e9:
                    raise NoAnswer(
                        f"{total - len(answers)} of {total} alerts not acknowledged by {endpoint}: nothing "
                        f"came for {patience_s:g} s; send the file again, none is taken twice"
                    )
                time.sleep(0.005)
        finally:
            outbox.stop()
    return answers


class ProgressLine:
    """Says on a terminal how far the sending is, once it takes longer than SAY_AFTER_S."""

    def __init__(self) -> None:
        self._begun_ns = PROCESS_CLOCK.monotonic_ns()
        self._is_shown = False

    def tell(self, done: int, total: int) -> None:
        """So many are answered."""
        if sys.stderr.isatty() and PROCESS_CLOCK.monotonic_ns() - self._begun_ns > SAY_AFTER_S * 1e9:
            filled = done * BAR_WIDTH // max(1, total)
            bar = "#" * filled + "." * (BAR_WIDTH - filled)
            print(f"\r{bar} {done} of {total}", end="", file=sys.stderr, flush=True)
            self._is_shown = True

    def end(self) -> None:
        """Leave the line."""
        if self._is_shown:
            print(file=sys.stderr, flush=True)
