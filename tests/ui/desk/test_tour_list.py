"""Tours are started, renamed and deleted from their list, and what runs in the selected cell is steered."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, MonitorId
from console.domain.wall import TourMark
from console.ui.desk.tour_list import TourList, mark_words
from tests.fakes.held_clock import HeldClock
from tests.ui.desk.test_tour_model import stored

PLACE = (MonitorId("wall-1"), CellIndex(3))


@pytest.fixture
def tours(qtbot: QtBot, fonted_app: QApplication) -> Iterator[TourList]:
    made = TourList(HeldClock())
    qtbot.addWidget(made)
    made.resize(260, 300)
    made.refresh((stored("day"), stored("night")), {})
    made.show_cell(None, None)
    made.show()
    yield made


@pytest.fixture
def asked(tours: TourList) -> list[tuple[object, ...]]:
    heard: list[tuple[object, ...]] = []
    for name in ("start", "change", "new", "delete", "rename", "pause", "back", "next", "stop"):
        signal = getattr(tours, f"{name}_asked")
        signal.connect(lambda *told, name=name: heard.append((name, *told)))
    return heard


def row(tours: TourList, number: int) -> QModelIndex:
    return tours.rows.model().index(number, 0)


def test_enter_starts_delete_deletes_and_f2_renames(
    tours: TourList, asked: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    tours.rows.setCurrentIndex(row(tours, 1))
    qtbot.keyClick(tours.rows, Qt.Key.Key_Return)
    qtbot.keyClick(tours.rows, Qt.Key.Key_Delete)
    tours.rows.doubleClicked.emit(row(tours, 0))
    qtbot.mouseClick(tours.start, Qt.MouseButton.LeftButton)
    assert asked == [("start", "night"), ("delete", "night"), ("start", "day"), ("start", "night")]
    tours.rows.activateWindow()
    tours.rows.setFocus()
    qtbot.keyClick(tours.rows, Qt.Key.Key_F2)
    field = tours.rows.findChild(QLineEdit)
    assert field is not None
    field.setText("late")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(asked) > 4)
    assert asked[4:] == [("rename", "night", "late")]


def test_the_menu_offers_what_can_be_done(tours: TourList, asked: list[tuple[object, ...]]) -> None:
    menu = tours.menu_of(row(tours, 0))
    for action in menu.actions():
        if not action.text().startswith("Rename"):
            action.trigger()
    assert asked == [("new",), ("start", "day"), ("change", "day"), ("delete", "day")]
    assert [action.text() for action in tours.menu_of(QModelIndex()).actions()] == ["New tour…"]


def test_where_a_tour_runs_the_buttons_are_for_it(
    tours: TourList, asked: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    assert tours.start.isVisible() and not tours.pause.isVisible()
    tours.show_cell(PLACE, TourMark("night", 3, 12))
    assert "night" in tours.here.toolTip()
    assert not tours.new.isVisible() and tours.pause.text() == "Pause"
    for button in (tours.pause, tours.back, tours.next, tours.stop):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [("pause",), ("back",), ("next",), ("stop",)]
    tours.show_cell(PLACE, TourMark("night", 3, 12, "paused"))
    assert tours.pause.text() == "Go on"
    tours.show_cell(PLACE, None)
    assert tours.start.isVisible() and not tours.stop.isVisible()


def test_from_a_button_that_goes_the_keyboard_comes_to_the_list(
    qtbot: QtBot, fonted_app: QApplication
) -> None:
    """It went on to whatever takes keys behind the list, once a tour began or somebody else ended it."""
    desk, tours, behind = QWidget(), TourList(HeldClock()), QLineEdit()
    tours.refresh((stored("day"), stored("night")), {})
    tours.show_cell(PLACE, None)
    rows = QVBoxLayout(desk)
    rows.addWidget(tours)
    rows.addWidget(behind)
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    for button, mark in ((tours.start, TourMark("night", 1, 12)), (tours.next, None)):
        button.setFocus()
        assert button.hasFocus()
        tours.show_cell(PLACE, mark)
        assert tours.rows.hasFocus()
    behind.setFocus()
    tours.show_cell(PLACE, TourMark("night", 1, 12))
    assert behind.hasFocus()
    tours.pause.setFocus()
    tours.show_cell(PLACE, TourMark("night", 2, 12))
    assert tours.pause.hasFocus()


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("", "night 3/12"),
        ("paused", "night 3/12, paused"),
        ("incident", "night 3/12, held by an incident"),
        ("rewind", "night 3/12, waits while the cell looks back"),
    ],
)
def test_a_run_is_told_in_words(held: str, words: str) -> None:
    assert mark_words(TourMark("night", 3, 12, held)) == words


def test_without_any_it_says_how_one_is_made_and_a_chosen_row_stays(tours: TourList) -> None:
    tours.rows.setCurrentIndex(row(tours, 1))
    tours.refresh((stored("a"), stored("day"), stored("night")), {})
    assert tours.rows.currentIndex().data() == "night" and not tours.empty.isVisible()
    tours.refresh((), {})
    assert tours.empty.isVisible() and not tours.rows.isVisible() and not tours.start.isEnabled()
