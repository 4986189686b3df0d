"""When the site recorded each of its cameras: a replay tells what is left out from what never was."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from console.app.package.manifest import RecordedTimes
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.segments.repair import is_being_written
from console.protocol.movie_index import MovieIndexError, last_arrival_ms, parse_index
from console.protocol.movie_names import begun_ms, feed_folder, index_name, profile_of

BEFORE_MS = 60_000
"""A replay begins at most half a minute before what was asked for."""
JOINED_MS = 1_000
"""Movies so near to each other are one time: the second begins with the first one's next packet."""


SILENT_MS = 10_000
"""A movie to which nothing came for longer than its fragments take waits for a camera that is lost."""

Times = tuple[int, int]
"""From and to, wall time in epoch milliseconds."""


def recorded_times(video: Path, from_ms: int, now_ms: int) -> RecordedTimes:
    """Of each camera with movies below ``video`` that end after ``from_ms``, or little before it.

    By names of movies and the last lines of their indexes: none is read whole. Raises OSError.
    """
    found: RecordedTimes = {}
    for folder in sorted(video.glob("*/")):
        times: dict[Profile, list[Times]] = {}
        for profile, one in _times_in(folder, from_ms - BEFORE_MS, now_ms):
            times.setdefault(profile, []).append(one)
        feed = _feed_of(folder) if times else None
        if feed is not None:
            found[feed] = {profile: tuple(_joined(sorted(each))) for profile, each in sorted(times.items())}
    return found


def _times_in(folder: Path, least_ms: int, now_ms: int) -> Iterator[tuple[Profile, Times]]:
    for movie in folder.iterdir():
        begun, profile = begun_ms(movie.name), profile_of(movie.name)
        if begun is not None and profile is not None:
            with suppress(FileNotFoundError):  # it went to make room
                end = _end_ms(movie, least_ms, now_ms)
                if end is not None and end >= least_ms:
                    yield profile, (begun, max(begun, end))


def _end_ms(movie: Path, least_ms: int, now_ms: int) -> int | None:
    if movie.stat().st_mtime_ns // 1_000_000 < least_ms:  # of a week's thousands few are opened
        return None
    last_ms = last_arrival_ms(movie.with_name(index_name(movie.name)))
    if not is_being_written(movie) or (last_ms is not None and now_ms - last_ms > SILENT_MS):
        return last_ms
    return now_ms


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
    from_ms, to_ms = times[0]
    for next_from_ms, next_to_ms in times[1:]:
        if next_from_ms - to_ms <= JOINED_MS:
            to_ms = max(to_ms, next_to_ms)
        else:
            yield from_ms, to_ms
            from_ms, to_ms = next_from_ms, next_to_ms
    yield from_ms, to_ms
