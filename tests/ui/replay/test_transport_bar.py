"""The transport's buttons do what they show, and show what the replay does; nothing is cut."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.desk.stylesheet import desk_stylesheet
from console.ui.replay.keys import ReplayAct
from console.ui.replay.transport_bar import TransportBar, time_words
from tests.fakes.played_replay import BEGIN_MS
from tests.ui.replay.conftest import HeldReplay


@pytest.fixture
def bar(held: HeldReplay, qtbot: QtBot, fonted_app: QApplication) -> TransportBar:
    made = TransportBar(held.control)
    made.setStyleSheet(desk_stylesheet())
    qtbot.addWidget(made)
    made.resize(1366, made.sizeHint().height())
    made.show()
    held.control.changed.emit()
    return made


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_buttons_do_what_they_show(bar: TransportBar, held: HeldReplay, qtbot: QtBot) -> None:
    play = bar.buttons[ReplayAct.TOGGLE]
    before = play.icon().cacheKey()
    click(qtbot, play)
    held.until(lambda: held.site.transport.playing)
    assert play.icon().cacheKey() != before
    click(qtbot, bar.rates[4.0])
    click(qtbot, bar.buttons[ReplayAct.LOOP])
    held.until(lambda: held.site.transport.rate_permille == 4000 and held.site.transport.loop)
    click(qtbot, play)
    held.until(lambda: not held.site.transport.playing)
    at_ms = held.site.at_ms
    click(qtbot, bar.buttons[ReplayAct.FRAME])
    held.until(lambda: held.site.at_ms == at_ms + 67)
    for _ in range(2):
        at_ms = held.site.at_ms
        click(qtbot, bar.buttons[ReplayAct.EVENT])
        held.until(lambda: held.site.at_ms > at_ms)  # noqa: B023
    for act in (ReplayAct.EVENT_BACK, ReplayAct.FRAME_BACK):
        at_ms = held.site.at_ms
        click(qtbot, bar.buttons[act])
        held.until(lambda: held.site.at_ms < at_ms)  # noqa: B023


def test_it_shows_the_speed_and_loop_that_hold(bar: TransportBar, held: HeldReplay) -> None:
    def checked() -> list[float]:
        return [rate for rate, button in bar.rates.items() if button.isChecked()]

    assert checked() == [1.0]
    held.control.do(ReplayAct.SLOWER)
    held.control.do(ReplayAct.LOOP)
    held.settle()
    assert checked() == [0.5] and bar.buttons[ReplayAct.LOOP].isChecked()


def test_it_shows_how_far_it_is_and_the_recorded_time(bar: TransportBar, held: HeldReplay) -> None:
    held.control.seek(BEGIN_MS + 61_400)
    held.until(lambda: held.site.at_ms == BEGIN_MS + 61_400)
    bar.tick()
    assert bar.elapsed.text() == "1:01.4 / 5:00.0"
    assert bar.recorded.text().startswith("recorded ")


@pytest.mark.parametrize(
    ("gone_ms", "whole_ms", "words"),
    [
        (74_860, 74_860, "1:14.8 / 1:14.8"),
        (74_980, 74_860, "1:14.8 / 1:14.8"),
        (-5, 74_860, "0:00.0 / 1:14.8"),
        (3_600_000, 7_200_000, "1:00:00.0 / 2:00:00.0"),
    ],
)
def test_both_sides_of_the_time_are_as_fine_and_it_is_never_beyond_the_end(
    gone_ms: int, whole_ms: int, words: str
) -> None:
    assert time_words(gone_ms, whole_ms) == words


@pytest.mark.parametrize("width", [899, 1268, 1354, 1908])
def test_nothing_is_cut_and_nothing_moves(bar: TransportBar, held: HeldReplay, width: int) -> None:
    """Windows of 1366x768 and 1920x1080, as they are and at 150 %, without the frame."""
    bar.resize(width, bar.sizeHint().height())
    assert bar.minimumSizeHint().width() <= width
    places = []
    for at_ms in (BEGIN_MS, BEGIN_MS + 299_900):
        held.control.seek(at_ms)
        bar.tick()
        held.settle()
        places.append(bar.recorded.x())
        for widget in (*bar.buttons.values(), *bar.rates.values(), bar.elapsed):
            assert bar.rect().contains(widget.geometry()), widget.toolTip()
        assert bar.elapsed.width() >= bar.elapsed.sizeHint().width()
    assert places[0] == places[1]
    for button in bar.rates.values():
        assert button.fontMetrics().horizontalAdvance(button.text()) < button.width() - 4
