"""What cells without a camera say: one wording for all of a monitor, whole and apart from the next cell's."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from console.domain.ids import CellIndex
from console.ui.fonts import font
from console.ui.wall.empty_label import SIDE_PX, empty_labels, label_place

HEIGHT_PX = 60


@pytest.fixture
def metrics(fonted_app: QApplication) -> QFontMetrics:
    return QFontMetrics(font(14))


def boxes(*widths: int, height: int = HEIGHT_PX) -> dict[CellIndex, QRect]:
    """Of cells 9, 10 and so on."""
    return {CellIndex(9 + place): QRect(7, 5, width, height) for place, width in enumerate(widths)}


def test_the_narrowest_cell_decides_for_all(metrics: QFontMetrics) -> None:
    numbered, plain = (metrics.horizontalAdvance(text) + 2 * SIDE_PX for text in ("EMPTY 10", "EMPTY"))
    for width, said in (
        (numbered, ["EMPTY 9", "EMPTY 10"]),
        (numbered - 1, ["EMPTY", "EMPTY"]),
        (plain, ["EMPTY", "EMPTY"]),
        (plain - 1, ["", ""]),
        (0, ["", ""]),
    ):
        assert list(empty_labels(boxes(400, width), metrics).values()) == said, width


def test_in_a_cell_lower_than_the_words_there_are_none(metrics: QFontMetrics) -> None:
    low = metrics.capHeight() + SIDE_PX
    assert empty_labels(boxes(400, height=low), metrics) == {9: "EMPTY 9"}
    assert empty_labels(boxes(400, height=low - 1), metrics) == {9: ""}
    assert empty_labels({}, metrics) == {}


def test_a_label_is_in_the_middle_of_its_cell(metrics: QFontMetrics) -> None:
    box = QRect(7, 5, 400, HEIGHT_PX)
    place = label_place("EMPTY 9", box, metrics)
    assert place.size().toTuple() == (metrics.horizontalAdvance("EMPTY 9"), metrics.height())
    assert (place.center() - box.center()).manhattanLength() <= 1
    assert label_place("", box, metrics).isEmpty()
