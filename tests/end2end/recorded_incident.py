"""An incident that a running site recorded: its package, and what the wall showed at some moments of it."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from console.app.bench.tile_truth import is_bright, picture_box, shown_wall
from console.app.ctl.site_commands import take_shot
from console.app.package.verification import manifest_of
from console.app.screen_places import ScreenPlaces
from console.domain.monitor import Geometry
from console.domain.wall import MonitorView
from console.protocol.endpoints import Endpoints
from console.sim.frame_strip import read
from console.ui import theme
from console.ui.wall.grid import Box, cell_boxes
from tests.end2end.running_site import RunningSite
from tests.end2end.test_site import ALERT

CAMERAS = 12
FEEDS = tuple(f"cam-{number:03d}" for number in range(1, CAMERAS + 1))
STANDS_LIMIT_S = 45.0
"""On a machine that is full of other tests pictures are late, and dimmed, for a while."""
STANDS_S = 1.0
"""Every camera has sent many pictures by then."""
HANG_S = 1.5
"""The command that makes a package is under way sooner."""
EDGE_PX = theme.REPLAY_FRAME_PX
REPLAY_SCREEN = (2560, 1440)
"""A replay's monitors are 1280x720 on it; live they are as large as within a replay's frame."""
SCREENS = ScreenPlaces(
    walls=(
        Geometry(0, 0, 1280 - 2 * EDGE_PX, 720 - 2 * EDGE_PX),
        Geometry(1920, 0, 1280 - 2 * EDGE_PX, 720 - 2 * EDGE_PX),
    ),
    desk=Geometry(0, 1080, 1366, 768),
)

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class WallShot:
    """A monitor's picture; it was painted between these moments (CLOCK_MONOTONIC)."""

    view: MonitorView
    picture: Picture
    from_ns: int
    to_ns: int


@dataclass
class RecordedIncident:
    """``moments`` are some shots of both monitors each, in the order of time."""

    package: Path
    site: str
    incident: str
    moments: list[tuple[WallShot, ...]] = field(default_factory=list)


def record_incident(site: RunningSite, package: Path, shots: tuple[int, int, int, int]) -> RecordedIncident:
    """Twelve cameras; so many shots before an alert, after it, after a person's act, and after its end."""
    site.start()
    site.wait(lambda: site.tiles_live() >= site.tiles, 30.0, "all tiles are live")
    made = RecordedIncident(package, site.name, "")
    look(site, made, shots[0])
    alert = ALERT | {"lat_deg": 60.17, "lon_deg": 24.94}
    site.ctl("alert", "send", "-", stdin=json.dumps(alert).encode())
    made.incident = site.ctl("incident", "list")[0]["incident"]
    name = site.ctl("record", "start", *FEEDS, "--incident", made.incident)["recording"]
    look(site, made, shots[1])
    site.wait(lambda: on_disk(site) == {f"{feed}/sub" for feed in FEEDS}, 20.0, "all of it is on disk")
    site.ctl("wall", "assign", "wall-2", "8", "cam-007")
    look(site, made, shots[2])
    site.ctl("incident", "close", made.incident)
    look(site, made, shots[3])
    site.ctl("record", "stop", name)
    with hanging(site, HANG_S):
        done = sightline("package", "--run", str(site.run_dir), "create", name, str(package))
    assert done.returncode == 0, done.stderr
    movies = manifest_of(package).package.movies
    assert not [one.file for one in movies if one.unfinished is True], (
        "made at once, it has the last pictures"
    )
    return made


@contextmanager
def hanging(site: RunningSite, seconds: float) -> Iterator[None]:
    """Those that write movies do nothing for so long, as on a busy machine or disk."""
    workers = [name for name in site.processes() if name.startswith("worker-")]
    assert workers
    for name in workers:
        site.kill(name, signal.SIGSTOP)
    go_on = threading.Timer(seconds, lambda: [site.kill(name, signal.SIGCONT) for name in workers])
    go_on.start()
    try:
        yield
    finally:
        go_on.join()


def look(site: RunningSite, made: RecordedIncident, moments: int) -> None:
    """Take so many shots of both monitors; while each was taken they showed the same cells, and no tile was
    dimmed: what is STALE on a busy machine is LIVE at its picture's own moment, where it is compared."""
    site.wait(Standing(Endpoints(site.run_dir)), 20.0, "pictures came since the wall is so")
    for _ in range(moments):
        site.wait(
            lambda: looked(site, made),
            STANDS_LIMIT_S,
            "the wall stands still for a shot, all its tiles bright",
        )


class Standing:
    """Whether the wall has shown the same for a while: asked again and again."""

    def __init__(self, endpoints: Endpoints) -> None:
        self._endpoints = endpoints
        self._views: tuple[MonitorView, ...] = ()
        self._since_s = 0.0

    def __call__(self) -> bool:
        views = tuple(shown_wall(self._endpoints))
        if views != self._views:
            self._views, self._since_s = views, time.monotonic()
        return time.monotonic() - self._since_s > STANDS_S


def looked(site: RunningSite, made: RecordedIncident) -> bool:
    endpoints = Endpoints(site.run_dir)
    views = shown_wall(endpoints)
    shots = tuple(shot_of(endpoints, view, site.home / f"{view.monitor}.png") for view in views)
    is_steady = shown_wall(endpoints) == views and not any(map(dimmed, shots))
    if is_steady:
        made.moments.append(shots)
    return is_steady


def dimmed(shot: WallShot) -> list[str]:
    """The cameras whose strip can be read and whose picture is not at full brightness."""
    boxes = boxes_of(shot, 0)
    return [at[0] for at in strips_of(shot) if not is_bright(picture_box(shot.picture, boxes[at]))]


def shot_of(endpoints: Endpoints, view: MonitorView, file: Path) -> WallShot:
    """What a monitor shows now."""
    from_ns = time.monotonic_ns()
    take_shot(endpoints.window(f"display-{view.monitor}"), file)
    to_ns = time.monotonic_ns()
    picture = cv2.imread(str(file))
    assert picture is not None
    return WallShot(view, np.asarray(picture, np.uint8), from_ns, to_ns)


def boxes_of(shot: WallShot, edge_px: int) -> dict[tuple[str, int], Box]:
    """Where each camera's tiles lie in it, by camera and cell."""
    height, width = shot.picture.shape[:2]
    boxes = cell_boxes(shot.view, width, height, edge_px)
    return {(one.feed, one.cell): boxes[one.cell] for one in shot.view.cells if one.feed is not None}


def strips_of(shot: WallShot, edge_px: int = 0) -> dict[tuple[str, int], int]:
    """The frame numbers painted, by camera and cell; those that can be read."""
    found = {at: read(picture_box(shot.picture, box)) for at, box in boxes_of(shot, edge_px).items()}
    return {at: number for at, number in found.items() if number is not None}


def on_disk(site: RunningSite) -> set[str]:
    """The streams of which six seconds at least are safe."""
    told = site.ctl("record", "list")
    began_ms = told["recordings"][0]["begun_at_ms"]
    return {
        f"{one['feed']}/{one['profile']}"
        for one in told["streams"]
        if one["profile"] == "sub" and one["written_at_ms"] > began_ms + 6_000
    }


def sightline(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a person types it."""
    command = [sys.executable, "-m", "console.app.command_line", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
