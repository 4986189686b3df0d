"""The live wall beside a disk for recordings that hangs, or is full: nobody sees it on the tiles."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.end2end.running_site import RunningSite
from tests.end2end.test_site import alert_at, incident_of, unshown_feed
from tests.end2end.truth import TileWatch
from tests.watch.figures import Figure
from tests.watch.waiting import wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]

ROOT = Path(__file__).parents[2]
HOOK = """
import errno
import os
import time

def failing(call, *, writes):
    def called(descriptor, *arguments):
        if "/data/video/" in os.readlink(f"/proc/self/fd/{descriptor}"):
            with open(os.environ["TEST_DISK"]) as file:
                state = file.read()
            if state == "hangs":
                time.sleep(5.0)
            elif state == "is full" and writes:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return call(descriptor, *arguments)
    return called

os.write = failing(os.write, writes=True)
os.fsync = failing(os.fsync, writes=False)
os.fdatasync = failing(os.fdatasync, writes=False)
"""
"""In each of the site's processes: what is written below its folder of movies takes 5 s a call, or fails."""

STATES = {"hangs": "has not answered", "works": "", "is full": "the disk is full"}
"""What the disk does, and what is said of it; between the two it goes on by itself."""
ALERTS = 5
WATCHED_S = 12.0
LATER_MS = 1_000
"""Alert to picture may differ by so much beside others' tests, and by far less than a write takes."""


@dataclass
class Wall:
    """What was seen of the tiles in one state of the disk."""

    live: list[int] = field(default_factory=list)
    per_s: list[float] = field(default_factory=list)
    picture_ms: list[int] = field(default_factory=list)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file that says what the disk does: "works", "hangs", "is full"."""
    (tmp_path / "sitecustomize.py").write_text(HOOK)
    state = tmp_path / "disk"
    state.write_text("works")
    monkeypatch.setenv("TEST_DISK", str(state))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT}")
    return state


def troubles(site: RunningSite) -> list[str]:
    """What is said of each recorded stream."""
    return [one["trouble"] for one in site.ctl("record", "list")["streams"]]


def is_told(site: RunningSite, words: str) -> bool:
    """Whether a stream's trouble is said so; without words, that there is none."""
    told = troubles(site)
    return any(words in one for one in told) if words else not any(told)


def looked_at(site: RunningSite, wall: Wall, name: str) -> None:
    """The wall for some seconds, then alerts at cameras that are not shown."""
    ends_s = time.monotonic() + WATCHED_S

    def watched() -> bool:
        displays = [one["stats"] for one in site.processes().values() if one["kind"] == "display"]
        wall.live.append(sum(int(stats.get("tiles_live", 0)) for stats in displays))
        wall.per_s += [float(stats["pictures_per_s_mean"]) for stats in displays]
        return time.monotonic() > ends_s

    wait_until(watched, WATCHED_S + 10.0, "the wall was watched", 0.25)
    for number in range(ALERTS):
        wall.picture_ms.append(alert_to_picture_ms(site, f"{name}-{number}"))


def alert_to_picture_ms(site: RunningSite, name: str) -> int:
    alert = alert_at(site, unshown_feed(site), name)
    site.ctl("alert", "send", "-", stdin=json.dumps(alert).encode())

    def painted() -> Any:
        return incident_of(site, name)["alert_to_picture_ms"]

    took_ms = site.wait(lambda: painted() is not None, 10.0, f"a picture of {name}") and painted()
    incident = str(incident_of(site, name)["incident"])
    site.ctl("incident", "close", incident)
    site.wait(lambda: site.tiles_live() == site.tiles, 15.0, "the tiles are live again")
    return int(took_ms)


def test_the_wall_goes_on_as_before_beside_a_disk_that_hangs_or_is_full(
    start_city: Callable[..., RunningSite], disk: Path, tmp_path: Path, figure: Figure
) -> None:
    site = start_city(12, are_slow=False)
    site.ctl("record", "start", *[f"cam-{number:03d}" for number in range(1, 13)])
    site.wait(
        lambda: all(one["written_at_ms"] for one in site.ctl("record", "list")["streams"]), 20.0, "safe"
    )
    walls = {state: Wall() for state in STATES}
    for turn, (state, words) in enumerate([("works", ""), *STATES.items()]):
        disk.write_text(state)
        site.wait(lambda: is_told(site, words), 90.0, f"that it {state}")  # noqa: B023
        with TileWatch(site, tmp_path) as tiles:
            looked_at(site, walls[state], f"{state}-{turn}")
        assert is_told(site, words), f"all the time it {state}"
        assert not tiles.lies, f"while the disk {state}: {tiles.lies}"
        assert tiles.judged > 20
    for state, wall in walls.items():
        figure(f"pictures/s of a tile while the disk {state}", median(wall.per_s), "")
        figure(f"alert to picture while the disk {state}", median(wall.picture_ms), "ms", "as before")
        assert median(wall.live) == site.tiles
        assert median(wall.per_s) > 0.8 * median(walls["works"].per_s)
        assert median(wall.picture_ms) <= median(walls["works"].picture_ms) + LATER_MS
    assert not {name for name, one in site.processes().items() if one["restarts"]}
