"""A card's words in the lines that its width holds."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from console.ui.desk.card_text import (
    AGE_GAP_PX,
    BODY_PX,
    INDENT_PX,
    SMALL_PX,
    THE_REST,
    CardText,
    age_room,
    card_text,
    lines_of,
)
from console.ui.fonts import font
from console.ui.shortening import RIGHT_TO_LEFT_MARK

LONG = "North-eastern interchange, upper deck, lane 4, looking to the tunnel portal of the eastern ring"


def advance(text: str, size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> int:
    return QFontMetrics(font(size_px, weight)).horizontalAdvance(text)


def test_a_card_is_at_least_as_high_as_its_shape() -> None:
    assert CardText(("one",), (), ()).head_count == 2
    assert CardText(("one", "two"), ("three",), ()).head_count == 3
    card = CardText(("one",), ("two",), (("three",), ("four", "five")))
    assert (card.head_count, card.line_count) == (2, 5)


def test_without_room_for_all_it_has_whole_facts_and_says_where_the_rest_is() -> None:
    card = CardText(("one",), ("two",), (("three",), ("four", "five"), ("six",)))
    assert card.within(6) is card
    assert card.within(5).facts == (("three",), (THE_REST,)), "half of a fact would say something else"
    assert card.within(4).facts == (("three",), (THE_REST,))
    assert card.within(3).facts == ((THE_REST,),)
    assert card.within(2).facts == () and card.within(0).facts == ()


def test_what_has_room_is_one_line_and_what_has_not_is_broken(fonted_app: QApplication) -> None:
    wide = advance(LONG, SMALL_PX)
    assert lines_of(LONG, wide, SMALL_PX, 3) == (LONG,)
    lines = lines_of(LONG, wide - 1, SMALL_PX, 3)
    assert " ".join(lines) == LONG and len(lines) == 2
    narrow = lines_of(LONG, wide // 2, SMALL_PX, 9)
    assert " ".join(narrow) == LONG
    assert advance(narrow[0], SMALL_PX) <= wide // 2
    assert all(advance(line, SMALL_PX) <= wide // 2 - INDENT_PX for line in narrow[1:])


def test_of_too_many_lines_the_last_one_is_cut(fonted_app: QApplication) -> None:
    room_px = advance(LONG, SMALL_PX) // 4
    lines = lines_of(LONG, room_px, SMALL_PX, 2)
    assert len(lines) == 2 and lines[1].endswith("…")
    assert advance(lines[1], SMALL_PX) <= room_px - INDENT_PX


def test_a_place_from_right_to_left_is_cut_at_its_end(fonted_app: QApplication) -> None:
    place = "רחוב הנביאים פינת שדרות ירושלים צפון העיר העתיקה"
    (line,) = lines_of(f"PLATE  {place}", advance(place, SMALL_PX) // 2, SMALL_PX, 1)
    kept, _, after = line.partition("…")
    assert f"PLATE {place}".startswith(" ".join(kept.split())) and len(kept) > 12
    assert after == RIGHT_TO_LEFT_MARK, "in a line from left to right the ellipsis is at the left"


def test_bold_text_needs_more_room(fonted_app: QApplication) -> None:
    room_px = advance(LONG, BODY_PX)
    assert advance(LONG, BODY_PX, QFont.Weight.DemiBold) > room_px
    assert len(lines_of(LONG, room_px, BODY_PX, 2)) == 1
    assert len(lines_of(LONG, room_px, BODY_PX, 2, bold=True)) == 2


@pytest.mark.parametrize(("age", "sample"), [("5 s", "00 min 00 s "), ("12 years ago, about", None)])
def test_the_age_has_the_room_of_the_longest_usual_one_or_its_own(
    fonted_app: QApplication, age: str, sample: str | None
) -> None:
    assert age_room(age) == advance(sample or age.replace("12", "00"), BODY_PX) + AGE_GAP_PX


def test_the_status_leaves_the_ages_room_and_the_facts_do_not(fonted_app: QApplication) -> None:
    status, fact = "extreme · acknowledged by somebody", "acoustic-west · 93% sure · 14:02:11"
    room_px = advance(status, SMALL_PX) + 10
    text = card_text("GUNSHOT", status, (fact,), "12 s", room_px, advance(fact, SMALL_PX))
    assert text.headline == ("GUNSHOT",) and text.facts == ((fact,),)
    assert len(text.status) == 2
    roomy = card_text("GUNSHOT", status, (fact,), "12 s", room_px + age_room("12 s"), 50)
    assert roomy.status == (status,) and len(roomy.facts[0]) == 3
