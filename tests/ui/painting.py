"""Where paintings differ, and where a colour is, as the smallest rectangle around it (empty for nowhere)."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage


def pixels(image: QImage) -> NDArray[np.uint8]:
    """Rows of blue, green, red."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    whole = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)
    return whole[:, :, :3].copy()


def difference(one: QImage, other: QImage) -> QRect:
    """What is painted otherwise."""
    return _around(np.any(pixels(one) != pixels(other), axis=2))


def where(image: QImage, colour: str) -> QRect:
    """All that has exactly this colour."""
    wanted = QColor(colour)
    return _around(np.all(pixels(image) == (wanted.blue(), wanted.green(), wanted.red()), axis=2))


def _around(found: NDArray[np.bool_]) -> QRect:
    if not found.any():
        return QRect()
    (rows,), (columns,) = np.nonzero(found.any(axis=1)), np.nonzero(found.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return QRect(left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)
