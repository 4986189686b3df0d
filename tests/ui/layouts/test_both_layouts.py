"""Theirs and yours side by side: what differs is framed and said; what can't be shown is said, too."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.protocol.layout_messages import ImportLayout, LayoutHead, SaveLayout
from console.ui.desk.done_acts import Conflict
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.layouts.both_layouts import NO_DIFFERENCE, BothLayouts
from console.ui.layouts.layout_answers import Asked, LayoutAnswers
from tests.fakes.desk_city import city_cameras, city_monitors
from tests.fakes.held_clock import HeldClock
from tests.ui.layouts.editing import A, B, C, grid
from tests.ui.test_drawing_guard import view_of
from tests.watch.pictures import keep_picture

MINE = grid(2, 1, A, B)
CONFLICT = Conflict(ImportLayout(MINE), "saved meanwhile")


class Answers(LayoutAnswers):
    """Remembers what is asked; the test answers."""

    def __init__(self) -> None:
        super(LayoutAnswers, self).__init__()
        self.asked: list[Asked] = []

    def ask(self, asked: Asked) -> None:
        self.asked.append(asked)

    def tell(self, layout: Layout) -> None:
        self.came.emit(self.asked[-1], layout)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def both(qtbot: QtBot, fonted_app: QApplication, answers: Answers) -> BothLayouts:
    cameras = city_cameras()
    view = view_of(cameras=cameras, layouts=(LayoutHead("night", 44, "ana", note="for the match"),))
    view.monitors = {one.monitor: one for one in city_monitors(cameras)}
    made = BothLayouts(view, answers, HeldClock())
    qtbot.addWidget(made)
    return made


def test_what_differs_is_said_and_it_opens_once_theirs_is_there(both: BothLayouts, answers: Answers) -> None:
    both.look(CONFLICT)
    assert answers.asked == [Asked("night", 44)] and not both.isVisible()
    answers.tell(grid(2, 1, C, B))
    assert (
        both.isVisible()
        and both.words.toPlainText()
        == "cell 0 shows 1 Mikonkatu / Mikonkatu in place of 3 Mannerheimintie / Mikonkatu"
    )
    assert "saved by ana" in both.theirs_words.toolTip() and "for the match" in both.theirs_words.toolTip()
    both.look(CONFLICT)
    answers.tell(MINE)
    assert both.words.toPlainText() == NO_DIFFERENCE


def test_what_a_monitor_shows_is_yours(both: BothLayouts, answers: Answers) -> None:
    both.look(Conflict(SaveLayout(MonitorId("wall-1"), "night"), "saved meanwhile"))
    assert answers.asked == [Asked("night", 0, MonitorId("wall-1"))], "as core would save it"
    answers.tell(grid(8, 4, A))
    answers.tell(grid(2, 1, C, B))
    assert both.words.toPlainText().startswith("grid 8x4 in place of 2x1\n")
    keep_picture(both.grab().toImage(), "layout-both-large")


def test_what_cannot_be_shown_is_said(both: BothLayouts, answers: Answers) -> None:
    both.look(CONFLICT)
    answers.failed.emit(answers.asked[-1], "core can't be asked now")
    assert both.isVisible()
    assert both.words.toPlainText() == "Layout night can't be looked at: core can't be asked now."


def test_an_answer_ends_the_looking(both: BothLayouts, answers: Answers, qtbot: QtBot) -> None:
    asks = LayoutConflict()
    qtbot.addWidget(asks)
    both.serve(asks)
    for answer in (asks.keep, asks.replace, asks.other):
        asks.ask(CONFLICT)
        asks.look.click()
        answers.tell(MINE)
        assert both.isVisible()
        answer.click()
        assert not both.isVisible()
