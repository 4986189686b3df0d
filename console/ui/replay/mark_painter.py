"""Draws the marks of a replay's timeline."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from console.ui import theme
from console.ui.fonts import font
from console.ui.icons import icon
from console.ui.replay.timeline_geometry import MARK_PX, count_words

NAMES = {"alert": "alerts", "decision": "decisions", "act": "acts"}


def paint_clump(painter: QPainter, box: QRect, kind: str, count: int, *, refused: bool = False) -> None:
    """One mark by its shape, several as a plate with their number; the colour says which kind.

    The mark of what was refused is a cross: it did nothing.
    """
    colour = theme.REPLAY_MARK_COLOURS[kind]
    if count == 1:
        _paint_shape(painter, box.left(), box, kind, refused=refused)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(box).adjusted(0, 1, -2, -1), theme.SPACING_PX[0], theme.SPACING_PX[0])
    painter.setPen(QColor(theme.BACKGROUND))
    painter.setFont(font(theme.FONT_SIZES_PX[0], QFont.Weight.DemiBold))
    painter.drawText(box.adjusted(0, 0, -2, 0), Qt.AlignmentFlag.AlignCenter, count_words(count))
    painter.restore()


def paint_head(painter: QPainter, box: QRect, kind: str, count: int) -> None:
    """Left of its lane: the shape, what it means, how many there are."""
    left = box.left() + theme.SPACING_PX[2]
    _paint_shape(painter, left, box, kind)
    painter.setPen(QColor(theme.MUTED))
    words = box.adjusted(left + MARK_PX + theme.SPACING_PX[1] - box.left(), 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"{NAMES[kind]} {count}")


def _paint_shape(painter: QPainter, left: int, box: QRect, kind: str, *, refused: bool = False) -> None:
    place = QRect(left, box.top() + (box.height() - MARK_PX) // 2, MARK_PX, MARK_PX)
    if refused:
        _paint_cross(painter, place.adjusted(2, 2, -3, -3), theme.REPLAY_MARK_COLOURS[kind])
        return
    painter.drawPixmap(
        place.topLeft(), icon(theme.REPLAY_MARK_SHAPES[kind], theme.REPLAY_MARK_COLOURS[kind], MARK_PX)
    )


def _paint_cross(painter: QPainter, box: QRect, colour: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 2))
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.bottomLeft(), box.topRight())
    painter.restore()
