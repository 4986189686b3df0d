"""What the desktop around the windows does to them: its scale, its blanking, screens that are gone."""

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.ids import MonitorId
from console.domain.monitor import Geometry
from console.ui.desk.window_place import desk_place, is_too_large, lying_over, whole_on_a_screen
from console.ui.wakefulness import Wakefulness
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

SCREEN = Geometry(0, 0, 1920, 1080)
SECOND = Geometry(1920, 0, 1920, 1080)

WINDOW = """
import json, os
from console.ui.device_pixels import count_in_device_pixels
count_in_device_pixels(os.environ)
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.setGeometry(0, 0, 960, 540)
window.show()
shot = window.grab()
print(json.dumps([window.devicePixelRatio(), shot.width(), shot.height()]))
"""


@pytest.mark.parametrize(
    "scale",
    [
        {"QT_SCALE_FACTOR": "1.5"},
        {"QT_SCREEN_SCALE_FACTORS": "2;2"},
        {"QT_AUTO_SCREEN_SCALE_FACTOR": "1", "QT_FONT_DPI": "192"},
    ],
)
def test_the_wall_counts_in_device_pixels(scale: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WINDOW],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | scale,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert json.loads(done.stdout) == [1.0, 960, 540]


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        (Geometry(100, 100, 800, 600), Geometry(100, 100, 800, 600)),
        (Geometry(1900, 1000, 800, 600), Geometry(1920, 480, 800, 600)),
        (Geometry(9000, 9000, 800, 600), Geometry(1120, 480, 800, 600)),
        (Geometry(-5000, 0, 800, 600), Geometry(0, 0, 800, 600)),
        (Geometry(0, 0, 3840, 1080), Geometry(0, 0, 3840, 1080)),
        (Geometry(0, 0, 5000, 3000), SCREEN),
    ],
)
def test_the_desk_is_whole_on_the_screens(wanted: Geometry, placed: Geometry) -> None:
    assert whole_on_a_screen(wanted, [SCREEN, SECOND]) == placed


@given(
    st.builds(
        Geometry,
        st.integers(-9000, 9000),
        st.integers(-9000, 9000),
        st.integers(320, 5000),
        st.integers(180, 5000),
    )
)
def test_wherever_it_is_wanted_all_of_it_can_be_seen(wanted: Geometry) -> None:
    placed = whole_on_a_screen(wanted, [SCREEN])
    assert placed.x >= 0 and placed.x + placed.width <= 1920
    assert placed.y >= 0 and placed.y + placed.height <= 1080
    assert whole_on_a_screen(placed, [SCREEN]) == placed


@pytest.mark.parametrize(
    ("place", "is_so"),
    [
        (SCREEN, False),
        (Geometry(-500, 900, 1920, 1080), False),
        (Geometry(0, 700, 1921, 400), True),
        (Geometry(0, 0, 400, 1081), True),
        (Geometry(0, 0, 3840, 1080), False),
    ],
)
def test_what_fits_no_screen_is_too_large(place: Geometry, *, is_so: bool) -> None:
    assert is_too_large(place, [SCREEN, SECOND]) == is_so


WALLS = {MonitorId("wall-1"): SCREEN}
USUAL = Geometry(0, 30, 1920, 1050)


@pytest.mark.parametrize(
    ("wanted", "screens", "placed"),
    [
        (None, [SCREEN, SECOND], SECOND),  # the primary one is the wall's
        (None, [SCREEN], USUAL),  # there is no other
        (Geometry(100, 100, 800, 600), [SCREEN, SECOND], Geometry(100, 100, 800, 600)),  # asked for just so
        (Geometry(0, 1080, 1366, 768), [SCREEN, SECOND], Geometry(1920, 312, 1366, 768)),
        (Geometry(0, 1080, 1366, 768), [SCREEN], Geometry(0, 312, 1366, 768)),
    ],
)
def test_the_desk_leaves_the_walls_screens_alone(
    wanted: Geometry | None, screens: list[Geometry], placed: Geometry
) -> None:
    assert desk_place(wanted, screens, USUAL, list(WALLS.values())) == placed


def test_a_desk_over_the_wall_says_what_it_hides() -> None:
    assert "lies over wall-1:" in lying_over(Geometry(1900, 0, 800, 600), WALLS)
    assert lying_over(SECOND, WALLS) == ""


UNITS = """
import json, os
from PySide6.QtGui import QGuiApplication
from console.domain.monitor import Geometry
from console.ui.screen_facts import in_device_pixels, in_units, screen_facts
app = QGuiApplication([])
screen = app.primaryScreen()
whole = screen_facts(screen).geometry
part = Geometry(whole.x + 120, whole.y + 60, 600, 300)
units = in_units(part, screen)
back = in_device_pixels(units, screen)
print(json.dumps([[whole.width, whole.height], [units.x(), units.y(), units.width(), units.height()],
                  [back.x, back.y, back.width, back.height]]))
"""


def test_the_desks_geometry_is_of_device_pixels_whatever_the_scale() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNITS],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1.5"},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    whole, units, back = json.loads(done.stdout)
    assert whole == [800, 800]  # the offscreen platform's screen
    assert units == [80, 40, 400, 200] and back == [120, 60, 600, 300]


class Info(ctypes.Structure):
    """XScreenSaverInfo of X11/extensions/scrnsaver.h; ``idle`` in milliseconds."""

    _fields_ = [
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("events", ctypes.c_ulong),
    ]


SAVER_ON = 1


class Saver:
    """The X server's screen saver, seen from another client."""

    def __init__(self) -> None:
        self._x11, self._xss = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
        self._x11.XOpenDisplay.restype = self._x11.XDefaultRootWindow.restype = ctypes.c_void_p
        self._xss.XScreenSaverAllocInfo.restype = ctypes.POINTER(Info)
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(None))
        self._info = self._xss.XScreenSaverAllocInfo()

    def after(self, seconds: int) -> None:
        self._x11.XSetScreenSaver(self._display, seconds, 0, 1, 1)
        self._x11.XForceScreenSaver(self._display, 0)  # the idle time begins anew
        self._x11.XSync(self._display, 0)

    def look(self) -> Info:
        root = ctypes.c_void_p(self._x11.XDefaultRootWindow(self._display))
        self._xss.XScreenSaverQueryInfo(self._display, root, self._info)
        found: Info = self._info.contents
        return found

    def close(self) -> None:
        self.after(600)
        self._x11.XCloseDisplay(self._display)


@pytest.fixture
def saver() -> Iterator[Saver]:
    made = Saver()
    yield made
    made.close()


def test_screens_are_not_blanked_while_it_runs_and_are_again_after_it(saver: Saver) -> None:
    saver.after(1)
    wait_until(lambda: saver.look().state == SAVER_ON, 10.0, "the screen is blanked by itself")
    awake = Wakefulness()
    awake.start()
    saver.after(1)
    began_s = time.monotonic()
    wait_until(lambda: time.monotonic() - began_s > 2.5, 10.0, "more time went by than blanking takes")
    assert saver.look().state != SAVER_ON
    awake.stop()
    saver.after(1)
    wait_until(lambda: saver.look().state == SAVER_ON, 10.0, "the screen is blanked again")


def test_without_an_x_server_it_is_said(
    monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("screens may be blanked by the desktop")
    monkeypatch.setenv("DISPLAY", ":87")
    awake = Wakefulness()
    awake.start()
    awake.stop()
    assert "screens may be blanked by the desktop" in caplog.text
