"""The desk's bars: each state counted by itself, what core and engine are at, what became of an act."""

import re
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.picture import PictureState
from console.protocol.core_changes import Counts
from console.ui import theme
from console.ui.desk.bars import LAST_ACT_PX, LAST_ACT_STAYS_MS, BottomBar, TopBar, counts_html
from console.ui.desk.stylesheet import desk_stylesheet


def words(counts: Counter[PictureState], unknown: int = 0) -> list[str]:
    return re.findall(r">([A-Za-z]+ \d+)<", counts_html(counts, unknown))


def test_pictures_of_keyframes_only_are_counted_apart() -> None:
    counts = Counter({PictureState.LIVE: 3, PictureState.KEY: 2, PictureState.WAIT: 1})
    assert words(counts) == ["LIVE 3", "KEY 2", "WAIT 1", "STALE 0", "LOST 0"]
    assert words(Counter({PictureState.LIVE: 3})) == ["LIVE 3", "STALE 0", "LOST 0"]


def test_what_a_replay_loads_is_counted_as_that() -> None:
    counts = Counter({PictureState.CONNECTING: 3})
    assert "CONNECTING 3<" in counts_html(counts, 0)
    assert "LOADING 3<" in counts_html(counts, 0, replays=True)


def test_cameras_of_which_nothing_is_known_are_counted_last() -> None:
    assert words(Counter({PictureState.LOST: 1}), 4) == ["LIVE 0", "STALE 0", "LOST 1", "unknown 4"]


def test_a_count_has_its_states_colour_and_a_zero_has_none() -> None:
    html = counts_html(Counter({PictureState.LOST: 2}), 0)
    lost, muted = theme.STATE_COLOURS[PictureState.LOST], theme.MUTED
    assert f'color:{lost}">LOST 2<' in html and f'color:{muted}">LIVE 0<' in html


@pytest.fixture
def top(qtbot: QtBot, fonted_app: QApplication) -> TopBar:
    made = TopBar("operator-1")
    qtbot.addWidget(made)
    made.resize(1400, 44)
    made.show()
    return made


def test_nothing_moves_sideways_as_the_clock_goes(top: TopBar, qtbot: QtBot) -> None:
    """By a time's last digit its label's hint is a pixel more or less."""
    top.setStyleSheet(desk_stylesheet())
    places = []
    for second in (*range(10), *range(10)):
        top.show_clock(f"00:00:0{second}")
        qtbot.wait(1)  # the bar is laid out again
        places.append((top.clock.width(), top.counts.x()))
    assert len(set(places[10:])) == 1


def test_the_top_bar_says_which_site_it_is_or_what_it_waits_for(top: TopBar) -> None:
    top.show_site("", "")
    assert (top.site.toolTip(), top.director.toolTip()) == ("<qt dir=ltr>waiting for core</qt>", "")
    top.show_site("riverside", "manual")
    assert (top.site.toolTip(), top.director.toolTip()) == (
        "<qt dir=ltr>riverside</qt>",
        "<qt dir=ltr>director: manual</qt>",
    )


def test_what_the_alert_boundary_lost_or_refused_is_said_only_if_it_did(top: TopBar) -> None:
    for counts, said in (
        (Counts(received=7), "alerts 7"),
        (Counts(received=7, malformed=2), "alerts 7 · malformed 2"),
        (Counts(received=7, malformed=2, lossy_gaps=3), "alerts 7 · malformed 2 · gaps 3"),
    ):
        top.show_alert_counts(counts)
        assert top.alerts.toolTip() == f"<qt dir=ltr>{said}</qt>"


def test_a_silent_engine_is_named_until_it_is_heard(top: TopBar) -> None:
    top.show_engine(lost=True)
    assert top.warning.text() == "MEDIA ENGINE SILENT"
    top.show_engine(lost=False)
    assert top.warning.text() == ""


def test_a_click_on_the_counts_asks_for_more(top: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(top.counts.clicked, timeout=1000):
        qtbot.mouseClick(top.counts, Qt.MouseButton.RightButton)


def test_what_became_of_an_act_has_its_colour_and_its_room(qtbot: QtBot, fonted_app: QApplication) -> None:
    bottom = BottomBar(hints=("F1 help", "/ search", "W wall"))
    qtbot.addWidget(bottom)
    bottom.resize(500, 30)
    bottom.show()
    assert bottom.last_act.width() >= LAST_ACT_PX and bottom.hints.toolTip().startswith("<qt dir=ltr>F1 help")
    bottom.say("Done: it", bad=False)
    assert bottom.last_act.text() == "Done: it"
    assert bottom.last_act.palette().windowText().color().name().upper() == theme.TEXT
    bottom.say("Refused: it", bad=True)
    assert bottom.last_act.palette().windowText().color().name().upper() == theme.STATE_BAD


def test_what_was_not_recorded_is_counted_apart_and_is_no_alarm() -> None:
    html = counts_html(Counter({PictureState.LIVE: 3}), 0, 18)
    assert f'<span style="color:{theme.MUTED}">NOT RECORDED 18</span>' in html
    assert "LOST 0" in html
    assert "NOT RECORDED" not in counts_html(Counter(), 0)
    html = counts_html(Counter({PictureState.LIVE: 3}), 2, left_out=17)
    assert f'<span style="color:{theme.MUTED}">NOT IN PACKAGE 17</span>' in html
    assert "NOT RECORDED" not in html and "unknown 2" in html


@pytest.mark.parametrize(("words", "bad"), [("Refused: no", True), ("Done: yes", False)])
def test_what_became_of_an_act_goes_after_a_while(
    qtbot: QtBot, fonted_app: QApplication, words: str, bad: bool
) -> None:
    bottom = BottomBar()
    qtbot.addWidget(bottom)
    assert bottom._old.interval() == LAST_ACT_STAYS_MS == 15_000
    bottom._old.setInterval(20)
    bottom.say(words, bad=bad)
    assert words in bottom.last_act.toolTip()
    qtbot.waitUntil(lambda: bottom.last_act.toolTip() == "", timeout=1000)
    assert not bottom._old.isActive()


def test_a_refusal_can_be_dropped_at_once_and_what_was_done_stays(
    qtbot: QtBot, fonted_app: QApplication
) -> None:
    bottom = BottomBar()
    qtbot.addWidget(bottom)
    bottom.say("Done: yes", bad=False)
    bottom.drop_refusal()
    assert "Done: yes" in bottom.last_act.toolTip()
    bottom.say("Refused: no", bad=True)
    bottom.drop_refusal()
    assert bottom.last_act.toolTip() == ""


def test_a_replays_alerts_are_those_of_the_recording(top: TopBar) -> None:
    top.show_replayed_alerts(3)
    assert top.alerts.toolTip() == "<qt dir=ltr>alerts 3</qt>"


def test_cameras_that_are_slowed_are_counted_beside_their_states() -> None:
    html = counts_html(Counter({PictureState.LIVE: 150}), 0, slowed=28)
    assert "LIVE 150" in html and f'color:{theme.STATE_ATTENTION}">slowed 28<' in html
    assert "slowed" not in counts_html(Counter({PictureState.LIVE: 150}), 0)
