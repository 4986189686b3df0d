"""Incidents whose pictures lose their places on the wall: they look for others, the oldest first."""

from collections.abc import Collection, Iterable

from console.core.decisions import AnyDecision
from console.core.incidents.director import switch_up
from console.core.incidents.overlays import put_incident, take_off
from console.core.state import State
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.domain.incident import Overlay

Decisions = tuple[AnyDecision, ...]


def shown_on(state: State, monitors: Collection[MonitorId]) -> list[IncidentId]:
    """Those that show something on these monitors, the oldest first."""
    return [
        incident.incident
        for incident in state.incidents.table.oldest_first()
        if any(overlay.monitor in monitors for overlay in incident.overlays)
    ]


def take_off_monitors(state: State, monitors: Collection[MonitorId], why: str) -> Decisions:
    """What incidents show on these monitors goes, in the order of the cells."""
    wall = state.wall
    covered: list[Overlay] = []
    for monitor in monitors:
        for index in range(len(wall.bases[monitor].cells)):
            covered += state.incidents.table.overlays_at((monitor, CellIndex(index)))
    return take_off(state, covered, why)


def look_again(state: State, incidents: Iterable[IncidentId], why: str) -> Decisions:
    """All pictures of these incidents look for places anew."""
    decisions: Decisions = ()
    for name in incidents:
        if overlays := state.incidents.table[name].overlays:
            decisions += take_off(state, overlays, why)
        incident, switched = switch_up(state, state.incidents.table[name])
        put_incident(state, incident)
        decisions += switched
    return decisions
