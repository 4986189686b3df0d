"""Signs of states differ in their shape, and stay in their box."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from console.ui import theme
from console.ui.desk.state_sign import paint_state_sign
from tests.ui.painting import difference, pixels

SHAPES = sorted(set(theme.STATE_SHAPES.values()))


def painted(shape: str, size: int = 8) -> QImage:
    image = QImage(size + 8, size + 8, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paint_state_sign(painter, QRectF(4, 4, size, size), shape, QColor("white"))
    painter.end()
    return image


@pytest.mark.parametrize("size", [8, 10, 16])
def test_no_two_look_alike(qapp: object, size: int) -> None:
    for one, other in combinations(SHAPES, 2):
        differs = pixels(painted(one, size)).astype(int) - pixels(painted(other, size))
        assert (abs(differs).max(axis=2) > 90).sum() >= 6, (one, other)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_stays_in_its_box(qapp: object, shape: str) -> None:
    blank = QImage(16, 16, QImage.Format.Format_RGB32)
    blank.fill(QColor("black"))
    assert QRect(3, 3, 10, 10).contains(difference(painted(shape), blank))
