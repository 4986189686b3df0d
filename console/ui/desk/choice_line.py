"""A line above a list that shows a choice of all: what it shows, and a way back to all."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.icons import icon

BUTTON_PX = 22
SIGN_PX = 14


class ChoiceLine(QFrame):
    """There while it has words. ``cleared``: a person wants all again."""

    cleared = Signal()

    def __init__(self, clear_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choice")
        self.words = ElidedLabel("choice")
        self.clear = QPushButton()
        self.clear.setObjectName("corner")
        self.clear.setFixedSize(BUTTON_PX, BUTTON_PX)
        self.clear.setIcon(QIcon(icon("panel-hide", theme.TEXT, 2 * SIGN_PX)))
        self.clear.setIconSize(QSize(SIGN_PX, SIGN_PX))
        self.clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the list's Esc is for the keyboard
        self.clear.setToolTip(clear_words)
        self.clear.setAccessibleName(clear_words)
        self.clear.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACING_PX[1], 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.clear)
        self.hide()

    def say(self, words: str) -> None:
        """What is shown; "" for all, without a line."""
        self.words.say(words)
        self.setVisible(bool(words))
