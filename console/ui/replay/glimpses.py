"""The desk's hold on the process that looks into a replay's movies: what is missing in them."""

import logging

import msgspec
from PySide6.QtCore import QObject, QProcess, Signal

from console.domain.ids import FeedId
from console.domain.wording import visible
from console.protocol.glimpse_messages import LookedInto, RecordedGap
from console.protocol.process_config import ReplaySource
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.desk")

STOP_WITHIN_MS = 500
LONGEST_SAID = 300


class Glimpses(QObject):
    """``looked``: ``gaps`` and ``feeds`` are known now; None before, and for ever where the process fails."""

    looked = Signal()

    def __init__(self, command: tuple[str, ...], source: ReplaySource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gaps: tuple[RecordedGap, ...] | None = None
        self.feeds: frozenset[FeedId] | None = None
        self._command = command
        self._source = source
        self._rest = b""
        self._process: QProcess | None = None

    def start(self) -> None:
        """Start the process, which reads all indexes first."""
        process = QProcess(self)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._log)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        self._process = process
        program, *arguments = self._command
        process.start(program, arguments)
        process.write(msgspec.json.encode(self._source) + b"\n")

    def _read(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + self._process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            try:
                self._take(msgspec.json.decode(line, type=LookedInto))
            except UNREADABLE as error:
                log.warning("what the replay's movies hold can't be read: %s", error)

    def _take(self, told: LookedInto) -> None:
        self.gaps, self.feeds = told.gaps, frozenset(told.feeds)
        self.looked.emit()

    def _log(self) -> None:
        if self._process is not None:
            said = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
            log.warning("of the replay's movies: %s", visible(said.strip())[:LONGEST_SAID])

    def _finished(self, code: int) -> None:
        log.warning("nobody looks into the replay's movies any more: the process ended with %d", code)
        self._process = None

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            log.warning("nobody looks into the replay's movies: the process could not be started")
            self._process = None

    def stop(self) -> None:
        """End the process, which leaves nothing."""
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.kill()
            process.waitForFinished(STOP_WITHIN_MS)
