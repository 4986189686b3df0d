"""Cameras are found and put by typing, or several at once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.desk.camera_list import NO_MATCH
from console.ui.desk.camera_model import feeds_in
from console.ui.layouts.camera_panel import HINT, CameraPanel
from tests.fakes.desk_city import city_cameras
from tests.ui.test_drawing_guard import view_of


@pytest.fixture
def panel(qtbot: QtBot, fonted_app: QApplication) -> Iterator[CameraPanel]:
    made = CameraPanel(view_of(cameras=city_cameras(20)))
    made.refresh()
    qtbot.addWidget(made)
    made.resize(240, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made


@pytest.fixture
def asked(panel: CameraPanel) -> list[object]:
    heard: list[object] = []
    panel.put_asked.connect(heard.append)
    panel.left.connect(lambda: heard.append("left"))
    return heard


def test_a_number_and_enter_put_that_camera(panel: CameraPanel, asked: list[object], qtbot: QtBot) -> None:
    panel.ask("1")
    assert panel.search.hasFocus()
    qtbot.keyClicks(panel.search, "2")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert asked == [["cam-012"]] and panel.search.text() == ""
    panel.ask("nobody has this name")
    assert panel._hint.text() == NO_MATCH, "and not how to drag what is not there"
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert len(asked) == 1
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert asked[1:] == ["left"] and panel.found.rowCount() == 20 and panel._hint.text() == HINT


def test_down_goes_into_the_list(panel: CameraPanel, asked: list[object], qtbot: QtBot) -> None:
    panel.ask("")
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    assert panel.rows.hasFocus()
    qtbot.keyClick(panel.rows, Qt.Key.Key_Down)
    qtbot.keyClick(panel.rows, Qt.Key.Key_Return)
    assert asked == [["cam-002"]]


def test_all_that_are_found_are_put_and_dragged_in_their_order(
    panel: CameraPanel, asked: list[object], qtbot: QtBot
) -> None:
    panel.ask("HPD")
    panel.rows.setFocus()
    qtbot.keyClick(panel.rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(panel.rows, Qt.Key.Key_Return)
    assert asked == [[f"cam-{number:03d}" for number in (3, 6, 9, 12, 15, 18)]]
    for row in (4, 1):
        panel.rows.selectionModel().select(
            panel.found.index(row, 0), QItemSelectionModel.SelectionFlag.Select
        )
    data = panel.found.mimeData(panel.rows.selectedIndexes())
    assert feeds_in(data) == ["cam-002", "cam-005"]
