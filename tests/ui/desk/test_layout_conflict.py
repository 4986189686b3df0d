"""Who is second to save a layout sees both in words, and chooses."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import MonitorId
from console.protocol.layout_messages import SaveLayout
from console.protocol.preset_messages import SavePreset
from console.ui.desk.layout_acts import Conflict
from console.ui.desk.layout_conflict import LayoutConflict

WANTED = SaveLayout(MonitorId("wall-1"), "night", 41)
CONFLICT = Conflict(WANTED, "layout 'night' was saved meanwhile by ana: look at it")


@pytest.fixture
def line(qtbot: QtBot, fonted_app: QApplication) -> Iterator[LayoutConflict]:
    made = LayoutConflict()
    qtbot.addWidget(made)
    made.resize(260, 200)
    yield made


@pytest.fixture
def asked(line: LayoutConflict) -> list[object]:
    heard: list[object] = []
    line.replace_asked.connect(heard.append)
    line.other_name_asked.connect(heard.append)
    return heard


def test_it_is_there_only_while_it_asks(line: LayoutConflict, asked: list[object], qtbot: QtBot) -> None:
    assert line.isHidden()
    for answer in (
        lambda: qtbot.mouseClick(line.keep, Qt.MouseButton.LeftButton),
        lambda: leave(line, qtbot),
    ):
        line.ask(CONFLICT)
        assert not line.isHidden() and line.words.text().startswith("Layout 'night' was saved meanwhile")
        answer()
        assert line.isHidden() and asked == []


def leave(line: LayoutConflict, qtbot: QtBot) -> None:
    line.activateWindow()
    qtbot.waitUntil(line.keep.hasFocus)
    qtbot.keyClick(line.keep, Qt.Key.Key_Escape)


def test_all_of_its_words_are_seen_however_narrow_it_is(line: LayoutConflict, qtbot: QtBot) -> None:
    long = "layout 'night' was saved meanwhile by ana (against it, yours: " + "cell 7 shows cam-012, " * 6
    for width in (200, 280, 500):
        line.resize(width, line.sizeHint().height())
        line.ask(Conflict(WANTED, long))
        qtbot.waitExposed(line)
        line.resize(width, line.minimumSizeHint().height())
        qtbot.waitUntil(lambda: line.words.height() >= line.words.heightForWidth(line.words.width()))


def test_enter_is_the_answer_that_has_the_keys(
    line: LayoutConflict, asked: list[object], qtbot: QtBot
) -> None:
    line.ask(CONFLICT)
    line.activateWindow()
    qtbot.waitUntil(line.keep.hasFocus)
    qtbot.keyClick(line.keep, Qt.Key.Key_Return)
    assert line.isHidden() and asked == []
    line.ask(CONFLICT)
    line.replace.setFocus()
    qtbot.keyClick(line.replace, Qt.Key.Key_Return)
    assert line.isHidden() and asked == [WANTED]


def test_it_may_be_replaced_or_saved_under_another_name(
    line: LayoutConflict, asked: list[object], qtbot: QtBot
) -> None:
    for button, carried in ((line.replace, WANTED), (line.other, "night")):
        line.ask(CONFLICT)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert line.isHidden() and asked.pop() == carried


def test_a_layout_can_be_looked_at_before_and_the_question_stays(line: LayoutConflict, qtbot: QtBot) -> None:
    line.ask(CONFLICT)
    assert line.look.isVisible() and line.stops[0] is line.look
    with qtbot.waitSignal(line.look_asked) as asked:
        qtbot.mouseClick(line.look, Qt.MouseButton.LeftButton)
    assert asked.args == [CONFLICT] and line.isVisible()
    line.ask(Conflict(SavePreset("night"), "preset 'night' was saved meanwhile"))
    assert line.look.isHidden(), "a preset is not drawn"
