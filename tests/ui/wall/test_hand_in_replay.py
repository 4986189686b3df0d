"""A person's keys at a monitor that shows a replay: they move it, and what would change it says why not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zmq
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.core.log.saved_state import saved
from console.domain.monitor import MonitorSpec
from console.ui.replay.keys import IN_REPLAY
from console.ui.wall.display import Display
from console.ui.wall.keys import display_help
from console.ui.wall.wall_window import WallWindow
from tests.fakes.played_replay import BEGIN_MS, CLOCK, PlayedReplay, replay_clock

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class ReplayWall:
    """A monitor and a replay's core, pumped together."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.site = PlayedReplay(context, run_dir)
        self.site.start()
        self.bridge = self.site.bridge()
        self.window = WallWindow("testville", "wall", replays=True)
        self.window.resize(1280, 720)
        self.notices: list[str] = []
        spec = MonitorSpec("wall-1")
        self.display = Display(
            "display-wall-1", spec, self.window, self.bridge, CLOCK, replay_clock(), lambda _: None
        )
        notice = self.window.signs.notice
        self.window.signs.notice = lambda text, *size: (  # type: ignore[method-assign]
            self.notices.append(text or ""),
            notice(text, *size),
        )[1]
        self.bridge.start()
        self.display.start()
        self.window.show()
        self.until(lambda: self.window.tiles and self.display._hand._replay.status)  # type: ignore[union-attr]

    def until(self, holds: Callable[[], object]) -> None:
        def pumped() -> bool:
            self.site.pump()
            return bool(holds())

        self._qtbot.waitUntil(pumped, timeout=8000)

    @property
    def known_ms(self) -> int:
        """Where the window takes it to be."""
        control = self.display._hand._replay
        return control.at_ms if control is not None else 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self._qtbot.keyClick(self.window, key, held)

    def stop(self) -> None:
        self.display.stop()
        self.bridge.stop()
        self.site.stop()
        self.window.may_close = True
        self.window.close()


@pytest.fixture
def wall(qtbot: QtBot, fonted_app: QApplication, run_dir: Path) -> Iterator[ReplayWall]:
    with zmq.Context() as context:
        made = ReplayWall(context, run_dir, qtbot)
        try:
            yield made
        finally:
            made.stop()


def test_keys_move_the_replay(wall: ReplayWall) -> None:
    site = wall.site
    for key, at_ms in (
        (Qt.Key.Key_Right, 5_000),
        (Qt.Key.Key_Up, 65_000),
        (Qt.Key.Key_Down, 5_000),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Period, 67),
        (Qt.Key.Key_Comma, 0),
        (Qt.Key.Key_Up, 60_000),
        (Qt.Key.Key_Home, 0),
    ):
        wall.press(key)
        wall.until(lambda: site.at_ms == wall.known_ms == BEGIN_MS + at_ms)  # noqa: B023
    for _ in range(2):
        before_ms = site.at_ms
        wall.press(Qt.Key.Key_E)
        wall.until(lambda: site.at_ms > before_ms)  # noqa: B023
    here_ms = site.at_ms
    wall.press(Qt.Key.Key_E, SHIFT)
    wall.until(lambda: site.at_ms < here_ms)
    wall.press(Qt.Key.Key_Space)
    wall.until(lambda: site.transport.playing)


def test_no_tile_lies_under_the_red_frame(wall: ReplayWall) -> None:
    inside = wall.window.rect().adjusted(6, 6, -6, -6)
    assert wall.window.tiles
    assert all(inside.contains(QRect(*tile.box)) for tile in wall.window.tiles)


def test_speed_and_loop_are_told_where_they_were_set(wall: ReplayWall) -> None:
    wall.press(Qt.Key.Key_BracketRight)
    wall.press(Qt.Key.Key_L)
    wall.until(lambda: wall.site.transport.loop and wall.site.transport.rate_permille == 2000)
    assert wall.notices == ["plays at 2x", "begins again at its end"]


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_Delete, Qt.Key.Key_U, Qt.Key.Key_R])
def test_a_live_sites_keys_say_that_this_is_a_replay(wall: ReplayWall, key: Qt.Key) -> None:
    before = saved(wall.site.core._played.state)
    wall.display._hand._click(20, 20)
    wall.press(key)
    wall.press(Qt.Key.Key_Escape)
    assert wall.notices == [IN_REPLAY]
    assert saved(wall.site.core._played.state) == before


def test_a_held_key_plays_and_stands_only_once(wall: ReplayWall) -> None:
    found: list[object] = []
    wall.window.replay_act.connect(found.append)
    for again in (False, True, True):
        pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, NONE, " ", again)
        QApplication.sendEvent(wall.window, pressed)
    assert len(found) == 1


def test_its_help_names_its_keys_and_has_room_for_them(wall: ReplayWall) -> None:
    wall.press(Qt.Key.Key_F1)
    assert wall.window.rect().contains(wall.window.signs.place("help"))
    told = {row.keys for row in display_help(replays=True)}
    assert {"Space", "E  Shift+E", "←  →", "G", "F1", "S"} <= told and not told & {"P", "R", "U"}


def test_a_live_monitor_knows_none_of_its_keys(qtbot: QtBot) -> None:
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    found: list[object] = []
    window.replay_act.connect(found.append)
    window.act.connect(found.append)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Period, Qt.Key.Key_BracketLeft, Qt.Key.Key_E, Qt.Key.Key_Home):
        qtbot.keyClick(window, key)
    assert not found
    window.may_close = True
