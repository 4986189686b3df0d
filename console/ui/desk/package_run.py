"""Makes an incident package from the desk: `sightline package create` as a process of its own.

The window waits for no disk, and a package that fails takes nothing down. What the command says is read line
by line: how far it is, what is missing, why it failed.
"""

import os
import re
from collections import deque
from typing import NamedTuple

from PySide6.QtCore import QObject, QProcess, Signal

from console.domain.ids import IncidentId
from console.domain.wording import visible

TELL_EACH_S = 0.5
STOP_WITHIN_MS = 1_000
MOST_LINES = 40
"""Of what the command said beside its progress; older ones go."""
LONGEST_LINE = 2_000
CANCELLED = 130
"""Exit code of a command that was cancelled and left nothing behind."""
PROGRESS = re.compile(r"(?P<what>[^:]{1,60}): (?P<percent>\d{1,3})%, (?P<left>.{1,40}) left")

CANCELLED_WORDS = "Cancelled; nothing was left behind"


class Wanted(NamedTuple):
    """A package of an incident's newest recording, in a new ``folder``; ``reason`` becomes part of it."""

    incident: IncidentId
    folder: str
    reason: str


class PackageRun(QObject):
    """One package at a time. ``command`` is how `sightline` is started; ``run_dir`` is the site's.

    ``told``: how far it is in words, and in percent of the present step. ``ended``: what became of it, and
    whether that is bad; ``is_made``: whether the last one is there.
    """

    told = Signal(str, int)
    ended = Signal(str, bool)

    def __init__(
        self, command: tuple[str, ...], run_dir: str, operator: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._run_dir = run_dir
        self._operator = operator
        self._process: QProcess | None = None
        self._wanted: Wanted | None = None
        self._cancelled = False
        self.is_made = False
        self._rest = b""
        self._lines: deque[str] = deque(maxlen=MOST_LINES)

    @property
    def runs(self) -> bool:
        """Whether a package is being made."""
        return self._process is not None

    def start(self, wanted: Wanted) -> None:
        """Begin; not while one runs."""
        if self._process is not None:
            return
        self._wanted, self._rest = wanted, b""
        self._cancelled = self.is_made = False
        self._lines.clear()
        process = QProcess(self)
        process.setStandardInputFile(os.devnull)
        process.setStandardOutputFile(os.devnull)
        process.readyReadStandardError.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        self._process = process
        program, *first = self._command
        process.start(program, [*first, *self._arguments(wanted)])

    def _arguments(self, wanted: Wanted) -> list[str]:
        """No text of a person stands where an option could."""
        return [
            *("package", "--run", self._run_dir, "create", f"--reason={wanted.reason}"),
            *(f"--operator={self._operator}", f"--tell-each={TELL_EACH_S}"),
            *("--", wanted.incident, wanted.folder),
        ]

    def cancel(self) -> None:
        """Ask it to end, and leave nothing behind."""
        if self._process is not None:
            self._cancelled = True
            self._process.terminate()

    def _read(self) -> None:
        if self._process is None:
            return
        *lines, rest = (self._rest + self._process.readAllStandardError().data()).split(b"\n")
        self._rest = rest[-LONGEST_LINE:]
        for line in lines:
            self._take(visible(line.decode(errors="replace").strip())[:LONGEST_LINE])

    def _take(self, line: str) -> None:
        step = PROGRESS.fullmatch(line)
        if step is not None:
            percent = min(100, int(step["percent"]))
            self.told.emit(f"{step['what'].capitalize()}: {percent} %, {step['left']} left", percent)
        elif line:
            self._lines.append(line)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._take(visible(self._rest.decode(errors="replace").strip()))
        self._rest = b""
        crashed = status is not QProcess.ExitStatus.NormalExit
        if code == 0 and not crashed and self._wanted is not None:
            self.is_made = True
            self._end("\n".join((f"Package made: {self._wanted.folder}", *self._lines)), bad=False)
        elif self._cancelled or code == CANCELLED:
            self._end(CANCELLED_WORDS, bad=False)
        else:
            why = (
                "\n".join(self._lines) or f"the command ended {'by a signal' if crashed else f'with {code}'}"
            )
            self._end(f"No package was made: {why}", bad=True)

    def _failed(self, error: QProcess.ProcessError) -> None:
        """All else is told by its end."""
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            self._end(f"No package was made: {self._process.errorString()}", bad=True)

    def _end(self, words: str, *, bad: bool) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        self.ended.emit(words, bad)

    def stop(self) -> None:
        """End one that runs: it is asked to leave nothing behind, and not waited for for long."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            if not process.waitForFinished(STOP_WITHIN_MS):
                process.kill()
                process.waitForFinished(STOP_WITHIN_MS)
