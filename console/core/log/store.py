"""Core's memory on disk: input log, checkpoints, journal of alerts, counts. SQLite, one writer thread.

The loop hands statements over and goes on; the thread commits what comes within GROUP_WINDOW_S together.
When the disk is full or the folder can't be written, it keeps everything, says so, and tries again.
"""

import logging
import os
import sqlite3
import threading
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic_ns

from sqlalchemy.exc import SQLAlchemyError

from console.core.layouts.layout_table import LayoutTable
from console.domain.layout import Layout

log = logging.getLogger("sightline.store")

GROUP_WINDOW_S = 0.005
BATCH_MAX = 2_000
RETRY_S = 0.5
STOP_WITHIN_S = 0.8
BUSY_TIMEOUT_S = 0.5
MAX_WAITING = 50_000
"""Statements that may wait for the disk; beyond it core takes no more alerts, and their senders keep them."""

SCHEMA = """
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


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement and its parameters."""

    sql: str
    parameters: tuple[str | int | bytes | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the disk held at the start. ``tail``: bodies of the inputs after the checkpoint."""

    checkpoint: bytes | None = None
    tail: tuple[bytes, ...] = ()
    last_n: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    journal_n: int = 0
    layouts: dict[str, Layout] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Waiting:
    token: int
    statements: tuple[Statement, ...]
    layouts: tuple[Layout, ...]


def open_database(file: Path) -> sqlite3.Connection:
    """Open core's database for writing, its tables made. Raises sqlite3.Error or OSError."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = sqlite3.connect(file, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class Store:
    """``add`` from the loop; ``committed`` says up to which token everything is safe on disk.

    ``wake_fd`` becomes readable at each commit; ``failing`` holds what is wrong in words, "" when all is
    well. ``outdated`` is set when a folder that could not be opened at the start turns out to hold a log:
    then core has to be started again to take that up.
    """

    def __init__(self, folder: Path, state_version: int) -> None:
        self.file = folder / "core.sqlite"
        self._layout_table = LayoutTable(folder / "shared.sqlite")
        self._state_version = state_version
        self._waiting: deque[_Waiting] = deque()
        self._arrived = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._connection: sqlite3.Connection | None = None
        self._next_token = 1
        self.wake_fd = -1
        self.committed = 0
        self.commit_ms = 0.0
        self.failing = ""
        self.outdated = False

    def start(self) -> Loaded:
        """Open, read what is there, and start to write. A folder that can't be used is only said so."""
        self.wake_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        loaded = Loaded()
        try:
            self._connection = open_database(self.file)
            self._layout_table.open()
            loaded = self._load(self._connection)
        except (sqlite3.Error, SQLAlchemyError, OSError) as error:
            self._close()
            self._say_failing(error)
        self._thread.start()
        return loaded

    def add(self, statements: tuple[Statement, ...], layouts: tuple[Layout, ...] = ()) -> int:
        """Hand statements over; they are safe once ``committed`` reaches the returned token."""
        token = self._next_token
        self._next_token += 1
        self._waiting.append(_Waiting(token, statements, layouts))
        self._arrived.set()
        return token

    @property
    def waiting(self) -> int:
        """Additions that are not on disk yet."""
        return len(self._waiting)

    def clear_wake(self) -> None:
        """Make ``wake_fd`` unreadable until the next commit."""
        try:
            os.eventfd_read(self.wake_fd)
        except BlockingIOError:
            return

    def stop(self) -> None:
        """Write what waits, for STOP_WITHIN_S at most, and close."""
        if self.wake_fd < 0:
            return
        self._stopping.set()
        self._arrived.set()
        self._thread.join(STOP_WITHIN_S + 2 * BUSY_TIMEOUT_S)
        if self._waiting:
            log.error(
                "%d inputs could not be written to %s and are lost; their alerts were not acknowledged and "
                "their senders send them again",
                len(self._waiting),
                self.file,
            )
        self._close()
        os.close(self.wake_fd)
        self.wake_fd = -1

    def _load(self, connection: sqlite3.Connection) -> Loaded:
        row = connection.execute(
            "SELECT n, body FROM checkpoints WHERE version = ? ORDER BY n DESC LIMIT 1",
            (self._state_version,),
        ).fetchone()
        since = row[0] if row else 0
        return Loaded(
            checkpoint=row[1] if row else None,
            tail=tuple(
                body
                for (body,) in connection.execute("SELECT body FROM inputs WHERE n > ? ORDER BY n", (since,))
            ),
            last_n=connection.execute("SELECT coalesce(max(n), 0) FROM inputs").fetchone()[0],
            counts=dict(connection.execute("SELECT name, value FROM counts").fetchall()),
            sequences=dict(connection.execute("SELECT source, seq FROM sequences").fetchall()),
            journal_n=connection.execute("SELECT coalesce(max(n), 0) FROM journal").fetchone()[0],
            layouts=self._layout_table.read(),
        )

    # --- the writer thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        give_up_ns = 0
        while True:
            self._arrived.wait()
            if self._stopping.is_set() and not give_up_ns:
                give_up_ns = monotonic_ns() + int(STOP_WITHIN_S * 1e9)
            if give_up_ns and (not self._waiting or monotonic_ns() > give_up_ns):
                return
            self._arrived.clear()
            self._stopping.wait(GROUP_WINDOW_S)
            while self._waiting and not (give_up_ns and monotonic_ns() > give_up_ns):
                self._write_batch()
            if self._stopping.is_set():
                self._arrived.set()

    def _write_batch(self) -> None:
        batch = [self._waiting[index] for index in range(min(BATCH_MAX, len(self._waiting)))]
        try:
            begun_ns = monotonic_ns()
            self._commit(batch)
        except (sqlite3.Error, SQLAlchemyError, OSError) as error:
            self._close()
            self._say_failing(error)
            self._stopping.wait(RETRY_S)
            return
        self.commit_ms = (monotonic_ns() - begun_ns) / 1e6
        for _ in batch:
            self._waiting.popleft()
        self.committed = batch[-1].token
        if self.failing:
            log.info("the data folder %s can be written again", self.file.parent)
            self.failing = ""
        os.eventfd_write(self.wake_fd, 1)

    def _commit(self, batch: list[_Waiting]) -> None:
        connection = self._reopened()
        for waiting in batch:
            for layout in waiting.layouts:
                self._layout_table.put(layout)
        connection.execute("BEGIN IMMEDIATE")
        for waiting in batch:
            for statement in waiting.statements:
                connection.execute(statement.sql, statement.parameters)
        connection.execute("COMMIT")

    def _reopened(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = open_database(self.file)
            self._connection = connection
            self._layout_table.open()
            if not self.committed and connection.execute("SELECT 1 FROM inputs LIMIT 1").fetchone():
                self.outdated = True
                raise sqlite3.OperationalError("the folder holds a log that this core did not start from")
        return self._connection

    def _say_failing(self, error: Exception) -> None:
        if not self.failing:
            log.error(
                "the data folder %s can't be written (%s): alerts are acted on but not acknowledged; free "
                "space or mend its permissions",
                self.file.parent,
                error,
            )
        self.failing = str(error)
        if self.wake_fd >= 0:
            os.eventfd_write(self.wake_fd, 1)

    def _close(self) -> None:
        self._layout_table.close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
