"""The director: switches the best cameras for an incident up, and says why."""

from dataclasses import replace

from msgspec import structs

from console.core.decisions import AnyDecision, Switched
from console.core.state import State, claim_of, put_incident
from console.core.wall.cells import overlays_at, spots, take_off
from console.domain.ids import FeedId
from console.domain.incident import Incident
from console.domain.picture import PictureState
from console.domain.policies.geometry import Point, best_sightings
from console.domain.policies.placement import place


def lost_feeds(state: State) -> set[FeedId]:
    """Feeds whose picture is LOST: they are never switched up."""
    return {feed.feed for feed in state.feeds.values() if feed.state is PictureState.LOST}


def switch_up(state: State, incident: Incident) -> tuple[State, tuple[AnyDecision, ...]]:
    """Give an incident its overlays, if the director is on, wants its kind, and it has a place."""
    director, alert = state.site.director, incident.alert
    wanted = director.mode == "auto" and alert.kind in director.kinds
    if not wanted or alert.lat_deg is None or alert.lon_deg is None:
        return state, ()
    point = Point(alert.lat_deg, alert.lon_deg)
    sightings = best_sightings(state.site.cameras, point, lost_feeds(state), director.cameras)
    placement = place(incident.incident, claim_of(incident), sightings, spots(state))
    taken = [(o.monitor, o.cell) for o in placement.overlays if not o.reason.already_shown]
    in_the_way = [overlay for where in taken for overlay in overlays_at(state, where)]
    state, displaced = take_off(state, in_the_way, f"displaced by {incident.incident}")
    until_ms = state.at_ms + director.hold_s * 1000 if placement.overlays else None
    state = put_incident(state, replace(incident, overlays=placement.overlays, overlays_until_ms=until_ms))
    state = structs.replace(state, switches=state.switches + len(taken))
    return state, (*displaced, Switched(incident.incident, placement.overlays, placement.unplaced))
