"""Where the demo's two monitors and its desk go on the screens that there are."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from console.app.own_code import OWN_CODE
from console.domain.errors import SightlineError
from console.domain.monitor import Geometry


@dataclass(frozen=True, slots=True)
class DemoScreens:
    """Rectangles of the two monitors and of the desk's window."""

    walls: tuple[Geometry, Geometry]
    desk: Geometry


VIRTUAL_SCREENS = DemoScreens(
    walls=(Geometry(0, 0, 1920, 1080), Geometry(1920, 0, 1920, 1080)), desk=Geometry(0, 1080, 1920, 1080)
)
"""On the virtual display of 3840x2160."""


def arrange(screens: Sequence[Geometry]) -> DemoScreens:
    """The desk on the primary screen (the first), the monitors on the others; fewer screens are shared.

    Raises SightlineError without any screen.
    """
    if not screens:
        raise SightlineError("the desktop has no screen; use --headless for a virtual one")
    if len(screens) >= 3:
        return DemoScreens((screens[1], screens[2]), screens[0])
    if len(screens) == 2:
        return DemoScreens(_halves(screens[1]), screens[0])
    only = screens[0]
    top = Geometry(only.x, only.y, only.width, only.height // 2)
    bottom = Geometry(only.x, only.y + top.height, only.width, only.height - top.height)
    return DemoScreens(_halves(top), bottom)


def _halves(area: Geometry) -> tuple[Geometry, Geometry]:
    left = area.width // 2
    return (
        Geometry(area.x, area.y, left, area.height),
        Geometry(area.x + left, area.y, area.width - left, area.height),
    )


def desktop_screens() -> list[Geometry]:
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
    return [Geometry(*rectangle) for rectangle in json.loads(done.stdout)]
