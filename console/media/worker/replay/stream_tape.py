"""All that was recorded of one stream, in log time: where to begin for a moment, and what comes next."""

import logging
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from console.domain.errors import SightlineError
from console.domain.media import StreamKey
from console.media.worker.replay.recorded_movie import RecordedMovie
from console.media.worker.rtsp_source import StreamFormat, VideoPacket
from console.protocol.movie_index import CONNECTION, MovieHeader
from console.protocol.process_config import ReplaySource
from console.protocol.time_anchor import LogTimes

log = logging.getLogger("sightline.media")


class Came(NamedTuple):
    """A packet when it came, in ns of log time. ``form`` is its movie's; ``number`` was its ring's."""

    at_ns: int
    packet: VideoPacket
    form: StreamFormat
    number: int
    is_keyframe: bool
    after_loss: bool


class Place(NamedTuple):
    """A keyframe: its log time, and where it is on the tape."""

    at_ns: int
    movie: int
    fragment: int


class Bare(NamedTuple):
    """Nothing is here between these moments (log time): ``lost``, as the camera was not there."""

    from_ns: int
    to_ns: int
    lost: bool


class StreamTape:
    """``movies`` in any order; those whose stamps have no place in the log are left out, and said."""

    def __init__(self, movies: Iterable[RecordedMovie], times: LogTimes) -> None:
        self._times = times
        placed = [movie for movie in movies if self._has_place(movie)]
        self._movies = sorted(placed, key=self._begin_ns)
        self._keys = [
            Place(self._log_ns(movie, next(r.arrival_ns for r in one.packets if r.keyframe)), at, number)
            for at, movie in enumerate(self._movies)
            for number, one in enumerate(movie.fragments)
            if any(record.keyframe for record in one.packets)
        ]
        self._key_ns = [place.at_ns for place in self._keys]
        self.bare = self._all_bare()

    def _has_place(self, movie: RecordedMovie) -> bool:
        if not movie.fragments:
            return False
        if self._times.knows(movie.index.header.machine_boot):
            return True
        log.warning("%s was recorded on another start of the machine than the log: left out", movie.path)
        return False

    def _begin_ns(self, movie: RecordedMovie) -> int:
        return self._log_ns(movie, movie.fragments[0].packets[0].arrival_ns)

    def _log_ns(self, movie: RecordedMovie, arrival_ns: int) -> int:
        return self._times.log_ns(movie.index.header.machine_boot, arrival_ns)

    def _all_bare(self) -> tuple[Bare, ...]:
        lost = [
            Bare(self._log_ns(movie, gap.from_ns), self._log_ns(movie, gap.to_ns), lost=True)
            for movie in self._movies
            for gap in movie.gaps
            if gap.reason == CONNECTION
        ]
        known = {one.to_ns for one in lost}
        holes = [self._hole(before, movie) for before, movie in pairwise(self._movies)]
        found = [*lost, *(one for one in holes if one is not None and one.to_ns not in known)]
        return tuple(sorted(one for one in found if one.to_ns > one.from_ns))

    def _hole(self, before: RecordedMovie, movie: RecordedMovie) -> Bare | None:
        """Between two movies; None where one goes on in the other, as where the stream's shape changes."""
        last, first = before.fragments[-1].packets[-1], movie.fragments[0].packets[0]
        if first.number == last.number + 1:
            return None
        return Bare(self._log_ns(before, last.arrival_ns), self._begin_ns(movie), lost=False)

    @property
    def begin_ns(self) -> int | None:
        """When its first packet came; None of an empty one."""
        return self._begin_ns(self._movies[0]) if self._movies else None

    @property
    def end_ns(self) -> int | None:
        """When its last packet came; None of an empty one."""
        if not self._movies:
            return None
        last = self._movies[-1]
        return self._log_ns(last, last.fragments[-1].packets[-1].arrival_ns)

    def key_before(self, at_ns: int) -> Place | None:
        """The last keyframe that had come by then; None where none had."""
        index = bisect_right(self._key_ns, at_ns) - 1
        return self._keys[index] if index >= 0 else None

    def first_key(self) -> Place | None:
        """The first keyframe of all."""
        return self._keys[0] if self._keys else None

    def bare_until_ns(self, at_ns: int) -> int | None:
        """Until when there is nothing at this moment, and no camera was lost: before all, between two
        recordings, after all (None); the moment itself where there is something.
        """
        if not self._keys or self.end_ns is None or at_ns >= self.end_ns:
            return None
        if at_ns < self._key_ns[0]:
            return self._key_ns[0]
        holes = [one.to_ns for one in self.bare if not one.lost and one.from_ns <= at_ns < one.to_ns]
        return holes[0] if holes else at_ns

    def from_place(self, place: Place) -> Iterator[Came]:
        """The packets from a keyframe on, to the end. A fragment that can't be read is left out, and said."""
        before: Came | None = None
        for at in range(place.movie, len(self._movies)):
            movie = self._movies[at]
            for number in range(place.fragment if at == place.movie else 0, len(movie.fragments)):
                for came in self._fragment(movie, number):
                    if _follows(before, came):
                        yield came
                        before = came

    def _fragment(self, movie: RecordedMovie, number: int) -> Iterator[Came]:
        try:
            packets = movie.packets(number)
        except (OSError, SightlineError) as error:
            log.warning("%s", error)
            return
        for packet, record in packets:
            at_ns = self._log_ns(movie, record.arrival_ns)
            yield Came(at_ns, packet, movie.form, record.number, record.keyframe, record.after_loss)


def _follows(before: Came | None, came: Came) -> bool:
    """Whether it can be decoded after that one: movies overlap where a recording began soon after another."""
    if before is None or came.form is not before.form:
        joins = before is not None and came.number == before.number + 1 and _alike(before.form, came.form)
        return (came.is_keyframe and (before is None or came.at_ns > before.at_ns)) or joins
    return came.at_ns >= before.at_ns


def _alike(one: StreamFormat, other: StreamFormat) -> bool:
    return (one.codec, one.width, one.height) == (other.codec, other.width, other.height)


def movies_below(folder: Path) -> dict[StreamKey, list[RecordedMovie]]:
    """All movies of a folder by their stream; one that can't be read is left out, and said."""
    found: dict[StreamKey, list[RecordedMovie]] = {}
    for path in sorted(folder.glob("*/*.mp4")):
        try:
            movie = RecordedMovie(path)
        except (OSError, SightlineError) as error:
            log.warning("a movie is left out: %s", error)
            continue
        header: MovieHeader = movie.index.header
        found.setdefault((header.feed, header.profile), []).append(movie)
    return found


def tapes_of(source: ReplaySource) -> dict[StreamKey, StreamTape]:
    """The tape of each stream that was recorded."""
    times = LogTimes(source.anchors)
    return {key: StreamTape(movies, times) for key, movies in movies_below(Path(source.video_dir)).items()}
