"""A monitor's window finds its screen, fills it, and waits hidden while it has none."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.ids import MonitorId
from console.domain.monitor import Geometry, MonitorSpec
from console.ui.monitor_match import WallPlan
from console.ui.screen_facts import screen_facts
from console.ui.screen_watch import SETTLES_WITHIN_MS
from console.ui.wall.screens import LOOK_AFTER_MS, Screens
from tests.rig.shown_windows import place_of
from tests.watch.logs import ExpectedLog


class Placed:
    """A window of a monitor on the suite's only screen."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self.qtbot, self.app = qtbot, app
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.screen = screen_facts(app.primaryScreen())
        self.screens: Screens | None = None

    def start(
        self, spec: MonitorSpec, *others: MonitorSpec, windowed: bool = True, desk_shown: bool = False
    ) -> Screens:
        plan = WallPlan((*others, spec), desk_shown, windowed=windowed)
        self.screens = Screens(spec, self.window, plan)
        self.screens.start()
        return self.screens

    def move_elsewhere(self) -> None:
        """As a window manager may."""
        self.window.showNormal()
        self.window.setGeometry(3000, 2000, 300, 100)
        self.qtbot.waitUntil(lambda: (seen := self.seen()) is not None and seen.width == 300)

    def seen(self) -> Geometry | None:
        """Where the X server has it; what Qt says of a moved window may be an answer to the move before."""
        return place_of(os.environ["DISPLAY"], int(self.window.winId()))

    def rectangle(self) -> Geometry:
        return Geometry(*self.window.geometry().getRect())


@pytest.fixture
def placed(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Placed]:
    made = Placed(qtbot, fonted_app)
    yield made
    if made.screens is not None:
        made.screens.stop()


def spec(number: int = 1, **identity: object) -> MonitorSpec:
    return MonitorSpec(MonitorId(f"wall-{number}"), **identity)  # type: ignore[arg-type]


def test_it_fills_the_whole_screen_that_is_its_own(placed: Placed) -> None:
    screens = placed.start(spec(connector=placed.screen.connector))
    assert placed.window.isVisible() and placed.window.isFullScreen() and screens.notice == ""
    placed.qtbot.waitUntil(lambda: placed.rectangle() == placed.screen.geometry)


def test_a_part_of_a_screen_is_taken_as_it_is(placed: Placed) -> None:
    part = Geometry(40, 30, 320, 200)
    placed.start(spec(geometry=part))
    assert placed.window.isVisible() and not placed.window.isFullScreen()
    assert not placed.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    placed.qtbot.waitUntil(lambda: placed.rectangle() == part)


def test_a_wall_that_is_no_window_on_a_desktop_fills_its_screen_and_stays_on_top(placed: Placed) -> None:
    placed.start(spec(geometry=Geometry(40, 30, 320, 200)), windowed=False)
    assert placed.window.isFullScreen()
    assert placed.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    placed.qtbot.waitUntil(lambda: placed.rectangle() == placed.screen.geometry)


@pytest.mark.parametrize("desk_shown", [True, False])
def test_it_takes_the_keyboard_only_where_there_is_no_desk(placed: Placed, desk_shown: bool) -> None:
    """A display that was started again took it: what was typed for the desk went to the wall."""
    other = QWidget()
    placed.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    placed.qtbot.waitUntil(other.isActiveWindow)
    placed.start(spec(connector=placed.screen.connector), windowed=False, desk_shown=desk_shown)
    placed.qtbot.waitUntil(lambda: placed.rectangle() == placed.screen.geometry)
    placed.qtbot.waitUntil(lambda: other.isActiveWindow() is desk_shown)
    placed.qtbot.wait(200)
    assert other.isActiveWindow() is desk_shown


@pytest.mark.parametrize("waited_ms", [0, 2 * LOOK_AFTER_MS[0]], ids=["at once", "long after"])
def test_a_window_that_a_window_manager_put_elsewhere_is_put_back(
    placed: Placed, expected_log: ExpectedLog, waited_ms: int
) -> None:
    """At once the screens are looked at again, too; long after nobody asks: what an X server of a busy
    machine told late may have made it seem in its place when it was looked at.
    """
    expected_log("its window lies at")
    screens = placed.start(spec(connector=placed.screen.connector), windowed=False)
    placed.qtbot.waitUntil(lambda: placed.seen() == placed.screen.geometry)
    placed.qtbot.wait(waited_ms)
    placed.move_elsewhere()
    if not waited_ms:
        screens.place()
    placed.qtbot.waitUntil(lambda: placed.seen() == placed.screen.geometry)
    assert screens.notice == ""


