"""What stands in a monitor's cells without a camera: the longest wording that all have room for."""

from collections.abc import Mapping

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from console.domain.ids import CellIndex
from console.domain.wording import empty_words
from console.ui import theme

SIDE_PX = theme.SPACING_PX[0]
"""Free on both sides, so that no two cells' words run into each other."""


def empty_labels(boxes: Mapping[CellIndex, QRect], metrics: QFontMetrics) -> dict[CellIndex, str]:
    """For each of these cells its words, "" where any has no room for its own."""
    wordings = zip(*map(empty_words, boxes), strict=True)
    labels = (dict(zip(boxes, words, strict=True)) for words in wordings)
    fitting = (one for one in labels if all(_fits(text, boxes[cell], metrics) for cell, text in one.items()))
    return next(fitting, dict.fromkeys(boxes, ""))


def label_place(text: str, box: QRect, metrics: QFontMetrics) -> QRect:
    """Where a label lies in its cell; empty without one."""
    place = QRect(0, 0, metrics.horizontalAdvance(text), metrics.height() if text else 0)
    place.moveCenter(box.center())
    return place


def _fits(text: str, box: QRect, metrics: QFontMetrics) -> bool:
    width_px = metrics.horizontalAdvance(text) + 2 * SIDE_PX
    return width_px <= box.width() and metrics.capHeight() + SIDE_PX <= box.height()
