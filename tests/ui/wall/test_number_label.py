"""A monitor's number is large, whole, and what it is stands beneath."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui import theme
from console.ui.wall.number_label import number_label
from console.ui.wall.wall_window import WallWindow
from console.ui.wall.window_signs import WindowSigns
from tests.ui.painting import where
from tests.watch.pictures import keep_picture

pytestmark = pytest.mark.usefixtures("fonted_app")
WORDS = ("wall-12", "DP-2 (DEL DELL U2720Q 8XK2T13)")
SIZES = [(320, 180), (640, 360), (1366, 768), (1920, 1080), (3840, 2160)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_is_whole_on_any_monitor(width: int, height: int) -> None:
    label = number_label(12, WORDS, width, height)
    assert label.width() <= width and label.height() <= height
    written = where(label.toImage(), theme.TEXT)
    inside = label.rect().adjusted(4, 4, -4, -4)
    assert inside.contains(written), "nothing is cut"
    assert written.height() > height * theme.MONITOR_NUMBER_SHARE / 2


def test_it_is_there_for_its_time_and_follows_the_window(qtbot: QtBot, fonted_app: QApplication) -> None:
    window = WallWindow("test", "Sightline wall-1")
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.show_number(3, WORDS, 30.0)
    place = window.signs.place("number")
    assert QRect(0, 0, 1280, 720).contains(place) and abs(place.center().x() - 640) <= 1
    keep_picture(window.shot().toImage(), "monitor-number")
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: abs(window.signs.place("number").center().x() - 960) <= 1)
    window.show_number(3, WORDS, 0.05)
    qtbot.waitUntil(lambda: "number" not in window.signs.shown())
    window.show_number(3, WORDS, 30.0)
    window.show_number(3, WORDS, 0)
    assert "number" not in window.signs.shown()
    assert window.size() == QSize(1920, 1080)


def test_where_it_was_is_painted_again() -> None:
    signs = WindowSigns()
    before = signs.number(1, WORDS, 1920, 1080)
    assert signs.number(0, (), 1920, 1080) == before
    assert signs.number(0, (), 1920, 1080).isEmpty()
