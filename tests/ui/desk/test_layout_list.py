"""Layouts are loaded, renamed, deleted and locked from their list, and saved under a name."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.protocol.layout_messages import LayoutHead
from console.ui.desk.layout_list import LayoutList
from tests.fakes.held_clock import HeldClock

HEADS = (LayoutHead("4x4"), LayoutHead("8x4", 7, "ana"), LayoutHead("night <b>watch</b>", 9, locked=True))


@pytest.fixture
def layouts(qtbot: QtBot, fonted_app: QApplication) -> Iterator[LayoutList]:
    made = LayoutList(HeldClock())
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.refresh(HEADS, "wall-1")
    made.show()
    yield made


@pytest.fixture
def asked(layouts: LayoutList) -> list[tuple[str, ...]]:
    heard: list[tuple[str, ...]] = []
    layouts.load_asked.connect(lambda name: heard.append(("load", name)))
    layouts.save_asked.connect(lambda name: heard.append(("save", name)))
    layouts.delete_asked.connect(lambda name: heard.append(("delete", name)))
    layouts.rename_asked.connect(lambda name, to: heard.append(("rename", name, to)))
    layouts.lock_asked.connect(lambda name: heard.append(("lock", name)))
    return heard


def choose(layouts: LayoutList, row: int) -> None:
    layouts.rows.setCurrentIndex(layouts.rows.model().index(row, 0))


def test_a_double_click_or_enter_loads_it(
    layouts: LayoutList, asked: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    rows = layouts.rows
    rows.setCurrentIndex(QModelIndex())  # focus alone may have chosen one
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Delete):
        qtbot.keyClick(rows, key)
    assert asked == [], "none is chosen"
    place = rows.visualRect(rows.model().index(1, 0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == []
    qtbot.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [("load", "8x4")]
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Enter)
    assert asked[1:] == [("load", HEADS[2].name)]


def test_f2_gives_it_another_name(layouts: LayoutList, asked: list[tuple[str, ...]], qtbot: QtBot) -> None:
    rows = layouts.rows
    choose(layouts, 1)
    rows.activateWindow()
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_F2)
    editor = rows.findChild(QLineEdit)
    assert editor is not None and editor.text() == "8x4"
    qtbot.keyClicks(editor, "dusk")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [("rename", "8x4", "dusk")]
    for row in (0, 2):
        choose(layouts, row)
        qtbot.keyClick(rows, Qt.Key.Key_F2)
        assert len(asked) == 1 and rows.state() != rows.State.EditingState


def test_under_its_new_name_it_is_selected_and_under_the_old_one_taken_back(
    layouts: LayoutList, qtbot: QtBot
) -> None:
    choose(layouts, 1)
    layouts.rows.model().setData(layouts.rows.currentIndex(), "dusk")
    assert layouts.rows.currentIndex().data() == "8x4", "until core says so"
    renamed = (HEADS[0], LayoutHead("dusk", 11), HEADS[2])
    layouts.refresh(renamed, "wall-1")
    assert layouts.rows.currentIndex().data() == "dusk"
    qtbot.waitUntil(lambda: len(layouts.rows.selectedIndexes()) == 1)
    layouts.refresh(HEADS, "wall-1")
    assert layouts.rows.currentIndex().data() == "8x4"


def test_one_that_is_gone_is_not_taken_for_another_of_its_names(layouts: LayoutList) -> None:
    choose(layouts, 1)
    layouts.rows.model().setData(layouts.rows.currentIndex(), "4x4")  # which core refuses: it is there
    layouts.refresh((HEADS[0], HEADS[2]), "wall-1")
    assert not layouts.rows.currentIndex().isValid()


def test_its_delete_key_is_not_the_desks(qtbot: QtBot, fonted_app: QApplication) -> None:
    """Which takes a hand off the wall."""
    desk, layouts = QWidget(), LayoutList(HeldClock())
    QVBoxLayout(desk).addWidget(layouts)
    qtbot.addWidget(desk)
    layouts.refresh(HEADS, "")
    heard: list[str] = []
    QShortcut(QKeySequence("Delete"), desk, lambda: heard.append("the wall"))
    layouts.delete_asked.connect(heard.append)
    desk.show()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    choose(layouts, 1)
    layouts.rows.setFocus()
    qtbot.keyClick(layouts.rows, Qt.Key.Key_Delete)
    assert heard == ["8x4"]
    desk.setFocus()
    qtbot.keyClick(desk, Qt.Key.Key_Delete)
    assert heard == ["8x4", "the wall"]


def test_a_right_click_offers_what_can_be_done(layouts: LayoutList, asked: list[tuple[str, ...]]) -> None:
    offered: list[dict[str, bool]] = []
    for row in range(3):
        menu = layouts.menu_of(layouts.rows.model().index(row, 0))
        assert menu is not None
        acts = {act.text().split("\t")[0]: act for act in menu.actions()}
        offered.append({name: act.isEnabled() for name, act in acts.items()})
        for name in ("Delete", "Lock", "Unlock"):
            if name in acts:
                acts[name].trigger()
    always = {"Load": True, "Edit…": True}
    assert offered == [
        {**always, "Rename": False, "Delete": False, "Lock": False, "Make it my own": False},
        {**always, "Rename": True, "Delete": True, "Lock": True, "Make it my own": True},
        {**always, "Rename": False, "Delete": False, "Unlock": True, "Make it my own": True},
    ]
    assert asked == [("delete", "8x4"), ("lock", "8x4"), ("lock", HEADS[2].name)]
    assert layouts.menu_of(QModelIndex()) is None


def test_a_name_is_needed_to_save(layouts: LayoutList, asked: list[tuple[str, ...]], qtbot: QtBot) -> None:
    save = next(one for one in layouts.findChildren(QPushButton) if one.text() == "Save")
    assert not save.isEnabled()
    qtbot.keyClicks(layouts.name, "  ")
    qtbot.keyClick(layouts.name, Qt.Key.Key_Return)
    assert not save.isEnabled() and asked == []
    qtbot.keyClicks(layouts.name, "late ")
    assert save.isEnabled()
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert asked == [("save", "late")]
    assert layouts.name.text() == "" and not save.isEnabled()


def test_after_a_save_and_with_esc_the_list_has_the_keys(layouts: LayoutList, qtbot: QtBot) -> None:
    """Ctrl+Z in a field takes back what was typed there, in the list what was done."""
    layouts.activateWindow()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        layouts.name.setFocus()
        qtbot.waitUntil(layouts.name.hasFocus)
        qtbot.keyClicks(layouts.name, "late")
        qtbot.keyClick(layouts.name, key)
        qtbot.waitUntil(layouts.rows.hasFocus)


def test_after_a_conflict_another_name_is_typed_over_the_first(layouts: LayoutList) -> None:
    layouts.conflict.other_name_asked.emit("night")
    assert layouts.name.text() == layouts.name.selectedText() == "night"


def test_it_says_for_which_monitor(layouts: LayoutList) -> None:
    assert "for wall-1" in layouts._target.toolTip()
    layouts.refresh(HEADS, "")
    assert "select a monitor" in layouts._target.toolTip()


def test_other_layouts_are_shown_and_the_chosen_one_stays_chosen(layouts: LayoutList) -> None:
    model = layouts.rows.model()
    choose(layouts, 1)
    layouts.refresh(HEADS, "wall-2")
    assert layouts.rows.currentIndex().data() == "8x4"
    layouts.refresh((HEADS[0], LayoutHead("5x5", 12), *HEADS[1:]), "wall-2")
    assert layouts.rows.currentIndex().data() == "8x4"
    assert [model.index(row, 0).data() for row in range(2)] == ["4x4", "5x5"]


def test_that_it_is_locked_is_said_beside_its_name(layouts: LayoutList) -> None:
    before = layouts.rows.grab().toImage()
    layouts.refresh((*HEADS[:2], LayoutHead(HEADS[2].name, 9)), "wall-1")
    assert layouts.rows.grab().toImage() != before
    assert layouts.rows.sizeHintForIndex(layouts.rows.model().index(2, 0)).width() == 0
