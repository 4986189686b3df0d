"""When the site recorded each of its cameras: a replay tells what is left out from what never was."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from console.domain.ids import FeedId
from console.media.worker.segments.repair import is_being_written
from console.protocol.movie_index import MovieIndexError, last_arrival_ms, parse_index
from console.protocol.movie_names import begun_ms, feed_folder, index_name

BEFORE_MS = 60_000
"""A replay begins at most half a minute before what was asked for."""
JOINED_MS = 1_000
"""Movies so near to each other are one time: the second begins with the first one's next packet."""


class Times(NamedTuple):
    """Wall time in epoch milliseconds."""

    from_ms: int
    to_ms: int


def recorded_times(video: Path, from_ms: int, now_ms: int) -> dict[FeedId, tuple[Times, ...]]:
    """Of each camera with movies below ``video`` that end after ``from_ms``, or little before it.

    By names of movies and the last lines of their indexes: none is read whole. Raises OSError.
    """
    found = {}
    for folder in sorted(video.glob("*/")):
        times = sorted(_times_in(folder, from_ms - BEFORE_MS, now_ms))
        feed = _feed_of(folder) if times else None
        if feed is not None:
            found[feed] = tuple(_joined(times))
    return found


def _times_in(folder: Path, least_ms: int, now_ms: int) -> Iterator[Times]:
    for movie in folder.iterdir():
        begun = begun_ms(movie.name)
        if begun is not None:
            with suppress(FileNotFoundError):  # it went to make room
                end = _end_ms(movie, least_ms, now_ms)
                if end is not None and end >= least_ms:
                    yield Times(begun, max(begun, end))


def _end_ms(movie: Path, least_ms: int, now_ms: int) -> int | None:
    if movie.stat().st_mtime_ns // 1_000_000 < least_ms:  # of a week's thousands few are opened
        return None
    if is_being_written(movie):
        return now_ms
    return last_arrival_ms(movie.with_name(index_name(movie.name)))


def _feed_of(folder: Path) -> FeedId | None:
    """By any index of the folder, whose name alone does not tell."""
    for index in folder.glob("*.jsonl*"):
        with suppress(FileNotFoundError, MovieIndexError), index.open("rb") as file:
            feed = parse_index(file.readline(), index).header.feed
            if feed_folder(feed) == folder.name:
                return feed
    return None


def _joined(times: list[Times]) -> Iterator[Times]:
    """In their order, those that touch as one."""
    before = times[0]
    for one in times[1:]:
        if one.from_ms - before.to_ms <= JOINED_MS:
            before = Times(before.from_ms, max(before.to_ms, one.to_ms))
        else:
            yield before
            before = one
    yield before
