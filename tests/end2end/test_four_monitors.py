"""Windows follow their monitors' identity, whatever is plugged, permuted or re-cabled: four monitors."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from console.app.ctl.session import ask
from console.app.screen_places import ScreenPlaces
from console.domain.monitor import Geometry
from console.domain.wall import NO_SCREEN
from console.protocol.endpoints import Endpoints
from console.protocol.window_messages import ShowNumber, WindowRequest
from tests.end2end.running_site import RunningSite
from tests.rig.edids import edid_block, set_edids
from tests.rig.four_monitors import FourMonitors, four_monitors
from tests.rig.shown_windows import shown_windows
from tests.watch.pictures import FOLDER, keep_picture

pytestmark = pytest.mark.timeout(150)

WALLS = ("wall-1", "wall-2", "wall-3", "wall-4")
CORNERS = ((0, 0), (1920, 0), (0, 1080), (1920, 1080))
SERIALS = ("A1", "B2", "C3", "D4")
MOVES_WITHIN_S = 6.0


def screen(place: int) -> Geometry:
    return Geometry(*CORNERS[place], 1920, 1080)


PLACES = ScreenPlaces(walls=tuple(map(screen, range(4))), desk=Geometry(0, 0, 1366, 768))


def cabled(*serials: str) -> dict[str, bytes]:
    """The EDIDs of outputs 0, 1, ...: panels of one kind with these serials."""
    return {f"DUMMY{one}": edid_block("DEL", "DELL U2720Q", serial) for one, serial in enumerate(serials)}


class Wall:
    """A site of four monitors without a desk on that X server; each shows its number."""

    def __init__(self, site: RunningSite, monitors: FourMonitors, folder: Path) -> None:
        self.site, self.monitors, self._folder = site, monitors, folder

    def cable(self, *serials: str) -> None:
        set_edids(self.monitors.display, cabled(*serials))

    def places(self) -> dict[str, int]:
        """On which place each monitor's window lies, exactly; windows that lie elsewhere are at -1."""
        where = {place: index for index, place in enumerate(map(screen, range(4)))}
        return {
            one.title.removeprefix("Sightline "): where.get(one.place, -1)
            for one in shown_windows(self.monitors.display)
            if one.title.startswith("Sightline wall")
        }

    def becomes(self, name: str, expected: Mapping[str, int]) -> None:
        """Every window lies there, none else is shown, core knows which are not; and a picture of it."""
        self.site.wait(lambda: self.places() == expected, MOVES_WITHIN_S, f"{name}: {dict(expected)}")
        unseen = dict.fromkeys((one for one in WALLS if one not in expected), NO_SCREEN)
        self.site.wait(lambda: self.site.snapshot()["lent"] == unseen, 5.0, f"{name}: core knows {unseen}")
        assert self.places() == expected, "and there they stay"
        numbers = [self.number(one) for one in WALLS]
        assert {one["monitor"] for one in numbers if one["screen"].startswith("DUMMY")} == set(expected)
        self._picture(name)

    def number(self, monitor: str) -> dict[str, Any]:
        """Have it shown; what its window says."""
        endpoint = Endpoints(self.site.run_dir).window(f"display-{monitor}")
        said: dict[str, Any] = ask(endpoint, ShowNumber(for_s=20.0), WindowRequest)
        return said

    def _picture(self, name: str) -> None:
        if not os.environ.get(FOLDER):  # it takes longer than everything else
            return
        file = self._folder / "shown.png"
        command = [sys.executable, "-m", "console.ui.screen_shot", str(file)]
        subprocess.run(command, env=self.site.environment, check=True, timeout=60)
        keep_picture(file, f"monitors-{name}")


def wall_on(
    monitors: FourMonitors, home: Path, identities: Mapping[str, str], environment: Mapping[str, str]
) -> RunningSite:
    site = RunningSite(
        home,
        8,
        ("2x2", "1x1", "1x1", "2x2"),
        display=monitors.display,
        screens=PLACES,
        desk=False,
        windowed=False,
    )
    site.added_environment = dict(environment)
    lines = []
    for line in site.file.read_text().splitlines():
        name = line.removeprefix('id = "').rstrip('"')
        if not line.startswith("geometry"):
            lines.append(line)
        if line == "[budgets]":
            lines.append("workers = 1")
        if name in identities:
            lines.append(identities[name])
    site.file.write_text("\n".join(lines))
    return site


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    """Every monitor has an EDID of its own, and starts on its place."""
    with TemporaryDirectory(prefix="sl-") as folder, four_monitors(Path(folder)) as monitors:
        set_edids(monitors.display, cabled(*SERIALS))
        home = Path(folder) / "four"
        home.mkdir()
        identities = {
            name: f'serial = "{serial}"\nconnector = "DUMMY{index}"'
            for index, (name, serial) in enumerate(zip(WALLS, SERIALS, strict=True))
        }
        site = wall_on(monitors, home, identities, {})
        try:
            site.start()
            yield Wall(site, monitors, Path(folder))
        finally:
            site.stop()


