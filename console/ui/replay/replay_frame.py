"""The red frame round a whole window of widgets, and its title: they say that nothing in it is live."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui import theme

REPLAY = "REPLAY"
NOT_AS_SIGNED = "NOT AS SIGNED"


def replay_word(*, not_as_signed: bool) -> str:
    """What a window of a replay shows, in few words."""
    return f"{REPLAY} · {NOT_AS_SIGNED}" if not_as_signed else REPLAY


def replay_title(title: str, *, not_as_signed: bool = False) -> str:
    """The word first, where a list of windows cuts last."""
    return f"{replay_word(not_as_signed=not_as_signed)} · {title}"


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
