"""The desk's hold on the process that looks into a replay's movies: what is missing, and small pictures."""

import logging
from collections import OrderedDict
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject, QProcess, Signal
from PySide6.QtGui import QImage

from console.domain.ids import FeedId
from console.domain.wording import visible
from console.protocol.glimpse_messages import AskGlimpses, Glimpse, LookedInto, RecordedGap, Told
from console.protocol.process_config import ReplaySource
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.desk")

WIDTH_PX, HEIGHT_PX = 192, 108
MOST_KEPT = 400
"""Pictures: 33 MB."""
MOST_ASKED = 64
"""Questions whose answers may still come."""
STOP_WITHIN_MS = 500
LONGEST_SAID = 300


class Seen(NamedTuple):
    """A camera at a moment: its picture and when that had come (log time); no image: nothing was recorded."""

    image: QImage | None
    at_ms: int


class Glimpses(QObject):
    """``looked``: ``gaps`` and ``feeds`` are known now; None before, and for ever where the process fails.

    ``came``: ``seen`` knows one more. Nothing here waits: pictures are decoded by the process.
    """

    looked = Signal()
    came = Signal()

    def __init__(self, command: tuple[str, ...], source: ReplaySource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gaps: tuple[RecordedGap, ...] | None = None
        self.feeds: frozenset[FeedId] | None = None
        self._command = command
        self._source = source
        self._process: QProcess | None = None
        self._read_bytes = bytearray()
        self._coming: Glimpse | None = None
        self._number = 0
        self._moments: OrderedDict[int, int] = OrderedDict()
        self._awaited: tuple[int, frozenset[FeedId]] = 0, frozenset()
        self._seen: OrderedDict[tuple[FeedId, int], Seen] = OrderedDict()

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

    # --- pictures

    def seen(self, feed: FeedId, at_ms: int) -> Seen | None:
        """The camera at a moment that was asked for; None while it is not known."""
        return self._seen.get((feed, at_ms))

    def ask(self, at_ms: int, feeds: tuple[FeedId, ...]) -> None:
        """For what is not known yet; what was asked before and is not answered is nobody's wish any more."""
        missing = tuple(feed for feed in feeds if (feed, at_ms) not in self._seen)
        wish = (at_ms if missing else 0, frozenset(missing))
        if self._process is None or wish == self._awaited:
            return
        self._awaited = wish
        self._number += 1
        self._moments[self._number] = at_ms
        if len(self._moments) > MOST_ASKED:
            self._moments.popitem(last=False)
        question = AskGlimpses(self._number, at_ms, missing, WIDTH_PX, HEIGHT_PX)
        self._process.write(msgspec.json.encode(question) + b"\n")

    def forget(self) -> None:
        """Nobody looks any more."""
        self.ask(0, ())

    def _show(self, told: Glimpse, pixels: bytes) -> None:
        """An answer to an older question is kept, too: the pointer may come back."""
        asked_ms = self._moments.get(told.number)
        if asked_ms is None:
            return
        if told.number == self._number:
            awaited = self._awaited[1] - {told.feed}
            self._awaited = (asked_ms if awaited else 0, awaited)
        image = None
        if pixels:
            row = 3 * told.width
            image = QImage(pixels, told.width, told.height, row, QImage.Format.Format_BGR888).copy()
        self._seen[told.feed, asked_ms] = Seen(image, told.at_ms)
        if len(self._seen) > MOST_KEPT:
            self._seen.popitem(last=False)
        self.came.emit()

    # --- the process

    def _read(self) -> None:
        if self._process is None:
            return
        self._read_bytes += self._process.readAllStandardOutput().data()
        try:
            while self._take_next():
                pass
        except UNREADABLE as error:
            log.warning("what the replay's movies hold can't be read: %s", error)
            self._process.kill()

    def _take_next(self) -> bool:
        """Whether there was a whole message. Raises what a line that is none raises."""
        if self._coming is not None:
            size = self._coming.bytes
            if len(self._read_bytes) < size:
                return False
            told, self._coming = self._coming, None
            self._show(told, bytes(self._read_bytes[:size]))
            del self._read_bytes[:size]
            return True
        line, end, _ = self._read_bytes.partition(b"\n")
        if not end:
            return False
        del self._read_bytes[: len(line) + 1]
        message: Told = msgspec.json.decode(bytes(line), type=Told)
        if isinstance(message, LookedInto):
            self.gaps, self.feeds = message.gaps, frozenset(message.feeds)
            self.looked.emit()
        else:
            self._coming = message
        return True

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
