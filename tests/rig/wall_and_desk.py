"""An X server with four monitors of 1280x720, two by two, and one of 1920x1080 beside them for a desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.app.screen_places import ScreenPlaces
from console.domain.monitor import Geometry
from tests.rig.four_monitors import FourMonitors, four_monitors

WALL_PX, DESK_PX = (1280, 720), (1920, 1080)
"""On tiles of 2x2 a small stream is then painted in its own size: it costs least."""
CORNERS = ((0, 0), (1280, 0), (0, 720), (1280, 720))
DESK_OUTPUT = "DUMMY4"
DESK_AT = (2560, 0)
PLACES = ScreenPlaces(
    walls=tuple(Geometry(x, y, *WALL_PX) for x, y in CORNERS), desk=Geometry(*DESK_AT, 1600, 900)
)
"""The desk's window leaves some of its monitor to a window manager's frame."""


@contextmanager
def wall_and_desk(folder: Path) -> Iterator[FourMonitors]:
    """Started; outputs DUMMY0 to DUMMY3 are the wall, DUMMY4 the desk's. ``folder`` gets its log."""
    with four_monitors(folder) as monitors:
        small, large = ("x".join(map(str, size)) for size in (WALL_PX, DESK_PX))
        outputs = [f"DUMMY{one}" for one in range(4)]
        for output in outputs[1:]:
            monitors.xrandr("--addmode", output, small)
        monitors.xrandr("--addmode", DESK_OUTPUT, large)
        placed = zip((*outputs, DESK_OUTPUT), (*CORNERS, DESK_AT), strict=True)
        monitors.xrandr(
            *(
                word
                for output, (x, y) in placed
                for word in (
                    *("--output", output, "--mode", large if output == DESK_OUTPUT else small),
                    *("--pos", f"{x}x{y}"),
                )
            )
        )
        yield monitors
