"""Random and changed bytes to every socket of a running site: no process ends, no thread ends."""

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zmq

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.picture import PictureState
from console.protocol import core_messages as core
from console.protocol import engine_messages as engine
from console.protocol import supervisor_messages as supervisor
from console.protocol import window_messages as window
from console.protocol.endpoints import Endpoints
from tests.end2end.running_site import RunningSite
from tests.fuzz.mutations import Mutations
from tests.watch.waiting import becomes_true, wait_until

SUITE, LONG = 20_000, 1_000_000
VALID_EVERY = 200
MEMORY_MAY_GROW_MB = 30.0
MEASURED_TIMES = 3
"""Each measurement finds another share of the cores for a worker."""

ALERT = {
    "v": 1,
    "source": "urn:fuzz:gunshot",
    "id": "shot-1",
    "kind": "gunshot",
    "time": "2026-11-22T14:02:11Z",
    "severity": "minor",
    "place": "Aleksanterinkatu",
    "text": "3 rounds",
    "confidence": 0.5,
    "seq": 7,
    "details": {"rounds": 3},
}


def requests(kind: type[msgspec.Struct], *commands: msgspec.Struct) -> list[bytes]:
    return [msgspec.json.encode(kind(id=f"f{n}", by="fuzz", command=c)) for n, c in enumerate(commands)]


def boundaries(site: RunningSite) -> dict[str, list[bytes]]:
    """Every socket that takes requests, with whole ones of it that do no harm."""
    ends, wall = Endpoints(site.run_dir), MonitorId("wall-9")
    feed = core.FeedState(FeedId("cam-999"), PictureState.LIVE)
    of_core = requests(
        core.Request,
        core.GetStatus(),
        core.ListIncidents(),
        core.AssignFeed(wall, CellIndex(0), FeedId("cam-001")),
        core.LoadLayout(wall, "2x2"),
        core.SaveLayout(wall, "fuzzed"),
        core.RewindCell(wall, CellIndex(0), 10_000),
        core.ReportFeeds((feed,)),
        core.UndoSwitch(core.IncidentId("i-999999")),
    )
    shot = requests(window.WindowRequest, window.TakeShot("/nowhere/at/all.png"))
    processes = site.processes().values()
    asked = {
        ends.core_commands: of_core,
        ends.engine_commands: requests(engine.EngineRequest, engine.GetEngineSnapshot()),
        ends.supervisor: requests(supervisor.SupervisorRequest, supervisor.GetProcesses()),
        ends.simulator: [b'{"id":"s","by":"fuzz","command":{"command":"get_streams"}}'],
    }
    asked |= {ends.window(p["name"]): shot for p in processes if p["kind"] in ("display", "desk")}
    return asked | {ends.worker(p["name"]): [b'{"seq":0}', b"{}"] for p in processes if p["kind"] == "worker"}


def alive(site: RunningSite) -> dict[str, tuple[int, int]]:
    """Each process's id and how many threads it has, but for those of Qt's pool, which ends idle ones."""
    pids = {name: int(process["pid"]) for name, process in site.processes().items()}
    return {name: (pid, sum("pooled" not in one for one in thread_names(pid))) for name, pid in pids.items()}


def thread_names(pid: int) -> list[str]:
    names = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # it ended in this moment
            names.append((task / "comm").read_text())
    return names


