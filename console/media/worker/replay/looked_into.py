"""What a folder of movies holds, for people to look at: each camera's tape, and what is missing in it."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.replay.recorded_movie import RecordedMovie
from console.media.worker.replay.stream_tape import StreamTape, movies_below
from console.protocol.glimpse_messages import RecordedGap
from console.protocol.process_config import ReplaySource
from console.protocol.time_anchor import LogTimes

NS_PER_MS = 1_000_000


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
    gaps = [gap for feed, movies in chosen.items() for gap in _gaps_of(feed, movies, times)]
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
