"""Paints what stands in a cell without a picture, as large as its room lets it be."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from console.ui import theme
from console.ui.fonts import font
from console.ui.shortening import shortened
from console.ui.wall.content_words import ClockFace, Words, Writing
from console.ui.wall.grid import Box
from console.ui.wrapping import wrapped

SIDE_SHARE = 0.05
"""Of the cell's smaller side: free on all sides."""
SMALL_SHARE = 0.3
"""Of the time's size are a clock's title and date."""
SAMPLE = "00:00:00"
"""All digits are equally wide: a clock's size never changes with its time."""
MOST_LINES = 100
LARGE_NOTE_ROOM_PX = 160
LINE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine


class PlacedLine(NamedTuple):
    """One line where it is written."""

    text: str
    size_px: int
    weight: QFont.Weight
    colour: str
    left: int
    top: int
    width: int
    height: int


def paint_words(painter: QPainter, box: Box, words: Words) -> None:
    """Write them over whatever ground there is."""
    for line in placed_lines(box, words):
        painter.setFont(font(line.size_px, line.weight))
        painter.setPen(QColor(line.colour))
        painter.drawText(_rect(line), LINE, line.text)


def words_room(box: Box, words: Words) -> QRect:
    """Where they are written; empty for none."""
    room = QRect()
    for line in placed_lines(box, words):
        room |= _rect(line)
    return room


def _rect(line: PlacedLine) -> QRect:
    return QRect(line.left, line.top, line.width, line.height)


@lru_cache(maxsize=512)
def placed_lines(box: Box, words: Words) -> tuple[PlacedLine, ...]:
    """What is written where, in the box's pixels."""
    side = max(theme.SPACING_PX[0], round(min(box.width, box.height) * SIDE_SHARE))
    room = Box(box.x + side, box.y + side, max(1, box.width - 2 * side), max(1, box.height - 2 * side))
    if isinstance(words, ClockFace):
        return _stacked(room, _clock_lines(words, room))
    return _stacked(room, _written_lines(words, room))


class _Unplaced(NamedTuple):
    text: str
    size_px: int
    weight: QFont.Weight
    colour: str
    sample: str = ""
    """What its room is measured by in place of its text."""


def _clock_lines(face: ClockFace, room: Box) -> list[_Unplaced]:
    """Title, time and date; only the time where it would be too small otherwise."""
    weight = QFont.Weight.DemiBold
    small = [text for text in (face.title, face.date) if text]
    time = face.time

    def fits(size_px: int, others: list[str]) -> bool:
        small_px = _small_px(size_px)
        height = _height(size_px, weight) + sum(_height(small_px) for _ in others)
        width = max([_width(_sample(time), size_px, weight), *(_width(text, small_px) for text in others)])
        return width <= room.width and height <= room.height

    size_px = _largest(room.height, lambda size: fits(size, small))
    if small and not fits(size_px, small):
        small = []
        size_px = _largest(room.height, lambda size: fits(size, small))
    if not fits(size_px, small):
        time = shortened(time.rpartition(":")[0] or time, room.width, _advance(size_px, weight))
    lines = [_Unplaced(time, size_px, weight, theme.TEXT, _sample(time))]
    small_px, thin = _small_px(size_px), QFont.Weight.Normal
    if face.title in small:
        lines.insert(0, _Unplaced(face.title, small_px, thin, theme.MUTED))
    if face.date in small:
        lines.append(_Unplaced(face.date, small_px, thin, theme.MUTED))
    return lines


def _sample(time: str) -> str:
    return SAMPLE if len(time) == len(SAMPLE) else time


def _small_px(size_px: int) -> int:
    return max(theme.FONT_SIZES_PX[0], round(size_px * SMALL_SHARE))


def _written_lines(writing: Writing, room: Box) -> list[_Unplaced]:
    """Wrapped between words; of a text that fits in no size the beginning."""
    if not writing.text.strip():
        return []
    weight = QFont.Weight.Normal if writing.is_note else QFont.Weight.DemiBold
    note_px = theme.FONT_SIZES_PX[3 if room.height >= LARGE_NOTE_ROOM_PX else 0]
    most_px = note_px if writing.is_note else room.height

    def lines_at(size_px: int) -> list[str]:
        advance = _advance(size_px, weight)
        parts = (wrapped(line, room.width, advance, MOST_LINES) or ("",) for line in writing.text.split("\n"))
        return [line for part in parts for line in part]

    def fits(size_px: int) -> bool:
        lines = lines_at(size_px)
        if len(lines) * _height(size_px, weight) > room.height:
            return False
        return all(_width(line, size_px, weight) <= room.width for line in lines)

    size_px = _largest(most_px, fits)
    lines = lines_at(size_px)
    most = max(1, room.height // _height(size_px, weight))
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    if _height(size_px, weight) > room.height + theme.SPACING_PX[0]:
        return []  # a line cut lengthwise says nothing
    colour = theme.STATE_ATTENTION if writing.is_trouble else theme.MUTED if writing.is_note else theme.TEXT
    advance = _advance(size_px, weight)
    cut = [shortened(line, room.width, advance) for line in kept]
    return [_Unplaced(line, size_px, weight, colour) for line in cut]


def _stacked(room: Box, lines: list[_Unplaced]) -> tuple[PlacedLine, ...]:
    """One below the other, in the middle of the room."""
    heights = [_height(line.size_px, line.weight) for line in lines]
    top = room.y + (room.height - sum(heights)) // 2
    placed = []
    for line, height in zip(lines, heights, strict=True):
        width = _width(line.sample or line.text, line.size_px, line.weight)
        left = room.x + (room.width - width) // 2
        placed.append(PlacedLine(line.text, line.size_px, line.weight, line.colour, left, top, width, height))
        top += height
    return tuple(placed)


def _largest(most_px: int, fits: Callable[[int], bool]) -> int:
    """The largest size that fits, the theme's smallest if none does."""
    least, most = theme.FONT_SIZES_PX[0], max(most_px, theme.FONT_SIZES_PX[0])
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits(middle) else (least, middle - 1)
    return least


def _height(size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> int:
    return _metrics(size_px, weight).height()


def _width(text: str, size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> int:
    return _metrics(size_px, weight).horizontalAdvance(text)


def _advance(size_px: int, weight: QFont.Weight) -> Callable[[str], int]:
    metrics = _metrics(size_px, weight)
    return lambda text: metrics.horizontalAdvance(text)


def _metrics(size_px: int, weight: QFont.Weight) -> QFontMetrics:
    return QFontMetrics(font(size_px, weight))