class Sender:
    """Sends to one address as fast as it is taken, and reads what is said."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", kind: int, endpoint: str) -> None:
        self.socket = context.socket(kind)
        self.socket.setsockopt(zmq.LINGER, 2_000)
        self.socket.connect(endpoint)
        self.said: list[dict[str, Any]] = []

    def send(self, *frames: bytes) -> None:
        self.socket.send_multipart(frames)
        self.read()

    def read(self) -> None:
        while self.socket.type == zmq.DEALER and self.socket.poll(0):
            body = self.socket.recv_multipart()[-1]
            if body.startswith(b"{"):
                self.said.append(json.loads(body))


@pytest.fixture
def site(run_dir: Path) -> Iterator[RunningSite]:
    running = RunningSite(run_dir)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.mark.timeout(120)
def test_bytes_of_strangers(site: RunningSite) -> None:
    bombard(site, SUITE, seed=1)


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_a_million_of_them(site: RunningSite) -> None:
    bombard(site, LONG, seed=random.SystemRandom().randrange(1_000_000))


@contextlib.contextmanager
def terminated(context: "zmq.Context[zmq.Socket[bytes]]") -> Iterator[None]:
    try:
        yield
    finally:
        context.destroy(linger=0)


def bombard(site: RunningSite, count: int, seed: int) -> None:
    """``count`` in two halves: after the second, memory is as after the first."""
    print(f"seed {seed}")
    site.wait(lambda: site.tiles_live() == site.tiles, 30.0, "every tile is live")
    before = alive(site)
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    with terminated(context):
        fire(context, site, count // 2, seed)
        memory_mb = measured_mb(site) if count > SUITE else {}
        fire(context, site, count // 2, seed + 1)
    ended = [name for name, (pid, _) in alive(site).items() if pid != before[name][0]]
    assert not ended, f"{ended}\n{site.log_tails()}"
    fewer: dict[str, tuple[int, int]] = {}

    def as_many_threads() -> bool:
        now = {name: threads for name, (_, threads) in alive(site).items()}
        fewer.clear()
        fewer.update({name: (before[name][1], now[name]) for name in now if now[name] < before[name][1]})
        return not fewer

    if not becomes_true(as_many_threads, 5.0):
        raise AssertionError(f"threads ended (before, now): {fewer}")
    if memory_mb:
        grown = {name: mb - memory_mb[name] for name, mb in measured_mb(site).items()}
        assert max(grown.values()) < MEMORY_MAY_GROW_MB, grown
    assert site.logged("critical") == []


def fire(context: "zmq.Context[zmq.Socket[bytes]]", site: RunningSite, count: int, seed: int) -> None:
    """Half of them to the alert port, the others to all sockets; then all is as before."""
    alerts = Sender(context, zmq.DEALER, json.loads((site.run_dir / "run.json").read_text())["alerts"])
    sent = send_alerts(alerts, count // 2, seed)
    sockets = boundaries(site)
    for address, valid in sockets.items():
        sender = Sender(context, zmq.DEALER, address)
        for body in Mutations(seed, valid).bodies(count // 2 // len(sockets)):
            sender.send(*([b""] * (body[:1] == b"{")), body)
        sender.socket.close()

    def acknowledged() -> bool:
        alerts.read()
        return sent <= {one["ack"] for one in alerts.said if "ack" in one}

    site.wait(acknowledged, 60.0, "every valid alert among them is acknowledged")
    alerts.socket.close()
    site.wait(site.all_running, 20.0, "every process runs")
    site.wait(lambda: site.tiles_live() == site.tiles, 20.0, "every tile is live again")


def measured_mb(site: RunningSite) -> dict[str, float]:
    """What each process has, once the supervisor has measured again."""
    told: set[float] = set()

    def measured() -> bool:
        told.add(float(site.processes()["worker-0"]["cores"]))
        return len(told) > MEASURED_TIMES

    wait_until(measured, 60.0, "it was measured")
    return {name: float(process["pss_mb"]) for name, process in site.processes().items()}


def send_alerts(alerts: Sender, count: int, seed: int) -> set[str]:
    """Changed ones, and between them whole ones; the ids of these."""
    sent = set()
    for number, body in enumerate(Mutations(seed, [json.dumps(ALERT).encode()]).bodies(count)):
        alerts.send(body)
        if number % VALID_EVERY == 0:
            name = f"whole-{seed}-{number}"
            alerts.send(json.dumps(ALERT | {"id": name, "source": f"urn:fuzz:{number % 400}"}).encode())
            sent.add(name)
    return sent
