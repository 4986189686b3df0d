"""A slice of core's log as files: written from its database, and read again."""

import sqlite3
from contextlib import closing
from pathlib import Path

from console.core.log.schema import LOG_VERSION, check_file
from console.core.replay.slice_format import Manifest, SliceError
from console.core.replay.slice_reading import RecordedSlice
from console.core.replay.slice_writing import SliceWriter, made_whole


def write_slice(database: Path, from_n: int, to_n: int, folder: Path) -> Manifest:
    """Write the log from the newest checkpoint at or before input ``from_n`` up to input ``to_n`` as files.

    The database is read in one snapshot, while core goes on. ``folder`` is new, and there only once it is
    whole. Raises SliceError, NewerLog, OSError.
    """
    if not database.is_file():
        raise SliceError(f"no slice of {database}: there is no such file; it is on the site's own machine")
    check_file(database)
    try:
        with closing(_reader(database)) as log, made_whole(folder) as fresh:
            log.execute("BEGIN")
            _check_version(log, database)
            return SliceWriter(log, from_n, to_n).write(fresh)
    except sqlite3.Error as error:
        raise SliceError(
            f"no slice of {database}: it can't be read ({error}); start the site first"
        ) from error


def last_input(database: Path) -> int:
    """The number of the last input in a log. Raises SliceError."""
    try:
        with closing(_reader(database)) as log:
            (last_n,) = log.execute("SELECT coalesce(max(n), 0) FROM inputs").fetchone()
    except sqlite3.Error as error:
        raise SliceError(f"{database} can't be read ({error}); it is on the site's own machine") from error
    return int(last_n)


def read_slice(folder: Path) -> RecordedSlice:
    """A slice that was written before; each of its files is looked for, and read when it is asked for.

    Raises SliceError, of a kind that says what is wrong.
    """
    return RecordedSlice(folder)


def _check_version(log: sqlite3.Connection, database: Path) -> None:
    (found,) = log.execute("PRAGMA user_version").fetchone()
    if found < LOG_VERSION:
        raise SliceError(
            f"no slice of {database}: an older Sightline wrote it (log version {found}, this one writes "
            f"{LOG_VERSION}); start the site once with this one"
        )


def _reader(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
