"""The life of incidents: opened by alerts, acknowledged and closed by people, timed to their pictures."""

from dataclasses import replace

from msgspec import structs

from console.core.decisions import (
    AnyDecision,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentForgotten,
    IncidentOpened,
    PictureTimed,
)
from console.core.incidents.director import switch_up
from console.core.log.input_log import AlertReceived, Timer
from console.core.lookups import incident_of
from console.core.state import Painted, State, put_incident, without
from console.core.wall.cells import take_off
from console.domain.alert import SEVERITY_RANK
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.domain.incident import Incident, IncidentState
from console.domain.policies import fusion
from console.protocol.core_messages import PaintedTile, ReportPainted, UndoSwitch

MAX_CLOSED = 500
"""Closed incidents that clients still see; older ones stay in the journal alone."""

MAX_LIVE = 1_000
"""Incidents that are not closed. Beyond it the weakest is closed by core: nobody can work through more."""

LATENCIES_KEPT = 1_000
LONGEST_ALERT_TO_PICTURE_MS = 3_600_000
"""A longer time is none: the machine was started again in between, and its monotonic clock with it."""

Outcome = tuple[State, tuple[AnyDecision, ...]]


def open_incident(state: State, received: AlertReceived, *, switching: bool = True) -> Outcome:
    """A new incident for a new alert, its feeds switched up at once."""
    name = fusion.incident_of(received.alert, state.next_incident)
    incident = Incident(
        incident=name,
        state=IncidentState.OPEN,
        alert=received.alert,
        opened_at_ms=state.at_ms,
        received_mono_ns=received.received_mono_ns,
    )
    state = structs.replace(put_incident(state, incident), next_incident=state.next_incident + 1)
    opened = IncidentOpened(name, received.journal_n)
    state, switched = switch_up(state, incident) if switching else (state, ())
    state, bounded = _bound(state)
    return state, (opened, *switched, *bounded)


def acknowledge(state: State, name: IncidentId, by: str) -> Outcome:
    """A person has seen it; again is no error."""
    incident = incident_of(state, name)
    if incident.state is IncidentState.CLOSED:
        raise CommandRefused("incident_closed", f"{name} was closed by {incident.closed_by} already")
    if incident.state is IncidentState.ACKNOWLEDGED:
        return state, ()
    seen = replace(incident, state=IncidentState.ACKNOWLEDGED, acknowledged_by=by)
    return put_incident(state, seen), (IncidentAcknowledged(name, by),)


def close(state: State, name: IncidentId, by: str) -> Outcome:
    """A person is done with it; its overlays go. Again is no error."""
    incident = incident_of(state, name)
    if incident.state is IncidentState.CLOSED:
        return state, ()
    state, decisions = take_off(state, incident.overlays, "closed")
    closed = replace(state.incidents[name], state=IncidentState.CLOSED, closed_by=by)
    state, forgotten = _bound(put_incident(state, closed))
    return state, (*decisions, IncidentClosed(name, by), *forgotten)


def undo(state: State, command: UndoSwitch) -> Outcome:
    """Take back all of an incident's overlays, or those of one monitor or cell."""
    meant = [
        overlay
        for overlay in incident_of(state, command.incident).overlays
        if command.monitor in (None, overlay.monitor) and command.cell in (None, overlay.cell)
    ]
    state, decisions = take_off(state, meant, "undone")
    if not decisions:
        raise CommandRefused("no_switch", f"{command.incident} has no switch there to undo")
    return state, decisions


def end_hold(state: State, timer: Timer) -> Outcome:
    """An incident's overlays stayed as long as they should."""
    timers = tuple(other for other in state.timers if other != timer)
    state = structs.replace(state, timers=timers)
    return take_off(state, state.incidents[timer.incident].overlays, "hold time ended")


def note_painted(state: State, report: ReportPainted) -> Outcome:
    """A display painted incident tiles live; the last one ends the incident's alert-to-picture time."""
    decisions: list[AnyDecision] = []
    for tile in report.tiles:
        state, timed = _note_tile(state, report.monitor, tile)
        decisions += timed
    return state, tuple(decisions)


def _note_tile(state: State, monitor: MonitorId, tile: PaintedTile) -> Outcome:
    incident = state.incidents.get(tile.incident)
    if incident is None or incident.alert_to_picture_ms is not None:
        return state, ()
    if not _is_overlay(incident, monitor, tile):
        return state, ()  # it went in the meantime
    reports = state.painted.get(tile.incident, ())
    if all((other.monitor, other.cell) != (monitor, tile.cell) for other in reports):
        reports = (*reports, Painted(monitor, tile.cell, tile.feed, tile.painted_mono_ns))
    state = structs.replace(state, painted={**state.painted, tile.incident: reports})
    return _time_picture(state, incident, reports)


def _is_overlay(incident: Incident, monitor: MonitorId, tile: PaintedTile) -> bool:
    return any(
        (overlay.monitor, overlay.cell, overlay.feed) == (monitor, tile.cell, tile.feed)
        for overlay in incident.overlays
    )


def _time_picture(state: State, incident: Incident, reports: tuple[Painted, ...]) -> Outcome:
    painted: dict[tuple[MonitorId, CellIndex], int] = {(r.monitor, r.cell): r.mono_ns for r in reports}
    ends_ns = [painted.get((overlay.monitor, overlay.cell)) for overlay in incident.overlays]
    known_ns = [end_ns for end_ns in ends_ns if end_ns is not None]
    if len(known_ns) < len(ends_ns):
        return state, ()
    took_ms = -(-(max(known_ns) - incident.received_mono_ns) // 1_000_000)
    state = structs.replace(state, painted=without(state.painted, incident.incident))
    if not 0 <= took_ms <= LONGEST_ALERT_TO_PICTURE_MS:
        return state, ()
    state = put_incident(state, replace(incident, alert_to_picture_ms=took_ms))
    latencies_ms = (*state.latencies_ms, took_ms)[-LATENCIES_KEPT:]
    return structs.replace(state, latencies_ms=latencies_ms), (PictureTimed(incident.incident, took_ms),)


def _bound(state: State) -> Outcome:
    """Forget the oldest closed incidents, close the weakest of too many others."""
    closed = [name for name, i in state.incidents.items() if i.state is IncidentState.CLOSED]
    if len(closed) > MAX_CLOSED:
        gone = set(closed[: len(closed) - MAX_CLOSED])
        incidents = {name: i for name, i in state.incidents.items() if name not in gone}
        forgotten = tuple(IncidentForgotten(name) for name in closed if name in gone)
        return structs.replace(state, incidents=incidents), forgotten
    if len(state.incidents) - len(closed) > MAX_LIVE:
        live = [i for i in state.incidents.values() if i.state is not IncidentState.CLOSED]
        weakest = max(live, key=_weakness)  # the first of equals: the oldest
        return close(state, weakest.incident, "core (too many incidents)")
    return state, ()


def _weakness(incident: Incident) -> tuple[int, bool]:
    return SEVERITY_RANK[incident.alert.severity], incident.state is IncidentState.ACKNOWLEDGED
