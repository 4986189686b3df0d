"""Layouts are loaded by double click or Enter, and saved under a name."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.desk.layout_list import LayoutList

NAMES = ("4x4", "8x4", "night <b>watch</b>")


@pytest.fixture
def layouts(qtbot: QtBot, fonted_app: QApplication) -> Iterator[LayoutList]:
    made = LayoutList()
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.refresh(NAMES, "wall-1")
    made.show()
    yield made


@pytest.fixture
def asked(layouts: LayoutList) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    layouts.load_asked.connect(lambda name: heard.append(("load", name)))
    layouts.save_asked.connect(lambda name: heard.append(("save", name)))
    return heard


def test_a_double_click_or_enter_loads_it(
    layouts: LayoutList, asked: list[tuple[str, str]], qtbot: QtBot
) -> None:
    rows = layouts.rows
    rows.setCurrentIndex(QModelIndex())  # focus alone may have chosen one
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert asked == [], "none is chosen"
    place = rows.visualRect(rows.model().index(1, 0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == []
    qtbot.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [("load", "8x4")]
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Enter)
    assert asked[1:] == [("load", NAMES[2])]


def test_a_name_is_needed_to_save(layouts: LayoutList, asked: list[tuple[str, str]], qtbot: QtBot) -> None:
    save = layouts.findChild(QPushButton)
    assert save is not None and not save.isEnabled()
    qtbot.keyClicks(layouts.name, "  ")
    qtbot.keyClick(layouts.name, Qt.Key.Key_Return)
    assert not save.isEnabled() and asked == []
    qtbot.keyClicks(layouts.name, "late ")
    assert save.isEnabled()
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert asked == [("save", "late")]
    assert layouts.name.text() == "" and not save.isEnabled()


def test_it_says_for_which_monitor(layouts: LayoutList) -> None:
    assert "for wall-1" in layouts._target.toolTip()
    layouts.refresh(NAMES, "")
    assert "select a monitor" in layouts._target.toolTip()


def test_other_layouts_are_shown_and_the_same_ones_leave_the_chosen_one(layouts: LayoutList) -> None:
    model = layouts.rows.model()
    layouts.rows.setCurrentIndex(model.index(1, 0))
    layouts.refresh(NAMES, "wall-2")
    assert layouts.rows.currentIndex().data() == "8x4"
    layouts.refresh((*NAMES, "new"), "wall-2")
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [*NAMES, "new"]


def test_a_name_is_whole_in_its_tool_tip_and_no_markup(layouts: LayoutList) -> None:
    tip = layouts.rows.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt dir=ltr>night &lt;b&gt;watch&lt;/b&gt;</qt>"
    assert layouts.rows.sizeHintForIndex(layouts.rows.model().index(2, 0)).width() == 0
