"""What a folder of movies holds, for people to look at: each camera's tape, and what is missing in it."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.replay.recorded_movie import RecordedMovie
from console.media.worker.replay.stream_tape import Bare, StreamTape, movies_below
from console.protocol.glimpse_messages import NOT_IN_PACKAGE, NOT_RECORDED, RecordedGap
from console.protocol.movie_index import LEAST_HOLE_MS
from console.protocol.process_config import ReplaySource
from console.protocol.time_anchor import LogTimes

NS_PER_MS = 1_000_000
Times = tuple[tuple[int, int], ...]
"""From and to, in log time (ms)."""


class Looked(NamedTuple):
    """Of each camera its small stream, which is there for longest, else the large one."""

    tapes: dict[FeedId, StreamTape]
    gaps: tuple[RecordedGap, ...]


def look_into(source: ReplaySource) -> Looked:
    """Reads all indexes, which takes a while. A movie that can't be read is left out, and said."""
    times = LogTimes(source.anchors)
    chosen: dict[FeedId, list[RecordedMovie]] = {}
    for (feed, profile), movies in movies_below(Path(source.video_dir)).items():
        if feed not in chosen or profile is Profile.SUB:
            chosen[feed] = movies
    tapes = {feed: StreamTape(movies, times) for feed, movies in chosen.items()}
    recorded_ms = {one.feed: one.times_ms for one in source.recorded}
    gaps: list[RecordedGap] = []
    for feed, movies in chosen.items():
        told = _gaps_of(feed, movies, times)
        of_stream = recorded_ms.get(feed, {}).get(movies[0].index.header.profile, ())
        gaps += [*told, *_holes_beside(told, feed, tapes[feed], of_stream)]
    return Looked(tapes, tuple(sorted(gaps, key=lambda one: (one.from_ms, one.feed))))


def _gaps_of(feed: FeedId, movies: Iterable[RecordedMovie], times: LogTimes) -> list[RecordedGap]:
    return [
        RecordedGap(
            feed,
            times.log_ns(boot, gap.from_ns) // NS_PER_MS,
            times.log_ns(boot, gap.to_ns) // NS_PER_MS,
            gap.reason,
        )
        for movie in movies
        if times.knows(boot := movie.index.header.machine_boot)
        for gap in movie.gaps
    ]


def _holes_beside(
    told: Iterable[RecordedGap], feed: FeedId, tape: StreamTape, recorded_ms: Times
) -> list[RecordedGap]:
    """Between two movies, where no gap of them tells of it already, as it does after a crash."""
    holes = [
        RecordedGap(feed, one.from_ns // NS_PER_MS, one.to_ns // NS_PER_MS, _why(one, recorded_ms))
        for one in tape.bare
        if not one.lost
    ]
    return [one for one in holes if one.to_ms - one.from_ms >= LEAST_HOLE_MS and not _is_told(one, told)]


def _why(hole: Bare, recorded_ms: Times) -> str:
    """By its middle: at its edges the two may differ by a fragment."""
    middle_ms = (hole.from_ns + hole.to_ns) // 2 // NS_PER_MS
    is_elsewhere = any(from_ms <= middle_ms < to_ms for from_ms, to_ms in recorded_ms)
    return NOT_IN_PACKAGE if is_elsewhere else NOT_RECORDED


def _is_told(hole: RecordedGap, told: Iterable[RecordedGap]) -> bool:
    return any(one.from_ms < hole.to_ms and one.to_ms > hole.from_ms for one in told)
