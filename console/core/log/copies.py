"""A copy of core's database each hour, and the way back from it.

A thread of its own reads the database through while the site runs: so damage is found, and a copy is only
kept if it is whole.
"""

import logging
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from console.core.log.damage import SIDE_FILES, Damaged, is_damage, look_through
from console.protocol.clock import Clock

log = logging.getLogger("sightline.store")

EVERY_S = 3_600.0
FIRST_AFTER_S = 10.0
KEPT = 2
SPARE_BYTES = 1_000_000_000
"""What a copy leaves free on the disk: the log itself comes first."""

NICE = 10


class Copies:
    """``on_damage`` is called from the thread."""

    def __init__(self, file: Path, clock: Clock, on_damage: Callable[[Exception], None]) -> None:
        self._file = file
        self._clock = clock
        self._on_damage = on_damage
        self._stopping = threading.Event()
        self._look_first = False
        self._thread = threading.Thread(target=self._run, name="log copies", daemon=True)

    def start(self, *, look_first: bool) -> None:
        """``look_first``: the database was not looked through whole yet."""
        self._look_first = look_first
        self._thread.start()

    def stop(self) -> None:
        """A copy that is being made is given up with the process."""
        self._stopping.set()

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)  # of this thread alone
        if self._look_first:
            self._try(self._look)
        wait_s = self._first_after_s()
        while not self._stopping.wait(wait_s):
            wait_s = EVERY_S
            self._try(self.make)

    def _first_after_s(self) -> float:
        newest = next(iter(copies_of(self._file)), None)
        if newest is None:
            return FIRST_AFTER_S
        age_s = (self._clock.now_ms() - int(newest.suffix[6:])) / 1000
        return min(max(FIRST_AFTER_S, EVERY_S - age_s), EVERY_S)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (sqlite3.Error, OSError, Damaged) as error:
            if is_damage(error):
                self._on_damage(error)
            else:
                log.warning("the hourly copy of core's database could not be made (%s)", error)

    def _look(self) -> None:
        connection = _reader(self._file)
        try:
            look_through(connection)
        finally:
            connection.close()

    def make(self) -> None:
        """One more copy; older ones go. Raises sqlite3.Error, Damaged, OSError."""
        needed = sum(part.stat().st_size for side in SIDE_FILES if (part := _part(self._file, side)).exists())
        free = shutil.disk_usage(self._file.parent).free
        if free < needed + SPARE_BYTES:
            log.warning("no copy of core's database: %d MB are free, %d MB needed", free >> 20, needed >> 20)
            return
        fresh = self._file.with_name(f"{self._file.name}.copying")
        for side in SIDE_FILES:
            _part(fresh, side).unlink(missing_ok=True)
        self._copy_to(fresh)
        fresh.rename(self._file.with_name(f"{self._file.name}.copy-{self._clock.now_ms()}"))
        for old in copies_of(self._file)[KEPT:]:
            old.unlink(missing_ok=True)

    def _copy_to(self, fresh: Path) -> None:
        source, target = _reader(self._file), sqlite3.connect(fresh)
        try:
            source.backup(target)  # in one step: with smaller ones every commit would begin it anew
            look_through(target)
        finally:
            target.close()
            source.close()


def copies_of(file: Path) -> list[Path]:
    """The newest first."""
    found = [path for path in file.parent.glob(f"{file.name}.copy-*") if path.suffix[6:].isdigit()]
    return sorted(found, key=lambda path: int(path.suffix[6:]), reverse=True)


def restore_newest(file: Path) -> Path | None:
    """Put the newest whole copy in the database's place; None if there is none. Raises OSError."""
    for copy in copies_of(file):
        shutil.copyfile(copy, file)
        connection = sqlite3.connect(file)
        try:
            look_through(connection)
            return copy
        except (sqlite3.Error, Damaged) as error:  # an older one may be whole
            log.warning("the copy %s is damaged too: %s", copy.name, error)
        finally:
            connection.close()
        for side in SIDE_FILES:
            _part(file, side).unlink(missing_ok=True)
    return None


_FILL_TEXTS = """UPDATE journal
SET (received_at_ms, lossy, body) = (SELECT received_at_ms, lossy, body FROM copy.journal AS old
    WHERE old.source = journal.source AND old.id = journal.id)
WHERE body = x'' AND EXISTS (SELECT 1 FROM copy.journal AS old
    WHERE old.source = journal.source AND old.id = journal.id)"""
"""What is known by heart has no text."""


def add_journal(connection: sqlite3.Connection, copy: Path) -> bool:
    """The alerts that a copy knows, where they are not there yet; whether it could be read."""
    try:
        connection.execute("ATTACH ? AS copy", (str(copy),))
        try:
            connection.execute(_FILL_TEXTS)
            connection.execute("INSERT OR IGNORE INTO journal SELECT * FROM copy.journal")
        finally:
            connection.execute("DETACH copy")
    except sqlite3.Error as error:
        log.warning("the alerts of the copy %s could not be taken over: %s", copy.name, error)
        return False
    return True


def _part(file: Path, side: str) -> Path:
    return file.with_name(file.name + side)


def _reader(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
