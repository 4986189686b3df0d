"""Movies that a crash left without an end: cut to what is whole, or removed where nothing is."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from console.domain.errors import SightlineError
from console.media.worker.segments.disk import sync_folder
from console.media.worker.segments.left_fragments import holds_fragments, left_of
from console.media.worker.segments.movie import index_of
from console.protocol.movie_index import (
    REPAIRED,
    EndRecord,
    MovieIndex,
    MovieIndexError,
    PacketRecord,
    encode_records,
    parse_index,
)
from console.protocol.movie_names import DAMAGED_SUFFIX, MOVIE_SUFFIX, boot_of
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.media")

END_BYTES = 200
"""An end record is shorter."""


class Outcome(StrEnum):
    """What became of a movie."""

    WHOLE = "whole"
    REPAIRED = "repaired"
    REMOVED = "removed"


class Repaired(NamedTuple):
    """``cut_bytes`` of the movie were no part of a whole fragment; ``last`` is its last packet."""

    path: Path
    outcome: Outcome
    cut_bytes: int = 0
    last: PacketRecord | None = None


class MovieDamaged(SightlineError):
    """More is wrong than a crash explains; the movie and its index lie untouched beside, as ``.damaged``."""

    def __init__(self, path: Path, problem: str) -> None:
        self.problem = problem
        super().__init__(
            f"{path}: can't be repaired: {problem}; it was renamed to {path.name}{DAMAGED_SUFFIX}, "
            "take out of it what you need and remove it"
        )


class MovieInUse(SightlineError):
    """A living process writes this movie."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: not repaired: a process is writing it; it is repaired once that has ended")


def repair_left_over(folder: Path, this_boot: str) -> tuple[Repaired, ...]:
    """Repair all movies below ``folder`` that others than this program's life left unfinished; for its start.

    What can't be is said in the log and stays. Movies that a living worker writes are its own.
    """
    done = []
    for path in sorted(folder.glob(f"*/*{MOVIE_SUFFIX}")):
        if boot_of(path) in (None, this_boot):
            continue
        try:
            if not _is_finished(path):
                done.append(repair(path))
                log.info("%s, which a crash left, was %s", path, done[-1].outcome)
        except MovieInUse:
            continue
        except (OSError, MovieDamaged) as error:
            log.warning("a movie stays as a crash left it: %s", error)
    return tuple(done)


def is_being_written(path: Path) -> bool:
    """Whether a living process writes this movie. Raises OSError."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # some network file systems know no locks
            return False
    return False


def repair(path: Path, how: str = REPAIRED) -> Repaired:
    """Bring a movie and its index to their last whole fragment; a second time changes nothing.

    ``how`` it came to its end is written into the index.
    Raises OSError, MovieInUse, and MovieDamaged, after which the files have the suffix ``.damaged``.
    """
    with _locked(path) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            index = _left_index(path)
            if index is None:
                if holds_fragments(file, size):
                    raise MovieDamaged(path, "its index is gone")
                return _removed(path, size)
            if index.end is not None and size >= index.end.size:
                return Repaired(path, Outcome.WHOLE, last=_last_of(index))
            left = left_of(file, size, index)
            if left.damage:
                raise MovieDamaged(path, left.damage)
        except MovieDamaged:
            _set_aside(path)
            raise
        return _cut(path, file, size, index, left.whole, how) if left.whole else _removed(path, size)


def _last_of(index: MovieIndex) -> PacketRecord | None:
    return index.fragments[-1].packets[-1] if index.fragments else None


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if isinstance(error, BlockingIOError):  # any other: some network file systems know no locks
                raise MovieInUse(path) from None
        yield file


def _is_finished(path: Path) -> bool:
    """Whether an end record says what is there; only the index's last bytes are read."""
    try:
        with index_of(path).open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - END_BYTES))
            lines = file.read().splitlines()
        return msgspec.json.decode(lines[-1] if lines else b"", type=EndRecord).size == path.stat().st_size
    except FileNotFoundError:
        return False
    except UNREADABLE:
        return False


def _left_index(path: Path) -> MovieIndex | None:
    """The index as far as it can be read; None without a header. Raises MovieDamaged, OSError."""
    place = index_of(path)
    try:
        body = place.read_bytes()
    except FileNotFoundError:
        return None
    try:
        return parse_index(body, place)
    except MovieIndexError as error:
        rest = body[error.offset :]
        if error.offset == 0 and (b"\n" not in rest or not rest.strip(b"\0")):
            return None
        if error.offset == 0:
            raise MovieDamaged(path, str(error)) from error
        return parse_index(body[: error.offset], place)


def _cut(path: Path, file: BinaryIO, size: int, index: MovieIndex, whole: int, how: str) -> Repaired:
    last = index.fragments[whole - 1]
    file.truncate(last.end)
    os.fsync(file.fileno())
    with index_of(path).open("r+b") as lines:
        lines.truncate(last.index_end)
        lines.seek(last.index_end)
        lines.write(encode_records([EndRecord(how, last.end)]))
        lines.flush()
        os.fsync(lines.fileno())
    return Repaired(path, Outcome.REPAIRED, size - last.end, last.packets[-1])


def _removed(path: Path, size: int) -> Repaired:
    # The index first: a movie without one and without a fragment is removed the next time.
    index_of(path).unlink(missing_ok=True)
    path.unlink()
    sync_folder(path.parent)
    return Repaired(path, Outcome.REMOVED, size)


def _set_aside(path: Path) -> None:
    for file in (index_of(path), path):
        if file.exists():
            file.rename(file.with_name(file.name + DAMAGED_SUFFIX))
