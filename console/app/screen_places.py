"""Where the monitors and the desk of a demo or a replay go on the screens that there are."""

import itertools
import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from console.app.own_code import OWN_CODE
from console.app.window_platform import settle_window_platform
from console.domain.errors import SightlineError
from console.domain.monitor import Geometry

TITLE_BAR_PX = 40
LEAST_DESK_HEIGHT_PX = 480 + TITLE_BAR_PX
"""At scale 1, with the desk's lines on what is wrong and a title bar: lower, its foot would be cut off."""
LEAST_REPLAY_DESK_HEIGHT_PX = 562 + TITLE_BAR_PX
"""A replay's desk has its red frame, its buttons and its timeline, with the lane of gaps, more."""
LEAST_WALL_HEIGHT_PX = 90
"""So much the monitors keep even on a screen that is too low for all."""


@dataclass(frozen=True, slots=True)
class DesktopScreen:
    """A screen in device pixels; ``scale`` of them are one pixel of a window."""

    place: Geometry
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class ScreenPlaces:
    """Rectangles of the monitors and of the desk's window."""

    walls: tuple[Geometry, ...]
    desk: Geometry


VIRTUAL_SCREENS = ScreenPlaces(
    walls=(Geometry(0, 0, 1920, 1080), Geometry(1920, 0, 1920, 1080)), desk=Geometry(0, 1080, 1920, 1080)
)
"""On the virtual display of 3840x2160."""


def virtual_screens(monitors: int) -> ScreenPlaces:
    """So many monitors side by side, on a virtual display that has the room; the desk below them."""
    walls = tuple(Geometry(1920 * number, 0, 1920, 1080) for number in range(monitors))
    return ScreenPlaces(walls, VIRTUAL_SCREENS.desk)


def arrange(
    screens: Sequence[DesktopScreen], monitors: int = 2, *, least_desk_px: int = LEAST_DESK_HEIGHT_PX
) -> ScreenPlaces:
    """The desk on the primary screen (the first), so many monitors on the others; fewer screens are shared.

    ``least_desk_px``: so high it is, at scale 1, on a screen that it shares, if that has the room.
    Raises SightlineError without any screen.
    """
    if not screens:
        raise SightlineError("the desktop has no screen; use --headless for a virtual one")
    if len(screens) == 1:
        return _on_one(screens[0], monitors, least_desk_px)
    walls = [screen.place for screen in screens[1:]]
    shares = [len(range(at, monitors, len(walls))) for at in range(len(walls))]
    parts = (_parts(wall, share) for wall, share in zip(walls, shares, strict=True) if share)
    return ScreenPlaces(tuple(itertools.chain.from_iterable(parts)), screens[0].place)


def virtual_places(monitors: int) -> ScreenPlaces:
    """So many monitors on the virtual display, as large as the room above the desk lets them be."""
    wall = Geometry(0, 0, 2 * VIRTUAL_SCREENS.desk.width, VIRTUAL_SCREENS.desk.y)
    return ScreenPlaces(_parts(wall, monitors), VIRTUAL_SCREENS.desk)


def _on_one(screen: DesktopScreen, monitors: int, least_desk_px: int) -> ScreenPlaces:
    """The desk in the lower half, which is higher where the desk needs more."""
    only = screen.place
    needed = math.ceil(least_desk_px * screen.scale)
    height = max(only.height - only.height // 2, min(needed, only.height - LEAST_WALL_HEIGHT_PX))
    top = Geometry(only.x, only.y, only.width, only.height - height)
    return ScreenPlaces(_parts(top, monitors), Geometry(only.x, only.y + top.height, only.width, height))


def _parts(area: Geometry, count: int) -> tuple[Geometry, ...]:
    """In rows and columns of which pictures of 16:9 are largest."""
    columns = max(range(count, 0, -1), key=lambda one: _picture_width(area, one, math.ceil(count / one)))
    rows = math.ceil(count / columns)
    places = [divmod(number, columns) for number in range(count)]
    return tuple(_part(area, column, columns, row, rows) for row, column in places)


def _picture_width(area: Geometry, columns: int, rows: int) -> float:
    return min(area.width / columns, area.height / rows * 16 / 9)


def _part(area: Geometry, column: int, columns: int, row: int, rows: int) -> Geometry:
    left, right = area.width * column // columns, area.width * (column + 1) // columns
    top, bottom = area.height * row // rows, area.height * (row + 1) // rows
    return Geometry(area.x + left, area.y + top, right - left, bottom - top)


def desktop_screens() -> list[DesktopScreen]:
    """The screens of this desktop. Raises SightlineError when Qt can't open it."""
    return [DesktopScreen(Geometry(*place), scale) for *place, scale in ask_screen_list()]


def ask_screen_list(*options: str) -> Any:
    """What ``console.ui.screen_list`` says, in a process of its own. Raises SightlineError as above."""
    settle_window_platform(os.environ)
    done = subprocess.run(
        [sys.executable, *OWN_CODE, "console.ui.screen_list", *options],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    if done.returncode:
        raise SightlineError(f"the display can't be used: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout)
