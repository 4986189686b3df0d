"""Over a small monitor that visitors look at: what they see in one word, by whom, since when, what waits."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from console.domain.wall import MonitorView
from console.ui import theme
from console.ui.desk.cover_words import COVER_WORDS, counted_waiting_words, cover_since_words, waiting_marks
from console.ui.fonts import font
from console.ui.shortening import shortened

VEIL = QColor(0, 0, 0, 190)
"""Over what waits beneath: nobody sees that on the wall."""
PAD_PX = theme.SPACING_PX[1]


def paint_cover(painter: QPainter, view: MonitorView, box: QRect, now_ms: int) -> None:
    """The veil, and the words on a plate in the middle; the smallest lines go first where room is short."""
    if view.cover is None:
        return
    painter.fillRect(box, VEIL)
    small, word_px = theme.FONT_SIZES_PX[0], theme.FONT_SIZES_PX[3]
    waiting = counted_waiting_words(waiting_marks([view]))
    lines = [(COVER_WORDS[view.cover.kind], word_px, QFont.Weight.Bold, theme.TEXT)]
    if waiting:
        lines.append((waiting, small, QFont.Weight.DemiBold, theme.STATE_ATTENTION))
    lines.append((cover_since_words(view.cover, now_ms), small, QFont.Weight.Normal, theme.MUTED))
    while len(lines) > 1 and _height(lines) > box.height():
        lines.pop()
    _paint_lines(painter, box, lines)


_Line = tuple[str, int, QFont.Weight, str]


def _height(lines: list[_Line]) -> int:
    return sum(QFontMetrics(font(size_px, weight)).height() for _, size_px, weight, _ in lines) + PAD_PX


def _paint_lines(painter: QPainter, box: QRect, lines: list[_Line]) -> None:
    metrics = [QFontMetrics(font(size_px, weight)) for _, size_px, weight, _ in lines]
    room_px = box.width() - 2 * PAD_PX
    texts = [
        shortened(text, room_px, one.horizontalAdvance)
        for (text, _, _, _), one in zip(lines, metrics, strict=True)
    ]
    width = max(one.horizontalAdvance(text) for text, one in zip(texts, metrics, strict=True)) + 2 * PAD_PX
    plate = QRect(0, 0, width, _height(lines))
    plate.moveCenter(box.center())
    painter.fillRect(plate & box, QColor(theme.BACKGROUND))
    top = plate.top() + PAD_PX // 2
    for text, one, (_, size_px, weight, colour) in zip(texts, metrics, lines, strict=True):
        painter.setFont(font(size_px, weight))
        painter.setPen(QColor(colour))
        painter.drawText(QRect(plate.left(), top, width, one.height()), Qt.AlignmentFlag.AlignCenter, text)
        top += one.height()
