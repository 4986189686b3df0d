"""Which cell takes which feed of an incident: a pure choice over what the wall shows now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Overlay, Reason
from console.domain.policies.geometry import Sighting


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """How strong an incident's hold on a cell is; the smaller, the weaker.

    A more severe incident is stronger (``severity`` is minus SEVERITY_RANK); among equals one that nobody
    has acknowledged yet, then the newer one.
    """

    severity: int
    unacknowledged: bool
    number: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell as the director sees it, in the order of the wall.

    ``feed`` is what it shows now, ``hand`` that a person put or pinned it there, ``held_by`` the strongest
    claim of the incidents that use it, ``area_permille`` its share of its monitor.
    """

    monitor: MonitorId
    cell: CellIndex
    area_permille: int
    auto: bool
    hand: bool
    feed: FeedId | None
    held_by: Claim | None = None


@dataclass(frozen=True, slots=True)
class Placement:
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
    kept = {_where(spot) for spot in shown.values()}
    takeable = [spot for spot in in_order if _where(spot) not in kept]
    overlays: list[Overlay] = []
    waiting: list[Sighting] = []
    for sighting in sightings:
        there = shown.get(sighting.feed)
        larger = next((s for s in takeable if there is None or s.area_permille > there.area_permille), None)
        if larger is not None:
            takeable.remove(larger)
            takeable += [there] if there in in_order and there is not None else []  # it leaves that one
            overlays.append(_overlay(incident, sighting, larger, already_shown=False))
        elif there is not None:
            overlays.append(_overlay(incident, sighting, there, already_shown=True))
        else:
            waiting.append(sighting)
    late = list(zip(waiting, takeable, strict=False))
    overlays += [_overlay(incident, sighting, spot, already_shown=False) for sighting, spot in late]
    return Placement(tuple(overlays), len(waiting) - len(late))


def _where(spot: Spot) -> tuple[MonitorId, CellIndex]:
    return spot.monitor, spot.cell


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
    free.sort(key=lambda spot: (-spot.area_permille, spot.feed is not None))
    weaker = [
        (spot.held_by, spot) for spot in open_to_all if spot.held_by is not None and spot.held_by < claim
    ]
    weaker.sort(key=lambda pair: pair[0])
    return free + [spot for _, spot in weaker]


def _overlay(incident: IncidentId, sighting: Sighting, spot: Spot, *, already_shown: bool) -> Overlay:
    reason = Reason(
        distance_cm=sighting.distance_cm,
        sees_point=sighting.sees_point,
        displaced=None if already_shown else spot.feed,
        already_shown=already_shown,
    )
    return Overlay(incident, spot.monitor, spot.cell, sighting.feed, reason)
