"""Clocks and texts are as large as fits, and never leave their cell."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from console.ui import theme
from console.ui.wall.content_painter import paint_words, placed_lines, words_room
from console.ui.wall.content_words import ClockFace, Words, Writing
from console.ui.wall.grid import Box
from tests.ui.painting import where
from tests.watch.pictures import keep_picture

FACE = ClockFace("Partner city", "14:02:11", "Wednesday, 23 September 2026")
ANY_WORDS = st.one_of(
    st.builds(
        ClockFace, st.text(max_size=30), st.sampled_from(["14:02:11", "time unknown"]), st.text(max_size=30)
    ),
    st.builds(Writing, st.text(max_size=200), st.booleans(), st.booleans()),
)
BOXES = st.builds(Box, st.integers(0, 50), st.integers(0, 50), st.integers(1, 2000), st.integers(1, 1200))


@given(BOXES, ANY_WORDS)
@example(Box(0, 0, 400, 225), Writing("iiiiiiii"))
@example(Box(0, 0, 640, 360), ClockFace("iiiiiiii", "14:02:11", ""))
@example(Box(0, 0, 62, 40), ClockFace("", "time unknown", ""))
def test_lines_lie_one_below_the_other_inside_their_cell(
    fonted_app: QApplication, box: Box, words: Words
) -> None:
    if box.width < 60 or box.height < 30:
        placed_lines(box, words)  # it may not fit, but is painted all the same
        return
    lines = placed_lines(box, words)
    cell = QRect(*box)
    for upper, lower in itertools.pairwise(lines):
        assert upper.top + upper.height <= lower.top
    for line in lines:
        assert cell.contains(QRect(line.left, line.top, max(1, line.width), line.height)), line


@pytest.mark.parametrize("words", [FACE, Writing("Briefing at 14 in the large room")])
def test_a_larger_cell_has_larger_words(fonted_app: QApplication, words: Words) -> None:
    sizes = [
        max(line.size_px for line in placed_lines(Box(0, 0, width, width * 9 // 16), words))
        for width in (160, 320, 640, 1920)
    ]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] > 150, "read from the end of the room"


def test_a_clock_never_jumps_with_its_time(fonted_app: QApplication) -> None:
    places = {
        tuple((line.left, line.width, line.size_px) for line in placed_lines(Box(0, 0, 640, 360), face))
        for face in (FACE._replace(time=time) for time in ("11:11:11", "14:02:11", "20:48:08"))
    }
    assert len(places) == 1


def test_a_small_clock_is_its_time_alone(fonted_app: QApplication) -> None:
    assert [line.text for line in placed_lines(Box(0, 0, 90, 50), FACE)] == ["14:02:11"]
    assert [line.text for line in placed_lines(Box(0, 0, 56, 32), FACE)] == ["14:02"]


def test_line_ends_are_kept_and_long_lines_wrapped(fonted_app: QApplication) -> None:
    lines = placed_lines(Box(0, 0, 400, 400), Writing("one\n\ntwo"))
    assert [line.text for line in lines] == ["one", "", "two"]
    wrapped = placed_lines(Box(0, 0, 300, 300), Writing("a text of some words that needs several lines"))
    assert len(wrapped) > 2 and " ".join(line.text for line in wrapped) == (
        "a text of some words that needs several lines"
    )


def test_what_fits_in_no_size_is_cut_at_its_end(fonted_app: QApplication) -> None:
    lines = placed_lines(Box(0, 0, 120, 60), Writing("word " * 80))
    assert lines and all(line.size_px == theme.FONT_SIZES_PX[0] for line in lines)
    assert lines[-1].text.endswith("…"), "that there is more is seen"


def test_they_are_painted_where_it_is_said(fonted_app: QApplication) -> None:
    box = Box(20, 10, 600, 340)
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.SURFACE))
    painter = QPainter(image)
    paint_words(painter, box, FACE)
    painter.end()
    keep_picture(image, "cell-clock")
    assert words_room(box, FACE).contains(where(image, theme.TEXT))
    assert where(image, theme.MUTED).isValid()
