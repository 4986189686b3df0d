"""A monitor's number, large enough to be read from across the room, and what the monitor is beneath it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from console.ui import theme
from console.ui.fonts import font
from console.ui.shortening import shortened
from console.ui.wall.tile_labels import CENTRE, plate

LINES = 18
"""So many lines of its words a monitor is high, at least: on a small one they are smaller."""


def number_label(number: int, words: Sequence[str], width: int, height: int) -> QPixmap:
    """On an opaque plate in the middle of a monitor of this size; the first line of ``words`` stands out."""
    least_px, most_px = theme.FONT_SIZES_PX[0], theme.FONT_SIZES_PX[-1]
    text_px = max(least_px, min(most_px, height // LINES))
    pad_px, line_px = min(theme.SPACING_PX[-1], height // LINES), text_px * 3 // 2
    figure = font(round(height * theme.MONITOR_NUMBER_SHARE), QFont.Weight.DemiBold)
    metrics = QFontMetrics(figure)
    figure_px = metrics.capHeight() + 4 * pad_px
    wanted_px = round(width * theme.MONITOR_NUMBER_PLATE_SHARE)
    across = min(width, max(wanted_px, metrics.horizontalAdvance(str(number)) + 4 * pad_px))
    pixmap = plate(across, min(height, figure_px + line_px * len(words) + 2 * pad_px), theme.BACKGROUND)
    painter = QPainter(pixmap)
    painter.setPen(QColor(theme.LINE))
    painter.drawRect(pixmap.rect().adjusted(0, 0, -1, -1))
    painter.setPen(QColor(theme.TEXT))
    painter.setFont(figure)
    painter.drawText(QRect(0, 0, across, figure_px), CENTRE, str(number))
    for row, text in enumerate(words):
        face = font(text_px if row == 0 else max(least_px, text_px * 3 // 4))
        painter.setFont(face)
        painter.setPen(QColor(theme.TEXT if row == 0 else theme.MUTED))
        room = QRect(pad_px, figure_px + row * line_px, across - 2 * pad_px, line_px)
        painter.drawText(room, CENTRE, shortened(text, room.width(), QFontMetrics(face).horizontalAdvance))
    painter.end()
    return pixmap
