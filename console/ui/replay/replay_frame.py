"""The red frame round a whole window of widgets, and its title: they say that nothing in it is live."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui import theme


def replay_title(title: str) -> str:
    """The word first, where a list of windows cuts last."""
    return f"REPLAY · {title}"


def replay_frame(body: QWidget) -> QWidget:
    """The body within the frame; its own gaps keep its ground."""
    frame = QWidget()
    frame.setObjectName("replay_frame")
    frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    edge_px = theme.REPLAY_FRAME_PX
    around = QVBoxLayout(frame)
    around.setContentsMargins(edge_px, edge_px, edge_px, edge_px)
    around.addWidget(body)
    return frame
