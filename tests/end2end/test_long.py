"""Many minutes: faults and soak as ``sightline bench`` measures them, and a monkey at the controls."""

import contextlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.app.ctl.session import ask
from console.app.screen_places import VIRTUAL_SCREENS
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.protocol.core_messages import (
    AssignFeed,
    ClearCell,
    Command,
    PinCell,
    Request,
    RewindCell,
    UndoSwitch,
)
from console.protocol.endpoints import Endpoints
from console.protocol.layout_messages import LoadLayout
from console.sim.city import demo_cameras
from tests.end2end.running_site import RunningSite
from tests.end2end.test_site import alert_at
from tests.end2end.truth import TileWatch
from tests.watch.figures import Figure

pytestmark = pytest.mark.long

MONITORS = (MonitorId("wall-1"), MonitorId("wall-2"))
LAYOUTS = ("1x1", "2x2", "3x3", "4x4", "6x6", "8x4", "1+5", "1+7", "4+33")
MONKEY_S = 120.0


def bench(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "console.app.command_line", "bench", *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.timeout(600)
def test_flapping_cameras_trouble_nobody_else_and_no_tile_lies(figure: Figure) -> None:
    result = bench("faults", "--tiles", "100", "--connected", "300", "--flapping", "30", "--seconds", "300")
    figure("faults: UI tick p99", result["ui_tick_ms"]["p99"], "ms", "40 ms")
    figure("faults: memory after less before", result["pss_mb"] - result["pss_mb_before"], "MB")
    assert (result["lies"], result["others_troubled"], result["restarts"]) == ([], {}, 0)
    assert result["tiles_judged"] > 1000 and result["back_s"] is not None


@pytest.mark.timeout(4200)
def test_an_hour_of_reconnects_does_not_fill_the_memory(figure: Figure) -> None:
    result = bench("soak", "--tiles", "100", "--minutes", "60")
    figure("soak: slope of memory", result["pss_mb_per_hour"], "MB/h", "30 MB/h")
    assert (result["restarts"], result["errors"]) == (0, [])


class Monkey:
    """Knows the operator's commands, and neither sense nor measure. It plays the past on wall-2 alone."""

    def __init__(self, site: RunningSite, seed: int) -> None:
        self._site = site
        self._core = Endpoints(site.run_dir).core_commands
        self._feeds = [camera.feed for camera in demo_cameras(64)]
        self._chance = random.Random(seed)
        self.acts = 0

    def act(self) -> None:
        """One command; core may refuse it, but must answer."""
        pick = self._chance.choice
        monitor, cell, feed = pick(MONITORS), CellIndex(self._chance.randrange(40)), pick(self._feeds)
        command: Command = pick(
            (
                AssignFeed(monitor=monitor, cell=cell, feed=feed),
                PinCell(monitor=monitor, cell=cell, pinned=self._chance.random() < 0.5),
                ClearCell(monitor=monitor, cell=cell),
                RewindCell(monitor=MONITORS[1], cell=cell, rewind_s=pick((0.0, 3.0, 10.0, 25.0))),
                LoadLayout(monitor=monitor, name=pick(LAYOUTS)),
                UndoSwitch(incident=IncidentId(f"i-{self._chance.randrange(20)}")),
            )
        )
        with contextlib.suppress(CommandRefused):
            ask(self._core, command, Request, 3.0)
        self.acts += 1
        self._site.processes()  # it takes a breath
        if self.acts % 50 == 0:
            alert = json.dumps(alert_at(self._site, feed, f"monkey-{self.acts}")).encode()
            self._site.ctl("alert", "send", "-", stdin=alert)


@pytest.mark.timeout(400)
def test_a_monkey_at_the_controls(
    start_city: Callable[..., RunningSite], tmp_path: Path, figure: Figure
) -> None:
    walls = ("4+33", "3+24")
    site = start_city(64, layouts=walls, screens=VIRTUAL_SCREENS, are_slow=False, shows_map=True)
    monkey = Monkey(site, seed=7)
    until_s = time.monotonic() + MONKEY_S
    with TileWatch(site, tmp_path, without="display-wall-2") as tiles:
        while time.monotonic() < until_s:
            monkey.act()
    assert monkey.acts > 500 and tiles.judged > 100
    assert not tiles.lies
    assert not [process for process in site.processes().values() if process["restarts"]]
    assert not site.logged("error", "critical")
    for monitor, layout in zip(MONITORS, ("4+33", "3+24"), strict=True):
        ask(Endpoints(site.run_dir).core_commands, LoadLayout(monitor=monitor, name=layout), Request, 3.0)
    site.wait(site.all_running, 10, "every process answers")
    figure("monkey: acts", monkey.acts, "")
