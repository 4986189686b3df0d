"""A panel of the desk in a window of its own, on whichever monitor a person moved it to."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

LEAST_PX = (240, 160)


class FloatingPanel(QWidget):
    """``back_asked``: it was closed; ``placed``: it stands elsewhere or is of another size.

    A tool window of the desk, so that the desk's keys act in it, too; what its panel does not take goes to
    the desk.
    """

    back_asked = Signal()
    placed = Signal()

    def __init__(self, title: str, desk: QWidget) -> None:
        super().__init__(desk, Qt.WindowType.Tool)
        self._desk = desk
        self.setWindowTitle(f"{title} · {desk.windowTitle()}")
        self.setMinimumSize(*LEAST_PX)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)

    def take(self, panel: QWidget, place: QRect) -> None:
        """Show the panel here; before its window is there, as a map's page wants."""
        rows = self.layout()
        assert rows is not None
        rows.addWidget(panel)
        self.setGeometry(QRect(place.topLeft(), place.size().expandedTo(QSize(*LEAST_PX))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As if it had been pressed in the desk."""
        QApplication.sendEvent(self._desk, event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Elsewhere."""
        super().moveEvent(event)
        self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Larger, or smaller."""
        super().resizeEvent(event)
        self.placed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Its panel goes back into the desk: closing a window loses nothing."""
        event.ignore()
        self.back_asked.emit()
