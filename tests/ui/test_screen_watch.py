"""Which screens there are is known afresh after each change, and told once for many events."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.monitor_match import ScreenFacts
from console.ui.screen_watch import SETTLES_WITHIN_MS, ScreenWatch
from tests.rig.edids import edid_block, set_edids


@pytest.fixture
def watch(fonted_app: QApplication) -> Iterator[ScreenWatch]:
    made = ScreenWatch()
    made.start()
    yield made
    made.stop()


def test_a_cable_that_is_put_elsewhere_is_told_though_qt_says_nothing(
    qtbot: QtBot, watch: ScreenWatch
) -> None:
    (before,) = watch.facts()
    assert watch.facts() is watch.facts(), "asked once"
    assert before.serial == ""
    screen = watch.screen_of(before)
    assert screen is not None
    display = os.environ["DISPLAY"]
    try:
        with qtbot.waitSignal(watch.changed):
            set_edids(display, {before.connector: edid_block("DEL", "U2720Q", "8XK")})
        expected = ScreenFacts(before.connector, "DEL", "U2720Q", "8XK", before.geometry, name=before.name)
        assert watch.facts() == [expected]
        assert screen.serialNumber() == "", "Qt has read it once"
    finally:
        with qtbot.waitSignal(watch.changed):
            set_edids(display, {before.connector: b""})
    assert watch.facts() == [before]


def test_many_events_are_one_change(qtbot: QtBot, watch: ScreenWatch, qapp: QApplication) -> None:
    heard: list[int] = []
    watch.changed.connect(lambda: heard.append(1))
    for _ in range(50):
        qapp.screenAdded.emit(qapp.primaryScreen())
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(2 * SETTLES_WITHIN_MS)
    assert len(heard) == 1


def test_a_screen_that_qt_does_not_know_has_none_of_its(watch: ScreenWatch) -> None:
    (here,) = watch.facts()
    gone = ScreenFacts("DP-9", "", "", "", here.geometry, name="DP-9")
    assert watch.screen_of(gone) is None
