"""A cell plays its camera's past, from the ring, and comes back; what its picture tells is told."""

import math
import time
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np

from console.app.bench.tile_truth import picture_box, shown_age_s, shown_wall, stream_clocks
from console.app.ctl.session import ask
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import EngineRequest, EngineSnapshot, GetEngineSnapshot
from console.protocol.window_messages import TakeShot, WindowRequest
from console.ui.wall.grid import cell_boxes
from tests.end2end.running_site import RunningSite

BACK_S = 5.0
CELL = 1


def tiles(site: RunningSite, state: str) -> int:
    """Tiles that the displays say are in this state."""
    processes = site.processes().values()
    return int(sum(p["stats"].get(f"tiles_{state}", 0) for p in processes if p["kind"] == "display"))


def reach_s(site: RunningSite, feed: str) -> float:
    """How far back the feed's ring reaches, as the engine tells."""
    said: Any = ask(Endpoints(site.run_dir).engine_commands, GetEngineSnapshot(), EngineRequest)
    feeds = msgspec.convert(said, EngineSnapshot).feeds
    return max((health.ring_s for health in feeds if health.feed == feed), default=0.0)


def painted_age_s(site: RunningSite, folder: Path) -> float:
    """How old the picture on wall-1's cell is, by the frame number painted; endless where none is read."""
    endpoints = Endpoints(site.run_dir)
    file = folder / "shot.png"
    ask(endpoints.window("display-wall-1"), TakeShot(path=str(file)), WindowRequest)
    now_ns = time.monotonic_ns()
    picture = cv2.imread(str(file))
    assert picture is not None
    view = shown_wall(endpoints)[0]
    box = cell_boxes(view, picture.shape[1], picture.shape[0])[view.cells[CELL].cell]
    clock = stream_clocks(endpoints.simulator)[str(view.cells[CELL].feed)]
    age_s = shown_age_s(picture_box(np.asarray(picture, np.uint8), box), clock, now_ns)
    return age_s if age_s is not None else math.inf


def test_a_rewound_camera_plays_its_past_and_comes_back(city: RunningSite, tmp_path: Path) -> None:
    feed = city.ctl("wall", "show")[0]["cells"][CELL]["feed"]
    city.set_fault(feed, "none")  # a slow camera's picture does not tell its age
    city.wait(lambda: reach_s(city, feed) > BACK_S + 1, 20, "the ring reaches far enough")
    city.ctl("rewind", feed, str(BACK_S))
    city.wait(lambda: tiles(city, "rewind") == 1, 10, "the tile says REWIND")
    city.wait(lambda: BACK_S - 1 < painted_age_s(city, tmp_path) < BACK_S + 1, 10, "the past is painted")
    city.ctl("rewind", feed, "0")
    city.wait(lambda: not tiles(city, "rewind") and city.tiles_live() == city.tiles, 10, "it is live again")
    city.wait(lambda: painted_age_s(city, tmp_path) < 2, 5, "the present is painted")


def test_a_picture_that_stands_still_is_frozen_though_packets_come(city: RunningSite) -> None:
    feed = city.ctl("wall", "show")[0]["cells"][CELL]["feed"]
    city.set_fault(feed, "freeze")
    city.wait(lambda: tiles(city, "frozen") == 1, 25, "the tile says FROZEN")
    city.set_fault(feed, "none")
    city.wait(lambda: city.tiles_live() == city.tiles, 10, "it is live again")
    assert tiles(city, "frozen") == 0
