"""The red frame round a whole window of widgets, which says that nothing in it is live."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui import theme


def replay_frame(body: QWidget) -> QWidget:
    """The body within the frame. It gets a ground of its own: its gaps are not red."""
    frame = QWidget()
    for widget, name in ((frame, "replay_frame"), (body, "replay_ground")):
        widget.setObjectName(name)
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    edge_px = theme.REPLAY_FRAME_PX
    around = QVBoxLayout(frame)
    around.setContentsMargins(edge_px, edge_px, edge_px, edge_px)
    around.addWidget(body)
    return frame
