"""A database that is damaged: known by what SQLite says, and set aside whole for those who may mend it."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from console.domain.errors import SightlineError
from console.protocol.clock import Clock

CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""https://www.sqlite.org/rescode.html; extended codes hold them in their low byte."""

SIDE_FILES = ("", "-wal", "-shm")
HEADER = b"SQLite format 3\0"
"""https://www.sqlite.org/fileformat.html"""

STEPS_A_LOOK = 10_000


class Damaged(SightlineError):
    """SQLite read the database and found it wrong."""


def is_damage(error: Exception) -> bool:
    """Whether the file itself is wrong, so that trying again will not help."""
    code = getattr(error, "sqlite_errorcode", 0)
    return isinstance(error, Damaged) or (isinstance(error, sqlite3.Error) and code & 0xFF in CODES)


def reason(error: Exception) -> str:
    """In one line."""
    return " ".join(str(error).replace("*", "").split())[:120]


def check_header(file: Path) -> None:
    """Raises Damaged where this is not a database any more, or not there; OSError where it can't be read."""
    try:
        with file.open("rb") as opened:
            if opened.read(len(HEADER)) != HEADER:
                raise Damaged("it was overwritten")
    except FileNotFoundError:
        raise Damaged("it was removed") from None


def looked_through(connection: sqlite3.Connection, clock: Clock, limit_s: float | None = None) -> bool:
    """Read all of it; False when there was not enough time. Raises Damaged, sqlite3.Error."""
    until_ns = clock.monotonic_ns() + int(limit_s * 1e9) if limit_s is not None else None
    if until_ns is not None:
        last_ns = until_ns
        connection.set_progress_handler(lambda: clock.monotonic_ns() > last_ns, STEPS_A_LOOK)
    try:
        said = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return False
        raise
    finally:
        connection.set_progress_handler(None, 0)
    if said != ["ok"]:
        raise Damaged(str(said[0])[:200])
    return True


def set_aside(file: Path, now_ms: int) -> Path:
    """Rename the database with what belongs to it, the time in the name. Raises OSError."""
    stamp = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = file.with_name(f"{file.name}.damaged-{stamp}")
    count = 1
    while aside.exists():
        count += 1
        aside = file.with_name(f"{file.name}.damaged-{stamp}-{count}")
    for side in SIDE_FILES:
        part = file.with_name(file.name + side)
        if part.exists():
            part.rename(aside.with_name(aside.name + side))
    return aside
