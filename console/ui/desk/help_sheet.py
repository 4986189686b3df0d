"""F1: every key of the desk on one sheet."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from console.ui import theme
from console.ui.desk.scrolled import Scrolled

KEYS = (
    ("/", "search cameras; Enter assigns the first one found"),
    ("Enter in the camera list", "put the selected camera into the selected cell"),
    ("double click on a cell", "the same"),
    ("drag a camera onto a cell", "put it there"),
    ("P", "pin the selected cell, or let it go"),
    ("Del", "take your hand off the selected cell"),
    ("R", "play the selected cell 10 s behind live; again for 10 s more"),
    ("L, or Esc", "the selected cell back to live"),
    ("Esc", "let go of the selected camera and cell: the map has all the room"),
    ("A, or Enter on a card", "acknowledge the selected incident"),
    ("C", "close the selected incident"),
    ("U", "take back what the selected incident switched"),
    ("Enter, F2, Del on a layout", "load it, give it another name, delete it; a right click offers more"),
    ("Ctrl+Z", "take your last act on layouts back: what was saved, renamed or deleted"),
    ("K", "record the selected camera, or stop that; what is on disk stays"),
    ("Shift+K", "record the selected incident's cameras, or stop that"),
    ("B", "take a monitor back that is lent to a replay"),
    ("V", "close the large picture of the selected camera, or open it"),
    ("Z", "to the large picture: + and - zoom, arrows move, 0 shows the whole; so do wheel and drag"),
    ("M", "to the map: + and - zoom, arrows move"),
    ("F, or fit on the map", "all cameras in view, at every size until you move the map"),
    ("H, or a click on the counts", "health of every stream, the worst first"),
    ("F1", "this sheet"),
)


class HelpSheet(QDialog):
    """Does not hold up anything while it is open."""

    def __init__(self, parent: QWidget, keys: Sequence[tuple[str, str]] = KEYS) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        content = QWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(Scrolled(content, parent))
        grid = QGridLayout(content)
        grid.setContentsMargins(24, 24, 24, 24)
        grid.setHorizontalSpacing(theme.SPACING_PX[4])
        grid.setVerticalSpacing(theme.SPACING_PX[1])
        for row, (key, what) in enumerate(keys):
            name = QLabel(key)
            name.setStyleSheet("font-weight: 600")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignRight)
            meaning = QLabel(what)
            meaning.setStyleSheet(f"color: {theme.MUTED}")
            grid.addWidget(meaning, row, 1)

    def toggle(self) -> None:
        """Open it, or close it."""
        self.resize(self.sizeHint())
        self.setVisible(not self.isVisible())
