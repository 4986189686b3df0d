"""Takes over from a damaged database what can still be read: from each table's both ends, until it breaks.

Only what a start needs: the newest checkpoints, the log after them, what alerts are known.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from console.core.log.input_log import AlertReceived
from console.core.log.versions import Unreadable, read_entry
from console.protocol.clock import Clock

log = logging.getLogger("sightline.store")

LONGEST_S = 8.0
"""Core has to beat within 20 s of its start."""

ROWS_AT_ONCE = 500
CHECKPOINTS_WANTED = 3
_JOURNAL = "n, source, id, received_at_ms, lossy, body"
ALERTS_WANTED = 200_000

_KEYED = (
    ("counts", "name, value"),
    ("sequences", "source, seq"),
    ("layouts_due", "name, content, n"),
    ("layout_versions", "name, version, body"),
)


class Salvage:
    """``take`` or ``take_journal`` once; ``inputs`` is how many entries of the log were found."""

    def __init__(self, damaged: Path, into: sqlite3.Connection, clock: Clock) -> None:
        self._damaged = damaged
        self._into = into
        self._clock = clock
        self._until_ns = 0
        self.inputs = 0

    def take(self) -> None:
        """Whatever can't be read is left. Raises sqlite3.Error where the new database fails."""
        self._with_source(self._take_all)

    def take_journal(self) -> None:
        """Only what alerts are known, where they are not there yet. Raises as ``take``."""
        self._with_source(self._take_journal)

    def _with_source(self, act: Callable[[sqlite3.Connection], None]) -> None:
        self._until_ns = self._clock.monotonic_ns() + int(LONGEST_S * 1e9)
        source = sqlite3.connect(f"{self._damaged.resolve().as_uri()}?mode=ro", uri=True)
        try:
            self._into.execute("BEGIN IMMEDIATE")
            act(source)
            self._into.execute("COMMIT")
        finally:
            source.close()

    def _take_journal(self, source: sqlite3.Connection) -> None:
        """What is known by heart is there already, but without its text."""
        for order in ("ASC", "DESC"):
            which = f"ORDER BY n {order} LIMIT {ALERTS_WANTED}"
            for rows in self._readable(source, f"SELECT {_JOURNAL} FROM journal {which}"):
                for row in rows:
                    with contextlib.suppress(sqlite3.IntegrityError):
                        add_alert(self._into, row)

    def _take_all(self, source: sqlite3.Connection) -> None:
        for table, columns in _KEYED:
            self._copy(source, table, columns, "OR REPLACE")
        columns = "n, at_ms, version, packed, pins, body"
        self._copy(
            source, "checkpoints", columns, "OR REPLACE", f"ORDER BY n DESC LIMIT {CHECKPOINTS_WANTED}"
        )
        (after_n,) = self._into.execute("SELECT coalesce(min(n), 0) FROM checkpoints").fetchone()
        for order in ("ASC", "DESC"):
            which = f"WHERE n > {after_n} ORDER BY n {order}"
            self.inputs += self._copy(
                source, "inputs", "n, at_ms, wall_ms, body, crc, records", "OR IGNORE", which
            )
            self._copy(source, "decisions", "n, body", "OR IGNORE", which)
            self._copy(source, "views", "n, monitor, body", "OR IGNORE", which)
        self._take_journal(source)
        self._take_journal_from_log()
        self._into.execute(
            "UPDATE log_size SET (entries, bytes) = (SELECT count(*), coalesce(sum(length(body)), 0) "
            "+ (SELECT coalesce(sum(length(body)), 0) FROM decisions) "
            "+ (SELECT coalesce(sum(length(body)), 0) FROM views) FROM inputs)"
        )

    def _take_journal_from_log(self) -> None:
        """Alerts that the log holds and the journal has lost: without them a repeat would be a new alert."""
        for rows in self._readable(self._into, "SELECT n, wall_ms, body FROM inputs ORDER BY n DESC"):
            for n, wall_ms, body in rows:
                with contextlib.suppress(sqlite3.IntegrityError, Unreadable):
                    logged = read_entry(n, body).input
                    if isinstance(logged, AlertReceived):
                        add_alert(self._into, _journal_row(logged, wall_ms))

    def _copy(self, source: sqlite3.Connection, table: str, columns: str, verb: str, which: str = "") -> int:
        """How many rows were new. What an older database has no column for is left empty."""
        columns = _columns_there(source, table, columns)
        places = ", ".join("?" * len(columns.split(",")))
        insert = f"INSERT {verb} INTO {table} ({columns}) VALUES ({places})"
        new = 0
        for rows in self._readable(source, f"SELECT {columns} FROM {table} {which}"):
            for row in rows:
                with contextlib.suppress(sqlite3.IntegrityError):  # a damaged row that is no row any more
                    new += self._into.execute(insert, row).rowcount
        return new

    def _readable(self, source: sqlite3.Connection, query: str) -> Iterator[list[Any]]:
        rows: list[Any] = []
        try:
            for row in source.execute(query):
                rows.append(row)
                if len(rows) >= ROWS_AT_ONCE:
                    yield rows
                    rows = []
                    if self._clock.monotonic_ns() > self._until_ns:
                        log.warning("not everything of the damaged database was read: it took too long")
                        return
        except (sqlite3.Error, UnicodeDecodeError) as error:
            log.info("the damaged database could be read so far (%s): %s", query, error)
        yield rows


def _columns_there(source: sqlite3.Connection, table: str, columns: str) -> str:
    """Those of ``columns`` that the table has, as far as it can be asked."""
    with contextlib.suppress(sqlite3.Error):
        there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
        return ", ".join(name for name in columns.split(", ") if name in there) or columns
    return columns


def _journal_row(logged: AlertReceived, wall_ms: int) -> tuple[Any, ...]:
    alert = logged.alert
    body = msgspec.json.encode(alert)
    return logged.journal_n, alert.source, alert.id, wall_ms, int(logged.lossy), body


def add_alert(into: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    """A row of the journal, where it is not there yet or stands there without its text."""
    filled = into.execute(
        "UPDATE journal SET received_at_ms = ?, lossy = ?, body = ? "
        "WHERE source = ? AND id = ? AND body = x''",
        (*row[3:6], *row[1:3]),
    )
    if not filled.rowcount:
        into.execute(
            f"INSERT OR IGNORE INTO journal ({_JOURNAL}) VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
