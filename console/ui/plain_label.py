"""A label that takes no text for markup: names of cameras, layouts and people stand in most of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """QLabel looks by itself whether a text is HTML, and would show it as such, pictures and all."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
