"""A line of plain text, cut to the room that it has; the whole is in its tool tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.shortening import shortened

LEAST_PX = 40


class ElidedLabel(QLabel):
    """Wants the width of its whole text and makes do with less: a long text widens no window.

    ``name`` is its name in the style sheet.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show this."""
        if text != self._whole:
            self._whole = text
            self.setToolTip(plain_tool_tip((text,) if text else ()))
            self._fit()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Of the whole text."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Of a word."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), LEAST_PX), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width cuts elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        shown = shortened(self._whole, self.width(), self.fontMetrics().horizontalAdvance)
        if shown != self.text():
            self.setText(shown)
