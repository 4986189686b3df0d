"""``--peers``: other engines show the same tiles of the same cameras, one after the other."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from console.app.bench.cpu_window import CpuWindow
from console.app.bench.grid_layout import halves
from console.app.bench.peers.course import SETTLE_S, START_LIMIT_S, Order
from console.app.bench.progress import tell
from console.app.bench.workbench import Workbench
from console.app.demo_site import USERNAME
from console.app.process_plan import MEDIA_NICE
from console.protocol.shipped import shipped
from console.sim.city import demo_cameras, simulated_cameras

SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's PyGObject is there alone."""
SLACK_S = 30.0
LIVE_PER_S = 1.0
"""A tile that painted fewer pictures is not counted as live."""
SHOWED_NOTHING = "no tile showed a picture: is its output for X installed (VLC: vlc-plugin-video-output)?"
PACKAGE = "console.app.bench.peers"

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine: its name, its module in PACKAGE, and the Python that runs it."""

    name: str
    module: str
    python: str = sys.executable


PEERS = (
    Peer("GStreamer", "gstreamer", SYSTEM_PYTHON),
    Peer("python-vlc", "vlc_players"),
    Peer("QMediaPlayer", "qmediaplayer"),
    Peer("OpenCV", "opencv_capture"),
)


def bench_peers(bench: Workbench, tiles: int, seconds: float, limit_ms: float) -> list[Figures]:
    """Each peer's figures, or why it was left out."""
    order = _order(bench, tiles, seconds)
    return [_bench_peer(peer, order, limit_ms) for peer in PEERS]


def _order(bench: Workbench, tiles: int, seconds: float) -> Order:
    folder = shipped("resources", "scenes")
    cameras = simulated_cameras(demo_cameras(tiles))
    return Order(
        urls=bench.cameras.urls(tiles),
        files=[str(folder.joinpath(f"scene-{camera.scene:02d}.sub.mp4")) for camera in cameras],
        username=USERNAME,
        password=bench.cameras.server.password,
        first=len(halves(bench.cameras.feeds[:tiles])[0]),
        seconds=seconds,
    )


def _bench_peer(peer: Peer, order: Order, limit_ms: float) -> Figures:
    tell(f"{peer.name}: {len(order.urls)} tiles for {order.seconds:g} s, after its start")
    process = _start(peer)
    limit_s = START_LIMIT_S + SETTLE_S + order.seconds + SLACK_S
    killer = threading.Timer(limit_s, process.kill)
    killer.start()
    try:
        return {"peer": peer.name} | _follow(process, order, limit_ms)
    finally:
        killer.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _start(peer: Peer) -> "subprocess.Popen[str]":
    above = str(Path(__file__).resolve().parents[3])
    paths = [above, os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else [above]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "QT_QPA_PLATFORM": "xcb"}
    process = subprocess.Popen(
        [peer.python, "-m", f"{PACKAGE}.{peer.module}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
        start_new_session=True,
    )
    os.setpriority(os.PRIO_PROCESS, process.pid, MEDIA_NICE)  # as the product's workers
    return process


def _follow(process: "subprocess.Popen[str]", order: Order, limit_ms: float) -> Figures:
    assert process.stdin is not None and process.stdout is not None
    window, live_s, begun_s = CpuWindow([process.pid]), 0.0, time.monotonic()
    process.stdin.write(json.dumps(asdict(order)) + "\n")
    process.stdin.flush()
    for line in process.stdout:
        event = _event(line)
        match event.get("event"):
            case "skipped":
                return {"skipped": event["why"]}
            case "measuring":
                live_s = time.monotonic() - begun_s - SETTLE_S
                window.open()
            case "done":
                window.close()
                figures = peer_figures(event, window, limit_ms)
                return figures | {"all_live_s": round(live_s, 1), "pss_mb": round(window.pss_mb(), 1)}
    return {"skipped": "it ended, or answered no more, before it had counted"}


def _event(line: str) -> dict[str, Any]:
    """An engine may write lines of its own."""
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def peer_figures(done: dict[str, Any], window: CpuWindow, limit_ms: float) -> Figures:
    """The same figures as the product's."""
    rates = [pictures / done["seconds"] for pictures in done["pictures"]]
    ms = window.cpu_s * 1000 / sum(done["pictures"]) if sum(done["pictures"]) else 0.0
    return {
        "tiles": len(rates),
        "tiles_live": sum(rate >= LIVE_PER_S for rate in rates),
        "ratio_to_limit": round(ms / limit_ms, 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_all": round(sum(rates), 1),
        "cpu_ms_per_picture": round(ms, 3),
        "cores": round(window.cores, 3),
        "note": "; ".join(filter(None, (done["note"], "" if sum(rates) else SHOWED_NOTHING))),
    }
