"""The director: switches the best cameras for an incident up, and says why."""

from msgspec.structs import replace

from console.core.decisions import AnyDecision, Switched
from console.core.incidents.incident_slice import claim_of
from console.core.incidents.overlays import take_off
from console.core.state import State
from console.core.wall.cells import overlays_at
from console.domain.incident import Incident
from console.domain.policies.geometry import Point
from console.domain.policies.placement import place


def switch_up(state: State, incident: Incident) -> tuple[Incident, tuple[AnyDecision, ...]]:
    """The incident with its overlays, if the director is on, wants its kind, and it has a place.

    Weaker incidents' overlays in the way are taken off; putting the incident is the caller's.
    """
    director, alert = state.site.loaded.director, incident.alert
    wanted = director.mode == "auto" and alert.kind in director.kinds
    if not wanted or alert.lat_deg is None or alert.lon_deg is None:
        return incident, ()
    point = Point(alert.lat_deg, alert.lon_deg)
    sightings = state.site.field.best_sightings(point, state.feeds.lost, director.cameras)
    spots = state.wall.spots.of_interest([sighting.feed for sighting in sightings], state.site.order)
    placement = place(incident.incident, claim_of(incident), sightings, spots)
    taken = [(o.monitor, o.cell) for o in placement.overlays if not o.reason.already_shown]
    in_the_way = [overlay for where in taken for overlay in overlays_at(state, where)]
    displaced = take_off(state, in_the_way, f"displaced by {incident.incident}")
    state.incidents.switches.put(state.incidents.switches.value + len(taken))
    until_ms = state.at_ms + director.hold_s * 1000 if placement.overlays else None
    incident = replace(incident, overlays=placement.overlays, overlays_until_ms=until_ms)
    return incident, (*displaced, Switched(incident.incident, placement.overlays, placement.unplaced))
