"""One thing that can't be drawn costs nothing beside it; and nothing of a frame before is left."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from console.domain.camera import Camera
from console.domain.incident import Incident
from console.domain.wall import CellView, Layer
from console.ui import theme
from console.ui.desk import incident_cards
from console.ui.desk.incident_cards import CardRole, IncidentCards
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from console.ui.wall.wall_window import WallWindow
from tests.fakes.desk_city import city_incident
from tests.fakes.set_clock import SetClock
from tests.watch.logs import ExpectedLog

BAD = "i-000002"


def tile(cell: int, box: Box) -> Tile:
    feed = f"cam-{cell}"
    return Tile(
        CellView(cell, cell, 0, 1, 1, True, feed, Layer.BASE), box, Camera(feed, cell, f"Corner {cell}")
    )


def test_a_tile_that_cannot_be_drawn_says_so_and_the_wall_goes_on(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log(r"cell 0 \(cam-0\) can't be shown")
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    window.resize(400, 200)
    window.tiles = [tile(0, Box(0, 0, 200, 200)), tile(1, Box(200, 0, 200, 200))]
    paint_empty = window._painter._paint_empty

    def fails(painter: object, one: Tile) -> None:
        if one.cell.cell == 0:
            raise ValueError("year 9999 is out of range")
        paint_empty(painter, one)  # type: ignore[arg-type]

    monkeypatch.setattr(window._painter, "_paint_empty", fails)
    window.show()
    shown = window.grab().toImage()
    good = shown.copy(200, 0, 200, 200)
    assert colours(shown.copy(0, 0, 200, 200)) >= {QColor(theme.STATE_BAD).rgb()}, "it says so in its place"
    window.tiles = [tile(1, Box(200, 0, 200, 200))]
    assert window.grab().toImage().copy(200, 0, 200, 200) == good, "the other is as ever"


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_a_card_that_cannot_be_worded_says_so_and_the_others_are_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log(f"incident {BAD} can't be shown")
    clock = SetClock()
    view = SiteView()
    view.incidents = {one.incident: one for one in (city_incident(n, clock.now_ms()) for n in (1, 2, 3))}
    worded = incident_cards.headline

    def fails(incident: Incident) -> str:
        if incident.incident == BAD:
            raise OverflowError("date value out of range")
        return worded(incident)

    monkeypatch.setattr(incident_cards, "headline", fails)
    monkeypatch.setattr(incident_cards, "detail_words", lambda incident: fails(incident))
    cards = IncidentCards(view, Selection(), clock)
    qtbot.addWidget(cards)
    cards.resize(400, 900)
    cards.show()
    cards.grab()
    model = cards.model
    said = [model.index(row).data(CardRole.LINES) for row in range(model.rowCount())]
    assert said.count([f"incident {BAD} can't be shown"]) == 1
    assert len(said) == 3 and all(lines for lines in said)


class Asked(WallWindow):
    """Notes what it is asked to paint again, tiles and all."""

    def __init__(self) -> None:
        super().__init__("testville", "wall")
        self.asked: list[QRect] = []

    def update(self, *places: QRect) -> None:  # type: ignore[override]
        self.asked += places
        super().update(*places)


def test_the_place_that_the_clock_left_is_painted_again(qtbot: QtBot) -> None:
    window = Asked()
    qtbot.addWidget(window)
    window.resize(640, 360)
    before = window.set_clock("14:02:11")
    window.tiles = [tile(0, Box(0, 0, 640, 360))]
    window.asked.clear()
    after = window.set_clock("14:02:12")
    assert after != before, "it gives way to the strip below"
    assert window.asked == [before]
    window.set_clock("14:02:13")
    assert window.asked == [before], "nothing where it stays"
