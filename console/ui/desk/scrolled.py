"""What may be larger than the desk: as large as it wants to be where there is room, else it scrolls."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

MARGIN_PX = 20
"""Left free of the desk at each side."""


class Scrolled(QScrollArea):
    """Holds ``content`` in a dialog over ``desk``; its size hint is never larger than that."""

    def __init__(self, content: QWidget, desk: QWidget) -> None:
        super().__init__()
        self._content = content
        self._desk = desk
        self.setObjectName("sheet")
        content.setObjectName("sheet")
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and page keys scroll it

    def room(self) -> QSize:
        """The most that it may take."""
        return self._desk.size() - QSize(2 * MARGIN_PX, 2 * MARGIN_PX)

    def sizeHint(self) -> QSize:
        """Of what it holds, with a scroll bar where it needs one."""
        self._content.ensurePolished()
        wanted, room = self._content.sizeHint(), self.room()
        if wanted.height() > room.height():
            wanted.setWidth(wanted.width() + self.verticalScrollBar().sizeHint().width())
        if wanted.width() > room.width():
            wanted.setHeight(wanted.height() + self.horizontalScrollBar().sizeHint().height())
        return wanted.boundedTo(room)
