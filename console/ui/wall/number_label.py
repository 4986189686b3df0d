"""A monitor's number, large enough to be read from across the room, and what the monitor is beneath it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from console.ui import theme
from console.ui.fonts import font
from console.ui.shortening import shortened
from console.ui.wall.tile_labels import CENTRE, plate


def number_label(number: int, words: Sequence[str], width: int, height: int) -> QPixmap:
    """On an opaque plate in the middle of a monitor of this size; the first line of ``words`` stands out."""
    figure = font(
        max(theme.FONT_SIZES_PX[-1], round(height * theme.MONITOR_NUMBER_SHARE)), QFont.Weight.DemiBold
    )
    pad_px, line_px = theme.SPACING_PX[-1], theme.FONT_SIZES_PX[-1] * 3 // 2
    figure_px = QFontMetrics(figure).capHeight() + 4 * pad_px
    across = min(width, max(round(width * theme.MONITOR_NUMBER_PLATE_SHARE), QFontMetrics(figure).maxWidth()))
    pixmap = plate(across, min(height, figure_px + line_px * len(words) + 2 * pad_px), theme.BACKGROUND)
    painter = QPainter(pixmap)
    painter.setPen(QColor(theme.LINE))
    painter.drawRect(pixmap.rect().adjusted(0, 0, -1, -1))
    painter.setPen(QColor(theme.TEXT))
    painter.setFont(figure)
    painter.drawText(QRect(0, 0, across, figure_px), CENTRE, str(number))
    for row, text in enumerate(words):
        face = font(theme.FONT_SIZES_PX[-1 if row == 0 else -2])
        painter.setFont(face)
        painter.setPen(QColor(theme.TEXT if row == 0 else theme.MUTED))
        room = QRect(pad_px, figure_px + row * line_px, across - 2 * pad_px, line_px)
        painter.drawText(room, CENTRE, shortened(text, room.width(), QFontMetrics(face).horizontalAdvance))
    painter.end()
    return pixmap
