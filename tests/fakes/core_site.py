"""A small site for core's tests: cameras in a row along a street, two monitors, and a core that runs."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import zmq

from console.app.free_ports import free_ports
from console.core.process import run
from console.domain.camera import Camera
from console.domain.ids import FeedId, MonitorId
from console.domain.monitor import MonitorSpec
from console.protocol.alert_messages import AlertMessage
from console.protocol.clock import Clock, SystemClock
from console.protocol.core_messages import GetStatus
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import Lifeline
from console.protocol.process_config import CoreConfig, DirectorConfig
from console.protocol.requester import Requester
from tests.watch.waiting import wait_until

STREET_LAT_DEG = 60.17
STREET_LON_DEG = 24.94
LON_STEP_DEG = 0.0009
"""About 50 m at this latitude."""


def street_cameras(count: int) -> tuple[Camera, ...]:
    """Camera k stands k * 50 m east of the street's beginning and looks east, 120 m far."""
    return tuple(
        Camera(
            feed=FeedId(f"cam-{k:03d}"),
            number=k,
            name=f"Street {k}",
            lat_deg=STREET_LAT_DEG,
            lon_deg=STREET_LON_DEG + k * LON_STEP_DEG,
            azimuth_deg=90.0,
            fov_deg=70.0,
            range_m=120.0,
        )
        for k in range(1, count + 1)
    )


def free_port() -> int:
    """A TCP port of loopback that nobody listens on now."""
    return free_ports(1)[0]


def core_config(
    folder: Path, *, cameras: int = 12, layout: str = "3x3", data: str = "data", hold_s: int = 300
) -> CoreConfig:
    """A core for two monitors, with free ports."""
    return CoreConfig(
        name="core",
        site="test",
        run_dir=str(folder),
        data_dir=str(folder / data),
        cameras=street_cameras(cameras),
        monitors=tuple(MonitorSpec(MonitorId(name), layout) for name in ("wall-1", "wall-2")),
        alerts_endpoint=f"tcp://127.0.0.1:{free_port()}",
        simple_alerts_endpoint=f"tcp://127.0.0.1:{free_port()}",
        director=DirectorConfig(hold_s=hold_s),
    )


def alert_message(number: int, *, source: str = "shots", at_camera: float = 5.0) -> AlertMessage:
    """A gunshot 20 m east of camera ``at_camera``."""
    return AlertMessage(
        v=1,
        source=source,
        id=f"{source}-{number}",
        kind="gunshot",  # type: ignore[arg-type]
        time="2026-03-01T12:00:00Z",
        lat_deg=STREET_LAT_DEG,
        lon_deg=STREET_LON_DEG + (at_camera + 0.4) * LON_STEP_DEG,
        seq=number,
    )


@dataclass
class RunningCore:
    """A core in a thread of this process, and a requester to it."""

    config: CoreConfig
    context: "zmq.Context[zmq.Socket[bytes]]"
    requester: Requester
    exit_status: list[int] = field(default_factory=list)


@contextmanager
def running_core(config: CoreConfig, clock: Clock | None = None) -> Iterator[RunningCore]:
    """Run core until the block ends; it has answered once when the block begins, and read its log."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    own_clock = clock or SystemClock()
    lifeline = Lifeline(context, Endpoints(Path(config.run_dir)).supervisor, "core")
    requester = Requester(context, Endpoints(Path(config.run_dir)).core_commands, "test", own_clock)
    core = RunningCore(config, context, requester)
    thread = threading.Thread(target=lambda: core.exit_status.append(run(config, lifeline, own_clock)))
    thread.start()
    requester.start()
    try:
        requester.call(GetStatus(), 10.0)
        wait_until(lambda: requester.call(GetStatus())["state"] != "starting", 20.0, "core has read its log")
        yield core
    finally:
        lifeline.stopping.set()
        thread.join(10)
        requester.stop()
        context.destroy(linger=0)  # also what a failed test left open


def log_on_disk(config: CoreConfig) -> tuple[int, int, int]:
    """The log's first number, its entries, and their bytes with those of what came of them."""
    with closing(sqlite3.connect(Path(config.data_dir) / "core.sqlite")) as database:
        first_n, entries = database.execute("SELECT min(n), count(*) FROM inputs").fetchone()
        sizes = [
            database.execute(f"SELECT coalesce(sum(length(body)), 0) FROM {table}").fetchone()[0]
            for table in ("inputs", "decisions", "views")
        ]
    return first_n, entries, sum(sizes)
