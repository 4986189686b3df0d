"""A tour is made and changed: cameras by search, their order, how long each is shown."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import FeedId
from console.domain.tour import StoredTour, Tour, TourStep
from console.ui.desk.site_view import SiteView
from console.ui.desk.tour_dialog import CHOSEN, EACH, TourDialog
from tests.fakes.desk_city import city_cameras

Saved = list[tuple[Tour, StoredTour | None]]


@pytest.fixture
def dialog(qtbot: QtBot, fonted_app: QApplication) -> Iterator[TourDialog]:
    view = SiteView()
    view.cameras = {camera.feed: camera for camera in city_cameras()}
    made = TourDialog(view)
    qtbot.addWidget(made)
    yield made


@pytest.fixture
def saved(dialog: TourDialog) -> Saved:
    heard: Saved = []
    dialog.save_asked.connect(lambda tour, was: heard.append((tour, was)))
    return heard


def steps(*numbers: int, dwell_s: int = 10) -> tuple[TourStep, ...]:
    return tuple(TourStep(FeedId(f"cam-{number:03d}"), dwell_s) for number in numbers)


def choose(dialog: TourDialog, *rows: int) -> None:
    dialog.steps.clearSelection()
    for row in rows:
        dialog.steps.setCurrentRow(row, QItemSelectionModel.SelectionFlag.Select)


def test_one_is_made_by_keys_alone(dialog: TourDialog, saved: Saved, qtbot: QtBot) -> None:
    dialog.ask_new()
    assert not dialog.save.isEnabled()
    qtbot.keyClicks(dialog.name, "night round")
    for number in ("7", "12"):
        dialog.search.selectAll()
        qtbot.keyClicks(dialog.search, number)
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.save.isEnabled() and dialog.isVisible(), "Enter in the search adds"
    dialog.shuffled.setChecked(True)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved[0] == (Tour("night round", steps(7, 12), True), None)


def test_a_new_one_that_was_left_by_esc_is_there_again(dialog: TourDialog, qtbot: QtBot) -> None:
    dialog.ask_new("night", steps(1, 2))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.ask_new()
    assert dialog.isVisible() and dialog.tour() == Tour("night", steps(1, 2))
    qtbot.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    dialog.ask_new()
    assert dialog.tour() is None and dialog.name.text() == "", "Cancel throws it away"
    dialog.ask_change(StoredTour(Tour("day", steps(3)), 7))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.ask_new()
    assert dialog.tour() is None, "a change that was left is none of a new one"


def test_several_cameras_are_added_at_once(dialog: TourDialog, qtbot: QtBot) -> None:
    dialog.ask_new("night", steps(1))
    dialog.cameras.selectAll()
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    tour = dialog.tour()
    assert tour is not None and len(tour.steps) == 65


def test_steps_are_moved_removed_and_timed(dialog: TourDialog, saved: Saved, qtbot: QtBot) -> None:
    kept = StoredTour(Tour("night", steps(1, 2, 3, 4)), 7)
    dialog.ask_change(kept)
    assert dialog.name.isReadOnly() and dialog.of.text() == EACH
    choose(dialog, 1, 2)
    qtbot.mouseClick(dialog.up, Qt.MouseButton.LeftButton)
    assert dialog.tour().steps == steps(2, 3, 1, 4)  # type: ignore[union-attr]
    qtbot.mouseClick(dialog.up, Qt.MouseButton.LeftButton)
    assert dialog.tour().steps == steps(2, 3, 1, 4), "no further"  # type: ignore[union-attr]
    choose(dialog, 3)
    qtbot.mouseClick(dialog.down, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    choose(dialog, 0)
    assert dialog.of.text() == CHOSEN
    dialog.dwell.clear()
    qtbot.keyClicks(dialog.dwell, "1")
    assert dialog.tour().steps == steps(2, 3, 1), "too short is none"  # type: ignore[union-attr]
    qtbot.keyClicks(dialog.dwell, "5")
    dialog.steps.clearSelection()
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert saved == [(Tour("night", (*steps(2, dwell_s=15), *steps(3, 1))), kept)]
    assert not dialog.isVisible()


def test_a_camera_that_the_site_lost_is_named_so(dialog: TourDialog) -> None:
    dialog.ask_change(StoredTour(Tour("night", (TourStep(FeedId("gone")),)), 7))
    assert "not in this site" in dialog.steps.item(0).text()
