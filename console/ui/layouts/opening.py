"""Opens layouts in the editor: a stored one, what a monitor shows, a new one. Core is not waited for."""

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.domain.policies.layout_editing.grids import even_grid
from console.ui.desk.site_view import SiteView
from console.ui.layouts.document import NEW_NAME, Origin
from console.ui.layouts.edited_layout import EditedLayout
from console.ui.layouts.layout_answers import Asked, LayoutAnswers
from console.ui.layouts.monitor_layout import layout_of_monitor

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
        self._monitor: MonitorId | None = None
        self._patience = QTimer(self, interval=LONGEST_AWAITED_MS, singleShot=True)
        self._patience.timeout.connect(self._no_longer_awaited)
        answers.came.connect(self._came)
        answers.failed.connect(self._failed)

    def open_layout(self, name: str) -> None:
        """A stored one, or one that came with the product."""
        self._monitor = None
        self._ask(name)

    def open_monitor(self, monitor: MonitorId) -> None:
        """What a monitor shows now."""
        self._monitor = monitor
        view = self._view.monitors.get(monitor)
        if view is not None:
            self._ask(view.layout_name)

    def open_new(self) -> None:
        """An empty grid."""
        self._monitor = None
        self._no_longer_awaited()
        layout = even_grid(NEW_NAME, *NEW_GRID)
        self._begin(layout, Origin("", 0, layout, f"A {NEW_NAME}"))

    def _ask(self, name: str) -> None:
        head = self._view.layout(name)
        self.said.emit(f"Opening {name}…", False)
        self._edited.awaited = name
        self._patience.start()
        self._answers.ask(Asked(name, head.version if head is not None else 0))

    def _no_longer_awaited(self) -> None:
        """It came, or what is open is edited meanwhile: a step back leads there from what may come yet."""
        self._patience.stop()
        self._edited.awaited = ""

    def _came(self, asked: Asked, layout: Layout) -> None:
        self._no_longer_awaited()
        monitor, self._monitor = self._monitor, None
        words = asked.name
        if monitor is not None and (shown := self._view.monitors.get(monitor)) is not None:
            layout = layout_of_monitor(shown, layout if layout.name == shown.layout_name else None)
            words = f"What {monitor} shows"
        self._begin(layout, Origin(asked.name, asked.version, layout, words))

    def _failed(self, asked: Asked, why: str) -> None:
        """What a monitor shows needs no stored layout."""
        self._no_longer_awaited()
        monitor, self._monitor = self._monitor, None
        shown = self._view.monitors.get(monitor) if monitor is not None else None
        if shown is None:
            self.said.emit(f"Layout {asked.name} can't be opened: {why}.", True)
            return
        layout = layout_of_monitor(shown, None)
        self._begin(layout, Origin("", 0, layout, f"What {monitor} shows"))

    def _begin(self, layout: Layout, origin: Origin) -> None:
        before = UNSAVED_BEFORE if self._edited.is_unsaved else ""
        self._edited.begin(layout, origin)
        self.said.emit(f"{origin.words} is open.{before}", False)
