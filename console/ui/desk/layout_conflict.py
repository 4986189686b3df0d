"""Another one has changed a layout or wall preset that was to be saved: in words, and the choice."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.protocol.layout_messages import ImportLayout, SaveLayout
from console.ui import theme
from console.ui.desk.done_acts import Conflict
from console.ui.plain_label import PlainLabel

REPLACE, SAVE = "Replace it", "Save it"
"""Saved is what nothing is there for that could be replaced."""


class LayoutConflict(QWidget):
    """Hidden until there is one. ``replace_asked`` carries the command; ``other_name_asked`` the name;
    ``look_asked`` the Conflict: the question stays. ``left``: nobody chose, nothing is stored. ``asked``: the
    Conflict that is asked about now.
    """

    asked = Signal(object)
    look_asked = Signal(object)
    replace_asked = Signal(object)
    other_name_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: Conflict | None = None
        self._conflict: Conflict | None = None
        """What was asked about, with what is known of it by now."""
        self.words = PlainLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setStyleSheet(f"color: {theme.STATE_ATTENTION}")
        self.look = QPushButton("Look at both")
        self.replace = QPushButton(REPLACE)
        self.other = QPushButton("Other name")
        self.keep = QPushButton("Leave it")
        buttons = QHBoxLayout()
        for button in (self.replace, self.other, self.keep):
            buttons.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 0, 12, 8)
        rows.addWidget(self.words)
        rows.addWidget(self.look)
        rows.addLayout(buttons)
        self.look.clicked.connect(lambda: self.look_asked.emit(self._conflict))
        self.replace.clicked.connect(self._replace)
        self.other.clicked.connect(self._other_name)
        self.keep.clicked.connect(self._leave)
        leave = QShortcut(QKeySequence("Esc"), self, self._leave)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        return (self.look, self.replace, self.other, self.keep)

    def ask(self, conflict: Conflict, *, take_keys: bool = True) -> None:
        """Which of both is to stand? The keys go to the answer that changes nothing, unless they are wanted
        elsewhere.
        """
        self._asked = self._conflict = conflict
        self.words.setText(conflict.words[:1].upper() + conflict.words[1:])
        self.look.setVisible(isinstance(conflict.wanted, SaveLayout | ImportLayout))  # what can be drawn
        self.replace.setText(REPLACE)
        self.show()
        self._fit()
        if take_keys:
            self.keep.setFocus()
        self.asked.emit(conflict)

    def say_gone(self, conflict: Conflict, words: str, there: str = "") -> None:
        """What it asks about is not there any more under its name; ``there``: the name that it has by now."""
        if self._asked is not conflict or self.isHidden():
            return
        self._conflict = replace(conflict, there=there)
        self.words.setText(words)
        self.look.setVisible(bool(there))
        self.replace.setText(SAVE)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the answer that has the keys: outside a dialog a button hears the space bar alone."""
        chosen = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(chosen, QPushButton):
            chosen.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All of the words, however narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        margins = self.contentsMargins() if (rows := self.layout()) is None else rows.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        self.words.setMinimumHeight(max(0, self.words.heightForWidth(max(1, width))))

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _replace(self) -> None:
        self.hide()
        if self._conflict is not None:
            self.replace_asked.emit(self._conflict.wanted)

    def _other_name(self) -> None:
        self.hide()
        if self._conflict is not None:
            self.other_name_asked.emit(self._conflict.name)
