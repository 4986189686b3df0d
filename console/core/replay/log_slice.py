"""A slice of core's log as files: written from its database, and read again."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from console.core.log.schema import LOG_VERSION, check_file
from console.core.replay.slice_format import Manifest, SliceError
from console.core.replay.slice_reading import RecordedSlice
from console.core.replay.slice_writing import Did, SliceWriter, made_whole

LEAST_FREE_BYTES = 64 * 1024
"""What a log's reader may have to write beside it."""


def write_slice(database: Path, from_n: int, to_n: int, folder: Path) -> Manifest:
    """Write the log from the newest checkpoint at or before input ``from_n`` up to input ``to_n`` as files.

    The database is read in one snapshot, while core goes on. ``folder`` is new, and there only once it is
    whole. Raises SliceError, NewerLog, OSError.
    """
    with made_whole(folder) as fresh:
        return write_slice_into(database, from_n, to_n, fresh)


def write_slice_into(
    database: Path, from_n: int, to_n: int, folder: Path, did: Did | None = None
) -> Manifest:
    """As ``write_slice``, into a folder that is there; what an error leaves in it, the caller removes."""
    if not database.is_file():
        raise SliceError(f"no slice of {database}: there is no such file; it is on the site's own machine")
    check_file(database)
    try:
        with closing(reader(database)) as log:
            log.execute("BEGIN")
            _check_version(log, database)
            return SliceWriter(log, from_n, to_n, did).write(folder)
    except sqlite3.Error as error:
        raise SliceError(
            f"no slice of {database}: it can't be read ({error}); {_advice(database, 'start the site first')}"
        ) from error


def last_input(database: Path) -> int:
    """The number of the last input in a log. Raises SliceError."""
    return _number(database, "SELECT coalesce(max(n), 0) FROM inputs")


def inputs_until_log(database: Path, log_ms: int) -> int:
    """The number of the last input up to this log time, 0 where there is none. Raises SliceError."""
    return _number(database, f"SELECT coalesce(max(n), 0) FROM inputs WHERE at_ms <= {log_ms:d}")


def inputs_until_wall(database: Path, wall_ms: int) -> int:
    """As ``inputs_until_log`` for wall time, as people are shown it."""
    return _number(
        database, f"SELECT coalesce(max(n), 0) FROM inputs WHERE coalesce(wall_ms, at_ms) <= {wall_ms:d}"
    )


def _number(database: Path, query: str) -> int:
    try:
        with closing(reader(database)) as log:
            (number,) = log.execute(query).fetchone()
    except sqlite3.Error as error:
        advice = _advice(database, "it is on the site's own machine")
        raise SliceError(f"{database} can't be read ({error}); {advice}") from error
    return int(number)


def _advice(database: Path, usual: str) -> str:
    """Even to be read it needs a file beside it."""
    try:
        is_full = shutil.disk_usage(database.parent).free < LEAST_FREE_BYTES
    except OSError:
        return usual
    return f"the disk of {database.parent} is full: make room on it" if is_full else usual


def read_slice(folder: Path, not_as_signed: str = "") -> RecordedSlice:
    """A slice that was written before; each of its files is looked for, and read when it is asked for.

    ``not_as_signed`` as in RecordedSlice. Raises SliceError, of a kind that says what is wrong.
    """
    return RecordedSlice(folder, not_as_signed)


def _check_version(log: sqlite3.Connection, database: Path) -> None:
    (found,) = log.execute("PRAGMA user_version").fetchone()
    if found < LOG_VERSION:
        raise SliceError(
            f"no slice of {database}: an older Sightline wrote it (log version {found}, this one writes "
            f"{LOG_VERSION}); start the site once with this one"
        )


def reader(file: Path) -> sqlite3.Connection:
    """A log, to read only. Raises sqlite3.Error."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
