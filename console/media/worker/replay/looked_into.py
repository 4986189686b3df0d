"""What a folder of movies holds, for people to look at: each camera's tape, and what is missing in it."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.media.worker.replay.recorded_movie import RecordedMovie
from console.media.worker.replay.stream_tape import StreamTape, movies_below
from console.protocol.glimpse_messages import NOT_IN_PACKAGE, NOT_RECORDED, RecordedGap
from console.protocol.movie_index import CONNECTION, LEAST_HOLE_MS
from console.protocol.process_config import RecordedFeed, ReplaySource
from console.protocol.time_anchor import LogTimes

NS_PER_MS = 1_000_000
Time = tuple[int, int]
"""From and to, in log time (ms)."""


class Looked(NamedTuple):
    """Of each camera its small stream, which is there for longest, else the large one."""

    tapes: dict[FeedId, StreamTape]
    gaps: tuple[RecordedGap, ...]


def look_into(source: ReplaySource) -> Looked:
    """Reads all indexes, which takes a while. A movie that can't be read is left out, and said."""
    times = LogTimes(source.anchors)
    all_of: dict[FeedId, list[RecordedMovie]] = {}
    chosen: dict[FeedId, list[RecordedMovie]] = {}
    for (feed, profile), movies in movies_below(Path(source.video_dir)).items():
        all_of.setdefault(feed, []).extend(movies)
        if feed not in chosen or profile is Profile.SUB:
            chosen[feed] = movies
    tapes = {feed: StreamTape(movies, times) for feed, movies in chosen.items()}
    recorded = {one.feed: one for one in source.recorded}
    gaps: list[RecordedGap] = []
    for feed, movies in chosen.items():
        told = _gaps_of(feed, movies, times)
        between = [
            (one.from_ns // NS_PER_MS, one.to_ns // NS_PER_MS) for one in tapes[feed].bare if not one.lost
        ]
        holes = [*between, *_edges(all_of[feed], times, source.asked_ms)]
        why = _Why(recorded.get(feed, RecordedFeed(feed)), movies[0].index.header.profile)
        gaps += [*told, *_holes_beside(told, feed, holes, why)]
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


def _edges(movies: Iterable[RecordedMovie], times: LogTimes, asked_ms: Time | None) -> list[Time]:
    """Of the time that was asked for, before the first picture of a camera, and behind the last."""
    placed = [one for one in movies if one.fragments and times.knows(one.index.header.machine_boot)]
    if asked_ms is None or not placed:
        return []
    begin_ns = min(
        times.log_ns(one.index.header.machine_boot, one.fragments[0].packets[0].arrival_ns) for one in placed
    )
    end_ns = max(
        times.log_ns(one.index.header.machine_boot, one.fragments[-1].packets[-1].arrival_ns)
        for one in placed
    )
    return [(asked_ms[0], begin_ns // NS_PER_MS), (end_ns // NS_PER_MS, asked_ms[1])]


def _holes_beside(
    told: Iterable[RecordedGap], feed: FeedId, holes: Iterable[Time], why: "_Why"
) -> list[RecordedGap]:
    """Where no gap of a movie tells of it already, as it does after a crash."""
    found = [
        RecordedGap(feed, from_ms, to_ms, why.of(from_ms, to_ms))
        for from_ms, to_ms in holes
        if to_ms - from_ms >= LEAST_HOLE_MS
    ]
    return [one for one in found if not _is_told(one, told)]


class _Why:
    """Of a camera, by a hole's middle: at its edges the two may differ by a fragment."""

    def __init__(self, recorded: RecordedFeed, profile: Profile) -> None:
        self._lost_ms = [
            (one.from_ms, one.to_ms) for one in recorded.states if one.state is PictureState.LOST
        ]
        self._recorded_ms = recorded.times_ms.get(profile, ())

    def of(self, from_ms: int, to_ms: int) -> str:
        middle_ms = (from_ms + to_ms) // 2
        if _is_in(middle_ms, self._lost_ms):
            return CONNECTION
        return NOT_IN_PACKAGE if _is_in(middle_ms, self._recorded_ms) else NOT_RECORDED


def _is_in(at_ms: int, times: Iterable[Time]) -> bool:
    return any(from_ms <= at_ms < to_ms for from_ms, to_ms in times)


def _is_told(hole: RecordedGap, told: Iterable[RecordedGap]) -> bool:
    return any(one.from_ms < hole.to_ms and one.to_ms > hole.from_ms for one in told)
