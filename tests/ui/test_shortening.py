"""A text that is cut keeps its beginning and whole numbers, and the ellipsis stands where its letters end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from console.ui import theme
from console.ui.fonts import font
from console.ui.shortening import ELLIPSIS, LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, shortened
from tests.ui.painting import difference

HEBREW = "רחוב הנביאים פינת שדרות"
ARABIC = "شارع الملك فيصل الشمالي"


def seen(text: str) -> int:
    """A width in which the marks of direction have none, as in a font."""
    return len(text.replace(LEFT_TO_RIGHT_MARK, "").replace(RIGHT_TO_LEFT_MARK, ""))


def test_a_text_that_fits_is_as_it_is() -> None:
    assert shortened(HEBREW, len(HEBREW), len) == HEBREW
    assert shortened("", 0, len) == ""


def test_where_no_ellipsis_has_room_nothing_stands() -> None:
    assert shortened("Corner", 0, len) == ""
    assert shortened("Corner", 1, len) == ELLIPSIS


def test_no_gap_is_before_the_ellipsis_after_a_word() -> None:
    assert shortened("North gate", 7, len) == "North…"
    assert shortened("North gate", 8, len) == "North g…"


@pytest.mark.parametrize(
    ("text", "room", "cut"),
    [
        ("near 12 North Street", 7, "near…"),
        ("near 12 North Street", 8, "near…"),
        ("near 12 North Street", 9, "near 12 …"),
        ("near 12 North Street", 10, "near 12 N…"),
        ("near 12 North Street", 11, "near 12 No…"),
        ("near 12b North Street", 9, "near…"),
        ("at 14:02:11 today", 10, "at…"),
        ("60.17020, 24.94250", 12, "60.17020,…"),
        ("123456", 4, "…"),
        ("第3号線高架橋", 3, "第…"),
    ],
)
def test_a_number_is_whole_or_not_there(text: str, room: int, cut: str) -> None:
    assert shortened(text, room, len) == cut


@pytest.mark.parametrize("text", ["e\u0301e\u0301e\u0301", "👍🏽👍🏽👍🏽", "👩\u200d🚒👩\u200d🚒👩\u200d🚒"])
def test_no_sign_is_cut_within_itself(text: str) -> None:
    whole = text[: len(text) // 3]
    cuts = {shortened(text, room, len) for room in range(1, len(text))}
    assert cuts == {whole * count + ELLIPSIS for count in range(3)}


@pytest.mark.parametrize("name", [HEBREW, ARABIC])
def test_the_ellipsis_goes_on_as_the_last_letters_do(name: str) -> None:
    kept = name[:10]
    assert shortened(name, 11, seen) == f"{kept.rstrip()}…{RIGHT_TO_LEFT_MARK}"
    assert shortened(f"GUNSHOT  {name}", 20, seen) == f"GUNSHOT  {kept.rstrip()}…{RIGHT_TO_LEFT_MARK}"
    assert shortened(f"{name} Northern Gate", len(name) + 5, seen) == f"{name} Nor…{LEFT_TO_RIGHT_MARK}"
    assert shortened(f"GUNSHOT  {name}", 5, seen) == "GUNS…", "no letter needs a mark"


@given(text=st.text("ab 12.·אבش\u0301", max_size=40), room=st.integers(0, 45))
def test_whatever_is_cut_fits_and_is_the_texts_beginning(text: str, room: int) -> None:
    cut = shortened(text, room, seen)
    assert seen(cut) <= room
    assert cut in ("", text) or text.startswith(cut.split(ELLIPSIS)[0].rstrip())


@pytest.mark.parametrize("words", ["GUNSHOT  ", "17 ", ""])
def test_on_the_screen_the_end_is_left_out_at_the_left(fonted_app: QApplication, words: str) -> None:
    """In a widget whose lines go from left to right, as all do."""

    def drawn(text: str) -> QImage:
        image = QImage(400, 30, QImage.Format.Format_RGB32)
        image.fill(theme.SURFACE)
        with QPainter(image) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.setFont(font(14))
            painter.setPen(theme.TEXT)
            painter.drawText(QRect(10, 0, 380, 30), Qt.AlignmentFlag.AlignVCenter, text)
        return image

    metrics = QFontMetrics(font(14))
    room_px = metrics.horizontalAdvance(words + HEBREW[:12]) + 4
    cut = shortened(words + HEBREW, room_px, metrics.horizontalAdvance)
    assert metrics.horizontalAdvance(cut) <= room_px, "the marks have no width"
    name_px = 10 + metrics.horizontalAdvance(words)
    place = QRect(name_px, 0, metrics.horizontalAdvance(ELLIPSIS), 30)
    ellipsis = difference(drawn(cut).copy(place), drawn("").copy(place))
    assert ellipsis.isValid() and ellipsis.height() <= 4, "dots, no letter"
