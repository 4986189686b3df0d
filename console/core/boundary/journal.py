"""The journal of alerts: each (source, id) once, with its number."""

import logging
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import msgspec

from console.core.boundary.acknowledgements import Key
from console.core.boundary.known_alerts import KnownAlerts
from console.core.log.rows import JOURNAL, QUARANTINE, Row
from console.domain.alert import Alert
from console.domain.incident import Incident

log = logging.getLogger("sightline.store")

RECENT_KEPT = 100_000
RAW_KEPT_BYTES = 2048
READ_AT_ONCE = 1_000
BUSY_TIMEOUT_S = 0.05
STOP_WITHIN_S = 1.0

_encoder = msgspec.json.Encoder()


class Journal:
    """Answers from memory for recent alerts and for most new ones, from the database for older ones.

    ``count`` is the number of the last alert. A thread reads the keys of former runs, and keeps the newest;
    until it is through, the database is asked about every alert that is not recent.
    """

    def __init__(self, file: Path, count: int) -> None:
        self._file = file
        self._recent: OrderedDict[Key, int] = OrderedDict()
        self._former: dict[Key, int] = {}
        self._known = KnownAlerts(2 * count)
        self._known_whole = count == 0
        self._connection: sqlite3.Connection | None = None
        self._stopping = False
        self._reader = threading.Thread(target=self._read_keys, args=(count,), name="journal", daemon=True)
        self.count = count

    def start(self) -> None:
        """Begin to read the keys of former runs."""
        if not self._known_whole:
            self._reader.start()

    @property
    def reading(self) -> bool:
        """Whether keys of former runs are still to be read."""
        return not self._known_whole

    def number_of(self, key: Key) -> int | None:
        """The number of an alert that came before, else None."""
        known = self._recent.get(key) or self._former.get(key)
        if known is not None or (self._known_whole and not self._known.may_hold(key)):
            return known
        return self._stored_number(key)

    def enter(self, alert: Alert, at_ms: int, *, lossy: bool) -> Row:
        """Give a new alert its number, which is then ``count``; the row is for the store."""
        self.count += 1
        key = (alert.source, alert.id)
        self._recent[key] = self.count
        self._known.add(key)
        if len(self._recent) > RECENT_KEPT:
            self._recent.popitem(last=False)
        return JOURNAL, (self.count, alert.source, alert.id, at_ms, int(lossy), _encoder.encode(alert))

    def recent_rows(self, incidents: Iterable[Incident] = ()) -> Iterator[Row]:
        """What is known by heart, for a new database: the keys, and the alerts of these incidents."""
        texts = {(one.alert.source, one.alert.id): one for one in incidents}
        for key, n in chain(self._former.items(), self._recent.items()):
            one = texts.get(key)
            if one is None:
                yield JOURNAL, (n, *key, 0, 0, b"")
            else:
                yield JOURNAL, (n, *key, one.opened_at_ms, 0, _encoder.encode(one.alert))

    def forget_connection(self) -> None:
        """The database is another one."""
        self._close()

    def _stored_number(self, key: Key) -> int | None:
        try:
            if self._connection is None:
                self._connection = self._opened()
            row = self._connection.execute(
                "SELECT n FROM journal WHERE source = ? AND id = ?", key
            ).fetchone()
        except sqlite3.Error as error:
            # Taken as new: acting twice is better than not at all; the journal's own key keeps it once.
            log.info("the journal could not be asked whether %s/%s is known: %s", *key, error)
            self._close()
            return None
        return row[0] if row else None

    def _read_keys(self, count: int) -> None:
        try:
            connection = self._opened()
            try:
                former: dict[Key, int] = {}
                rows = connection.execute(
                    "SELECT source, id, n FROM journal WHERE n <= ? ORDER BY n DESC", (count,)
                )
                while not self._stopping and (read := rows.fetchmany(READ_AT_ONCE)):
                    for source, alert_id, n in read:
                        self._known.add((source, alert_id))
                        if len(former) < RECENT_KEPT:
                            former[(source, alert_id)] = n
                self._former = former
                self._known_whole = not self._stopping
            finally:
                connection.close()
        except sqlite3.Error as error:
            log.warning("the journal's keys could not be read (%s): it is asked about each alert", error)

    def _opened(self) -> sqlite3.Connection:
        uri = f"{self._file.resolve().as_uri()}?mode=ro"
        return sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S)

    def stop(self) -> None:
        """Close."""
        self._stopping = True
        if self._reader.is_alive():
            self._reader.join(STOP_WITHIN_S)
        self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def quarantine(at_ms: int, reason: str, raw: bytes) -> Row:
    """The row that sets a malformed message aside; the store keeps the latest of them."""
    return QUARANTINE, (at_ms, reason, raw[:RAW_KEPT_BYTES])
