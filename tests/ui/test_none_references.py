"""PySide6 6.12.0 on Python 3.11 loses a reference to None in every drawImage, until the process aborts."""

import gc
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QApplication

from console.ui.fonts import font

CALLS = 2000
NOISE = 50

AREA = QRect(2, 2, 20, 20)
PAINTING: dict[str, Callable[[QPainter, QImage, QPixmap], object]] = {
    "drawImage at a point": lambda p, image, _: p.drawImage(1, 1, image),
    "drawImage into a rectangle": lambda p, image, _: p.drawImage(AREA, image),
    "drawPixmap at coordinates": lambda p, _, pixmap: p.drawPixmap(1, 1, pixmap),
    "drawPixmap at a point": lambda p, _, pixmap: p.drawPixmap(QPoint(1, 1), pixmap),
    "drawText": lambda p, *_: p.drawText(AREA, Qt.AlignmentFlag.AlignCenter, "7"),
    "fillRect of a rectangle": lambda p, *_: p.fillRect(AREA, QColor("#102030")),
    "fillRect of coordinates": lambda p, *_: p.fillRect(1, 1, 5, 5, QColor("#102030")),
    "fillRect with a hatch": lambda p, *_: p.fillRect(
        AREA, QBrush(QColor("red"), Qt.BrushStyle.BDiagPattern)
    ),
    "drawRect": lambda p, *_: p.drawRect(AREA),
    "setPen": lambda p, *_: p.setPen(QColor("#102030")),
    "setFont": lambda p, *_: p.setFont(font(12)),
    "QRegion": lambda *_: QRegion(AREA).intersects(AREA),
}


@pytest.mark.parametrize("name", PAINTING)
def test_painting_loses_no_reference_to_none(name: str, fonted_app: QApplication) -> None:
    memory = memoryview(bytes(32 * 32 * 4))
    target = QImage(64, 64, QImage.Format.Format_RGB32)
    pixmap = QPixmap(8, 8)
    painter = QPainter(target)
    call = PAINTING[name]
    gc.collect()
    gc.disable()  # what is collected in between would count as lost
    try:
        before = sys.getrefcount(None)
        for _ in range(CALLS):
            call(painter, QImage(memory, 32, 32, 128, QImage.Format.Format_RGB32), pixmap)
        lost = before - sys.getrefcount(None)
    finally:
        gc.enable()
    painter.end()
    assert lost < NOISE
