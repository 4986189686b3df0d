"""How a card looks: what nobody has seen stands out, each part has its place and no more than its room."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication

from console.domain.alert import Severity
from console.domain.incident import Incident, IncidentState
from console.ui import theme
from console.ui.desk.card_delegate import (
    CARD_GAP_PX,
    EDGE_PX,
    PADDING_PX,
    SHAPE_PX,
    SIDE_PX,
    CardDelegate,
    font_weight,
)
from console.ui.desk.card_text import BODY_PX, LINE_PX, THE_REST
from console.ui.desk.incident_cards import IncidentCards
from console.ui.desk.incident_model import CardRole
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.fonts import font
from tests.fakes.desk_city import city_cameras, city_incident
from tests.fakes.held_clock import HeldClock
from tests.ui.painting import difference, where
from tests.watch.logs import ExpectedLog

NOW_MS = 1_800_000_000_000
OPEN, SEEN = IncidentState.OPEN, IncidentState.ACKNOWLEDGED


def cards_of(
    incident: Incident, *, selected: bool = False, later_ms: int = 0, width: int = 400
) -> IncidentCards:
    """The panel with this card alone."""
    view, selection = SiteView(), Selection()
    view.cameras = {camera.feed: camera for camera in city_cameras()}
    view.incidents = {incident.incident: incident}
    cards = IncidentCards(view, selection, HeldClock(wall_ms=NOW_MS + later_ms))
    cards.resize(width, 500)
    if selected:
        selection.select_incident(incident.incident)
    cards.grab()
    return cards


def painted(incident: Incident, *, selected: bool = False, later_ms: int = 0) -> QImage:
    """The card alone, without what lies around it."""
    cards = cards_of(incident, selected=selected, later_ms=later_ms)
    rows = cards.rows
    image = rows.viewport().grab().toImage()
    return image.copy(rows.visualRect(rows.model().index(0, 0)))


def incident(state: IncidentState = OPEN, severity: Severity = Severity.MINOR, text: str = "3 x") -> Incident:
    return city_incident(1, NOW_MS, severity, state=state, overlays=2, text=text)


def test_a_card_has_its_edge_in_the_severitys_colour_until_somebody_has_seen_it(
    fonted_app: QApplication,
) -> None:
    colour = theme.SEVERITY_COLOURS[Severity.MINOR]
    image = painted(incident())
    edge = QRect(SIDE_PX + 1, 1, EDGE_PX - 1, image.height() - CARD_GAP_PX - 2)
    assert {image.pixelColor(x, y).name().upper() for x in (edge.left(), edge.right()) for y in (2, 50)} == {
        colour
    }
    assert image.pixelColor(image.width() - SIDE_PX - 3, 4).name().upper() == theme.RAISED
    seen = painted(incident(SEEN))
    assert seen.pixelColor(edge.left(), 50).name().upper() == theme.LINE
    assert seen.pixelColor(seen.width() - SIDE_PX - 3, 4).name().upper() == theme.SURFACE
    shape = where(seen, colour)
    assert shape.left() > SIDE_PX + EDGE_PX and shape.right() < SIDE_PX + EDGE_PX + PADDING_PX + 24, (
        "its shape"
    )
    assert (font_weight(incident()), font_weight(incident(SEEN))) == (
        QFont.Weight.DemiBold,
        QFont.Weight.Normal,
    )


def test_the_selected_card_has_a_frame(fonted_app: QApplication) -> None:
    plain, chosen = painted(incident(SEEN)), painted(incident(SEEN), selected=True)
    card = QRect(SIDE_PX, 0, plain.width() - 2 * SIDE_PX, plain.height() - CARD_GAP_PX)
    assert where(chosen, theme.ACCENT) == card
    assert not where(plain, theme.ACCENT).isValid()
    assert chosen.pixelColor(card.right() - 2, 4).name().upper() == theme.RAISED


def test_each_part_of_a_card_has_its_place(fonted_app: QApplication) -> None:
    plain = painted(incident())
    text_left = SIDE_PX + PADDING_PX + EDGE_PX
    right = plain.width() - SIDE_PX - PADDING_PX
    alert = incident().alert
    elsewhere = replace(incident(), alert=replace(alert, place=f"{alert.place}9"))
    headline = difference(plain, painted(elsewhere))
    assert headline.left() > text_left + 24 and headline.bottom() < PADDING_PX + LINE_PX
    older = painted(incident(), later_ms=1000)
    age = difference(plain, older)
    assert age.right() <= right and age.right() > right - 30, "flush right"
    assert age.top() >= PADDING_PX - 2 + LINE_PX and age.bottom() < PADDING_PX + 2 * LINE_PX
    status = difference(painted(incident(SEEN)), painted(replace(incident(SEEN), acknowledged_by="xtl")))
    assert status.top() >= PADDING_PX - 2 + LINE_PX and status.bottom() < PADDING_PX + 2 * LINE_PX
    assert status.left() > text_left + 24
    facts = difference(plain, painted(incident(text="4 x")))
    top = PADDING_PX - 2 + 2 * LINE_PX + EDGE_PX
    assert facts.left() in range(text_left, text_left + 4)
    assert top + LINE_PX <= facts.top() and facts.bottom() < top + 2 * LINE_PX, "its second fact"


def test_a_gap_stands_between_a_cards_shape_and_its_words(fonted_app: QApplication) -> None:
    image = painted(incident(SEEN))
    shape_right = SIDE_PX + EDGE_PX + PADDING_PX + SHAPE_PX
    for line in range(2):
        strip = image.copy(shape_right, PADDING_PX - 2 + line * LINE_PX, 100, LINE_PX)
        ground = strip.copy()
        ground.fill(QColor(theme.SURFACE))
        assert difference(strip, ground).left() in range(SIDE_PX, SIDE_PX + 4), "headline and status"


def test_a_cards_words_have_their_colours_and_the_age_is_never_bold(fonted_app: QApplication) -> None:
    muted, alarming = theme.MUTED, theme.SEVERITY_COLOURS[Severity.MINOR]
    fresh, seen = painted(incident()), painted(incident(SEEN), selected=True)
    second = QRect(SIDE_PX + EDGE_PX + PADDING_PX + SHAPE_PX, PADDING_PX - 2 + LINE_PX, 300, LINE_PX)
    age = difference(fresh, painted(incident(), later_ms=1000))
    status = QRect(second.left(), second.top(), age.left() - second.left() - 30, LINE_PX)
    assert fresh.copy(age) == seen.copy(age) and where(fresh.copy(age), theme.TEXT).isValid()
    assert where(fresh.copy(status), alarming).isValid() and not where(fresh.copy(status), muted).isValid()
    assert where(seen.copy(status), muted).isValid() and not where(seen.copy(status), alarming).isValid()
    facts = fresh.copy(0, second.bottom() + 1, fresh.width(), LINE_PX + EDGE_PX)
    assert where(facts, muted).isValid() and not where(facts, theme.TEXT).isValid()


@pytest.mark.parametrize("width", range(300, 420, 10))
def test_a_long_headline_keeps_to_its_room(fonted_app: QApplication, width: int) -> None:
    made = incident()
    made = replace(made, alert=replace(made.alert, place=" ".join(["corner"] * 20)))
    cards = cards_of(made, width=width)
    text = CardDelegate(cards.rows).text(cards.model.index(0), width)
    room = width - 2 * SIDE_PX - EDGE_PX - 2 * PADDING_PX - SHAPE_PX - SIDE_PX
    bold = QFontMetrics(font(BODY_PX, font_weight(made)))
    assert len(text.headline) > 1
    assert all(bold.horizontalAdvance(line) <= room for line in text.headline)


def test_lines_that_go_on_are_indented(fonted_app: QApplication) -> None:
    shown = incident(text=" ".join(["something"] * 12))
    cards = cards_of(shown)
    image = cards.rows.viewport().grab().toImage()
    text_left = SIDE_PX + PADDING_PX + EDGE_PX
    top = PADDING_PX - 2 + 2 * LINE_PX + EDGE_PX + LINE_PX

    def ink_left(line: int) -> int:
        strip = image.copy(text_left, top + line * LINE_PX, 300, LINE_PX)
        ground = strip.copy()
        ground.fill(image.pixelColor(text_left - 2, top))
        return difference(strip, ground).left()

    assert ink_left(0) < 4 and ink_left(1) in range(theme.SPACING_PX[2], theme.SPACING_PX[2] + 4)


@pytest.mark.parametrize("overlays", [0, 1, 3])
def test_a_card_is_as_high_as_its_lines(fonted_app: QApplication, overlays: int) -> None:
    cards = cards_of(city_incident(1, NOW_MS, overlays=overlays), width=700)
    index = cards.model.index(0)
    lines = len(index.data(CardRole.LINES))
    text = cards.rows.itemDelegate().text(index, cards.rows.viewport().width())  # type: ignore[attr-defined]
    assert text.line_count == 2 + lines, "one line for each in this width"
    height = cards.rows.visualRect(index).height()
    assert height == 2 * PADDING_PX + LINE_PX * (2 + lines) + CARD_GAP_PX
    assert cards.rows.sizeHintForIndex(index).width() == 0, "it never widens the list"


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("lower_px", [0, 1, 2, 3])
def test_a_cards_frame_is_whole_at_every_scale(fonted_app: QApplication, scale: float, lower_px: int) -> None:
    cards = cards_of(incident(), selected=True)
    cards.layout().setContentsMargins(0, 8 + lower_px, 0, 0)
    cards.grab()
    image = QImage(cards.size() * scale, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    cards.render(image)
    rows = cards.rows
    card = rows.visualRect(cards.model.index(0, 0)).translated(rows.pos())
    edges = [card.top(), card.bottom() - CARD_GAP_PX]
    accent = QColor(theme.ACCENT)
    for edge in edges:
        near = range(int((edge - 2) * scale), int((edge + 3) * scale))
        seen = [image.pixelColor(int(card.center().x() * scale), y) == accent for y in near]
        assert 1 <= sum(seen) <= 2


def test_a_card_that_cannot_be_drawn_has_its_name_in_its_place(
    fonted_app: QApplication, expected_log: ExpectedLog
) -> None:
    expected_log("incident i-000001 can't be shown")
    bad = replace(incident(), alert=replace(incident().alert, severity="worst"))
    image = painted(bad)
    said = where(image, theme.STATE_ATTENTION)
    assert said.isValid() and image.rect().contains(said)
    assert image.height() == 2 * PADDING_PX + 2 * LINE_PX + CARD_GAP_PX


@pytest.mark.parametrize("height", [200, 230, 260])
def test_a_card_is_no_higher_than_its_list_and_its_last_line_is_whole(
    fonted_app: QApplication, height: int
) -> None:
    cards = cards_of(city_incident(1, NOW_MS, overlays=6))
    rows, index = cards.rows, cards.rows.model().index(0, 0)
    cards.resize(400, height)
    cards.grab()
    rows.doItemsLayout()
    assert rows.visualRect(index).bottom() - CARD_GAP_PX <= rows.viewport().height()
    assert rows.itemDelegate().text(index, 400).facts[-1:] == ((THE_REST,),)  # type: ignore[attr-defined]
    cards.resize(400, 700)
    cards.grab()
    rows.doItemsLayout()
    assert (THE_REST,) not in rows.itemDelegate().text(index, 400).facts  # type: ignore[attr-defined]