def test_it_waits_hidden_for_a_screen_of_its_own(placed: Placed, expected_log: ExpectedLog) -> None:
    expected_log("monitor wall-2: waits for a screen of its own")
    screens = placed.start(spec(2), spec(1))
    assert not placed.window.isVisible()
    assert screens.notice == "waits for a screen of its own: there is 1 screen for 2 monitors"


def test_whose_place_lies_beside_all_screens_waits_until_it_is_back(
    placed: Placed, expected_log: ExpectedLog
) -> None:
    expected_log("its screen is gone")
    screens = placed.start(spec(3, geometry=Geometry(90_000, 0, 800, 600)))
    assert not placed.window.isVisible()
    assert screens.notice == "its screen is gone; it waits until one is at 90000,0 (800x600)"


def test_looked_at_again_a_window_in_its_place_is_left_alone(placed: Placed) -> None:
    screens = placed.start(spec(geometry=Geometry(40, 30, 320, 200)))
    placed.qtbot.waitUntil(lambda: placed.rectangle().x == 40)
    placed.window.move(60, 60)
    screens.place()
    assert placed.rectangle().x == 60, "nobody moves it for nothing"
    placed.window.hide()
    screens.place()
    assert placed.window.isVisible()
    placed.qtbot.waitUntil(lambda: placed.rectangle().x == 40)


def test_a_monitor_that_was_identified_takes_no_other_screen(
    placed: Placed, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("waits for its screen")
    mine = spec(connector=placed.screen.connector)
    screens = placed.start(mine)
    monkeypatch.setattr(screens, "_spec", spec(connector="gone"))
    monkeypatch.setattr(screens, "_plan", WallPlan((spec(connector="gone"),)))
    screens.place()
    assert not placed.window.isVisible() and screens.notice


def test_a_window_whose_place_stays_is_left_alone_when_others_come_and_go(
    placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its screen has another number then; hidden and shown again it would flash."""
    screens = placed.start(spec(connector=placed.screen.connector), windowed=False)
    placed.qtbot.waitUntil(lambda: placed.rectangle() == placed.screen.geometry)
    (here,) = screens.watch.facts()
    other = replace(here, connector="DP-9", geometry=Geometry(9000, 0, 640, 480))
    monkeypatch.setattr(screens.watch, "facts", lambda: [other, here])
    hidden: list[object] = []
    monkeypatch.setattr(placed.window, "hide", lambda: hidden.append(1))
    screens.place()
    assert placed.window.isVisible() and not hidden


def test_a_display_that_starts_while_its_monitor_is_unplugged_takes_no_other_one(
    placed: Placed, expected_log: ExpectedLog
) -> None:
    """It may be the desk's, and what an incident shows there would count as seen."""
    expected_log("waits for its screen")
    screens = placed.start(spec(connector="DP-9", serial="8XK"))
    assert not placed.window.isVisible()
    here = placed.screen.connector
    assert screens.notice == f"waits for its screen (8XK on DP-9): switched on is {here}"


def test_a_screen_that_changes_its_size_is_noticed_until_it_stops(placed: Placed) -> None:
    screens = placed.start(spec(geometry=Geometry(40, 30, 320, 200)))
    placed.window.hide()
    placed.app.screenAdded.emit(placed.app.primaryScreen())
    placed.qtbot.waitUntil(placed.window.isVisible)
    placed.window.hide()
    placed.app.screenRemoved.emit(placed.app.primaryScreen())
    placed.qtbot.waitUntil(placed.window.isVisible)
    screens.stop()
    placed.window.hide()
    placed.app.screenAdded.emit(placed.app.primaryScreen())
    placed.qtbot.wait(2 * SETTLES_WITHIN_MS)
    assert not placed.window.isVisible()
    placed.screens = None
