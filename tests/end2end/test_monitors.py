"""Monitors that are unplugged and plugged back while the site runs, on an X server with four of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from console.app.screen_places import ScreenPlaces
from console.domain.monitor import Geometry
from console.domain.wall import NO_SCREEN
from tests.end2end.running_site import RunningSite
from tests.end2end.test_site import ALERT
from tests.rig.four_monitors import FourMonitors, four_monitors

pytestmark = pytest.mark.timeout(120)

PLACES = ScreenPlaces(
    walls=(Geometry(0, 0, 1920, 1080), Geometry(1920, 0, 1920, 1080)), desk=Geometry(0, 1080, 1366, 768)
)


@pytest.fixture
def monitors() -> Iterator[FourMonitors]:
    with TemporaryDirectory(prefix="sl-") as folder, four_monitors(Path(folder)) as made:
        yield made


@pytest.fixture
def site(monitors: FourMonitors) -> Iterator[RunningSite]:
    with TemporaryDirectory(prefix="sl-") as home:
        made = RunningSite(Path(home), 12, ("2x2", "2x2"), display=monitors.display, screens=PLACES)
        text = made.file.read_text()
        for number in (1, 2):
            name = f'id = "wall-{number}"'
            assert name in text
            text = text.replace(name, f'{name}\nconnector = "DUMMY{number - 1}"')
        made.file.write_text(text)
        try:
            made.start()
            made.wait(lambda: made.tiles_live() >= made.tiles, 30.0, "all tiles are live")
            yield made
        finally:
            made.stop()


def switched_to(site: RunningSite) -> set[str]:
    """The monitors on which the newest incident shows cameras."""
    newest: dict[str, Any] = site.ctl("incident", "list")[0]
    return {one["monitor"] for one in newest["overlays"]}


def test_an_incident_leaves_a_monitor_that_is_unplugged_and_it_is_told(
    site: RunningSite, monitors: FourMonitors
) -> None:
    site.ctl("alert", "send", "-", stdin=json.dumps(ALERT | {"lat_deg": 60.17, "lon_deg": 24.94}).encode())
    site.wait(lambda: switched_to(site) == {"wall-1", "wall-2"}, 5.0, "both monitors show it")
    monitors.unplug(1)
    site.wait(lambda: site.snapshot()["lent"] == {"wall-2": NO_SCREEN}, 5.0, "core knows that it is gone")
    assert switched_to(site) == {"wall-1"}
    assert b"wall-2 shows nothing of this: it is without a screen" in site.ctl_process("wall", "show").stdout
    done = site.ctl_process("wall", "assign", "wall-2", "0", "cam-003")
    assert done.returncode == 0 and b"it is without a screen" in done.stderr
    monitors.plug(1)
    site.wait(lambda: site.snapshot()["lent"] == {}, 8.0, "it is back")
    wall_2 = next(one for one in site.snapshot()["monitors"] if one["monitor"] == "wall-2")
    assert wall_2["cells"][0]["feed"] == "cam-003", "what was done meanwhile holds"
    site.wait(lambda: site.tiles_live() >= site.tiles, 20.0, "its tiles are live again")
