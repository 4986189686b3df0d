"""Times that a package was asked for, and in which there is nothing of one of its cameras. Pure."""

from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby

import msgspec
from msgspec import UNSET

from console.app.package.manifest import Asked, LeftOut, MovieFacts
from console.app.package.times import utc_time
from console.protocol.movie_index import LEAST_HOLE_MS


def until_ms(asked: Asked, now_ms: int) -> int:
    """Up to when there can be pictures of what was asked for. A recording that ended has its own end."""
    if asked.to_ms is None:
        return now_ms
    return asked.to_ms if asked.recording is not None else min(asked.to_ms, now_ms)


def holes_of(movies: Iterable[MovieFacts], from_ms: int, to_ms: int) -> Iterator[LeftOut]:
    """By camera and time: before the first of its movies, between two, and behind the last, whatever of its
    streams they are of.
    """
    ordered = sorted(movies, key=lambda one: (one.feed, one.begin_ms))
    for feed, of_feed in groupby(ordered, key=lambda one: one.feed):
        times = [(one.begin_ms, one.end_ms) for one in of_feed]
        reached = [from_ms, *accumulate((end_ms for _, end_ms in times), max)]
        goes_on = [*(begin_ms for begin_ms, _ in times), to_ms]
        for end_ms, begin_ms in zip(reached, goes_on, strict=True):
            if begin_ms - end_ms >= LEAST_HOLE_MS:
                yield LeftOut(feed, f"nothing from {utc_time(end_ms)} to {utc_time(begin_ms)}")


def ended_before(movie: MovieFacts, to_ms: int) -> MovieFacts:
    """The movie; one that was open yet, and for which nothing came, does not end as it was being written."""
    is_over = movie.unfinished is True and to_ms - movie.end_ms >= LEAST_HOLE_MS
    return msgspec.structs.replace(movie, unfinished=UNSET) if is_over else movie
