"""``bench alerts``: how many alerts core acknowledges a second, how soon; that none is lost or doubled."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zmq

from console.app.bench.alerts_check import check_alerts
from console.app.bench.core_alone import CoreAlone, thread_cpu_s
from console.app.bench.gateway import Gateway, Heard
from console.app.bench.made_log import places
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures
from console.app.ctl.session import bus
from console.app.process_samples import percentile
from console.app.process_usage import pss_mb
from console.domain.errors import SightlineError

START_LIMIT_S = 30.0
WARM_LIMIT_S = 120.0
DRAIN_LIMIT_S = 30.0
TELL_EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class Flood:
    """What to measure: see docs/bench.md."""

    seconds: int
    sources: int
    window: int
    kinds: tuple[str, ...]
    live: int
    kills: int
    cameras: int
    followers: int


def bench_alerts(home: Path, flood: Flood) -> Figures:
    """Flood a core of its own and compare what it acknowledged with what it has on disk."""
    core = CoreAlone(home / "core", flood.cameras)
    (home / "core").mkdir(mode=0o700)
    with ExitStack() as stack:
        context = stack.enter_context(bus())
        core.start()
        stack.callback(core.stop)
        core.wait_ready(START_LIMIT_S)
        published = stack.enter_context(followers(context, core.endpoints.core_changes, flood.followers))
        readers = places(core.config, flood.sources)
        gateway = Gateway(context, core.config.alerts_endpoint, readers, flood.kinds, flood.window)
        stack.callback(gateway.stop)
        gateway.start()
        figures = _measured(core, gateway, flood, published)
        core.stop()
        return figures | check_alerts(core.database, gateway.heard.ids)


def _measured(core: CoreAlone, gateway: Gateway, flood: Flood, published: list[int]) -> Figures:
    warmed = _warm(core, gateway, flood.live)
    before, told_before, began_ns = len(gateway.heard.took_ns), sum(published), time.monotonic_ns()
    cpu_before, own_before = thread_cpu_s(core.pid), time.process_time()
    commit_ms = _flood(core, gateway, flood)
    took_s = (time.monotonic_ns() - began_ns) / 1e9
    cpu = {} if flood.kills else _cpu(core.pid, cpu_before, took_s)
    own_cores = (time.process_time() - own_before) / took_s
    acknowledged = len(gateway.heard.took_ns) - before
    status = _drain(core, gateway)
    return {
        "acknowledged_per_s": round(acknowledged / took_s),
        "acknowledged_per_s_worst_second": _worst_second(gateway.heard, began_ns, took_s),
        "acknowledged": acknowledged,
        "seconds": round(took_s, 1),
        "to_acknowledgement_ms": _latencies(gateway.heard.took_ns[before:]),
        "sent_again": gateway.heard.sent_again,
        "rejected": len(gateway.heard.errors),
        "not_acknowledged": gateway.under_way,
        "live_incidents": warmed,
        "kills": flood.kills,
        "cores": cpu | {"generator": round(own_cores, 2)},
        "commit_ms": _latencies([int(ms * 1e6) for ms in commit_ms]),
        "published_per_alert": round((sum(published) - told_before) / max(1, acknowledged), 2),
        "pss_mb": round(pss_mb(core.pid)),
        "log_entries": status["log"].get("entries"),
    }


def _warm(core: CoreAlone, gateway: Gateway, live: int) -> int:
    """Send alerts until there are so many live incidents; how many there are."""
    until_s = time.monotonic() + WARM_LIMIT_S
    count = 0
    while count < live:
        for _ in range(20):
            gateway.turn(sending=True)
        incidents = (core.status(5.0) or {}).get("incidents", {})
        count = incidents.get("open", 0) + incidents.get("acknowledged", 0)
        if time.monotonic() > until_s:
            raise SightlineError(f"not within {WARM_LIMIT_S:g} s: {live} live incidents, only {count}")
    tell(f"{count} live incidents; the flood is measured from now on")
    return count


def _flood(core: CoreAlone, gateway: Gateway, flood: Flood) -> list[float]:
    """The measured time; core's commit times, looked at once a second."""
    began_s = told_s = time.monotonic()
    kills_s = [began_s + (index + 0.5) * flood.seconds / flood.kills for index in range(flood.kills)]
    commit_ms: list[float] = []
    while (now_s := time.monotonic()) - began_s < flood.seconds:
        gateway.turn(sending=True)
        if kills_s and now_s >= kills_s[0]:
            kills_s.pop(0)
            core.kill_and_start()
        if now_s - told_s >= TELL_EVERY_S:
            told_s = now_s
            tell(f"{len(gateway.heard.took_ns)} acknowledged, {flood.kills - len(kills_s)} kills")
            if not flood.kills and (status := core.status(2.0)) is not None:
                commit_ms.append(status["log"]["commit_ms"])
    return commit_ms


def _drain(core: CoreAlone, gateway: Gateway) -> dict[str, Any]:
    until_s = time.monotonic() + DRAIN_LIMIT_S
    while gateway.under_way and time.monotonic() < until_s:
        gateway.turn(sending=False)
    return core.wait_ready(START_LIMIT_S)


def _cpu(pid: int, before: dict[int, float], took_s: float) -> Figures:
    """Cores of core's loop, of its busiest other thread (the disk's), and of all others together."""
    used = {task: (cpu_s - before.get(task, 0.0)) / took_s for task, cpu_s in thread_cpu_s(pid).items()}
    loop = used.pop(pid, 0.0)
    others = sorted(used.values(), reverse=True)
    return {
        "loop": round(loop, 2),
        "disk": round(others[0], 2) if others else 0.0,
        "other": round(sum(others[1:]), 2),
    }


def _worst_second(heard: Heard, began_ns: int, took_s: float) -> int:
    """Of the whole seconds of the flood."""
    first = began_ns // 1_000_000_000 + 1
    return min((heard.by_second.get(first + index, 0) for index in range(int(took_s) - 1)), default=0)


def _latencies(took_ns: list[int]) -> Figures:
    return {
        "p50": round(percentile(took_ns, 0.5) / 1e6, 1) if took_ns else None,
        "p99": round(percentile(took_ns, 0.99) / 1e6, 1) if took_ns else None,
        "max": round(max(took_ns) / 1e6, 1) if took_ns else None,
    }


@contextmanager
def followers(context: zmq.Context[zmq.Socket[bytes]], endpoint: str, count: int) -> Iterator[list[int]]:
    """So many that read every change, as displays do; the list counts what each has got."""
    counts = [0] * count
    ending = threading.Event()
    threads = [
        threading.Thread(target=_follow, args=(context, endpoint, counts, index, ending), daemon=True)
        for index in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        yield counts
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def _follow(
    context: zmq.Context[zmq.Socket[bytes]],
    endpoint: str,
    counts: list[int],
    index: int,
    ending: threading.Event,
) -> None:
    with context.socket(zmq.SUB) as socket:
        socket.setsockopt(zmq.RCVHWM, 0)
        socket.setsockopt(zmq.SUBSCRIBE, b"")
        socket.connect(endpoint)
        while not ending.is_set():
            if socket.poll(100):
                socket.recv()
                counts[index] += 1
