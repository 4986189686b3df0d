"""The editor's foot: the name, a note, and saving; what became of it, and the keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from console.protocol.layout_file import MAX_NAME_LENGTH, MAX_NOTE_LENGTH
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.key_hints import KeyHints
from console.ui.layouts.editor_keys import HINTS

NAME_PX = 220


class SaveBar(QWidget):
    """``save_asked``: a name, a note, and the monitor that is to show it then, "" for none."""

    save_asked = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.note = QLineEdit(), QLineEdit()
        for field, words, longest in (
            (self.name, "Name", MAX_NAME_LENGTH),
            (self.note, "Note for this version: why", MAX_NOTE_LENGTH),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words.split(":")[0])
            field.setMaxLength(longest)
            field.returnPressed.connect(lambda: self.ask())
        self.name.setMinimumWidth(NAME_PX)
        self.save = QPushButton("Save")
        self.save.setObjectName("save")
        self.save.setToolTip("Ctrl+S")
        self.load = QPushButton()
        self.other = QPushButton("▾")
        self.other.setToolTip("Another monitor")
        self.other.setAccessibleName("Another monitor")
        self.menu = QMenu(self)
        self.other.setMenu(self.menu)
        self.said = ElidedLabel("said")
        self._is_refusal = False
        self.hints = KeyHints(HINTS)
        self._monitor = ""
        self._offered: list[str] = []
        self._kept_with = ""
        self._build()
        self.save.clicked.connect(lambda: self.ask())
        self.load.clicked.connect(lambda: self.ask(self._monitor))
        self.name.textChanged.connect(self._allow)
        self._allow()

    def _build(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(theme.SPACING_PX[1])
        fields.addWidget(self.name, 2)
        fields.addWidget(self.note, 3)
        for button in (self.save, self.load, self.other):
            fields.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACING_PX[4])
        foot.addWidget(self.said, 2)
        foot.addWidget(self.hints, 3)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(
            theme.SPACING_PX[2], theme.SPACING_PX[1], theme.SPACING_PX[2], theme.SPACING_PX[1]
        )
        rows.setSpacing(theme.SPACING_PX[1])
        rows.addLayout(fields)
        rows.addLayout(foot)

    def say(self, words: str, bad: bool) -> None:
        """What became of an act."""
        self._is_refusal = bad
        self.said.setStyleSheet(f"color: {theme.STATE_BAD if bad else theme.TEXT}")
        self.said.say(words)

    def forget_refusal(self) -> None:
        """Somebody went on: what was refused before is no longer of interest."""
        if self._is_refusal:
            self.say("", False)

    def offer_monitors(self, monitors: list[str], chosen: str) -> None:
        """Which could show it then; ``chosen`` first."""
        self._monitor = chosen or (monitors[0] if monitors else "")
        self.load.setText(f"Save and load on {self._monitor}")
        for button, has_any in ((self.load, bool(monitors)), (self.other, len(monitors) > 1)):
            button.setVisible(has_any)
        if monitors != self._offered:  # it may be open
            self._offered = monitors
            self._fill_menu(monitors)

    def _fill_menu(self, monitors: list[str]) -> None:
        self.menu.clear()
        for monitor in monitors:
            action = self.menu.addAction(f"Save and load on {monitor}")
            action.triggered.connect(lambda _=False, monitor=monitor: self.ask(monitor))

    def ask(self, monitor: str = "") -> None:
        """Save it; without a name the keys go to its field."""
        if self.name.text().strip():
            self._kept_with = self.note.text().strip()
            self.save_asked.emit(self.name.text().strip(), self._kept_with, monitor)
        else:
            self.say("Give it a name first.", True)
            self.name.setFocus()

    def drop_note(self) -> None:
        """It was kept with what was saved; one that was begun since is for the next version."""
        if self.note.text().strip() == self._kept_with:
            self.note.clear()

    def _allow(self) -> None:
        has_name = bool(self.name.text().strip())
        for button in (self.save, self.load, self.other):
            button.setEnabled(has_name)
