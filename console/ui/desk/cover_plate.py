"""Over a small monitor that visitors look at: what they see in one word, by whom, since when, what waits."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from console.domain.wall import MonitorView
from console.ui import theme
from console.ui.desk.cover_words import COVER_WORDS, counted_waiting_words, cover_since_words, waiting_marks
from console.ui.fonts import font
from console.ui.shortening import shortened

VEIL = QColor(0, 0, 0, 190)
"""Over what waits beneath: nobody sees that on the wall."""
PAD_PX = theme.SPACING_PX[1]
FRAME_BEYOND_PX = 1
"""So far the selection's frame reaches over its cell's lower border."""


def paint_veil(painter: QPainter, view: MonitorView, box: QRect) -> None:
    """Over all of a monitor that visitors look at."""
    if view.cover is not None:
        painter.fillRect(box, VEIL)


def paint_plate(painter: QPainter, view: MonitorView, box: QRect, chosen: QRect, now_ms: int) -> None:
    """The words; the smallest lines go first where room is short. ``chosen``: the selected cell, if any."""
    if view.cover is None:
        return
    small, word_px = theme.FONT_SIZES_PX[0], theme.FONT_SIZES_PX[3]
    waiting = counted_waiting_words(waiting_marks([view]))
    lines = [(COVER_WORDS[view.cover.kind], word_px, QFont.Weight.Bold, theme.TEXT)]
    if waiting:
        lines.append((waiting, small, QFont.Weight.DemiBold, theme.STATE_ATTENTION))
    lines.append((cover_since_words(view.cover, now_ms), small, QFont.Weight.Normal, theme.MUTED))
    while len(lines) > 1 and _height(lines) > box.height():
        lines.pop()
    _paint_lines(painter, box, chosen, lines)


def plate_place(size: QSize, box: QRect, chosen: QRect) -> QRect:
    """In the middle; beside the selected cell, nearest to the middle, where the box has room for that."""
    middle = QRect(QPoint(), size)
    middle.moveCenter(box.center())
    above, below = QRect(middle), QRect(middle)
    above.moveBottom(chosen.top() - 1)
    below.moveTop(chosen.bottom() + 1 + FRAME_BEYOND_PX)
    free = [one for one in (middle, above, below) if not one.intersects(chosen) and box.contains(one)]
    return min(free, key=lambda one: abs(one.center().y() - box.center().y()), default=middle)


_Line = tuple[str, int, QFont.Weight, str]


def _height(lines: list[_Line]) -> int:
    return sum(QFontMetrics(font(size_px, weight)).height() for _, size_px, weight, _ in lines) + PAD_PX


def _paint_lines(painter: QPainter, box: QRect, chosen: QRect, lines: list[_Line]) -> None:
    metrics = [QFontMetrics(font(size_px, weight)) for _, size_px, weight, _ in lines]
    room_px = box.width() - 2 * PAD_PX
    texts = [
        shortened(text, room_px, one.horizontalAdvance)
        for (text, _, _, _), one in zip(lines, metrics, strict=True)
    ]
    width = max(one.horizontalAdvance(text) for text, one in zip(texts, metrics, strict=True)) + 2 * PAD_PX
    plate = plate_place(QSize(width, _height(lines)), box, chosen)
    painter.fillRect(plate & box, QColor(theme.BACKGROUND))
    top = plate.top() + PAD_PX // 2
    for text, one, (_, size_px, weight, colour) in zip(texts, metrics, lines, strict=True):
        painter.setFont(font(size_px, weight))
        painter.setPen(QColor(colour))
        painter.drawText(QRect(plate.left(), top, width, one.height()), Qt.AlignmentFlag.AlignCenter, text)
        top += one.height()
