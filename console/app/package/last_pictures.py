"""The last pictures of a time that just ended: they are on disk with their fragment, seconds later."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from console.app.package.manifest import Asked
from console.app.package.progress import Progress
from console.domain.ids import FeedId
from console.media.worker.segments.repair import is_being_written
from console.protocol.clock import Clock
from console.protocol.movie_index import last_arrival_ms
from console.protocol.movie_names import MOVIE_SUFFIX, feed_folder, index_name

ON_DISK_WITHIN_MS = 8_000
"""A fragment waits for 2 s; the rest is for a busy machine, and a disk that is slow."""
LOOK_S = 0.1

Wait = Callable[[float], None]


def await_last_pictures(
    video: Path, asked: Asked, clock: Clock, progress: Progress, wait: Wait = time.sleep
) -> None:
    """Until what ended just now is on disk, or would be; at once where it ended before, or goes on.

    Raises OSError.
    """
    ended_ms = 0 if asked.to_ms is None else clock.now_ms() - asked.to_ms
    if asked.to_ms is None or not 0 <= ended_ms < ON_DISK_WITHIN_MS:
        return
    begun_ns, longest_ms = clock.monotonic_ns(), ON_DISK_WITHIN_MS - ended_ms
    progress.begin("waiting for the last pictures", longest_ms)
    while any(_is_behind(movie, asked.to_ms) for movie in _movies_of(video, asked.cameras)):
        waited_ms = (clock.monotonic_ns() - begun_ns) // 1_000_000
        if waited_ms >= longest_ms:
            return
        progress.reached(waited_ms)
        wait(LOOK_S)


def _movies_of(video: Path, cameras: tuple[FeedId, ...]) -> Iterator[Path]:
    folders = [video / feed_folder(one) for one in cameras] or sorted(video.glob("*/"))
    for folder in folders:
        yield from folder.glob(f"*{MOVIE_SUFFIX}")


def _is_behind(movie: Path, to_ms: int) -> bool:
    """Whether what is written to it now may still be of before that moment."""
    with suppress(FileNotFoundError):  # it went to make room
        if movie.stat().st_mtime_ns // 1_000_000 < to_ms - ON_DISK_WITHIN_MS:
            return False  # its camera was lost long before, and of a week's thousands few are opened
        return (
            is_being_written(movie)
            and (last_arrival_ms(movie.with_name(index_name(movie.name))) or 0) < to_ms
        )
    return False
