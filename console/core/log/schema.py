"""The database's tables, and how those of each version become those of the next.

Version 1 (``user_version`` 0) was the first; each step is one transaction. What a newer program wrote is not
touched: it may mean something that this one would destroy.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from console.domain.errors import SightlineError

LOG_VERSION = 6
BUSY_TIMEOUT_S = 0.5

CACHE_KIB = 16 * 1024
WAL_PAGES = 8_000
"""In a flood of 400 sources each commit writes 400 pages of the journal's index: with SQLite's own 2 MiB and
1,000 pages they are read again each time, and the log waits for the disk 170 times a second."""

_VERSION_1 = """
CREATE TABLE IF NOT EXISTS inputs (n INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS checkpoints (n INTEGER PRIMARY KEY, version INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS journal (
    n INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, received_at_ms INTEGER NOT NULL,
    lossy INTEGER NOT NULL, body BLOB NOT NULL, UNIQUE (source, id));
CREATE TABLE IF NOT EXISTS quarantine (
    n INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, reason TEXT NOT NULL, raw BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sequences (source TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
"""

_VERSION_2 = """
ALTER TABLE inputs ADD COLUMN wall_ms INTEGER;
ALTER TABLE checkpoints ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE checkpoints ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE checkpoints ADD COLUMN pins TEXT NOT NULL DEFAULT '[]';
CREATE TABLE layouts_due (name TEXT PRIMARY KEY, content TEXT NOT NULL, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE log_size (
    one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL, bytes INTEGER NOT NULL);
INSERT INTO log_size SELECT 1, count(*), coalesce(sum(length(body)), 0) FROM inputs;
UPDATE checkpoints SET at_ms = coalesce((SELECT at_ms FROM inputs WHERE inputs.n = checkpoints.n), 0);
"""


_VERSION_3 = "ALTER TABLE inputs ADD COLUMN crc INTEGER;"

_VERSION_4 = """
ALTER TABLE inputs ADD COLUMN records INTEGER;
CREATE TABLE decisions (n INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE views (n INTEGER NOT NULL, monitor TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (n, monitor));
"""


_VERSION_5 = """
CREATE TABLE layout_versions (
    name TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (name, version)
) WITHOUT ROWID;
"""


class NewerLog(SightlineError):
    """The data folder was written by a newer program."""


def open_database(file: Path) -> sqlite3.Connection:
    """Open core's database for writing, made or brought up to this version.

    Raises NewerLog, sqlite3.Error, OSError.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_file(file)
    connection = sqlite3.connect(file, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint={WAL_PAGES}")
        _upgrade(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def check_file(file: Path) -> None:
    """Raise NewerLog for a database of a newer program; one that is not there or can't be read is fine."""
    if not file.exists():
        return
    try:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_S)
        try:
            version = _version(connection)
        finally:
            connection.close()
    except sqlite3.Error:
        return  # whoever opens it for writing will meet it again, and say so
    if version > LOG_VERSION:
        raise NewerLog(
            f"the data folder {file.parent} was written by a newer Sightline (log version {version}; this "
            f"one reads up to {LOG_VERSION}): install that version again, or name another data folder"
        )


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _upgrade(connection: sqlite3.Connection) -> None:
    while (version := _version(connection)) < LOG_VERSION:
        _STEPS[version](connection)


def _from_nothing_or_1(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_1 + _VERSION_2, 2)


def _from_2(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_3, 3)


def _from_3(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_4, 4)


def _from_4(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_5, 5)


def _from_5(connection: sqlite3.Connection) -> None:
    """The same tables: what stands in them older programs do not know (see saved_state)."""
    _run(connection, "", 6)


def _run(connection: sqlite3.Connection, script: str, version: int) -> None:
    connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {version}; COMMIT;")


_STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {
    0: _from_nothing_or_1,
    2: _from_2,
    3: _from_3,
    4: _from_4,
    5: _from_5,
}
