"""Takes the log up after a start: the newest checkpoint that can be read, and the entries after it again.

In pieces, so that core beats and tells its progress meanwhile. An entry that can't be read is set aside and
named; everything after it is there, and no number is given twice.
"""

import logging
import sqlite3
import zlib
from collections.abc import Iterator

from msgspec import Struct

from console.core.log.absent_alerts import AbsentAlerts
from console.core.log.folder_words import aside_words
from console.core.log.input_log import AlertReceived, LogEntry, Voided
from console.core.log.numbers import first_number
from console.core.log.reading import Loaded, StoredEntry
from console.core.log.saved_state import checkpoint_of
from console.core.log.store import Store
from console.core.log.versions import Unreadable, read_entry, read_state
from console.core.state import SetAside, State
from console.core.step import step
from console.protocol.clock import Clock

log = logging.getLogger("sightline.core")

CHECKPOINT_EVERY = 200_000
"""So that a start that is interrupted need not begin again."""

MOST_NAMED = 100
"""Entries set aside that are named one by one."""


class Progress(Struct, frozen=True):
    """So many of the inputs are taken up; ``left_s`` is about how long the others take, None at first."""

    done: int
    total: int
    left_s: float | None = None


class TakeUp:
    """Call ``some`` until it says that all is done; then ``state`` is where the last run left it.

    ``skipped``: the first input to log, where numbers are left out: so that nobody looks for them later.
    """

    def __init__(self, store: Store, loaded: Loaded, clock: Clock) -> None:
        self._store = store
        self._last_n = loaded.last_n
        self._clock = clock
        self._begun_ns = 0
        self._first_n = 0
        self._checkpoint_n = 0
        self._entries: Iterator[StoredEntry] = iter(())
        self._fed = 0
        self.skipped: Voided | None = None
        self.state = State()
        self.absent = AbsentAlerts(loaded.journal_n)

    def start(self) -> None:
        """Read the newest checkpoint that can be read."""
        self._begun_ns = self._clock.monotonic_ns()
        try:
            self.state = self._newest()
        except sqlite3.Error as error:
            log.error("no checkpoint can be read (%s): all of the log is taken up", error)
        self._first_n = self._checkpoint_n = self.state.n
        self._entries = self._store.entries(self.state.n)

    def _newest(self) -> State:
        for checkpoint in self._store.checkpoints():
            try:
                return read_state(checkpoint.version, checkpoint.body)
            except Unreadable as error:
                log.error("the checkpoint at input %d can't be read (%s): an older one", checkpoint.n, error)
        return State()

    def some(self, for_ns: int) -> bool:
        """Feed entries again for so long; whether there are more."""
        until_ns = self._clock.monotonic_ns() + for_ns
        try:
            for n, at_ms, body, crc in self._entries:
                self._feed(n, at_ms, body, crc)
                if not n % 64 and self._clock.monotonic_ns() > until_ns:
                    self.state.forget_touched()
                    return True
        except sqlite3.Error as error:  # a damaged file: what was read is more than nothing
            first_n = self.state.n + 1
            self._set_aside(first_n, f"the disk can't read it: {error}", max(self._last_n, first_n))
        self._finish()
        return False

    def _feed(self, n: int, at_ms: int, body: bytes, crc: int | None) -> None:
        try:
            entry = _read(n, body, crc)
        except Unreadable as error:
            self._note_missing(n)
            self.state.n, self.state.at_ms = n, max(at_ms, self.state.at_ms)
            self._set_aside(n, str(error))
            return
        self._note_missing(first_number(entry))
        self._fed += 1
        known_n = self.state.incidents.journal_n.value
        step(self.state, entry)
        if isinstance(entry.input, AlertReceived):
            self.absent.note(known_n, entry.input.journal_n)
        if n - self._checkpoint_n >= CHECKPOINT_EVERY:
            self._checkpoint_n = n
            self._store.add_checkpoint(checkpoint_of(self.state))

    def _note_missing(self, before_n: int) -> None:
        """Input ``before_n`` is the next that is there."""
        if before_n > self.state.n + 1:
            if not self.state.n:  # the log was pruned, and no checkpoint is left: who knows what was taken in
                self.state.incidents.journal_n.put(None)
            self._set_aside(self.state.n + 1, "missing", before_n - 1)

    def _set_aside(self, n: int, reason: str, last_n: int = 0) -> None:
        if len(self.state.set_aside) >= MOST_NAMED:
            return
        aside = SetAside(n, reason[:200], last_n if last_n > n else 0)
        log.error("set aside of the log: %s (%s)", aside_words(aside), aside.reason)
        self.state.set_aside.put(n, aside)
        self.state.ledger.keep()

    def _finish(self) -> None:
        if self._last_n and not self.state.n:  # nothing could be read
            self.state.incidents.journal_n.put(None)
            self.state.ledger.keep()
        if self._last_n > self.state.n:
            self.skipped = Voided("never given, or lost with what could not be read", self.state.n + 1)
            self.state.n = self._last_n
        self.absent.end(self.state.incidents.journal_n.value)
        took_s = (self._clock.monotonic_ns() - self._begun_ns) / 1e9
        log.info("state taken up at input %d, %d fed again in %.1f s", self.state.n, self._fed, took_s)

    @property
    def progress(self) -> Progress:
        """How far it is."""
        done, total = self.state.n - self._first_n, max(0, self._last_n - self._first_n)
        took_s = (self._clock.monotonic_ns() - self._begun_ns) / 1e9
        left_s = took_s / done * (total - done) if done and took_s > 0.5 else None
        return Progress(done, total, left_s)


def _read(n: int, body: bytes, crc: int | None) -> LogEntry:
    if crc is not None and (not isinstance(body, bytes) or zlib.crc32(body) != crc):
        raise Unreadable("its checksum is not that of its text")
    return read_entry(n, body)
