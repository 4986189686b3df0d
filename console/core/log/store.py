"""Core's memory on disk: input log, checkpoints, journal of alerts, counts. SQLite, one writer thread.

The loop hands additions over and goes on; the thread commits what comes within a few milliseconds together.
When the disk is full or the folder can't be written, it keeps everything, says so, and tries again.
"""

import contextlib
import logging
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from console.core.layouts.due_layout import DueLayout
from console.core.layouts.layout_table import LayoutTable
from console.core.layouts.layout_writer import LayoutWriter
from console.core.log.batch import Addition, Written, input_rows, number_of
from console.core.log.checkpoints import Checkpoint
from console.core.log.copies import Copies
from console.core.log.damage import Damaged, HeaderWatch, is_damage, reason, set_aside
from console.core.log.disk_room import is_full
from console.core.log.folder_words import damaged_words, unread_words, unwritten_words
from console.core.log.joining import Apart, joined
from console.core.log.opening import open_log
from console.core.log.pruning import Pruning
from console.core.log.reading import (
    Loaded,
    LogSize,
    StoredDeed,
    StoredEntry,
    checkpoints,
    entries,
    holds_inputs,
    holds_row,
    log_size,
    recent_deeds,
)
from console.core.log.renewal import begin_anew, counts_before
from console.core.log.reserved_ids import ReservedIds
from console.core.log.rows import Counted, Row, Values
from console.core.log.schema import NewerLog, open_database
from console.core.log.singly import write_group
from console.domain.layout import Layout
from console.protocol.clock import Clock
from console.protocol.process_config import LogLimits

log = logging.getLogger("sightline.store")

GROUP_WINDOW_S = 0.005
FLOOD_WINDOW_S = 0.05
FLOOD_BATCH = 64
"""After a batch this large the next is waited for longer: fewer commits write the same pages less often, and
core takes 5 to 10 % more alerts a second."""

BATCH_MAX = 2_000
RETRY_S = 0.5
WAIT_RENEWAL_S = 0.02
IDLE_S = 0.2
STOP_WITHIN_S = 0.8
STOP_JOIN_S = 2.0
MAX_WAITING = 50_000
"""Additions that may wait for the disk; beyond it core takes no more alerts, and their senders keep them."""


