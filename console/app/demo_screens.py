"""Where the demo's two monitors and its desk go on the screens that there are."""

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from console.app.own_code import OWN_CODE
from console.domain.errors import SightlineError
from console.domain.monitor import Geometry

TITLE_BAR_PX = 40
LEAST_DESK_HEIGHT_PX = 460 + TITLE_BAR_PX
"""At scale 1, with the desk's lines on what is wrong and a title bar: lower, its foot would be cut off."""
LEAST_WALL_HEIGHT_PX = 90
"""So much the monitors keep even on a screen that is too low for all."""


@dataclass(frozen=True, slots=True)
class DesktopScreen:
    """A screen in device pixels; ``scale`` of them are one pixel of a window."""

    place: Geometry
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class DemoScreens:
    """Rectangles of the two monitors and of the desk's window."""

    walls: tuple[Geometry, Geometry]
    desk: Geometry


VIRTUAL_SCREENS = DemoScreens(
    walls=(Geometry(0, 0, 1920, 1080), Geometry(1920, 0, 1920, 1080)), desk=Geometry(0, 1080, 1920, 1080)
)
"""On the virtual display of 3840x2160."""


def arrange(screens: Sequence[DesktopScreen]) -> DemoScreens:
    """The desk on the primary screen (the first), the monitors on the others; fewer screens are shared.

    Raises SightlineError without any screen.
    """
    if not screens:
        raise SightlineError("the desktop has no screen; use --headless for a virtual one")
    places = [screen.place for screen in screens]
    if len(places) >= 3:
        return DemoScreens((places[1], places[2]), places[0])
    if len(places) == 2:
        return DemoScreens(_halves(places[1]), places[0])
    return _on_one(screens[0])


def _on_one(screen: DesktopScreen) -> DemoScreens:
    """The desk in the lower half, which is higher where the desk needs more."""
    only = screen.place
    needed = math.ceil(LEAST_DESK_HEIGHT_PX * screen.scale)
    height = max(only.height - only.height // 2, min(needed, only.height - LEAST_WALL_HEIGHT_PX))
    top = Geometry(only.x, only.y, only.width, only.height - height)
    return DemoScreens(_halves(top), Geometry(only.x, only.y + top.height, only.width, height))


def _halves(area: Geometry) -> tuple[Geometry, Geometry]:
    left = area.width // 2
    return (
        Geometry(area.x, area.y, left, area.height),
        Geometry(area.x + left, area.y, area.width - left, area.height),
    )


def desktop_screens() -> list[DesktopScreen]:
    """The screens of this desktop. Raises SightlineError when Qt can't open it."""
    done = subprocess.run(
        [sys.executable, *OWN_CODE, "console.ui.screen_list"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    if done.returncode:
        raise SightlineError(f"the display can't be used: {done.stderr.strip()[-500:]}")
    return [DesktopScreen(Geometry(*place), scale) for *place, scale in json.loads(done.stdout)]
