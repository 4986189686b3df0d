"""F1 in the editor: its keys on one sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from console.ui import theme
from console.ui.layouts.editor_keys import SHEET
from console.ui.plain_label import PlainLabel


class KeySheet(QDialog):
    """Does not hold up anything while it is open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys of the layout editor")
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.SPACING_PX[4]] * 4)
        grid.setHorizontalSpacing(theme.SPACING_PX[4])
        grid.setVerticalSpacing(theme.SPACING_PX[1])
        for row, (keys, does) in enumerate(SHEET):
            name, meaning = PlainLabel(keys), PlainLabel(does)
            name.setStyleSheet("font-weight: 600")
            meaning.setStyleSheet(f"color: {theme.MUTED}")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(meaning, row, 1)

    def toggle(self) -> None:
        """Open it, or close it."""
        self.setVisible(not self.isVisible())
