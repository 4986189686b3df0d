"""Writes layouts into the table that several hosts share, in a thread of its own.

That database may be away: the log, and with it every acknowledgement, must not wait for it. What is due is
kept in core's own database until it has been written.
"""

import logging
import threading
from collections.abc import Callable, Mapping

from sqlalchemy.exc import SQLAlchemyError

from console.core.layouts.due_layout import DueLayout
from console.core.layouts.layout_table import LayoutTable, NewerTable
from console.domain.layout import Layout

log = logging.getLogger("sightline.store")

TABLE_ERRORS = (SQLAlchemyError, OSError, NewerTable)
RETRY_FIRST_S = 0.5
RETRY_LONGEST_S = 30.0
STOP_WITHIN_S = 0.5
READ_WITHIN_S = 2.0
"""So long a start waits for the shared table, which may lie on another machine."""


class LayoutWriter:
    """``put`` from any thread; ``written(name, n)`` is called from this one's. ``problems``: what is due."""

    def __init__(self, table: LayoutTable, written: Callable[[str, int], None]) -> None:
        self._table = table
        self._written = written
        self._due: dict[str, DueLayout] = {}
        self._all: dict[str, Layout] = {}
        self._is_whole = True
        self._aside = ""
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._stored: dict[str, Layout] = {}
        self._read = threading.Event()
        self._thread = threading.Thread(target=self._run, name="layouts", daemon=True)
        self.problems: tuple[str, ...] = ()

    def start(self, due: dict[str, DueLayout]) -> dict[str, Layout]:
        """Begin with what is due already; the layouts that the table has once that is written."""
        self._due.update(due)
        if due:
            self._wake.set()
        self._thread.start()
        if not self._read.wait(READ_WITHIN_S):
            self._say("The shared table of layouts does not answer: core goes on with its own")
            self._wake.set()
        found: dict[str, Layout | None] = {**self._stored, **{one.name: one.layout for one in due.values()}}
        return {name: layout for name, layout in found.items() if layout is not None}

    def _read_stored(self) -> None:
        """What comes too late for ``start`` is left for the next one: the state must not change unlogged."""
        try:
            self._table.open()
            self._stored = self._table.read()
        except TABLE_ERRORS as error:
            self._say(
                f"The shared table of layouts can't be read ({_cause(error)}): core goes on with its own"
            )
            self._wake.set()
        self._read.set()

    def know(self, layouts: Mapping[str, Layout]) -> None:
        """All that are stored: the table is to have them, whatever becomes of it."""
        with self._lock:
            self._all.update(layouts)
            self._is_whole = False
        self._wake.set()

    def put(self, due: DueLayout) -> None:
        """This is due, in place of what was due before under its name."""
        with self._lock:
            self._due[due.name] = due
            if due.layout is not None:
                self._all[due.name] = due.layout
            else:
                self._all.pop(due.name, None)
        self._wake.set()

    def _run(self) -> None:
        self._read_stored()
        retry_s = RETRY_FIRST_S
        while not self._stopping:
            self._wake.wait()
            self._wake.clear()
            if self._stopping or self._write_due():
                retry_s = RETRY_FIRST_S
                continue
            if not self._wait(retry_s):
                self._wake.set()
            retry_s = min(2 * retry_s, RETRY_LONGEST_S)

    def _wait(self, seconds: float) -> bool:
        """Whether something new came meanwhile, or the end."""
        return self._wake.wait(seconds)

    def _write_due(self) -> bool:
        with self._lock:
            due = list(self._due.values())
        try:
            self._table.open()
            if not self._is_whole:
                self._fill()
            for one in due:
                self._bring(one)
                self._note_written(one)
        except TABLE_ERRORS as error:
            left = ", ".join(repr(one.name) for one in due)
            self._say(
                f"Layouts could not be written to the shared table ({_cause(error)}): {left}; they are kept "
                "and tried again"
                if due
                else f"The shared table of layouts can't be read ({_cause(error)}): core goes on with its own"
            )
            self._table.close()
            self._is_whole = False
            return self._all_anew(error)
        self._say(self._aside)
        return True

    def _fill(self) -> None:
        """A table that was away may be another one now."""
        there = self._table.read()
        with self._lock:
            lacking = [layout for name, layout in self._all.items() if name not in there]
            self._is_whole = True
        for layout in lacking:
            self._table.put(layout)
        if lacking:
            log.info("the shared table lacked %d layouts that core knows; it has them now", len(lacking))

    def _all_anew(self, error: Exception) -> bool:
        """A table that is no table will not mend: it is kept aside, a new one gets all that core knows."""
        if "not a database" not in _cause(error) and "malformed" not in _cause(error):
            return False
        try:
            aside = self._table.set_aside()
        except OSError as trouble:
            log.error("a damaged table of layouts can't be set aside: %s", trouble)
            return False
        self._aside = (
            f"The shared table of layouts was damaged ({_cause(error)}) and is set aside as {aside.name}: a "
            "new one has the layouts that core knows; import others again"
        )
        self._wake.set()
        return True

    def _bring(self, due: DueLayout) -> None:
        if due.layout is not None:
            self._table.put(due.layout)
        else:
            self._table.drop(due.name)

    def _note_written(self, written: DueLayout) -> None:
        with self._lock:
            if self._due.get(written.name) == written:
                del self._due[written.name]
        self._written(written.name, written.n)

    def _say(self, problem: str) -> None:
        if problem and not self.problems:
            log.error("%s", problem)
        elif not problem and self.problems:
            log.info("the shared table of layouts can be used again")
        self.problems = (problem,) if problem else ()

    def stop(self) -> None:
        """Write no more. What is due stays in core's own database."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN_S)
        if not self._thread.is_alive():
            self._table.close()


def _cause(error: Exception) -> str:
    """The database's own words, without the statement that SQLAlchemy adds."""
    return str(getattr(error, "orig", None) or error)
