"""A tile's labels: what each says, where, and what gives way where there is little room."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, IncidentId
from console.domain.incident import Reason
from console.domain.wall import CellView, IncidentMark, Layer, TourMark
from console.ui import theme
from console.ui.fonts import font
from console.ui.wall.tile_labels import (
    MOST_LINES,
    PAD_PX,
    line_label,
    lines_label,
    plate,
    rec_label,
    ribbon_label,
    state_label,
    strip_height,
    strip_label,
)
from tests.ui.painting import difference, where

CELL = CellView(CellIndex(0), 0, 0, 1, 1, True, FeedId("cam-1"), Layer.BASE)
CAMERA = Camera(FeedId("cam-1"), 17, "Corner", "HPD")
MARK = IncidentMark(IncidentId("i-1"), AlertKind.GUNSHOT, Severity.MINOR, 0, Reason(18_000, True, None))
WIDTH = 400


def over(label: QPixmap, ground: str = "black") -> QImage:
    """The label as it lies over a picture."""
    image = QImage(label.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.drawPixmap(0, 0, label)
    painter.end()
    return image


def strip(
    cell: CellView = CELL, camera: Camera | None = CAMERA, width: int = WIDTH, tile: int = 360
) -> QImage:
    return over(strip_label(cell, camera, width, tile))


@pytest.mark.parametrize(
    ("tile", "height"), [(90, 14), (311, 14), (360, 16), (500, 22), (623, 28), (2160, 28)]
)
def test_the_strip_is_a_share_of_the_tile_within_bounds(tile: int, height: int) -> None:
    assert strip_height(tile) == height


def test_a_plate_has_its_colour_and_lets_as_much_through_as_it_should(fonted_app: QApplication) -> None:
    image = over(plate(10, 5, "#000000", 0.6), "white")
    assert image.size().toTuple() == (10, 5)
    assert image.pixelColor(3, 3).red() == pytest.approx(255 * 0.4, abs=2)
    assert over(plate(10, 5, "#FF0000"), "white").pixelColor(3, 3).getRgb()[:3] == (255, 0, 0)
    assert plate(0, -3, "#000000").size().toTuple() == (1, 1), "a cell too small for any label"


def test_the_strip_says_number_and_name_at_the_left_and_the_agency_at_the_right(
    fonted_app: QApplication,
) -> None:
    plain = strip()
    assert plain.size().toTuple() == (WIDTH, strip_height(360))
    number = difference(plain, strip(camera=replace(CAMERA, number=18)))
    name = difference(plain, strip(camera=replace(CAMERA, name="Kerner")))
    agency = difference(plain, strip(camera=replace(CAMERA, agency="DOT")))
    assert PAD_PX <= number.left() < name.left() and number.right() < 30
    assert number.right() < name.left() < number.right() + 4 * PAD_PX
    assert WIDTH - PAD_PX - 3 <= agency.right() < WIDTH - PAD_PX and agency.left() > WIDTH - 40
    assert strip(camera=None) != plain, "a camera that the site does not name, by its id"


def test_a_long_agency_takes_a_third_and_a_long_name_what_is_left(fonted_app: QApplication) -> None:
    base = strip(camera=replace(CAMERA, agency=""))
    agency = difference(base, strip(camera=replace(CAMERA, agency="W" * 60)))
    assert agency.left() > WIDTH // 2 + 40 and agency.right() < WIDTH - PAD_PX
    long_name = strip(camera=replace(CAMERA, name="W" * 60, agency="HPD"))
    name = difference(strip(camera=replace(CAMERA, name="")), long_name)
    said = difference(long_name, strip(camera=replace(CAMERA, name="W" * 60, agency="DOT")))
    assert name.right() < said.left() - PAD_PX


def test_a_pin_stands_at_the_right_before_the_agency(fonted_app: QApplication) -> None:
    pinned = changed(CELL, pinned=True)
    pin = difference(strip(), strip(pinned))
    agency = difference(strip(pinned), strip(pinned, replace(CAMERA, agency="DOT")))
    assert pin.isValid() and pin.left() > WIDTH - 70 and pin.right() < agency.left()
    alone = difference(strip(camera=replace(CAMERA, agency="")), strip(pinned, replace(CAMERA, agency="")))
    assert alone.right() > pin.right() and alone.right() < WIDTH - PAD_PX


def test_a_tour_stands_before_pin_and_agency_and_leaves_the_name_half_of_the_room(
    fonted_app: QApplication,
) -> None:
    touring = changed(CELL, tour=TourMark("night", 3, 12))
    sign = difference(strip(), strip(touring))
    agency = difference(strip(touring), strip(touring, replace(CAMERA, agency="DOT")))
    assert sign.left() > WIDTH // 2 and sign.right() < agency.left() - PAD_PX
    held = strip(changed(CELL, tour=TourMark("night", 3, 12, "hand", None)))
    assert difference(strip(touring), held).left() < sign.left(), "it says more"
    long_name = replace(CAMERA, name="W" * 60)
    name = difference(strip(touring, replace(CAMERA, name="")), strip(touring, long_name))
    assert name.left() > PAD_PX and name.right() < sign.left() - PAD_PX
    assert strip(touring, width=60) == strip(width=60), "where there is no room for it"


def test_a_low_tile_has_its_number_alone(fonted_app: QApplication) -> None:
    low = theme.TILE_NAME_MIN_HEIGHT_PX - 1
    assert strip(tile=low) == strip(camera=replace(CAMERA, name="Kerner", agency=""), tile=low)
    assert strip(tile=low) != strip(camera=replace(CAMERA, number=18), tile=low)
    assert strip(tile=low + 1) != strip(camera=replace(CAMERA, name="Kerner"), tile=low + 1)


def test_the_strip_leaves_the_frames_of_its_tile_free(fonted_app: QApplication) -> None:
    lefts = []
    for cell in (CELL, changed(CELL, mark=MARK), changed(CELL, rewind_s=10.0)):
        lefts.append(difference(strip(cell), strip(cell, replace(CAMERA, number=87))).left())
        right = difference(strip(cell), strip(cell, replace(CAMERA, agency="DOT"))).right()
        assert WIDTH - 1 - right >= lefts[-1] - 3
    plain, marked, rewound = lefts
    assert (marked - plain, rewound - plain) == (theme.INCIDENT_FRAME_PX, theme.REWIND_FRAME_PX)


def test_a_strip_with_no_room_for_anything_is_still_one(fonted_app: QApplication) -> None:
    assert strip(changed(CELL, pinned=True, mark=MARK), width=9).size().toTuple() == (9, 16)


def test_the_ribbon_has_the_severitys_colour_its_shape_and_the_longest_words_that_fit(
    fonted_app: QApplication,
) -> None:
    words = ("180 m · sees the point · gunshot 14:02:11", "180 m · sees it", "180 m")
    image = over(ribbon_label(Severity.MINOR, words, WIDTH, 360))
    colour = theme.SEVERITY_COLOURS[Severity.MINOR]
    assert image.size().toTuple() == (WIDTH, strip_height(360) + 4)
    assert where(image, colour) == image.rect()
    ink = where(image, theme.BACKGROUND)
    assert PAD_PX <= ink.left() < PAD_PX + 6, "its shape"
    narrow = over(ribbon_label(Severity.MINOR, words, 80, 360))
    assert narrow == over(ribbon_label(Severity.MINOR, words[2:], 80, 360))
    assert image == over(ribbon_label(Severity.MINOR, words[:1], WIDTH, 360))
    text = difference(image, over(ribbon_label(Severity.MINOR, ("",), WIDTH, 360)))
    assert text.left() > PAD_PX + 12 and text.right() < WIDTH - PAD_PX
    assert text.top() > 1 and text.bottom() < image.height() - 1


def test_a_states_word_is_in_its_colour_in_the_middle_of_a_plate_as_wide(fonted_app: QApplication) -> None:
    image = over(state_label(("STALE 3 s", "STALE"), theme.STATE_BAD, 200, 360), "white")
    said = where(image, theme.STATE_BAD)
    assert said.isValid() and image.width() < 100 and image.height() == strip_height(360) + 2
    ink = difference(image, over(plate(image.width(), image.height(), theme.BACKGROUND, 0.9), "white"))
    assert abs(ink.left() - (image.width() - 1 - ink.right())) <= 3
    assert PAD_PX - 1 <= ink.left() <= PAD_PX + 2
    narrow = state_label(("STALE 3 s", "STALE"), theme.STATE_BAD, image.width() - 1, 360)
    assert over(narrow) == over(state_label(("STALE",), theme.STATE_BAD, 200, 360))
    assert state_label(("STALE",), theme.STATE_BAD, 20, 360).width() <= 20


def test_lines_lie_one_below_the_other_on_a_plate_no_wider_than_its_room(fonted_app: QApplication) -> None:
    one = line_label("14:02:11", 20, theme.TEXT, theme.BACKGROUND)
    metrics = QFontMetrics(font(20, QFont.Weight.DemiBold))
    assert one.width() == metrics.horizontalAdvance("14:02:11") + 2 * (20 // 3)
    assert one.height() == metrics.height() + 20 // 3
    text = " · ".join(["core is reading its log"] * 4)
    room = metrics.horizontalAdvance("core is reading its log · core is reading its log") + 2 * (20 // 3)
    two = lines_label(text, 20, theme.TEXT, theme.BACKGROUND, room)
    assert two.width() <= room and two.height() == 2 * metrics.height() + 20 // 3
    image = over(two)
    inked = [where(image.copy(0, y, image.width(), 1), theme.TEXT).isValid() for y in range(image.height())]
    assert any(inked[: image.height() // 2]) and any(inked[image.height() // 2 :])
    assert not inked[0] and not inked[-1]
    endless = lines_label(text * 20, 20, theme.TEXT, theme.BACKGROUND, room)
    assert endless.width() <= room and endless.height() == MOST_LINES * metrics.height() + 20 // 3


def test_a_frame_is_at_the_plates_edge(fonted_app: QApplication) -> None:
    framed = over(lines_label("Select a tile", 16, theme.TEXT, theme.RAISED, 400, theme.LINE))
    assert where(framed, theme.LINE) == framed.rect()
    assert where(framed, theme.RAISED) == framed.rect().adjusted(1, 1, -1, -1)
    plain = over(lines_label("Select a tile", 16, theme.TEXT, theme.RAISED, 400))
    assert not where(plain, theme.LINE).isValid()
    assert where(plain, theme.TEXT).center().x() in range(plain.width() // 2 - 3, plain.width() // 2 + 4)


def test_small_signs_have_their_least_margin(fonted_app: QApplication) -> None:
    label = line_label("x", 6, theme.TEXT, theme.BACKGROUND)
    metrics = QFontMetrics(font(6, QFont.Weight.DemiBold))
    assert label.width() == metrics.horizontalAdvance("x") + 2 * PAD_PX
    assert QRect(0, 0, label.width(), label.height()) == label.rect()


@pytest.mark.parametrize("tile", [64, 360, 1080])
def test_rec_is_a_dot_and_a_word_as_high_as_the_strip(fonted_app: QApplication, tile: int) -> None:
    image = over(rec_label(tile), "white")
    dot = where(image, theme.STATE_BAD)
    word = where(image, theme.TEXT)
    assert image.height() == strip_height(tile)
    assert 0 < dot.right() < word.left() and word.right() < image.width()
