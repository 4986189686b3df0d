"""Opens layouts in the editor: a stored one, what a monitor shows, a new one. Core is not waited for."""

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.domain.policies.layout_editing.grids import even_grid
from console.ui.desk.site_view import SiteView
from console.ui.layouts.document import NEW_NAME, Origin
from console.ui.layouts.edited_layout import EditedLayout
from console.ui.layouts.layout_answers import Asked, LayoutAnswers

NEW_GRID = (4, 4)
LONGEST_AWAITED_MS = 3_000
UNSAVED_BEFORE = " What you had not saved is kept as a draft; Ctrl+Z leads back to it."


class LayoutOpening(QObject):
    """``said``: words for people, whether bad. What is open stays so until another one has come."""

    said = Signal(str, bool)

    def __init__(
        self, edited: EditedLayout, view: SiteView, answers: LayoutAnswers, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._edited = edited
        self._view = view
        self._answers = answers
        self._patience = QTimer(self, interval=LONGEST_AWAITED_MS, singleShot=True)
        self._patience.timeout.connect(self._no_longer_awaited)
        answers.came.connect(self._came)
        answers.failed.connect(self._failed)

    def open_layout(self, name: str) -> None:
        """A stored one, or one that came with the product."""
        self._ask(Asked(name, self._version_of(name)))

    def open_monitor(self, monitor: MonitorId) -> None:
        """What a monitor shows now, without what incidents put there."""
        view = self._view.monitors.get(monitor)
        if view is not None:
            self._ask(Asked(view.layout_name, self._version_of(view.layout_name), monitor))

    def open_new(self) -> None:
        """An empty grid."""
        self._no_longer_awaited()
        layout = even_grid(NEW_NAME, *NEW_GRID)
        self._begin(layout, Origin("", 0, layout, f"A {NEW_NAME}"))

    def _version_of(self, name: str) -> int:
        head = self._view.layout(name)
        return head.version if head is not None else 0

    def _ask(self, asked: Asked) -> None:
        self.said.emit(f"Opening {_words(asked)}…", False)
        self._edited.awaited = asked.name
        self._patience.start()
        self._answers.ask(asked)

    def _no_longer_awaited(self) -> None:
        """It came, or what is open is edited meanwhile: a step back leads there from what may come yet."""
        self._patience.stop()
        self._edited.awaited = ""

    def _came(self, asked: Asked, layout: Layout) -> None:
        self._no_longer_awaited()
        name, version = asked.name, asked.version
        if asked.monitor is not None and self._view.layout(name) is None:
            name, version = "", 0  # what a monitor shows needs no stored layout
        self._begin(layout, Origin(name, version, layout, _words(asked)))

    def _failed(self, asked: Asked, why: str) -> None:
        self._no_longer_awaited()
        words = f"Layout {asked.name}" if asked.monitor is None else _words(asked)
        self.said.emit(f"{words} can't be opened: {why}.", True)

    def _begin(self, layout: Layout, origin: Origin) -> None:
        before = UNSAVED_BEFORE if self._edited.is_unsaved else ""
        self._edited.begin(layout, origin)
        self.said.emit(f"{origin.words} is open.{before}", False)


def _words(asked: Asked) -> str:
    return asked.name if asked.monitor is None else f"What {asked.monitor} shows"
