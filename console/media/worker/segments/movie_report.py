"""What is said of a recorded stream: what is on disk, and what is wrong."""

import errno
import os
from dataclasses import dataclass, replace
from pathlib import Path

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.segments.movie import Movie
from console.media.worker.segments.reserve import ReserveReached

StreamKey = tuple[FeedId, Profile]


@dataclass(frozen=True, slots=True)
class MovieReport:
    """A movie as far as it is on disk. Where nothing is yet, ``file`` is "" or its times are 0.

    ``file`` is relative to the recorder's folder; times are arrivals, by wall clock in ms and CLOCK_MONOTONIC
    in ns; ``gaps`` counts those in it, ``is_gap_open``: packets that came after it are lost already;
    ``written_wall_ms``: up to when the stream is on disk, in this movie or one before; ``behind_s``: how much
    older the last packet taken is than the stream's newest; ``trouble`` says in words what is wrong, "" when
    nothing is.
    """

    feed: FeedId
    profile: Profile
    file: str
    is_open: bool
    first_wall_ms: int = 0
    last_wall_ms: int = 0
    first_ns: int = 0
    last_ns: int = 0
    size: int = 0
    gaps: int = 0
    is_gap_open: bool = False
    written_wall_ms: int = 0
    behind_s: float = 0.0
    trouble: str = ""


def report_of(key: StreamKey, movie: Movie, folder: Path) -> MovieReport:
    """A movie that is ended, below the recorder's ``folder``."""
    safe = movie.safe
    about = MovieReport(
        *key,
        file=str(movie.path.relative_to(folder)),
        is_open=False,
        size=safe.size,
        gaps=movie.gaps,
    )
    if safe.first is None or safe.last is None:
        return about
    first, last = safe.first, safe.last
    return replace(
        about,
        first_wall_ms=first.wall_ms,
        last_wall_ms=last.wall_ms,
        first_ns=first.arrival_ns,
        last_ns=last.arrival_ns,
    )


_WORDS = {
    errno.ENOSPC: "the disk is full: make room",
    errno.EDQUOT: "its quota is used up: make room",
    errno.EFBIG: "the disk takes no larger file",
    errno.EROFS: "the disk is read-only: look at it, it may be failing",
    errno.EIO: "the disk fails: replace it",
    errno.ENOENT: "the folder is gone: mount or make it again",
    errno.EACCES: "the folder may not be written: give this user the right",
}


def trouble_of(error: OSError, folder: Path, retry_s: int) -> str:
    """What an operator can do about a disk that takes no movies."""
    if isinstance(error, ReserveReached):
        return f"{error} ({folder}; tried again each {retry_s} s)"
    words = _WORDS.get(error.errno or 0, os.strerror(error.errno) if error.errno else "the disk fails")
    return f"{words} ({folder}; tried again each {retry_s} s)"
