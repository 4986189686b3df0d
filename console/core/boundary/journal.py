"""The journal of alerts: each (source, id) once, with its number."""

import logging
import sqlite3
from collections import OrderedDict
from pathlib import Path

import msgspec

from console.core.boundary.acknowledgements import Key
from console.core.log.store import Statement
from console.domain.alert import Alert

log = logging.getLogger("sightline.store")

RECENT_KEPT = 100_000
QUARANTINE_KEPT = 200
RAW_KEPT_BYTES = 2048

_INSERT = (
    "INSERT OR IGNORE INTO journal (n, source, id, received_at_ms, lossy, body) VALUES (?, ?, ?, ?, ?, ?)"
)
_QUARANTINE = "INSERT INTO quarantine (at_ms, reason, raw) VALUES (?, ?, ?)"
_TRIM = "DELETE FROM quarantine WHERE n <= (SELECT max(n) FROM quarantine) - ?"


class Journal:
    """Answers from memory for recent alerts, from the database for older ones."""

    def __init__(self, file: Path, count: int) -> None:
        self._file = file
        self._recent: OrderedDict[Key, int] = OrderedDict()
        self._connection: sqlite3.Connection | None = None
        self.count = count

    def number_of(self, key: Key) -> int | None:
        """The number of an alert that came before, else None."""
        known = self._recent.get(key)
        return known if known is not None else self._stored_number(key)

    def enter(self, alert: Alert, at_ms: int, *, lossy: bool) -> Statement:
        """Give a new alert its number, which is then ``count``; the statement is for the store."""
        self.count += 1
        self._recent[(alert.source, alert.id)] = self.count
        if len(self._recent) > RECENT_KEPT:
            self._recent.popitem(last=False)
        body = msgspec.json.encode(alert)
        return Statement(_INSERT, (self.count, alert.source, alert.id, at_ms, int(lossy), body))

    def _stored_number(self, key: Key) -> int | None:
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=0.05)
            row = self._connection.execute(
                "SELECT n FROM journal WHERE source = ? AND id = ?", key
            ).fetchone()
        except sqlite3.Error as error:
            # Taken as new: acting twice is better than not at all; the journal's own key keeps it once.
            log.info("the journal could not be asked whether %s/%s is known: %s", *key, error)
            self.stop()
            return None
        return row[0] if row else None

    def stop(self) -> None:
        """Close."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def quarantine(at_ms: int, reason: str, raw: bytes) -> tuple[Statement, Statement]:
    """Statements that keep a malformed message among the latest QUARANTINE_KEPT."""
    return (
        Statement(_QUARANTINE, (at_ms, reason, raw[:RAW_KEPT_BYTES])),
        Statement(_TRIM, (QUARANTINE_KEPT,)),
    )
