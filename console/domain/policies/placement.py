"""Which cell takes which feed of an incident: a pure choice over what the wall shows now."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NewType

from msgspec import Struct

from console.domain.alert import SEVERITY_RANK, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Overlay, Reason
from console.domain.policies.geometry import Sighting

_LEAST_RANK = max(SEVERITY_RANK.values())

Claim = NewType("Claim", int)
"""How strong an incident's hold on a cell is; the smaller, the weaker. One number: it is compared often."""

_NUMBERS = 1 << 48


def claim(severity: Severity, *, unacknowledged: bool, number: int) -> Claim:
    """A more severe incident is stronger; among equals one that nobody acknowledged, then the newer one."""
    return Claim(((_LEAST_RANK - SEVERITY_RANK[severity]) * 2 + unacknowledged) * _NUMBERS + number)


def number_of(claim: Claim) -> int:
    """The incident's number in its claim."""
    return claim % _NUMBERS


class Spot(Struct, frozen=True):
    """A cell as the director sees it, in the order of the wall.

    ``feed`` is what it shows now, ``hand`` that a person put or pinned it there, ``held_by`` the strongest
    claim of the incidents that use it (of interest where ``auto`` and no hand), ``area_permille`` its share
    of its monitor.
    """

    monitor: MonitorId
    cell: CellIndex
    area_permille: int
    auto: bool
    hand: bool
    feed: FeedId | None
    held_by: Claim | None = None


class Placement(Struct, frozen=True):
    """The overlays to add, and how many feeds found no cell."""

    overlays: tuple[Overlay, ...]
    unplaced: int


def place(
    incident: IncidentId, claim: Claim, sightings: Sequence[Sighting], spots: Iterable[Spot]
) -> Placement:
    """Put each feed, best first, into a cell.

    A feed that is shown already is only marked where it is, unless it can have a larger cell. The others
    take ``auto`` cells that no hand holds: free ones first (the larger, then the empty, then in the order of
    the wall), then those of incidents with a weaker claim, the weakest first. No other cell changes.
    """
    wall = tuple(spots)
    shown = _shown(sightings, wall)
    in_order = _in_order_of_taking(wall, claim)
    kept = {id(spot) for spot in shown.values()}
    may_take = {id(spot) for spot in in_order}
    takeable = [spot for spot in in_order if id(spot) not in kept]
    overlays: list[Overlay] = []
    waiting: list[Sighting] = []
    for sighting in sightings:
        there = shown.get(sighting.feed)
        at = _first_larger(takeable, there)
        if at is not None:
            overlays.append(_overlay(incident, sighting, takeable.pop(at), already_shown=False))
            if there is not None and id(there) in may_take:
                takeable.append(there)  # it leaves that one
        elif there is not None:
            overlays.append(_overlay(incident, sighting, there, already_shown=True))
        else:
            waiting.append(sighting)
    late = list(zip(waiting, takeable, strict=False))
    overlays += [_overlay(incident, sighting, spot, already_shown=False) for sighting, spot in late]
    return Placement(tuple(overlays), len(waiting) - len(late))


def _first_larger(takeable: Sequence[Spot], there: Spot | None) -> int | None:
    """Where the first cell is that is larger than the one a feed has; any is, if it has none."""
    if there is None:
        return 0 if takeable else None
    for at, spot in enumerate(takeable):
        if spot.area_permille > there.area_permille:
            return at
    return None


def _shown(sightings: Iterable[Sighting], wall: Iterable[Spot]) -> dict[FeedId, Spot]:
    """The largest cell of the wall that shows each of the feeds, the first of equal ones."""
    wanted = {sighting.feed for sighting in sightings}
    shown: dict[FeedId, Spot] = {}
    for spot in wall:
        if spot.feed in wanted and spot.feed is not None:
            other = shown.get(spot.feed)
            if other is None or spot.area_permille > other.area_permille:
                shown[spot.feed] = spot
    return shown


def _in_order_of_taking(wall: Iterable[Spot], claim: Claim) -> list[Spot]:
    """Cells that this claim may take, in the order in which it takes them."""
    open_to_all = [spot for spot in wall if spot.auto and not spot.hand]
    free = [spot for spot in open_to_all if spot.held_by is None]
    if len(free) > 1:
        free.sort(key=lambda spot: (-spot.area_permille, spot.feed is not None))
    weaker = [spot for spot in open_to_all if spot.held_by is not None and spot.held_by < claim]
    weaker.sort(key=_HOLDER)
    return free + weaker


_HOLDER = attrgetter("held_by")


def _overlay(incident: IncidentId, sighting: Sighting, spot: Spot, *, already_shown: bool) -> Overlay:
    displaced = None if already_shown else spot.feed
    reason = Reason(sighting.distance_cm, sighting.sees_point, displaced, already_shown)
    return Overlay(incident, spot.monitor, spot.cell, sighting.feed, reason)
