"""Which cell takes which feed of an incident: a pure choice over what the wall shows now."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NewType

from msgspec import Struct
from msgspec.structs import replace

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
    """A cell as the director sees it. Those that it may use are given in the order of the wall.

    ``feed`` is what it shows now, ``hand`` that a person put or pinned it there, ``held_by`` the strongest
    claim of the incidents that use it (of interest where ``auto`` and no hand), ``area_permille`` its share
    of its monitor, ``order`` its place in the order of the wall, ``covered`` that it is hidden for now.
    """

    monitor: MonitorId
    cell: CellIndex
    area_permille: int
    auto: bool
    hand: bool
    feed: FeedId | None
    held_by: Claim | None = None
    order: int = 0
    covered: bool = False


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
    the wall), then those of incidents with a weaker claim, the weakest first. No other cell changes. Cells
    that are covered come after all others, and a feed that is shown there alone is shown nowhere: there it
    only waits.
    """
    shown, in_order = _sorted_out(sightings, spots, claim)
    kept = {id(spot) for spot in shown.values()}
    takeable = [spot for spot in in_order if id(spot) not in kept]
    largest_permille = max([spot.area_permille for spot in takeable], default=0)
    overlays: list[Overlay] = []
    waiting: list[Sighting] = []
    for sighting in sightings:
        there = shown.get(sighting.feed)
        at = 0
        if there is not None:
            larger = there.area_permille < largest_permille
            at = _first_larger(takeable, there.area_permille) if larger else len(takeable)
        if at < len(takeable):
            overlays.append(_overlay(incident, sighting, takeable.pop(at)))
            if there is not None and there in in_order:
                takeable.append(there)  # it leaves that one
        elif there is not None:
            overlays.append(_mark(incident, sighting, there))
        else:
            waiting.append(sighting)
    late = [_overlay(incident, sighting, spot) for sighting, spot in zip(waiting, takeable, strict=False)]
    return Placement((*overlays, *late), len(waiting) - len(late))


def _first_larger(takeable: Sequence[Spot], area_permille: int) -> int:
    """Where the first larger cell is; beyond the last if there is none."""
    for at, spot in enumerate(takeable):
        if spot.area_permille > area_permille:
            return at
    return len(takeable)


def _sorted_out(
    sightings: Iterable[Sighting], spots: Iterable[Spot], claim: Claim
) -> tuple[dict[FeedId, Spot], list[Spot]]:
    """Where each feed is shown: in the largest such cell, the first of equal ones; and the cells that this
    claim may take, in the order in which it takes them."""
    wanted = {sighting.feed for sighting in sightings}
    shown: dict[FeedId, Spot] = {}
    free: list[Spot] = []
    weaker: list[Spot] = []
    spots = list(spots)
    covered = [spot for spot in spots if spot.covered]
    if covered:
        return _around_covers(sightings, spots, covered, claim)
    for spot in spots:
        feed, held_by = spot.feed, spot.held_by
        if feed in wanted and feed is not None:
            other = shown.get(feed)
            if other is None or _comes_before(spot, other):
                shown[feed] = spot
        if spot.auto and not spot.hand:
            if held_by is None:
                free.append(spot)
            elif held_by < claim:
                weaker.append(spot)
    if len(free) > 1:
        free.sort(key=lambda spot: (-spot.area_permille, spot.feed is not None))
    weaker.sort(key=_HOLDER)
    return shown, free + weaker


def _around_covers(
    sightings: Iterable[Sighting], spots: Iterable[Spot], covered: Iterable[Spot], claim: Claim
) -> tuple[dict[FeedId, Spot], list[Spot]]:
    """First where it is seen, then beneath covers."""
    shown, in_order = _sorted_out(sightings, (spot for spot in spots if not spot.covered), claim)
    hidden = [replace(spot, covered=False) for spot in covered]
    beneath, hidden_in_order = _sorted_out(sightings, hidden, claim)
    if in_order:  # there may be room for what is hidden elsewhere
        return shown, in_order + hidden_in_order
    return {**beneath, **shown}, hidden_in_order


def _comes_before(spot: Spot, other: Spot) -> bool:
    return (-spot.area_permille, spot.order) < (-other.area_permille, other.order)


_HOLDER = attrgetter("held_by")


def _overlay(incident: IncidentId, sighting: Sighting, spot: Spot) -> Overlay:
    reason = Reason(sighting.distance_cm, sighting.sees_point, spot.feed)
    return Overlay(incident, spot.monitor, spot.cell, sighting.feed, reason)


def _mark(incident: IncidentId, sighting: Sighting, spot: Spot) -> Overlay:
    reason = Reason(sighting.distance_cm, sighting.sees_point, None, already_shown=True)
    return Overlay(incident, spot.monitor, spot.cell, sighting.feed, reason)
