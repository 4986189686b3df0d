"""A picture state's small sign: its shape says the state as its colour does."""

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


def paint_state_sign(painter: QPainter, box: QRectF, shape: str, colour: QColor) -> None:
    """Fill the box with one of the theme's STATE_SHAPES."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    match shape:
        case "square":
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        case "triangle":
            top = QPointF(box.center().x(), box.top())
            painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
        case "cross":
            painter.setPen(QPen(colour, max(2.0, box.width() / 4)))
            inner = box.adjusted(1, 1, -1, -1)
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
        case "ring":
            painter.setPen(QPen(colour, max(1.5, box.width() / 6)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        case "dot":
            painter.drawEllipse(box.marginsRemoved(QMarginsF(*[box.width() / 5] * 4)))
        case _:
            painter.drawEllipse(box)
    painter.restore()
