"""One tile over a whole 4K monitor: its slot is larger than the usual frame file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from console.app.screen_places import ScreenPlaces
from console.app.virtual_display import VirtualDisplay
from console.domain.monitor import Geometry
from tests.end2end.running_site import RunningSite

WHOLE = Geometry(0, 0, 3840, 2160)
SCREENS = ScreenPlaces(walls=(WHOLE, Geometry(3840, 0, 640, 360)), desk=Geometry(3840, 400, 1366, 768))


@pytest.mark.timeout(120)
def test_a_tile_of_a_whole_4k_monitor_is_live(start_city: Callable[..., RunningSite], tmp_path: Path) -> None:
    with VirtualDisplay(5300, 2160) as display:
        site = start_city(2, layouts=("1x1", "1x1"), screens=SCREENS, display=display.name, desk=False)
        shot = tmp_path / "wall.png"
        taken = partial(site.ctl_process, "shot", "wall-1", str(shot))  # eight million pixels, written last
        site.wait(lambda: taken().returncode == 0, 40.0, "a picture of the whole monitor is written")
        site.stop()
    image = QImage(str(shot))
    assert (image.width(), image.height()) == (3840, 2160)
    lit = {image.pixelColor(x, y).rgb() for x in range(100, 3800, 370) for y in range(200, 2000, 180)}
    assert len(lit) > 20  # a scene, not an empty cell