@pytest.fixture(autouse=True)
def as_cabled_first(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test plugged or permuted is undone before the next one."""
    yield
    if "wall" in request.fixturenames:
        wall = request.getfixturevalue("wall")
        wall.monitors.plug(0, 1, 2, 3)
        wall.cable(*SERIALS)
        wall.site.wait(lambda: wall.places() == HOME, MOVES_WITHIN_S, "all are back in their places")


HOME = {name: place for place, name in enumerate(WALLS)}


def test_each_monitor_is_on_its_screen_and_says_its_number(wall: Wall) -> None:
    wall.becomes("start", HOME)
    told = wall.site.ctl("window", "number")
    assert told == [
        {
            "number": index + 1,
            "monitor": name,
            "screen": f"DUMMY{index} (DEL DELL U2720Q {SERIALS[index]})",
            "found_by": "EDID and connector",
            "trouble": "",
        }
        for index, name in enumerate(WALLS)
    ]
    assert (
        "there is no monitor wall-9; there is wall-1, wall-2"
        in wall.site.said("window", "number", "wall-9").stderr
    )


@pytest.mark.parametrize("output", [0, pytest.param(3, marks=pytest.mark.long)])
def test_one_that_is_unplugged_waits_and_is_back_with_its_screen(wall: Wall, output: int) -> None:
    wall.monitors.unplug(output)
    wall.becomes(f"unplugged-{output}", {name: at for name, at in HOME.items() if at != output})
    wall.monitors.plug(output)
    wall.becomes(f"plugged-back-{output}", HOME)


@pytest.mark.parametrize(
    "places",
    [
        (1, 0, 2, 3),
        pytest.param((1, 2, 3, 0), marks=pytest.mark.long),
        pytest.param((3, 2, 1, 0), marks=pytest.mark.long),
    ],
)
def test_outputs_that_are_permuted_in_one_call_take_their_windows_along(
    wall: Wall, places: tuple[int, ...]
) -> None:
    wall.monitors.permute(*places)
    name = "permuted-" + "".join(map(str, places))
    wall.becomes(name, dict(zip(WALLS, places, strict=True)))


def test_cables_that_are_swapped_are_followed_by_the_edids(wall: Wall) -> None:
    wall.cable("B2", "A1", "C3", "D4")
    wall.becomes("two-re-cabled", HOME | {"wall-1": 1, "wall-2": 0})
    wall.cable("D4", "C3", "B2", "A1")
    wall.becomes("all-re-cabled", {"wall-1": 3, "wall-2": 2, "wall-3": 1, "wall-4": 0})


def test_of_two_with_one_edid_the_connector_decides(wall: Wall) -> None:
    """The site file has B2 on DUMMY1. A second B2 on DUMMY0 is not it, and not wall-1 either way round."""
    wall.cable("B2", "B2", "C3", "D4")
    wall.becomes("two-equal", HOME)
    wall.monitors.permute(1, 0, 2, 3)
    wall.becomes("two-equal-permuted", HOME | {"wall-1": 1, "wall-2": 0})


def test_a_display_that_is_started_while_its_monitor_is_unplugged_waits(wall: Wall) -> None:
    wall.monitors.unplug(1)
    left = {name: at for name, at in HOME.items() if at != 1}
    wall.becomes("unplugged-1", left)
    before = wall.site.kill("display-wall-2")
    wall.site.wait(
        lambda: wall.site.all_running() and wall.site.pid("display-wall-2") != before, 15.0, "it is back"
    )
    wall.becomes("started-while-unplugged", left)
    assert "waits for its screen" in wall.site.said("window", "number", "wall-2").stdout
    trouble = wall.site.processes()["display-wall-2"]["trouble"]
    assert trouble.startswith("waits for its screen (B2 on DUMMY1): switched on are DUMMY0 (")
    wall.monitors.plug(1)
    wall.becomes("plugged-back-1", HOME)


def test_a_start_with_two_of_four_and_one_at_150_percent() -> None:
    """Under a window manager, by connector alone; pictures are of device pixels whatever the scale."""
    with TemporaryDirectory(prefix="sl-") as folder, four_monitors(Path(folder)) as monitors:
        monitors.unplug(1)
        monitors.unplug(2)
        home = Path(folder) / "two"
        home.mkdir()
        identities = {name: f'connector = "DUMMY{index}"' for index, name in enumerate(WALLS)}
        scaled = {"QT_SCREEN_SCALE_FACTORS": "DUMMY0=1;DUMMY3=1.5", "QT_ENABLE_HIGHDPI_SCALING": "1"}
        site = wall_on(monitors, home, identities, scaled)
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env=site.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wall = Wall(site, monitors, Path(folder))
        try:
            site.start()
            wall.becomes("two-of-four", {"wall-1": 0, "wall-4": 3})
            monitors.plug(1, 2)
            wall.becomes("four-of-four-scaled", HOME)
            monitors.permute(3, 1, 2, 0)
            wall.becomes("permuted-scaled", HOME | {"wall-1": 3, "wall-4": 0})
        finally:
            site.stop()
            manager.terminate()
            manager.wait(5)
