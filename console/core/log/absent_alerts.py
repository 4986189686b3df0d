"""Alerts that stand in the journal, but whose inputs the log does not have any more: they are taken in anew.

An alert was acknowledged once it was in the journal. If its input can't be read at a later start, and no
checkpoint knows it, it would have no incident, and a repeat of it would be a duplicate.
"""

import logging
import sqlite3
from pathlib import Path

import msgspec

from console.core.log.reading import JournalRow, journal_rows
from console.domain.alert import Alert

log = logging.getLogger("sightline.core")

WITHIN_MS = 86_400_000
"""Older ones are history: they are told, and stay in the journal."""

MOST = 1_000
"""As many as may be live at a time; the newest are taken in."""

_decoder = msgspec.json.Decoder(Alert)


class AbsentAlerts:
    """``note`` each alert of the log while it is fed, ``end`` after the last; then ``read``.

    Numbers of the journal go up along the log: those that are left out were never taken in.
    """

    def __init__(self, last_n: int) -> None:
        self._last_n = last_n
        self._gaps: list[tuple[int, int]] = []
        self._late: set[int] = set()
        self._left = 0

    def note(self, known_n: int | None, n: int) -> None:
        """The log holds alert ``n``; the greatest before it was ``known_n``, None where nobody knows."""
        if known_n is None:
            return
        if n > known_n + 1:
            self._gaps.append((known_n + 1, n - 1))
        elif n <= known_n:  # it was absent at an earlier start
            self._late.add(n)

    def end(self, known_n: int | None) -> None:
        """There are no more; the greatest number was this."""
        if known_n is not None and self._last_n > known_n:
            self._gaps.append((known_n + 1, self._last_n))

    def read(self, file: Path, now_ms: int) -> list[tuple[JournalRow, Alert]]:
        """Those to take in, in the order of their numbers."""
        rows: list[JournalRow] = []
        for first_n, last_n in self._gaps:
            try:
                rows += [row for row in journal_rows(file, first_n, last_n) if row.n not in self._late]
            except sqlite3.Error as error:
                log.error("alerts %d to %d of the journal can't be read: %s", first_n, last_n, error)
        recent = [row for row in rows if now_ms - row.received_at_ms <= WITHIN_MS][-MOST:]
        found = [(row, alert) for row in recent if (alert := _alert_in(row)) is not None]
        self._left = len(rows) - len(found)
        return found

    def words(self, taken: int) -> tuple[str, ...]:
        """What there is to tell of it, in the operator's words."""
        lost, words = "Alerts that the log had lost", []
        if taken:
            words.append(f"{lost}, opened anew from the journal under new numbers: {taken}")
        if self._left:
            words.append(f"{lost}, older than a day or damaged, without an incident: {self._left}")
        for told in words:
            log.error("%s", told)
        return tuple(words)


def _alert_in(row: JournalRow) -> Alert | None:
    try:
        return _decoder.decode(row.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        log.error("alert %d of the journal can't be read: %s", row.n, error)
        return None
