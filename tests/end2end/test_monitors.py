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


@pytest.fixture(scope="module")
def monitors() -> Iterator[FourMonitors]:
    with TemporaryDirectory(prefix="sl-") as folder, four_monitors(Path(folder)) as made:
        yield made


@pytest.fixture(scope="module")
def site(monitors: FourMonitors) -> Iterator[RunningSite]:
    with TemporaryDirectory(prefix="sl-") as home:
        made = RunningSite(Path(home), 12, display=monitors.display, screens=PLACES, windowed=False)
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


def cameras(site: RunningSite, monitor: str) -> list[str | None]:
    """What hand and layout show there, in the order of its cells."""
    view = next(one for one in site.snapshot()["monitors"] if one["monitor"] == monitor)
    return [cell["feed"] for cell in view["cells"]]


def test_what_an_unplugged_monitor_shows_is_shown_elsewhere_until_it_is_back(
    site: RunningSite, monitors: FourMonitors
) -> None:
    site.ctl("wall", "assign", "wall-2", "1", "cam-011")
    first, second = cameras(site, "wall-1"), cameras(site, "wall-2")
    assert first != second and "cam-011" in second
    monitors.unplug(1)
    site.wait(lambda: site.snapshot()["lent"] == {"wall-2": NO_SCREEN}, 5.0, "core knows that it is gone")
    for _ in range(2):  # once more leaves what was there before as it is stored
        done = site.said("wall", "elsewhere", "wall-2", "wall-1")
        assert done.returncode == 0, done.stderr
        assert cameras(site, "wall-1") == second
    assert "sightline ctl layout load 'wall-1 before' wall-1" in done.stdout
    monitors.plug(1)
    site.wait(lambda: site.snapshot()["lent"] == {}, 8.0, "it is back")
    assert cameras(site, "wall-2") == second, "its own waited"
    site.ctl("layout", "load", "wall-1 before", "wall-1")
    assert cameras(site, "wall-1") == first
    for wrong in (("wall-9", "wall-1"), ("wall-1", "wall-1")):
        assert site.said("wall", "elsewhere", *wrong).returncode == 4


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
    said = site.said("wall", "show").stdout
    assert "wall-2 shows nothing of this: it is without a screen" in said
    assert "sightline ctl wall elsewhere wall-2 wall-1" in said
    done = site.said("wall", "assign", "wall-2", "0", "cam-003")
    assert done.returncode == 0 and "it is without a screen" in done.stderr
    monitors.plug(1)
    site.wait(lambda: site.snapshot()["lent"] == {}, 8.0, "it is back")
    wall_2 = next(one for one in site.snapshot()["monitors"] if one["monitor"] == "wall-2")
    assert wall_2["cells"][0]["feed"] == "cam-003", "what was done meanwhile holds"
    site.wait(lambda: site.tiles_live() >= site.tiles, 20.0, "its tiles are live again")
