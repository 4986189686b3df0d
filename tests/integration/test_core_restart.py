"""Core killed and started again: nothing acknowledged is lost, the wall is the same, followers catch up."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import zmq

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.alert_messages import AlertAcknowledged
from console.protocol.clock import SystemClock
from console.protocol.core_changes import (
    CorePublished,
    CoreSnapshot,
    IncidentChanged,
    LayoutsChanged,
    MonitorChanged,
)
from console.protocol.core_messages import AssignFeed, GetSnapshot, GetStatus
from console.protocol.endpoints import Endpoints
from console.protocol.follower import Follower
from console.protocol.layout_messages import SaveLayout
from console.protocol.outbox import Outbox
from console.protocol.process_config import CoreConfig
from console.protocol.requester import Requester
from tests.fakes.core_site import alert_message, core_config
from tests.watch.figures import Figure
from tests.watch.waiting import wait_until

WALL_1 = MonitorId("wall-1")
FACTS = ("site", "monitors", "incidents", "layouts")
BACK_WITHIN_S = 2.0


@contextmanager
def core_process(config: CoreConfig) -> Iterator[subprocess.Popen[bytes]]:
    file = Path(config.run_dir) / "core.json"
    file.write_bytes(msgspec.json.encode(config))
    process = subprocess.Popen([sys.executable, "-m", "tests.fakes.core_process", str(file)])
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(10)


@contextmanager
def bus(config: CoreConfig) -> Iterator[tuple["zmq.Context[zmq.Socket[bytes]]", Requester]]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    requester = Requester(context, Endpoints(Path(config.run_dir)).core_commands, "test", SystemClock())
    requester.start()
    try:
        yield context, requester
    finally:
        requester.stop()
        context.destroy(linger=0)  # also what a failed test left open


def facts(requester: Requester) -> dict[str, Any]:
    snapshot = requester.call(GetSnapshot(), 10.0)
    return {name: snapshot[name] for name in FACTS}


def until(condition: Callable[[], bool], limit_s: float = 10.0) -> None:
    """Looked at often: a kill must hit a flood that still runs."""
    wait_until(condition, limit_s, "what core was asked for", look_every_s=0.002)


def test_every_acknowledged_alert_survives_a_kill_in_mid_flood(run_dir: Path) -> None:
    config = core_config(run_dir, cameras=40)
    acknowledged: list[str] = []
    with bus(config) as (context, requester):
        outbox = Outbox(context, config.alerts_endpoint, SystemClock())
        outbox.start()
        for number in range(2000):
            outbox.send(alert_message(number, source=f"s{number % 20}", at_camera=number % 40))

        def poll() -> int:
            acknowledged.extend(a.ack for a in outbox.poll() if isinstance(a, AlertAcknowledged))
            return len(acknowledged)

        with core_process(config) as process:
            until(lambda: poll() > 300)
            process.send_signal(signal.SIGKILL)
            process.wait(5)
        poll()
        assert outbox.pending, "the flood was over before the kill: the test shows nothing"
        at_kill = set(acknowledged)
        database = sqlite3.connect(Path(config.data_dir) / "core.sqlite")
        journal = {alert_id for (alert_id,) in database.execute("SELECT id FROM journal")}
        database.close()
        assert at_kill <= journal
        with core_process(config):
            until(lambda: poll() >= 2000, 25.0)
            counts = requester.call(GetStatus(), 10.0)["counts"]
        assert (counts["received"], counts["acknowledged"], outbox.pending) == (2000, 2000, 0)
        outbox.stop()
    assert sorted(acknowledged) == sorted({*acknowledged})


def test_after_a_kill_core_is_back_with_the_same_facts(run_dir: Path, figure: Figure) -> None:
    config = core_config(run_dir, cameras=40)
    with bus(config) as (context, requester):
        outbox = Outbox(context, config.alerts_endpoint, SystemClock())
        outbox.start()
        with core_process(config) as process:
            for number in range(40):
                outbox.send(alert_message(number, at_camera=number))
            until(lambda: bool(outbox.poll() or True) and not outbox.pending)
            requester.call(AssignFeed(WALL_1, CellIndex(0), FeedId("cam-033"), pinned=True))
            requester.call(SaveLayout(WALL_1, "night"))
            before = facts(requester)
            counts = requester.call(GetStatus())["counts"]
            process.send_signal(signal.SIGKILL)
            process.wait(5)
        begun = time.monotonic()
        with core_process(config):
            assert facts(requester) == before
            back_s = time.monotonic() - begun
            assert requester.call(GetStatus())["counts"] == counts
        outbox.stop()
    figure("core answers after a kill, imports included", back_s, "s", f"{BACK_WITHIN_S:g} s")
    assert back_s <= BACK_WITHIN_S
    assert "night" in [one["name"] for one in before["layouts"]]


def test_a_follower_agrees_with_core_across_a_restart(run_dir: Path) -> None:
    config = core_config(run_dir, cameras=40)
    endpoints, clock = Endpoints(run_dir), SystemClock()
    with bus(config) as (context, requester):
        follower: Follower[CoreSnapshot, CorePublished] = Follower(
            context,
            endpoints.core_changes,
            Requester(context, endpoints.core_commands, "follower", clock),
            GetSnapshot(),
            CoreSnapshot,
            CorePublished,
            clock,
        )
        outbox = Outbox(context, config.alerts_endpoint, clock)
        follower.start()
        outbox.start()
        view: dict[str, Any] = {}
        snapshots = 0

        def agrees() -> bool:
            nonlocal snapshots
            outbox.poll()
            for said in follower.poll():
                snapshots += isinstance(said, CoreSnapshot)
                _apply(view, said)
            return not outbox.pending and view == facts(requester)

        for round_ in range(2):
            with core_process(config):
                for number in range(20):
                    outbox.send(alert_message(round_ * 100 + number, at_camera=number))
                until(agrees)
        assert snapshots == 2
        outbox.stop()
        follower.stop()


def _apply(view: dict[str, Any], said: CoreSnapshot | CorePublished) -> None:
    """What a client does with what core says, in plain data."""
    if isinstance(said, CoreSnapshot):
        view.update({name: _plain(getattr(said, name)) for name in FACTS})
        return
    change = said.change
    if isinstance(change, MonitorChanged):
        _put(view["monitors"], "monitor", _plain(change.view))
    elif isinstance(change, IncidentChanged):
        _put(view["incidents"], "incident", _plain(change.incident))
    elif isinstance(change, LayoutsChanged):
        view["layouts"] = msgspec.to_builtins(change.layouts)


def _plain(said: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(said))


def _put(rows: list[dict[str, Any]], key: str, row: dict[str, Any]) -> None:
    for index, other in enumerate(rows):
        if other[key] == row[key]:
            rows[index] = row
            return
    rows.insert(0, row)