class Store:
    """``add`` from the loop; ``committed`` says up to which token everything is safe on disk.

    ``wake_fd`` becomes readable at each commit; ``failing`` holds what is wrong in words, "" when all is
    well. ``rejected`` are tokens of additions that can't be written whatever the disk does, and why: they are
    void in the log. ``outdated`` says that core has to be started again, as the log is not what its state
    came of: something is void in it, or it could not be read at the start and what was done meanwhile has
    joined it.
    ``renewal_due``: the database was damaged and is set aside; ``renew`` it. ``damage`` says what is lost.
    """

    def __init__(self, folder: Path, clock: Clock, limits: LogLimits) -> None:
        self.file = folder / "core.sqlite"
        self._clock = clock
        self._pruning = Pruning(limits)
        self._layouts = LayoutWriter(LayoutTable(folder / "shared.sqlite"), self._layout_written)
        self._reserved = ReservedIds(folder)
        self._copies = Copies(self.file, clock, self._found_damaged)
        self._header = HeaderWatch(self.file)
        self._found: Exception | None = None
        self._renewal: Addition | None = None
        self._aside = self.file
        self._damaged_by = ""
        self._waiting: deque[Addition] = deque()
        self._batch: list[Addition] = []
        self._done: list[Values] = []
        self._layouts_done: deque[Values] = deque()
        self._arrived = threading.Event()
        self._stopping = threading.Event()
        self._give_up_ns = 0
        self._window_s = GROUP_WINDOW_S
        self._taken_up = False
        self._joining = False
        self._held = False
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._connection: sqlite3.Connection | None = None
        self._next_token = 1
        self._due: tuple[DueLayout, ...] = ()
        self.wake_fd = -1
        self.committed = 0
        self.commit_ms = 0.0
        self.failing = ""
        self.outdated = False
        self.damage = ""
        self.renewal_due = False
        self.rejected: dict[int, str] = {}
        self.log_size = LogSize()

    def start(self, *, held: bool = False) -> Loaded:
        """Open, read what is small, and start to write. A folder that can't be used is only said so.

        ``held``: a database that turns out to be damaged stays where it is until ``release``: the log is
        still read from it, and until it is taken up nobody can write a new one.

        Raises NewerLog.
        """
        self._held = held
        loaded, due = Loaded(), {}
        try:
            opened = open_log(self.file, self._clock)
            self._connection, self.log_size, self.damage = opened.connection, opened.size, opened.damage
            loaded, due = opened.loaded, opened.due
            self._header.begin()
            reserved = self._reserved.read()
            if self._reserved.was_unsaved:  # what was told of and not written down has its number
                last_n, journal_n = max(loaded.last_n, reserved), max(loaded.journal_n, reserved)
                loaded = replace(loaded, last_n=last_n, journal_n=journal_n)
            if loaded.last_n:  # reserved numbers beside an empty log say that it was emptied
                with contextlib.suppress(OSError):  # a full disk: tried again with the first input
                    self._reserved.cover(loaded.last_n + 1)
            self._taken_up = True
            self._copies.start(look_first=not opened.looked_through)
        except (sqlite3.Error, OSError) as error:
            reserved = self._reserved.read()  # nothing is known of before, but no number is given twice
            loaded = Loaded(last_n=reserved, journal_n=reserved)
            if reserved:
                with contextlib.suppress(OSError):
                    self._reserved.cover(reserved + 1)  # nor by the next start that can't read it
            self._say_failing(error)
        self.wake_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        loaded.stored.update(self._layouts.start(due))
        self._thread.start()
        return loaded

    def release(self) -> None:
        """The log is taken up: what was found damaged meanwhile is set aside, and begun anew."""
        self._held = False
        self._arrived.set()

    def add(self, rows: tuple[Row, ...] = (), counts: tuple[Counted, ...] = ()) -> int:
        """Hand rows and counts over; they are safe once ``committed`` reaches the returned token."""
        layouts, self._due = self._due, ()
        return self._add(Addition(self._next_token, rows, counts, layouts=layouts))

    def add_checkpoint(self, checkpoint: Checkpoint) -> int:
        """Hand the state over, as it is written down."""
        return self._add(Addition(self._next_token, checkpoint=checkpoint))

    def know_layouts(self, layouts: Mapping[str, Layout]) -> None:
        """All stored layouts, once the log is taken up: the shared table is to have them."""
        self._layouts.know(layouts)

    def add_layout(self, name: str, layout: Layout | None, n: int) -> None:
        """What is due in the shared table under a name, None for nothing, as of input ``n``; committed with
        the next ``add``, which is that input's.
        """
        self._due = (*self._due, DueLayout(name, layout, n))

    def _add(self, addition: Addition) -> int:
        self._next_token += 1
        self._waiting.append(addition)
        if not self._arrived.is_set():
            self._arrived.set()
        return addition.token

    @property
    def waiting(self) -> int:
        """Additions that are not on disk yet."""
        return len(self._waiting) + len(self._batch)

    @property
    def unread(self) -> bool:
        """Whether what the disk holds could not be read yet."""
        return not self._taken_up

    @property
    def renewing(self) -> bool:
        """Whether a database that takes the place of a damaged one is still to be begun."""
        return self.renewal_due or self._renewal is not None

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, in the operator's words."""
        words = unwritten_words if self._taken_up else unread_words
        failing = (words(self.file.parent, self.failing),) if self.failing else ()
        damage = (self.damage,) if self.damage else ()
        pinned = (self._pruning.problem,) if self._pruning.problem else ()
        return (*failing, *damage, *pinned, *self._layouts.problems)

    def renew(self, checkpoint: Checkpoint, rows: tuple[Row, ...], counts: tuple[Counted, ...]) -> None:
        """From the loop: begin a new database with the state and all that is known by heart.

        ``counts`` are whole; what waits to be written adds its own again.
        """
        whole = counts_before((*self._batch, *self._waiting), counts)
        self.renewal_due = False
        self._renewal = Addition(0, rows, whole, checkpoint)
        self._arrived.set()

    def clear_wake(self) -> None:
        """Make ``wake_fd`` unreadable until the next commit."""
        try:
            os.eventfd_read(self.wake_fd)
        except BlockingIOError:
            return

    def checkpoints(self) -> Iterator[Checkpoint]:
        """The newest first, each read when it is asked for. Before anything is added."""
        return checkpoints(self.file) if self._connection is not None else iter(())

    def entries(self, after_n: int) -> Iterator[StoredEntry]:
        """The log after input ``after_n``, in its order. Never much of it in memory."""
        return entries(self.file, after_n) if self._connection is not None else iter(())

    def recent_deeds(self, since_ms: int) -> tuple[int, list[StoredDeed]] | None:
        """See reading.recent_deeds; None where the log can't be read. Before anything is added."""
        if self._connection is None:
            return None
        try:
            return recent_deeds(self.file, since_ms)
        except sqlite3.Error as error:
            log.warning("what people did before this start could not be read: %s", error)
            return None

    def stop(self) -> None:
        """Write what waits, for STOP_WITHIN_S at most, and close."""
        if self.wake_fd < 0:
            return
        self._layouts.stop()
        self._copies.stop()
        self._give_up_ns = self._clock.monotonic_ns() + int(STOP_WITHIN_S * 1e9)
        self._stopping.set()
        self._arrived.set()
        self._thread.join(STOP_JOIN_S)
        if self.waiting:
            log.error(
                "%d inputs could not be written to %s and are lost; their alerts were not acknowledged: who "
                "waits for that sends them again",
                self.waiting,
                self.file,
            )
        self._close()
        self._header.stop()
        os.close(self.wake_fd)
        self.wake_fd = -1

    # --- the writer thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set() or (self.waiting and not self._given_up):
            if not self._arrived.wait(IDLE_S):
                self._look_while_idle()
            self._arrived.clear()
            if self._found is not None and not self._held:
                self._set_aside(self._found)
            while self._has_work and not self._given_up:
                self._write_batch()
                if self._pruning.too_large(self.log_size.bytes):
                    self._prune_some()  # a flood that never pauses does not outgrow the limit
            while not self.waiting and not self._stopping.is_set() and self._prune_some():
                pass

    @property
    def _has_work(self) -> bool:
        return bool(self.waiting or self._done or self._layouts_done or self._renewal)

    @property
    def _given_up(self) -> bool:
        return self._stopping.is_set() and self._clock.monotonic_ns() > self._give_up_ns

    def _write_batch(self) -> None:
        """Commit what waits. A batch that failed is tried again exactly as it was: see ``_commit``."""
        if self.renewal_due:
            self._stopping.wait(WAIT_RENEWAL_S)
            return
        if not self._batch and not self._done:
            self._fill_batch()
        begun_ns = self._clock.monotonic_ns()
        try:
            written = self._commit()
        except Exception as error:  # noqa: BLE001 - whatever it is, this thread goes on
            self._close()
            self.outdated = self.outdated or isinstance(error, Apart)
            if is_damage(error) and not self._held:
                self._set_aside(error)
            else:
                self._say_failing(error)
                self._stopping.wait(RETRY_S)
            return
        self.commit_ms = (self._clock.monotonic_ns() - begun_ns) / 1e6
        self._note_written(written)
        os.eventfd_write(self.wake_fd, 1)

    def _fill_batch(self) -> None:
        if len(self._waiting) < BATCH_MAX:
            self._stopping.wait(self._window_s)
        while self._layouts_done:
            self._done.append(self._layouts_done.popleft())
        while self._waiting and len(self._batch) < BATCH_MAX:
            addition = self._waiting.popleft()
            self._batch.append(replace(addition, checkpoint=None) if self.outdated else addition)
        self._window_s = FLOOD_WINDOW_S if len(self._batch) >= FLOOD_BATCH else GROUP_WINDOW_S

    def _note_written(self, written: Written) -> None:
        batch, self._batch, self._done = self._batch, [], []
        if batch:
            self.committed = batch[-1].token
        for addition in batch:
            for due in addition.layouts:
                self._layouts.put(due)
        size = self.log_size
        inputs = input_rows(batch) if written.entries and not size.first_n else []
        first_n = number_of(inputs[0]) if inputs else size.first_n
        self.log_size = LogSize(first_n, size.entries + written.entries, size.bytes + written.bytes)
        self._pruning.due = self._pruning.due or bool(written.checkpoints)
        if self.failing:
            log.info("the data folder %s can be written again", self.file.parent)
            self.failing = ""
        self._reserved.note(unsaved=False)

    def _commit(self) -> Written:
        """Write the batch, unless a commit that was said to have failed has reached the disk after all."""
        connection = self._reopened()
        self._look_at_file()
        if self._renewal is not None:
            textless = begin_anew(connection, self._renewal, self.file, self._aside, self._clock)
            self._renewal = None
            self.damage = damaged_words(self._damaged_by, self._aside.name, textless)
            log.error("%s", self.damage)
        inputs = input_rows(self._batch)
        if inputs:
            self._reserved.cover(number_of(inputs[-1]))
        connection.execute("BEGIN IMMEDIATE")
        if self.failing and inputs and holds_row(connection, inputs[-1]):
            connection.execute("ROLLBACK")
            self.log_size = log_size(connection)
            return Written()
        batch = joined(connection, self._batch) if self._joining else self._batch
        written, rejected = write_group(connection, batch, self._done)
        connection.execute("COMMIT")
        self._note_rejected(rejected)
        self.outdated = self.outdated or self._joining
        return written

    def _look_at_file(self) -> None:
        """SQLite goes on for long in a file that was removed or overwritten."""
        self._header.look(self._clock.monotonic_ns())

    def _look_while_idle(self) -> None:
        if self._connection is None or self.renewal_due or self._held:
            return
        try:
            self._look_at_file()
        except Damaged as error:
            self._set_aside(error)
        except OSError as error:
            self._say_failing(error)

    def _found_damaged(self, error: Exception) -> None:
        """From the copies' thread."""
        self._found = error
        self._arrived.set()

    def _set_aside(self, error: Exception) -> None:
        """The file is wrong: keep it for those who may mend it, and ask the loop for a new beginning."""
        self._found = None
        self._close()
        try:
            aside = set_aside(self.file, self._clock.now_ms())
            self._header.keep_removed(aside)
            self._header.begin_anew()
        except OSError as trouble:
            self._say_failing(trouble)
            self._stopping.wait(RETRY_S)
            return
        self._aside = aside
        self._damaged_by = reason(error)
        log.info("core's database is damaged (%s); a new one is begun", self._damaged_by)
        self.log_size = LogSize()
        self._taken_up, self._joining = True, False
        self.renewal_due = True
        os.eventfd_write(self.wake_fd, 1)

    def _note_rejected(self, rejected: dict[int, str]) -> None:
        for token, why in rejected.items():
            log.error("an input could not be written and is void: %s; its bytes are in quarantine", why)
            self.rejected[token] = why
            self.outdated = True

    def _prune_some(self) -> bool:
        """Delete a little of what nobody needs; whether to go on."""
        if not self._pruning.due or self._held:
            return False
        try:
            connection = self._reopened()
            entries, size = self._pruning.some(connection, self.log_size.bytes)
            if entries:
                first_n = connection.execute("SELECT coalesce(min(n), 0) FROM inputs").fetchone()[0]
                now = self.log_size
                self.log_size = LogSize(first_n, now.entries - entries, now.bytes - size)
        except (sqlite3.Error, OSError, NewerLog) as error:
            if is_damage(error):
                self._set_aside(error)
                return False
            log.warning("old entries of the log could not be deleted (%s); tried again later", error)
            self._close()
            return False
        return self._pruning.due

    def _reopened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = open_database(self.file)
            self._header.begin()
            if not self._taken_up:
                self._joining = holds_inputs(self._connection)
                self._taken_up = True
        return self._connection

    def _layout_written(self, name: str, n: int) -> None:
        """From the layouts' thread: it is in the shared table, and due no more."""
        self._layouts_done.append((name, n))
        self._arrived.set()

    def _say_failing(self, error: Exception) -> None:
        if not self.failing:
            log.error(
                "the data folder %s can't be written (%s): alerts are acted on but not acknowledged; free "
                "space or mend its permissions",
                self.file.parent,
                error,
            )
        self._reserved.note(unsaved=True)
        self.failing = "the disk is full" if is_full(self.file.parent) else str(error)
        if self.wake_fd >= 0:
            os.eventfd_write(self.wake_fd, 1)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
