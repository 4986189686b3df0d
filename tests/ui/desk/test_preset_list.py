"""Wall presets are loaded, renamed, numbered and deleted from their list, and saved under a name."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from console.domain.ids import MonitorId
from console.protocol.preset_messages import PresetHead
from console.ui.desk.preset_list import PresetList
from tests.fakes.held_clock import HeldClock

WALL = (MonitorId("wall-1"), MonitorId("wall-2"))
HEADS = (PresetHead("night", 3, WALL, 7, "ana", 0, "late shift"), PresetHead("<b>day</b>", None, WALL, 9))


@pytest.fixture
def presets(qtbot: QtBot, fonted_app: QApplication) -> Iterator[PresetList]:
    made = PresetList(HeldClock())
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.refresh(HEADS)
    made.show()
    yield made


@pytest.fixture
def asked(presets: PresetList) -> list[tuple[object, ...]]:
    heard: list[tuple[object, ...]] = []
    presets.load_asked.connect(lambda name: heard.append(("load", name)))
    presets.load_here_asked.connect(lambda name: heard.append(("load here", name)))
    presets.save_asked.connect(lambda name, number: heard.append(("save", name, number)))
    presets.delete_asked.connect(lambda name: heard.append(("delete", name)))
    presets.rename_asked.connect(lambda *told: heard.append(("rename", *told)))
    return heard


def test_keys_load_and_delete_what_is_chosen(
    presets: PresetList, asked: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    presets.rows.setCurrentIndex(presets.rows.model().index(0, 0))
    qtbot.keyClick(presets.rows, Qt.Key.Key_Return)
    qtbot.keyClick(presets.rows, Qt.Key.Key_Down)
    qtbot.keyClick(presets.rows, Qt.Key.Key_Delete)
    assert asked == [("load", "night"), ("delete", "<b>day</b>")]


def test_f2_gives_name_and_number(presets: PresetList, asked: list[tuple[object, ...]], qtbot: QtBot) -> None:
    rows = presets.rows
    rows.setCurrentIndex(rows.model().index(0, 0))
    rows.activateWindow()
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_F2)
    editor = rows.findChild(QLineEdit)
    assert editor is not None and editor.text() == "3 night"
    qtbot.keyClicks(editor, "5 dusk")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [("rename", "night", "dusk", 5)]


def test_the_field_saves_the_wall(presets: PresetList, asked: list[tuple[object, ...]], qtbot: QtBot) -> None:
    qtbot.keyClicks(presets.name, "4 port")
    qtbot.keyClick(presets.name, Qt.Key.Key_Return)
    assert asked == [("save", "port", 4)] and presets.name.text() == ""


def test_without_rows_the_keys_are_the_windows_and_stay_there(presets: PresetList, qtbot: QtBot) -> None:
    """What is typed next, such as a camera's number, is no name; nor does it end when the first row comes."""
    presets.activateWindow()
    qtbot.waitUntil(presets.isActiveWindow)
    presets.rows.setFocus()
    presets.refresh(())
    assert presets.focusWidget() is None, "the last one went"
    presets.name.setFocus()
    qtbot.keyClicks(presets.name, "4 port")
    qtbot.keyClick(presets.name, Qt.Key.Key_Return)
    assert presets.focusWidget() is None
    presets.refresh(HEADS[:1])
    assert presets.focusWidget() is None and not presets.rows.isHidden()
    presets.name.setFocus()
    qtbot.keyClick(presets.name, Qt.Key.Key_Escape)
    assert presets.focusWidget() is presets.rows


def test_a_right_click_offers_everything(presets: PresetList, asked: list[tuple[object, ...]]) -> None:
    menu = presets.menu_of(presets.rows.model().index(0, 0))
    assert menu is not None
    for act in menu.actions():
        if act.text() != "Name and number\tF2":
            act.trigger()
    assert asked == [("load", "night"), ("load here", "night"), ("save", "night", 0), ("delete", "night")]


def test_an_empty_list_teaches_and_names_are_plain_text(presets: PresetList) -> None:
    assert not presets.empty.isVisible()
    tip = presets.rows.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "late shift" in tip and "F3 loads it" in tip
    presets.refresh(())
    assert presets.empty.isVisible() and "No wall presets yet" in presets.empty.text()
