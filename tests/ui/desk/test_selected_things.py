"""What was selected last comes first, with its name; lists count while the keyboard is in them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.operator_commands.command import About
from console.ui.desk.selected_things import SelectedThings
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors

CELL, CAMERA, INCIDENT, LAYOUT, PICTURE = (
    About.CELL,
    About.CAMERA,
    About.INCIDENT,
    About.LAYOUT,
    About.PICTURE,
)
WALL_1 = MonitorId("wall-1")


class Things:
    """A selection and a list of two layouts beside another widget."""

    def __init__(self, qtbot: QtBot) -> None:
        view, self.selection, self.window = SiteView(), Selection(), QWidget()
        cameras = city_cameras()
        view.cameras = {camera.feed: camera for camera in cameras}
        view.monitors = {one.monitor: one for one in city_monitors(cameras)}
        view.incidents = {IncidentId("i-000001"): city_incident(1, 1_000_000)}
        self.rows, self.other = QListView(), QListView()
        self.rows.setModel(QStringListModel(["2x2", "night"]))
        row = QVBoxLayout(self.window)
        row.addWidget(self.other)
        row.addWidget(self.rows)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.pictured: FeedId | None = None
        self.things = SelectedThings(
            view, self.selection, {LAYOUT: self.rows}, self.window, lambda: self.pictured
        )


@pytest.fixture
def made(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Things]:
    yield Things(qtbot)


def test_nothing_is_selected_at_first(made: Things) -> None:
    assert made.things.order == []
    assert made.things.words(CELL) == made.things.words(About.ANYWHERE) == ""


def test_the_last_one_comes_first_also_when_it_is_another_of_its_kind(made: Things) -> None:
    made.selection.select_cell((WALL_1, CellIndex(3)))
    made.selection.select_incident(IncidentId("i-000001"))
    assert made.things.order == [INCIDENT, CELL]
    made.selection.select_cell((WALL_1, CellIndex(4)))
    assert made.things.order == [CELL, INCIDENT]
    made.selection.select_camera(FeedId("cam-007"))
    assert made.things.order == [CAMERA, PICTURE, CELL, INCIDENT]
    made.selection.let_go()
    assert made.things.order == [INCIDENT]


def test_each_says_which_it_is(made: Things) -> None:
    made.selection.select_cell((WALL_1, CellIndex(3)))
    made.selection.select_camera(FeedId("cam-007"))
    made.selection.select_incident(IncidentId("i-000001"))
    words = made.things.words
    assert words(CELL) == "wall-1 cell 3: 4 Kaisaniemenkatu / Mikonkatu"
    assert words(CAMERA) == words(PICTURE) == "7 Mikonkatu / Esplanadi"
    assert words(INCIDENT) == "GUNSHOT  Mikonkatu 7"
    made.selection.select_cell((WALL_1, CellIndex(30)))
    assert words(CELL) == "wall-1 cell 30", "which shows none"
    made.selection.select_cell((MonitorId("gone"), CellIndex(0)))
    assert words(CELL) == "gone cell 0"


def test_the_large_picture_is_named_by_what_it_shows(made: Things) -> None:
    """It goes with the cell that was selected last, not with the camera that was selected before."""
    made.selection.select_camera(FeedId("cam-005"))
    made.pictured = FeedId("cam-002")
    assert made.things.words(PICTURE).startswith("2 ") and made.things.words(CAMERA).startswith("5 ")


def test_a_list_counts_while_the_keyboard_is_in_it(made: Things, qtbot: QtBot) -> None:
    made.selection.select_cell((WALL_1, CellIndex(3)))
    made.rows.setCurrentIndex(made.rows.model().index(1, 0))
    assert made.things.order == [CELL]
    with qtbot.waitSignal(made.things.changed):
        made.rows.setFocus()
    qtbot.waitUntil(made.rows.hasFocus)
    assert made.things.order == [LAYOUT, CELL] and made.things.words(LAYOUT) == "night"
    made.other.setFocus()
    qtbot.waitUntil(lambda: not made.rows.hasFocus())
    assert made.things.order == [CELL] and made.things.words(LAYOUT) == ""
