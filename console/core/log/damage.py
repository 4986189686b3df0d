"""A database that is damaged: known by what SQLite says, and set aside whole for those who may mend it."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from console.domain.errors import SightlineError

CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""https://www.sqlite.org/rescode.html; extended codes hold them in their low byte."""

SIDE_FILES = ("", "-wal", "-shm")
HEADER = b"SQLite format 3\0"
"""https://www.sqlite.org/fileformat.html"""

CHUNK_BYTES = 1 << 20
LOOK_EVERY_NS = 200_000_000


class Damaged(SightlineError):
    """SQLite read the database and found it wrong."""


def is_damage(error: Exception) -> bool:
    """Whether the file itself is wrong, so that trying again will not help."""
    code = getattr(error, "sqlite_errorcode", 0)
    return isinstance(error, Damaged) or (isinstance(error, sqlite3.Error) and code & 0xFF in CODES)


def reason(error: Exception) -> str:
    """In one line."""
    return " ".join(str(error).replace("*", "").split())[:120]


class HeaderWatch:
    """Sees a database that was removed, replaced or overwritten, in which SQLite goes on for long.

    Its descriptors stay open until ``stop``: a process that closes one loses all its locks on that file,
    SQLite's too, and then another program that opens the database takes the log away under it
    (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptors: list[int] = []
        self._begun = False
        self._looked_ns = 0

    def begin(self) -> None:
        """Watch the file that is there now, unless one is watched: at once when it has been opened, as what
        is removed before can't be kept. Raises OSError."""
        if not self._begun:
            self._descriptors.append(os.open(self._file, os.O_RDONLY | os.O_CLOEXEC))
            self._begun = True

    def look(self, now_ns: int) -> None:
        """At most once in LOOK_EVERY_NS. Raises Damaged; OSError where it can't be read."""
        if now_ns - self._looked_ns < LOOK_EVERY_NS:
            return
        self._looked_ns = now_ns
        try:
            self.begin()
            now = os.stat(self._file)
        except FileNotFoundError:
            raise Damaged("it was removed") from None
        if not os.path.samestat(now, os.fstat(self._descriptors[-1])):
            raise Damaged("it was replaced by another file")
        if os.pread(self._descriptors[-1], len(HEADER), 0) != HEADER:
            raise Damaged("it was overwritten")

    def keep_removed(self, aside: Path) -> None:
        """What was removed while it was open is still there to be read: put it where it is kept.

        Raises OSError.
        """
        if not self._begun or aside.exists():
            return
        with aside.open("wb") as kept:
            at = 0
            while chunk := os.pread(self._descriptors[-1], CHUNK_BYTES, at):
                kept.write(chunk)
                at += len(chunk)

    def begin_anew(self) -> None:
        """Another file takes its place."""
        self._begun = False

    def stop(self) -> None:
        """After every connection to it is closed."""
        while self._descriptors:
            os.close(self._descriptors.pop())
        self._begun = False


def look_through(connection: sqlite3.Connection) -> None:
    """Read all of it. Raises Damaged, sqlite3.Error."""
    said = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
    if said != ["ok"]:
        raise Damaged(str(said[0])[:200])


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
