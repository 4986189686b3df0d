"""Writes what is edited to disk soon after each change, in a thread of its own: no slow disk holds it up."""

import logging
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, QTimer, Signal

from console.ui.layouts.draft import Draft, DraftFolder

log = logging.getLogger("sightline.desk")

KEEP_AFTER_MS = 400
"""After the first change that is not yet written; later ones go with it."""
TRY_AGAIN_MS = 3_000
"""After the disk refused: a full one is freed without anybody telling."""
TROUBLE = "What you draw can't be kept on this machine's disk ({}): save it before you leave."


class DraftKeeper(QObject):
    """``trouble``: words for people while the disk refuses, "" once all of it is on the disk. ``tried``: one
    was written or refused.
    """

    trouble = Signal(str)
    tried = Signal()
    _came_out = Signal(object, str)

    def __init__(self, folder: DraftFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._waiting: Draft | None = None
        self._latest: dict[int, Draft] = {}
        """By ``begun_ms``, what is not known to be on the disk."""
        self._refused: dict[int, str] = {}
        """Of those the ones that are to be tried again, and why the disk did not take them."""
        self._is_stopped = False
        self._writer = ThreadPoolExecutor(1, "layout-drafts")
        self._timer = self._flushing_timer(KEEP_AFTER_MS)
        self._again = self._flushing_timer(TRY_AGAIN_MS)
        self._came_out.connect(self._tried)

    def _flushing_timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self, interval=interval_ms, singleShot=True)
        timer.timeout.connect(self.flush)
        return timer

    def is_written(self, begun_ms: int) -> bool:
        """Whether all that was drawn of it is on the disk."""
        return begun_ms not in self._latest

    def why_refused(self, begun_ms: int) -> str:
        """What the disk said of it; "" while that is not known, or it is written."""
        return self._refused.get(begun_ms, "")

    def keep(self, draft: Draft) -> None:
        """Soon; an older state of the same that still waits is not written."""
        if self._waiting is not None and self._waiting.begun_ms != draft.begun_ms:
            self.flush()
        self._waiting = self._latest[draft.begun_ms] = draft
        self._refused.pop(draft.begun_ms, None)
        if not self._timer.isActive():
            self._timer.start()

    def drop(self, begun_ms: int) -> None:
        """It is saved, or not wanted."""
        if self._waiting is not None and self._waiting.begun_ms == begun_ms:
            self._waiting = None
        self._latest.pop(begun_ms, None)
        if self._refused.pop(begun_ms, None) is not None and not self._refused:
            self.trouble.emit("")
        self._writer.submit(self._attempt_drop, begun_ms)

    def flush(self) -> None:
        """Write now what waits, and try again what the disk refused."""
        self._timer.stop()
        self._again.stop()
        drafts = [self._latest[begun_ms] for begun_ms in self._refused]
        self._refused.clear()
        if self._waiting is not None:
            drafts.append(self._waiting)
            self._waiting = None
        for draft in drafts:
            self._writer.submit(self._attempt, draft)

    def _attempt(self, draft: Draft) -> None:
        """In the writer's thread; signals go to the window's."""
        try:
            self._folder.write(draft)
        except OSError as error:
            self._came_out.emit(draft, error.strerror or str(error))
        else:
            self._came_out.emit(draft, "")

    def _attempt_drop(self, begun_ms: int) -> None:
        """What stays is offered later, no more."""
        try:
            self._folder.drop(begun_ms)
        except OSError as error:
            log.warning("a draft of a layout that is not wanted any more can't be removed: %s", error)

    def _tried(self, draft: Draft, why: str) -> None:
        """What is of an older state, or not wanted any more, is not tried again."""
        is_latest = self._latest.get(draft.begun_ms) is draft
        if self._is_stopped or not is_latest:
            return
        if why:
            self._refused[draft.begun_ms] = why
            self._again.start()
            self.trouble.emit(TROUBLE.format(why))
        else:
            del self._latest[draft.begun_ms]
            if not self._refused:
                self.trouble.emit("")
        self.tried.emit()

    def stop(self) -> None:
        """What waits is written first."""
        self.flush()
        self._is_stopped = True
        self._writer.shutdown()
