"""``ctl incident`` and ``ctl alert``."""

import sys
import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from console.app.ctl.output import ExitCode, exit_codes, print_json, print_table
from console.app.ctl.root import AsJson, ctl, session_of
from console.app.ctl.session import bus
from console.app.process_clock import PROCESS_CLOCK
from console.app.site_runtime import read_run_file
from console.domain.errors import NoAnswer, SightlineError
from console.domain.ids import IncidentId
from console.domain.incident import Incident
from console.domain.wording import KIND_WORDS, life_words, place_words
from console.protocol.alert_messages import AlertAcknowledged, AlertMessage, AlertRejected
from console.protocol.core_messages import (
    AcknowledgeIncident,
    CloseIncident,
    ListIncidents,
    UndoSwitch,
)
from console.protocol.outbox import Outbox
from console.protocol.unreadable import UNREADABLE

incident = typer.Typer(help="Incidents: list, acknowledge, close, undo their switches.", no_args_is_help=True)
alert = typer.Typer(help="Send alerts.", no_args_is_help=True)
ctl.add_typer(incident, name="incident")
ctl.add_typer(alert, name="alert")

SEND_TIMEOUT_S = 10.0


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
        incidents = msgspec.convert(result["incidents"], tuple[Incident, ...])
        print_table(
            ("incident", "state", "kind", "severity", "place", "cameras", "to picture"),
            [
                (
                    one.incident,
                    life_words(one),
                    KIND_WORDS[one.alert.kind],
                    one.alert.severity.value,
                    place_words(one.alert),
                    len(one.overlays),
                    "" if one.alert_to_picture_ms is None else f"{one.alert_to_picture_ms} ms",
                )
                for one in incidents
            ],
            "No incidents. Send an alert: sightline ctl alert send docs/first-alert.json",
        )


@incident.command()
def ack(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="INCIDENT")], as_json: AsJson = False
) -> None:
    """Acknowledge an incident."""
    _tell(context, as_json, AcknowledgeIncident(IncidentId(name)))


@incident.command()
def close(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="INCIDENT")], as_json: AsJson = False
) -> None:
    """Close an incident; its pictures leave the wall."""
    _tell(context, as_json, CloseIncident(IncidentId(name)))


@incident.command()
def undo(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="INCIDENT")], as_json: AsJson = False
) -> None:
    """Take back an incident's automatic switches; the incident stays."""
    _tell(context, as_json, UndoSwitch(IncidentId(name)))


def _tell(context: typer.Context, as_json: bool, command: msgspec.Struct) -> None:
    with exit_codes():
        result = session_of(context, as_json).ask_core(command)
        if as_json:
            print_json(result)


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
        endpoint = to or read_run_file(session_of(context, as_json).endpoints().run_dir).alerts
        answers = send_alerts(endpoint, alerts)
        if as_json:
            print_json([msgspec.to_builtins(answer) for answer in answers])
        rejected = [answer for answer in answers if isinstance(answer, AlertRejected)]
        for answer in rejected:
            print(f"rejected: {answer.error}", file=sys.stderr)
        if rejected:
            raise typer.Exit(ExitCode.REFUSED)
        if not as_json:
            print(f"{len(answers)} acknowledged")


def read_alerts(file: str) -> list[AlertMessage]:
    """Alerts from a file; one object or a list. Raises SightlineError."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise SightlineError(f"{file}: cannot be read: {error.strerror}") from error
    try:
        if raw.lstrip().startswith(b"["):
            return msgspec.json.decode(raw, type=list[AlertMessage])
        return [msgspec.json.decode(raw, type=AlertMessage)]
    except UNREADABLE as error:
        raise SightlineError(f"{file}: is not an alert: {error}; see docs/alerts.md") from error


def send_alerts(
    endpoint: str, alerts: list[AlertMessage], timeout_s: float = SEND_TIMEOUT_S
) -> list[AlertAcknowledged | AlertRejected]:
    """Send over the acknowledged boundary and wait for every answer. Raises NoAnswer."""
    answers: list[AlertAcknowledged | AlertRejected] = []
    with bus() as zmq_context:
        outbox = Outbox(zmq_context, endpoint, PROCESS_CLOCK)
        outbox.start()
        try:
            for one in alerts:
                outbox.send(one)
            until_ns = PROCESS_CLOCK.monotonic_ns() + int(timeout_s * 1e9)
            while len(answers) < len(alerts):
                answers += outbox.poll()
                if PROCESS_CLOCK.monotonic_ns() > until_ns:
                    missing = len(alerts) - len(answers)
                    raise NoAnswer(
                        f"{missing} of {len(alerts)} alerts not acknowledged by {endpoint} in {timeout_s:g} s"
                    )
                time.sleep(0.005)
        finally:
            outbox.stop()
    return answers
