"""``bench lend``: what a replay on a lent monitor takes from the live wall beside it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median

import msgspec

from console.app.bench.alerts_beside import AlertsBeside
from console.app.bench.made_package import make_package
from console.app.bench.product import MONITORS, Product
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures, watch
from console.app.ctl.session import ask
from console.app.own_code import OWN_CODE
from console.app.process_samples import Sample, ui_ticks
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot, Request
from console.protocol.endpoints import Endpoints
from console.protocol.replay_messages import LoopReplay, PlayReplay
from console.protocol.supervisor_messages import SupervisorRequest, TakeBackWindow

LIVE, LENT = MONITORS
DISPLAY = f"display-{LIVE}"
LENT_LIMIT_S = 60.0
BACK_LIMIT_S = 15.0
SETTLE_S = 5.0


class Beside:
    """What the live monitor did over one measured time."""

    def __init__(self, samples: list[Sample], pictures_ms: list[int]) -> None:
        own = [one["stats"] for sample in samples for one in sample if one["name"] == DISPLAY]
        rates = [float(stats["pictures_per_s_mean"]) for stats in own if "pictures_per_s_mean" in stats]
        self.pictures_per_s = mean(rates) if rates else 0.0
        self.ui_p99_ms = ui_ticks(samples).get(DISPLAY, {}).get("p99", 0.0)
        self.pictures_ms = pictures_ms


def bench_lend(product: Product, home: Path, cameras: int, pairs: int, seconds: float) -> Figures:
    """So many pairs of the whole wall live, and a replay on its second monitor. Raises SightlineError."""
    package = home / "package"
    make_package(package, home, cameras, 60, tell)
    alerts = AlertsBeside(product)
    without, beside = [], []
    for number in range(1, pairs + 1):
        tell(f"pair {number} of {pairs}: the whole wall live")
        without.append(_measured(product, alerts, seconds))
        tell(f"pair {number} of {pairs}: a replay of {cameras} cameras on {LENT}")
        with _lent(product, home, package):
            beside.append(_measured(product, alerts, seconds))
        product.wait(lambda: product.tiles_up() >= product.tiles, BACK_LIMIT_S, "the whole wall is back")
    return {
        "tiles": product.tiles,
        "pairs": pairs,
        "pictures_per_s_without": round(median(one.pictures_per_s for one in without), 2),
        "pictures_per_s_beside": round(median(one.pictures_per_s for one in beside), 2),
        "alert_to_picture_ms_without": _median_ms(without),
        "alert_to_picture_ms_beside": _median_ms(beside),
        "ui_tick_p99_ms_without": round(median(one.ui_p99_ms for one in without), 1),
        "ui_tick_p99_ms_beside": round(median(one.ui_p99_ms for one in beside), 1),
        "errors": product.errors(),
    }


def _measured(product: Product, alerts: AlertsBeside, seconds: float) -> Beside:
    time.sleep(SETTLE_S)
    watched = watch(product, seconds, 0.0, alerts.send)
    return Beside(watched.samples, alerts.taken())


def _median_ms(measured: list[Beside]) -> float:
    taken = [ms for one in measured for ms in one.pictures_ms]
    return round(median(taken), 1) if taken else 0.0


@contextmanager
def _lent(product: Product, home: Path, package: Path) -> Iterator[None]:
    """While a replay plays on the second monitor, again and again."""
    run = home / "replay-run"
    run.mkdir(mode=0o700, exist_ok=True)
    arguments = ["replay", str(package), "--on", LENT, "--live", str(product.endpoints.run_dir)]
    with (home / "lent.err").open("wb") as errors:
        replay = subprocess.Popen(
            [sys.executable, *OWN_CODE, "console.app.command_line", *arguments],
            env=os.environ | {"XDG_RUNTIME_DIR": str(run), "QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
        )
    try:
        product.wait(lambda: _is_lent(product), LENT_LIMIT_S, f"{LENT} is lent")
        core = Endpoints(run / "sightline" / "made-replay").core_commands
        ask(core, LoopReplay(True), Request, 5.0)
        ask(core, PlayReplay(), Request, 5.0)
        yield
        ask(product.endpoints.supervisor, TakeBackWindow(f"display-{LENT}"), SupervisorRequest)
    finally:
        replay.send_signal(signal.SIGTERM)
        replay.wait(20)


def _is_lent(product: Product) -> bool:
    return LENT in msgspec.convert(product.ask_core(GetSnapshot()), CoreSnapshot).lent
