"""The plate over a monitor that visitors look at lies beside the selected cell, where there is room."""

import pytest
from PySide6.QtCore import QRect, QSize

from console.ui.desk.cover_plate import FRAME_BEYOND_PX, plate_place

BOX, SIZE = QRect(10, 20, 340, 192), QSize(120, 60)
MIDDLE = QRect(120, 86, 120, 60)


@pytest.mark.parametrize(
    ("chosen", "place"),
    [
        (QRect(), MIDDLE),
        (QRect(10, 20, 40, 190), MIDDLE),
        (QRect(120, 68, 40, 47), QRect(120, 115 + FRAME_BEYOND_PX, 120, 60)),
        (QRect(120, 116, 40, 47), QRect(120, 56, 120, 60)),
        (BOX, MIDDLE),
    ],
)
def test_it_is_in_the_middle_or_just_beside_what_is_selected(chosen: QRect, place: QRect) -> None:
    found = plate_place(SIZE, BOX, chosen)
    assert found == place
    assert found == MIDDLE or not found.intersects(chosen.adjusted(0, 0, 0, FRAME_BEYOND_PX))
