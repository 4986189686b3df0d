"""``bench faults``: some cameras go through every fault; the others must not notice, and no tile may lie."""

import os
import time
from collections import Counter
from pathlib import Path

import msgspec

from console.app.bench.flapping import Flapping
from console.app.bench.product import Product, tiles_up
from console.app.bench.progress import tell
from console.app.bench.tile_truth import TileTruth
from console.app.bench.wall_run import Figures
from console.app.bench.workbench import Workbench
from console.app.ctl.session import ask
from console.app.process_plan import MEDIA_NICE
from console.app.process_samples import Sample, ui_ticks
from console.domain.errors import CommandRefused, NoAnswer
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.protocol.engine_messages import EngineRequest, EngineSnapshot, GetEngineSnapshot
from console.protocol.simulator_messages import Fault

SETTLE_S = 11.0
TURN_S = 0.2
SAMPLE_EVERY_S = 1.0
TELL_EVERY_S = 10.0
BACK_LIMIT_S = 70.0
"""Longest back-off of a connection, and its opening."""
SETTLED_MEMORY_S = 5.0
TROUBLED = (PictureState.LOST, PictureState.STALE, PictureState.CONNECTING)


def bench_faults(
    bench: Workbench, tiles: int, flapping: int, seconds: float, look_every_s: float = 1.0
) -> Figures:
    """Of the shown cameras, ``flapping`` go wrong again and again for so long; then all heal.

    Every tile is looked at each ``look_every_s``, by screenshots.
    """
    with bench.product(tiles) as product:
        settle_s = bench.ring_s + SETTLE_S  # memory is compared: the rings must be full before
        tell(f"{tiles} tiles up after {product.all_live_s:.1f} s; settling for {settle_s:g} s")
        time.sleep(settle_s)
        faulty = spread(product.shown, flapping)
        os.nice(MEDIA_NICE)  # reading screenshots is work: the windows that are measured go first
        run = _FaultsRun(bench, product, faulty, look_every_s)
        run.warm_up()
        before_mb = sample_pss_mb(product.sample())
        run.go_through(seconds)
        back = run.heal()
        time.sleep(SETTLED_MEMORY_S)
        return run.figures() | {
            "tiles": tiles,
            "cameras": len(product.feeds),
            "flapping": len(faulty),
            "back_s": back,
            "pss_mb_before": round(before_mb, 1),
            "pss_mb": round(sample_pss_mb(product.sample()), 1),
            "errors": product.errors(),
        }


def spread(feeds: tuple[FeedId, ...], count: int) -> tuple[FeedId, ...]:
    """So many of these, evenly spread over both monitors."""
    wanted = min(count, len(feeds))
    return tuple(feeds[index * len(feeds) // wanted] for index in range(wanted)) if wanted else ()


def sample_pss_mb(sample: Sample) -> float:
    """Memory of all processes of the product, as the supervisor measured it last."""
    return float(sum(process["pss_mb"] for process in sample))


class _FaultsRun:
    def __init__(
        self, bench: Workbench, product: Product, faulty: tuple[FeedId, ...], look_every_s: float
    ) -> None:
        self._cameras = bench.cameras
        self._product = product
        self._faulty = faulty
        self._flapping = Flapping(faulty, time.monotonic())
        self._samples: list[Sample] = []
        self._troubled: Counter[str] = Counter()
        self._truth = TileTruth(
            product.endpoints,
            bench.cameras.endpoint,
            Path(bench.home),
            exempt=lambda: self._flapping.untellable(time.monotonic()),
            interval_s=look_every_s,
        )

    def warm_up(self) -> None:
        """Take the first screenshots, for which windows load what they need, before anything is measured."""
        self._truth.look()
        time.sleep(SETTLE_S)
        self._truth.judged = 0

    def go_through(self, seconds: float) -> None:
        """Faults come and go for so long, while every tile is watched."""
        until_s = time.monotonic() + seconds
        sampled_s = told_s = time.monotonic()
        with self._truth:
            while (now_s := time.monotonic()) < until_s:
                for fault, feeds in self._flapping.due(now_s).items():
                    self._cameras.set_fault(feeds, fault)
                if now_s - sampled_s >= SAMPLE_EVERY_S:
                    sampled_s = now_s
                    self._look()
                if now_s - told_s >= TELL_EVERY_S:
                    told_s = now_s
                    tell(f"{until_s - now_s:3.0f} s to go: {self._words()}")
                time.sleep(TURN_S)

    def _words(self) -> str:
        live = tiles_up(self._samples[-1]) if self._samples else 0
        lies = len(self._truth.lies)
        return f"{live} tiles live, {lies} lies, {sum(self._troubled.values())} troubles of other cameras"

    def _look(self) -> None:
        if sample := self._product.sample():
            self._samples.append(sample)
        endpoint = self._product.endpoints.engine_commands
        try:
            told = msgspec.convert(ask(endpoint, GetEngineSnapshot(), EngineRequest, 2.0), EngineSnapshot)
        except (NoAnswer, CommandRefused) as error:
            self._troubled[f"engine: {error}"] += 1
            return
        for health in told.feeds:
            if health.feed not in self._faulty and health.state in TROUBLED:
                self._troubled[f"{health.feed} {health.state.name}"] += 1

    def heal(self) -> float | None:
        """All cameras are well again; seconds until all tiles but the locked out are live; None: too long."""
        tell("all cameras are well again")
        self._cameras.set_fault(self._faulty, Fault.NONE)
        started_s = time.monotonic()
        product = self._product
        back = product.wait(
            lambda: product.tiles_up() >= product.tiles - len(self._flapping.locked_out),
            BACK_LIMIT_S,
            "all tiles are live again",
            may_miss=True,
        )
        return round(time.monotonic() - started_s, 1) if back else None

    def figures(self) -> Figures:
        """What was seen."""
        ticks = ui_ticks(self._samples)
        return {
            "faults": {fault.value: count for fault, count in self._flapping.given.items()},
            "locked_out": len(self._flapping.locked_out),
            "others_troubled": dict(self._troubled),
            "lies": self._truth.lies,
            "tiles_judged": self._truth.judged,
            "tiles_live": min((tiles_up(sample) for sample in self._samples), default=0),
            "tiles_live_at_end": tiles_up(self._product.sample()),
            "ui_tick_ms": {"p99": max((tick["p99"] for tick in ticks.values()), default=0.0)},
            "restarts": sum(process["restarts"] for process in self._product.sample()),
        }
