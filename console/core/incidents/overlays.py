"""Incidents' overlays on the wall: put with the incident, taken off one by one, ended by their timer."""

from collections.abc import Iterable

from msgspec.structs import replace

from console.core.decisions import AnyDecision, Unswitched
from console.core.log.input_log import HoldEnds
from console.core.state import State
from console.domain.ids import IncidentId
from console.domain.incident import Incident, Overlay


def put_incident(state: State, incident: Incident) -> None:
    """The incident is so now, new or changed; its timer and paint reports follow."""
    name = incident.incident
    state.incidents.table.put(name, incident)
    if incident.overlays and incident.overlays_until_ms is not None:
        state.timers.set(HoldEnds(incident.overlays_until_ms, name))
        return
    state.timers.end(("hold", name))
    if name in state.incidents.painted:
        state.incidents.painted.drop(name)


def take_off(state: State, overlays: Iterable[Overlay], why: str) -> tuple[AnyDecision, ...]:
    """Remove these overlays from their incidents."""
    gone: dict[IncidentId, list[Overlay]] = {}
    for overlay in overlays:
        gone.setdefault(overlay.incident, []).append(overlay)
    return tuple([_take_off(state, name, tuple(removed), why) for name, removed in gone.items()])


def _take_off(state: State, name: IncidentId, removed: tuple[Overlay, ...], why: str) -> Unswitched:
    incident = state.incidents.table[name]
    kept: tuple[Overlay, ...] = ()
    if len(removed) < len(incident.overlays):
        kept = tuple(overlay for overlay in incident.overlays if overlay not in removed)
    if kept:
        state.incidents.table.put(name, replace(incident, overlays=kept))  # its timer goes on
    else:
        put_incident(state, replace(incident, overlays=(), overlays_until_ms=None))
    return Unswitched(name, removed, why)
