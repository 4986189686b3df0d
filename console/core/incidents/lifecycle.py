"""The life of incidents: opened by alerts, acknowledged and closed by people, forgotten when too many."""

from typing import assert_never

from msgspec.structs import replace

from console.core.decisions import (
    AnyDecision,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentForgotten,
    IncidentOpened,
    Unswitched,
)
from console.core.incidents.director import switch_up
from console.core.incidents.overlays import put_incident, take_off
from console.core.log.input_log import AlertReceived, HoldEnds
from console.core.lookups import incident_of
from console.core.presets import frames
from console.core.recording import recordings
from console.core.state import State
from console.domain.errors import CommandRefused
from console.domain.ids import IncidentId
from console.domain.incident import Incident, IncidentState
from console.domain.policies import fusion
from console.protocol.core_messages import AcknowledgeIncident, CloseIncident, UndoSwitch

MAX_CLOSED = 500
"""Closed incidents that clients still see; older ones stay in the journal alone."""

MAX_LIVE = 1_000
"""Incidents that are not closed. Beyond it the weakest is closed by core: nobody can work through more."""

Decisions = tuple[AnyDecision, ...]


def carry_out(state: State, by: str, command: AcknowledgeIncident | CloseIncident | UndoSwitch) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    match command:
        case AcknowledgeIncident():
            return _acknowledge(state, command.incident, by)
        case CloseIncident():
            return _close(state, incident_of(state, command.incident), by)
        case UndoSwitch():
            return _undo(state, by, command)
    assert_never(command)


def open_incident(state: State, received: AlertReceived, *, switching: bool = True) -> Decisions:
    """A new incident for a new alert, its feeds switched up at once."""
    name = fusion.incident_of(received.alert, received.number)
    incident = Incident(
        incident=name,
        state=IncidentState.OPEN,
        alert=received.alert,
        opened_at_ms=state.wall_ms,
        received_mono_ns=received.received_mono_ns,
        opened_log_ms=state.at_ms,
        opened_n=state.n,
    )
    framed = frames.up_for(state, incident) if switching else ()
    incident, switched = switch_up(state, incident) if switching else (incident, ())
    put_incident(state, incident)
    state.incidents.next_number.put(max(state.incidents.next_number.value, received.number + 1))
    state.incidents.journal_n.put(max(state.incidents.journal_n.value or 0, received.journal_n))
    opened = IncidentOpened(name, received.journal_n)
    recorded = recordings.begin_for(state, incident) if switching else ()
    return (opened, *framed, *switched, *recorded, *_bound(state))


def _acknowledge(state: State, name: IncidentId, by: str) -> Decisions:
    """A person has seen it; again is no error."""
    incident = incident_of(state, name)
    if incident.state is IncidentState.CLOSED:
        raise CommandRefused("incident_closed", f"{name} was closed by {incident.closed_by} already")
    if incident.state is IncidentState.ACKNOWLEDGED:
        return ()
    put_incident(state, replace(incident, state=IncidentState.ACKNOWLEDGED, acknowledged_by=by))
    return (IncidentAcknowledged(name, by),)


def _close(state: State, incident: Incident, by: str) -> Decisions:
    """A person is done with it; its overlays go. Again is no error."""
    if incident.state is IncidentState.CLOSED:
        return ()
    name, gone = incident.incident, incident.overlays
    closed = replace(incident, state=IncidentState.CLOSED, closed_by=by, overlays=(), overlays_until_ms=None)
    put_incident(state, closed)
    unswitched = (Unswitched(name, gone, "closed"),) if gone else ()
    closed_now = (*unswitched, IncidentClosed(name, by), *frames.down_for(state, name))
    return (*closed_now, *recordings.close_for(state, name), *_bound(state))


def _undo(state: State, by: str, command: UndoSwitch) -> Decisions:
    """Take back all of an incident's overlays, or those of one monitor or cell."""
    meant = [
        overlay
        for overlay in incident_of(state, command.incident).overlays
        if command.monitor in (None, overlay.monitor) and command.cell in (None, overlay.cell)
    ]
    decisions = take_off(state, meant, "undone")
    if not decisions:
        raise CommandRefused("no_switch", f"{command.incident} has no switch there to undo")
    table = state.incidents.table
    undone = replace(table[command.incident], undone_by=by, undone_at_ms=state.wall_ms)
    table.put(command.incident, undone)
    return decisions


def end_hold(state: State, timer: HoldEnds) -> Decisions:
    """An incident's overlays stayed as long as they should; hidden ones stay, as nobody saw them."""
    incident = state.incidents.table[timer.incident]
    if all(overlay.monitor in state.wall.covers for overlay in incident.overlays):
        until_ms = timer.due_ms + max(1, state.site.loaded.director.hold_s) * 1000
        put_incident(state, replace(incident, overlays_until_ms=until_ms))
        return ()
    return take_off(state, incident.overlays, "hold time ended")


def _bound(state: State) -> Decisions:
    """Forget the oldest closed incidents, close the weakest of too many others."""
    table = state.incidents.table
    decisions: Decisions = ()
    while len(table.closed) > MAX_CLOSED and (oldest := table.oldest_closed()) is not None:
        table.drop(oldest.incident)
        decisions += (IncidentForgotten(oldest.incident),)
    if not decisions and len(table.live) > MAX_LIVE and (weakest := table.weakest()) is not None:
        decisions += _close(state, weakest, "core (too many incidents)")
    return decisions
