"""Times between a package's movies of one camera of which there is nothing. Pure."""

from collections.abc import Iterable
from itertools import groupby

from console.app.package.manifest import LeftOut, MovieFacts
from console.app.package.times import utc_time

LEAST_HOLE_MS = 5_000
"""What is shorter is a change of its video, or what a crash took: a gap that the movie's own index tells."""


def holes_of(movies: Iterable[MovieFacts]) -> list[LeftOut]:
    """By camera and time, whatever of its streams ends before and begins after."""
    found: list[LeftOut] = []
    ordered = sorted(movies, key=lambda one: (one.feed, one.begin_ms))
    for feed, of_feed in groupby(ordered, key=lambda one: one.feed):
        end_ms: int | None = None
        for one in of_feed:
            if end_ms is not None and one.begin_ms - end_ms >= LEAST_HOLE_MS:
                found.append(LeftOut(feed, f"nothing from {utc_time(end_ms)} to {utc_time(one.begin_ms)}"))
            end_ms = max(one.end_ms, end_ms or 0)
    return found
