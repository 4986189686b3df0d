"""Saving asks for a name, and says on which monitor it would be loaded."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.layouts.save_bar import SaveBar

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot: QtBot, fonted_app: QApplication) -> Iterator[SaveBar]:
    made = SaveBar()
    qtbot.addWidget(made)
    made.resize(1200, 80)
    made.show()
    yield made


def test_a_name_is_needed(bar: SaveBar, qtbot: QtBot) -> None:
    asked: list[tuple[str, ...]] = []
    bar.save_asked.connect(lambda *given: asked.append(given))
    bar.offer_monitors(["wall-1", "wall-2"], "wall-2")
    assert not bar.save.isEnabled() and not bar.load.isEnabled()
    bar.name.setText(" night ")
    bar.note.setText("why")
    qtbot.mouseClick(bar.save, LEFT)
    qtbot.mouseClick(bar.load, LEFT)
    qtbot.keyClick(bar.name, Qt.Key.Key_Return)
    bar.menu.actions()[0].trigger()
    where = ("", "wall-2", "", "wall-1")
    assert asked == [("night", "why", monitor) for monitor in where]


def test_monitors_are_offered_as_there_are(bar: SaveBar) -> None:
    bar.offer_monitors([], "")
    assert not bar.load.isVisible() and not bar.other.isVisible()
    bar.offer_monitors(["wall-1"], "")
    assert bar.load.text() == "Save and load on wall-1" and not bar.other.isVisible()


def test_the_menu_of_other_monitors_stays_while_one_is_chosen(bar: SaveBar, qtbot: QtBot) -> None:
    """Each step of a tour anywhere on the wall made it anew, and what the keys stood on was gone."""
    bar.offer_monitors(["wall-1", "wall-2"], "wall-1")
    bar.menu.popup(bar.mapToGlobal(bar.rect().center()))
    qtbot.waitUntil(bar.menu.isVisible)
    bar.menu.setActiveAction(bar.menu.actions()[1])
    bar.offer_monitors(["wall-1", "wall-2"], "wall-2")
    assert bar.menu.activeAction() is bar.menu.actions()[1] and bar.load.text().endswith("wall-2")
    bar.menu.hide()
    bar.offer_monitors(["wall-1"], "wall-1")
    assert [action.text() for action in bar.menu.actions()] == ["Save and load on wall-1"]


def test_what_was_refused_is_forgotten_once_somebody_goes_on(bar: SaveBar) -> None:
    bar.say("cells 0 and 2 are no rectangle", True)
    bar.forget_refusal()
    assert bar.said.toolTip() == ""
    bar.say("saved as night", False)
    bar.forget_refusal()
    assert "saved as night" in bar.said.toolTip()


def test_a_note_goes_with_what_it_was_saved_with_and_one_begun_since_stays(
    bar: SaveBar, qtbot: QtBot
) -> None:
    bar.name.setText("night")
    bar.note.setText("why ")
    bar.ask()
    bar.drop_note()
    assert bar.note.text() == ""
    bar.note.setText("why")
    bar.ask()
    bar.note.setText("and then")
    bar.drop_note()
    assert bar.note.text() == "and then"
