"""Keeps the database from growing for ever: checkpoints are thinned out, the log behind the oldest goes.

Only what no checkpoint that is kept needs is ever deleted, a little at a time, between commits. What is
pinned stays, whatever the limits say; where it alone exceeds them, that is said.
"""

import logging
import sqlite3

import msgspec

from console.core.log.checkpoints import DAY_MS, NEWEST_KEPT, Place, given_up, kept, pinned
from console.core.log.folder_words import pinned_words
from console.protocol.process_config import LogLimits

log = logging.getLogger("sightline.store")

ROWS_AT_ONCE = 2_000
NOTHING = (0, 0)
RECORDS = ("decisions", "views")
"""Tables of what came of each input."""


class Pruning:
    """In the store's thread only. ``some`` does a little; ``due`` says that there may be more to do.

    ``pinned_n``: the log is larger than it may be, and all from that input on is pinned; None while it isn't.
    """

    def __init__(self, limits: LogLimits) -> None:
        self._limits = limits
        self.due = True
        self.pinned_n: int | None = None

    @property
    def problem(self) -> str:
        """What is wrong, in the operator's words; "" for nothing."""
        pinned_n = self.pinned_n
        return pinned_words(self._limits.keep_mb, pinned_n) if pinned_n is not None else ""

    def too_large(self, bytes_now: int) -> bool:
        """Whether the log is larger than it may be."""
        return bytes_now > self._limits.keep_mb * 1_000_000

    def some(self, connection: sqlite3.Connection, bytes_now: int) -> tuple[int, int]:
        """Delete some of what may go; how many entries and bytes went. Raises sqlite3.Error."""
        places, pins = _checkpoints(connection)
        self.due = False
        if not places:
            return NOTHING
        too_large = self.too_large(bytes_now)
        wanted, up_to_n = self._wanted(connection, places, pins, too_large)
        newest_ms, numbers = places[-1][1], [n for n, _ in places]
        before_ms = newest_ms + 1 if too_large else newest_ms - self._limits.keep_days * DAY_MS
        gone = self._delete(connection, [(n,) for n in numbers if n not in wanted], up_to_n, before_ms)
        self.due = self.due or (too_large and gone != NOTHING)
        is_pinned = up_to_n in {0, *pinned(numbers, pins)} - {*numbers[-NEWEST_KEPT:]}
        self.pinned_n = up_to_n + 1 if too_large and is_pinned and not self.due else None
        return gone

    def _wanted(
        self, connection: sqlite3.Connection, places: list[Place], pins: list[int], too_large: bool
    ) -> tuple[set[int], int]:
        """The checkpoints that stay, and up to which input nobody needs the log."""
        wanted = kept(places, pins, places[-1][1], self._limits.keep_days)
        if _is_whole_pinned(connection, places, pins):
            return wanted, 0
        if too_large and (one := given_up(sorted(wanted), pins)) is not None:
            wanted.discard(one)
            self.due = True
        return wanted, min(wanted)

    def _delete(
        self, connection: sqlite3.Connection, unwanted: list[tuple[int]], up_to_n: int, before_ms: int
    ) -> tuple[int, int]:
        """Entries up to that number and before that time; ``unwanted`` checkpoints."""
        gone: list[tuple[int, int]] = connection.execute(
            "SELECT n, length(body) FROM inputs WHERE n <= ? AND at_ms < ? ORDER BY n LIMIT ?",
            (up_to_n, before_ms, ROWS_AT_ONCE),
        ).fetchall()
        if not gone and not unwanted:
            return NOTHING
        entries, size = len(gone), sum(length for _, length in gone)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("DELETE FROM checkpoints WHERE n = ?", unwanted)
        if gone:
            connection.execute("DELETE FROM inputs WHERE n <= ?", (gone[-1][0],))
            size += sum(_delete_records(connection, table, gone[-1][0]) for table in RECORDS)
        connection.execute("UPDATE log_size SET entries = entries - ?, bytes = bytes - ?", (entries, size))
        connection.execute("COMMIT")
        self.due = self.due or entries == ROWS_AT_ONCE
        return entries, size


def _delete_records(connection: sqlite3.Connection, table: str, up_to_n: int) -> int:
    """What is recorded of inputs goes with them; how many bytes that was."""
    ((size,),) = connection.execute(
        f"SELECT coalesce(sum(length(body)), 0) FROM {table} WHERE n <= ?", (up_to_n,)
    ).fetchall()
    connection.execute(f"DELETE FROM {table} WHERE n <= ?", (up_to_n,))
    return int(size)


def _is_whole_pinned(connection: sqlite3.Connection, places: list[Place], pins: list[int]) -> bool:
    """Whether a pin lies before every checkpoint, and the log still reaches it from its first input."""
    if not pins or pins[0] >= places[0][0]:
        return False
    return connection.execute("SELECT 1 FROM inputs WHERE n = 1").fetchone() is not None


def _checkpoints(connection: sqlite3.Connection) -> tuple[list[Place], list[int]]:
    """All checkpoints' places, and the newest one's pins."""
    places = connection.execute("SELECT n, at_ms FROM checkpoints ORDER BY n").fetchall()
    row = connection.execute("SELECT pins FROM checkpoints ORDER BY n DESC LIMIT 1").fetchone()
    return places, msgspec.json.decode(row[0], type=list[int]) if row else []
