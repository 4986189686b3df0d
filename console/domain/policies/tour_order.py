"""In which order a tour shows its cameras. Pure: the same tour's same round has the same order, anywhere."""

from collections.abc import Iterator
from hashlib import sha256

from console.domain.ids import FeedId
from console.domain.tour import Tour

Place = tuple[int, int]
"""A round of a tour, and a position in it: both from 0, and rounds before the first are negative."""


def round_order(tour: Tour, turn: int) -> tuple[int, ...]:
    """Indexes into the tour's steps, in the order of this round.

    A shuffled round does not begin with the camera that ended the one before, where that can be avoided.
    """
    count = len(tour.steps)
    if not tour.shuffled:
        return tuple(range(count))
    if count <= 2:  # any change of order would show one of them twice
        return _drawn(tour.name, count, 0)
    order = list(_drawn(tour.name, count, turn))
    before = tour.steps[_drawn(tour.name, count, turn - 1)[-1]].feed
    if tour.steps[order[0]].feed == before:
        # The last one stays: the round after this one relies on it.
        others = (at for at in range(1, count - 1) if tour.steps[order[at]].feed != before)
        at = next(others, 0)
        order[0], order[at] = order[at], order[0]
    return tuple(order)


def _drawn(name: str, count: int, turn: int) -> tuple[int, ...]:
    """By digests and not by the library's shuffle: what was logged once must come out so for ever."""
    return tuple(sorted(range(count), key=lambda at: sha256(f"{turn}/{at}/{name}".encode()).digest()))


def feed_at(tour: Tour, place: Place) -> FeedId:
    """The camera at a place; a position beyond the end is the last one."""
    order = round_order(tour, place[0])
    return tour.steps[order[min(place[1], len(order) - 1)]].feed


def dwell_at(tour: Tour, place: Place) -> int:
    """How long the camera at a place is shown, in seconds."""
    order = round_order(tour, place[0])
    return tour.steps[order[min(place[1], len(order) - 1)]].dwell_s


def places_from(tour: Tour, place: Place, *, back: bool = False) -> Iterator[tuple[Place, FeedId]]:
    """The places after this one, or before it, with their cameras: so many that each camera is among them."""
    count = len(tour.steps)
    turn, order = place[0], round_order(tour, place[0])
    at = place[0] * count + place[1]
    for distance in range(1, 2 * count + 1):
        now = divmod(at - distance if back else at + distance, count)
        if now[0] != turn:
            turn, order = now[0], round_order(tour, now[0])
        yield now, tour.steps[order[now[1]]].feed


def place_of(tour: Tour, turn: int, feed: FeedId) -> Place | None:
    """Where a round shows this camera; None where the tour does not have it."""
    found = (at for at, index in enumerate(round_order(tour, turn)) if tour.steps[index].feed == feed)
    at = next(found, None)
    return (turn, at) if at is not None else None
