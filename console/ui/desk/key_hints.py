"""The keys at the desk's foot: as many as have room, each whole."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from console.ui.desk.trouble_line import plain_tool_tip

GAP = "   "


class KeyHints(QLabel):
    """Shows whole entries only, the first ones; all are in its tool tip. It widens no window."""

    def __init__(self, entries: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._own = self._entries = tuple(entries)
        self.setToolTip(plain_tool_tip(self._entries))

    def offer(self, entries: Sequence[str]) -> None:
        """These from now on, the most used first."""
        is_lent = self._entries != self._own
        self._own = tuple(entries)
        if not is_lent:
            self._set(self._own)

    def lend_to(self, entries: Sequence[str]) -> None:
        """These meanwhile, as nothing else has keys; its own again with none."""
        self._set(tuple(entries) or self._own)

    def _set(self, entries: tuple[str, ...]) -> None:
        if entries != self._entries:
            self._entries = entries
            self.setToolTip(plain_tool_tip(entries))
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        """Of all entries."""
        return self._size_of(self._entries)

    def minimumSizeHint(self) -> QSize:
        """Of the first one."""
        return self._size_of(self._entries[:1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for others."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
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
