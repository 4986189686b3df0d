"""Makes an incident package: a folder with the log's part and the movies of a recording."""

import os
import shutil
from pathlib import Path

from msgspec import Struct

from console.core.replay.log_slice import last_input, write_slice
from console.domain.ids import FeedId
from console.domain.recording import Recording
from console.protocol.movie_index import MovieIndex, read_index

VIDEO = "video"
SLACK_MS = 2_000
"""Cameras' packets are stamped by another process than core: a little more is taken."""


class MadePackage(Struct, frozen=True):
    """What is in a package: movies, relative to its folder, and inputs of the log."""

    movies: tuple[str, ...]
    inputs: int


def make_package(data_dir: Path, recording: Recording, folder: Path) -> MadePackage:
    """Write the package of a recording into ``folder``, which is new.

    Raises SliceError, MovieIndexError, OSError.
    """
    database = data_dir / "core.sqlite"
    manifest = write_slice(database, max(1, recording.opened_n), last_input(database), folder)
    found = _movies(data_dir / VIDEO, recording)
    for movie in found:
        to = folder / VIDEO / movie.relative_to(data_dir / VIDEO)
        to.parent.mkdir(parents=True, exist_ok=True)
        for file in (movie, movie.with_suffix(".jsonl")):
            _link_or_copy(file, to.with_suffix(file.suffix))
    return MadePackage(
        tuple(str(movie.relative_to(data_dir)) for movie in found), manifest.to_n - manifest.checkpoint_n
    )


def _movies(video: Path, recording: Recording) -> list[Path]:
    """Those of its cameras that reach into it."""
    feeds = {one.feed for one in recording.feeds}
    ended_ms = None
    if recording.ended_log_ms is not None:
        ended_ms = recording.begun_at_ms + recording.ended_log_ms - recording.begun_log_ms + SLACK_MS
    return [path for path in sorted(video.glob("*/*.mp4")) if _belongs(path, feeds, recording, ended_ms)]


def _belongs(path: Path, feeds: set[FeedId], recording: Recording, ended_ms: int | None) -> bool:
    index: MovieIndex = read_index(path.with_suffix(".jsonl"))
    packets = index.packets
    if index.header.feed not in feeds or not packets:
        return False
    starts_later = ended_ms is not None and packets[0].arrival_wall_ms > ended_ms
    return packets[-1].arrival_wall_ms >= recording.begun_at_ms and not starts_later


def _link_or_copy(file: Path, to: Path) -> None:
    """A finished movie never changes: on the same disk it needs no second copy."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copy2(file, to)
