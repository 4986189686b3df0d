"""Incidents whose cards have no room: each a line with mark, words and age in the columns of the cards."""

from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from console.domain.alert import AlertKind, Severity
from console.domain.incident import Incident, IncidentState
from console.ui import theme
from console.ui.desk.card_delegate import EDGE_PX, PADDING_PX, SHAPE_PX, SIDE_PX
from console.ui.desk.incident_cards import IncidentCards
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.stylesheet import desk_stylesheet
from tests.fakes.desk_city import city_incident
from tests.fakes.held_clock import HeldClock
from tests.ui.painting import difference, where
from tests.watch.logs import ExpectedLog

NOW_MS = 1_800_000_000_000
WIDTH_PX = 400
MARK_LEFT_PX = SIDE_PX + PADDING_PX + EDGE_PX
TEXT_LEFT_PX = MARK_LEFT_PX + SHAPE_PX + SIDE_PX
SHOT = city_incident(1, NOW_MS, Severity.EXTREME, age_s=1, text=" ".join(["word"] * 30))
PLATE = city_incident(2, NOW_MS, Severity.SEVERE, AlertKind.ALPR, age_s=65)
VEHICLE = city_incident(3, NOW_MS, Severity.MINOR, AlertKind.AVL, age_s=70)
SEEN = replace(VEHICLE, state=IncidentState.ACKNOWLEDGED, acknowledged_by="ctl")


class Lines:
    """A list with room for one card and three lines; the incidents behind it are lines."""

    def __init__(self, *behind: Incident) -> None:
        self.clock = HeldClock(wall_ms=NOW_MS)
        self.cards = IncidentCards(view := SiteView(), Selection(), self.clock)
        view.incidents = {one.incident: one for one in (SHOT, *behind)}
        self.cards.setStyleSheet(desk_stylesheet())
        self.cards.refresh()
        self.more = self.cards.rows.more
        for height_px in range(200, 500, 5):
            self.cards.resize(WIDTH_PX, height_px)
            self.cards.grab()
            if self.more.seen() == range(1) and "\n" in self.more.text():
                break
        self.line_px = self.more.fontMetrics().lineSpacing()

    def painted(self, line: int) -> QImage:
        """One line, as wide as the list."""
        image = self.cards.grab().toImage()
        place = self.more.geometry().translated(self.cards.rows.pos())
        return image.copy(QRect(0, place.top() + line * self.line_px, place.width(), self.line_px))


def ink(image: QImage, left_px: int, width_px: int) -> QRect:
    """What is painted in these columns."""
    part = image.copy(left_px, 0, width_px, image.height())
    ground = part.copy()
    ground.fill(theme.SURFACE)
    return difference(part, ground).translated(left_px, 0)


def test_a_line_has_the_severitys_mark_below_those_of_the_cards(fonted_app: QApplication) -> None:
    lines = Lines(PLATE, VEHICLE)
    assert lines.more.seen() == range(1)
    for line, shown in enumerate((PLATE, VEHICLE)):
        mark = where(lines.painted(line), theme.SEVERITY_COLOURS[shown.alert.severity])
        assert mark.isValid() and mark.left() >= MARK_LEFT_PX and mark.right() < MARK_LEFT_PX + SHAPE_PX
        assert abs(mark.center().x() - (MARK_LEFT_PX + SHAPE_PX // 2)) <= 1
        assert 6 <= mark.height() <= lines.line_px


def test_a_line_says_kind_place_and_age_in_the_columns_of_the_cards(fonted_app: QApplication) -> None:
    lines = Lines(PLATE, VEHICLE)
    said = lines.more.text().splitlines()
    assert said == [
        f"PLATE  {PLATE.alert.place} · severe · NEW · 1 min 05 s",
        f"VEHICLE  {VEHICLE.alert.place} · minor · NEW · 1 min 10 s",
    ]
    image = lines.painted(0)
    right = lines.more.width() - SIDE_PX - PADDING_PX
    words = ink(image, MARK_LEFT_PX + SHAPE_PX, image.width() - MARK_LEFT_PX - SHAPE_PX)
    assert words.left() in range(TEXT_LEFT_PX, TEXT_LEFT_PX + 4) and words.right() in range(right - 4, right)


def test_a_lines_age_goes_on(fonted_app: QApplication) -> None:
    lines = Lines(PLATE, VEHICLE)
    before = lines.painted(0)
    lines.clock.pass_s(4)
    lines.cards.model.refresh_ages()
    after = lines.painted(0)
    assert lines.more.text().splitlines()[0].endswith("1 min 09 s")
    changed = difference(before, after)
    assert changed.isValid() and changed.left() > lines.more.width() - 100


def test_what_nobody_has_seen_stands_out_of_the_lines(fonted_app: QApplication) -> None:
    fresh, seen = Lines(PLATE, VEHICLE).painted(1), Lines(PLATE, SEEN).painted(1)
    left, width = TEXT_LEFT_PX, 150
    assert where(fresh.copy(left, 0, width, fresh.height()), theme.TEXT).isValid()
    assert not where(seen.copy(left, 0, width, seen.height()), theme.TEXT).isValid()
    assert where(seen, theme.SEVERITY_COLOURS[Severity.MINOR]).isValid(), "the mark keeps its colour"


def test_a_long_place_keeps_its_distance_to_the_age(fonted_app: QApplication) -> None:
    place = " ".join(["corner"] * 30)
    long = replace(PLATE, alert=replace(PLATE.alert, place=place))
    image, short = Lines(long, VEHICLE).painted(0), Lines(PLATE, VEHICLE).painted(0)
    right = image.width() - SIDE_PX - PADDING_PX
    age_px = 70
    assert image.copy(right - age_px, 0, age_px, 99) == short.copy(right - age_px, 0, age_px, 99)
    assert ink(image, TEXT_LEFT_PX, right - age_px - TEXT_LEFT_PX).width() > 200


def test_below_the_lines_stands_how_many_more_there_are(fonted_app: QApplication) -> None:
    lines = Lines(PLATE, VEHICLE, city_incident(4, NOW_MS, Severity.MINOR, age_s=90))
    assert lines.more.text().splitlines()[-1] == "1 more"
    last = ink(lines.painted(2), 0, lines.more.width())
    assert abs(last.center().x() - lines.more.width() // 2) <= 2 and last.width() < 60


def test_a_line_that_cannot_be_drawn_says_whose_it_is(
    fonted_app: QApplication, expected_log: ExpectedLog
) -> None:
    expected_log("can't be shown")
    bad = replace(SEEN, alert=replace(SEEN.alert, severity="worst"))
    lines = Lines(PLATE, bad)
    assert lines.more.text().splitlines() == [lines.more.text().splitlines()[0], "can't be shown: i-000003"]
    assert where(lines.painted(1), theme.STATE_ATTENTION).isValid()
