"""Below a list: a field for a name under which something is saved, and Save."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton


class SaveRow(QHBoxLayout):
    """``asked`` carries the name; ``left``: it was, or the field was left with Esc."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, hint: str, most_letters: int) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setPlaceholderText(hint)
        self.name.setMaxLength(most_letters)
        self.save = QPushButton("Save")
        self.save.setEnabled(False)
        self.setContentsMargins(12, 0, 12, 8)
        self.addWidget(self.name, 1)
        self.addWidget(self.save)
        leave = QShortcut(QKeySequence("Esc"), self.name, self.left.emit)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.name.returnPressed.connect(self._ask)
        self.save.clicked.connect(self._ask)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))

    def take_keys(self) -> None:
        """Whatever stands in the field is typed over."""
        self.name.setFocus()
        self.name.selectAll()

    def offer(self, name: str) -> None:
        """A name to take or to type over."""
        self.name.setText(name)
        self.take_keys()

    def _ask(self) -> None:
        if self.name.text().strip():
            self.asked.emit(self.name.text().strip())
            self.name.clear()
            self.left.emit()  # the list's Ctrl+Z is the desk's, not the field's
