"""The keys at the desk's foot: as many as have room, each whole."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from console.ui.desk.trouble_line import plain_tool_tip

GAP = "   "
LIVE_HINTS = (
    "F1 help",
    "/ search",
    "Enter assign",
    "A acknowledge",
    "V picture",
    "K record",
    "P pin",
    "U undo",
    "R rewind",
    "Esc let go",
    "C close",
    "Del clear",
    "Z zoom",
    "M map",
    "F all cameras",
)
"""The most used first, after the one that shows all."""


class KeyHints(QLabel):
    """Shows whole entries only, the first ones; all are in its tool tip. It widens no window."""

    def __init__(self, entries: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._entries = tuple(entries)
        self.setToolTip(plain_tool_tip(self._entries))

    def sizeHint(self) -> QSize:
        """Of all entries."""
        return self._size_of(self._entries)

    def minimumSizeHint(self) -> QSize:
        """Of the first one."""
        return self._size_of(self._entries[:1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for others."""
        super().resizeEvent(event)
        self.ensurePolished()
        shown = GAP.join(first_fitting(self._entries, self.width(), self.fontMetrics().horizontalAdvance))
        if shown != self.text():
            self.setText(shown)

    def _size_of(self, entries: Sequence[str]) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(GAP.join(entries)) + 2, metrics.height())


def first_fitting(entries: Sequence[str], room_px: int, text_width: Callable[[str], int]) -> Sequence[str]:
    """As many of the first entries as fit in one line."""
    counts = range(len(entries), 0, -1)
    return entries[: next((count for count in counts if text_width(GAP.join(entries[:count])) <= room_px), 0)]
