"""Keeps the database from growing for ever: checkpoints are thinned out, the log behind the oldest goes.

Only what no checkpoint that is kept needs is ever deleted, a little at a time, between commits.
"""

import logging
import sqlite3

import msgspec

from console.core.log.checkpoints import DAY_MS, given_up, kept
from console.protocol.process_config import LogLimits

log = logging.getLogger("sightline.store")

ROWS_AT_ONCE = 2_000


class Pruning:
    """In the store's thread only. ``some`` does a little; ``due`` says that there may be more to do."""

    def __init__(self, limits: LogLimits) -> None:
        self._limits = limits
        self.due = True

    def too_large(self, bytes_now: int) -> bool:
        """Whether the log is larger than it may be."""
        return bytes_now > self._limits.keep_mb * 1_000_000

    def some(self, connection: sqlite3.Connection, bytes_now: int) -> tuple[int, int]:
        """Delete some of what may go; how many entries and bytes went. Raises sqlite3.Error."""
        places, pins = _checkpoints(connection)
        self.due = False
        if not places:
            return 0, 0
        newest_ms = places[-1][1]
        wanted = kept(places, pins, newest_ms, self._limits.keep_days)
        too_large = self.too_large(bytes_now)
        if too_large and (one := given_up(sorted(wanted), pins)) is not None:
            wanted.discard(one)
            self.due = True
        unwanted = [(n,) for n, _ in places if n not in wanted]
        before_ms = newest_ms + 1 if too_large else newest_ms - self._limits.keep_days * DAY_MS
        return self._delete(connection, unwanted, min(wanted), before_ms)

    def _delete(
        self, connection: sqlite3.Connection, unwanted: list[tuple[int]], up_to_n: int, before_ms: int
    ) -> tuple[int, int]:
        """Entries up to that number and before that time; ``unwanted`` checkpoints."""
        gone: list[tuple[int, int]] = connection.execute(
            "SELECT n, length(body) FROM inputs WHERE n <= ? AND at_ms < ? ORDER BY n LIMIT ?",
            (up_to_n, before_ms, ROWS_AT_ONCE),
        ).fetchall()
        if not gone and not unwanted:
            return 0, 0
        entries, size = len(gone), sum(length for _, length in gone)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("DELETE FROM checkpoints WHERE n = ?", unwanted)
        if gone:
            connection.execute("DELETE FROM inputs WHERE n <= ?", (gone[-1][0],))
        connection.execute("UPDATE log_size SET entries = entries - ?, bytes = bytes - ?", (entries, size))
        connection.execute("COMMIT")
        self.due = self.due or entries == ROWS_AT_ONCE
        return entries, size


def _checkpoints(connection: sqlite3.Connection) -> tuple[list[tuple[int, int]], list[int]]:
    """All checkpoints' places, and the newest one's pins."""
    places = connection.execute("SELECT n, at_ms FROM checkpoints ORDER BY n").fetchall()
    row = connection.execute("SELECT pins FROM checkpoints ORDER BY n DESC LIMIT 1").fetchone()
    return places, msgspec.json.decode(row[0], type=list[int]) if row else []
