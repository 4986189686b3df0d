"""Writes what is edited to disk soon after each change, in a thread of its own: no slow disk holds it up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, QTimer, Signal

from console.ui.layouts.draft import Draft, DraftFolder

KEEP_AFTER_MS = 400
"""After the first change that is not yet written; later ones go with it."""
TROUBLE = "What you draw can't be kept on this machine's disk ({}): save it before you leave."


class DraftKeeper(QObject):
    """``trouble``: words for people while the disk refuses, "" once it takes drafts again."""

    trouble = Signal(str)

    def __init__(self, folder: DraftFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._waiting: Draft | None = None
        self._writer = ThreadPoolExecutor(1, "layout-drafts")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    def keep(self, draft: Draft) -> None:
        """Soon; an older state of the same that still waits is not written."""
        if self._waiting is not None and self._waiting.begun_ms != draft.begun_ms:
            self.flush()
        self._waiting = draft
        if not self._timer.isActive():
            self._timer.start()

    def drop(self, begun_ms: int) -> None:
        """It is saved, or not wanted."""
        if self._waiting is not None and self._waiting.begun_ms == begun_ms:
            self._waiting = None
        self._do(lambda: self._folder.drop(begun_ms))

    def flush(self) -> None:
        """Write now what waits."""
        self._timer.stop()
        draft, self._waiting = self._waiting, None
        if draft is not None:
            self._do(lambda: self._folder.write(draft))

    def _do(self, act: Callable[[], None]) -> None:
        self._writer.submit(self._attempt, act)

    def _attempt(self, act: Callable[[], None]) -> None:
        """In the writer's thread; signals go to the window's."""
        try:
            act()
        except OSError as error:
            self.trouble.emit(TROUBLE.format(error.strerror or error))
        else:
            self.trouble.emit("")

    def stop(self) -> None:
        """What waits is written first."""
        self.flush()
        self._writer.shutdown()
