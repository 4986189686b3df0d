"""``bench wall`` and ``bench scale``: a wall of N tiles for some time, and what it costs."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from console.app.bench.cpu_window import CpuWindow
from console.app.bench.decode_limit import DecodeLimit, mean_limit, measure_limit
from console.app.bench.oldest_picture import OldestPicture
from console.app.bench.product import Product, tiles_up
from console.app.bench.progress import tell
from console.app.bench.workbench import Workbench
from console.app.process_samples import Sample, by_kind, display_stats, pictures_per_s, ui_ticks

SETTLE_S = 11.0
"""A display's tick times look back 10 s, its picture rates 5 s: the start must have left both."""
SAMPLE_INTERVAL_S = 1.0
TELL_EVERY_S = 5.0
LIMIT_S = 6.0
"""How long the limit is measured, before the product runs and again after it."""

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Watched:
    """One wall over some time."""

    samples: list[Sample]
    cpu_s: float
    seconds: float
    pss_mb: float
    oldest_s: float


def bench_wall(bench: Workbench, tiles: int, seconds: float, settle_s: float = SETTLE_S) -> Figures:
    """The limit, the product, the limit again; then their ratio."""
    limit_s = min(LIMIT_S, seconds)
    limit_before = measure_limit(tiles, limit_s)
    with bench.product(tiles) as product:
        tell(f"{tiles} tiles up after {product.all_live_s:.1f} s; settling for {settle_s:g} s")
        watched = watch(product, seconds, settle_s)
        started = (product.all_live_s, product.all_connected_s)
        errors = product.errors()
    limit = mean_limit([limit_before, measure_limit(tiles, limit_s)])
    return figures_of(watched, limit, tiles) | {
        "cameras": len(bench.cameras.feeds),
        "all_live_s": round(started[0], 1),
        "all_connected_s": round(started[1], 1),
        "errors": errors,
    }


def watch(
    product: Product, seconds: float, settle_s: float, each_second: Callable[[], None] = lambda: None
) -> Watched:
    """Let it settle, then look on: a sample a second, CPU time from begin to end."""
    time.sleep(settle_s)
    window = CpuWindow(product.pids())
    samples: list[Sample] = []
    told_s = time.monotonic()
    with OldestPicture(product) as oldest:
        window.open()
        until_s = time.monotonic() + seconds
        while (left_s := until_s - time.monotonic()) > 0:
            time.sleep(min(SAMPLE_INTERVAL_S, left_s))
            samples.append(product.sample())
            each_second()
            oldest.look()
            if time.monotonic() - told_s >= TELL_EVERY_S:
                told_s = time.monotonic()
                tell(
                    f"{max(0.0, left_s):3.0f} s to go: {tiles_up(samples[-1])} of {product.tiles} tiles live"
                )
        window.close()
    return Watched(samples, window.cpu_s, window.seconds, window.pss_mb(), oldest.worst_s)


def figures_of(watched: Watched, limit: DecodeLimit, tiles: int) -> Figures:
    """The result's figures, as docs/bench.md describes them."""
    rates = pictures_per_s(watched.samples)
    painted = painted_per_s(watched.samples)
    ms = watched.cpu_s * 1000 / (painted * watched.seconds) if painted and watched.seconds else 0.0
    ups = [tiles_up(sample) for sample in watched.samples if sample]
    ticks = ui_ticks(watched.samples)
    return {
        "tiles": tiles,
        "tiles_live": min(ups, default=0),
        "ratio_to_limit": round(ms / limit.ms_per_picture, 2),
        "share_of_limit": round(painted * limit.ms_per_picture / 1000 / own_cores(), 2),
        "pictures_per_s_mean": rates["mean"],
        "pictures_per_s_min": rates["min"],
        "pictures_per_s_all": round(painted, 1),
        "cpu_ms_per_picture": round(ms, 3),
        "cores": round(watched.cpu_s / watched.seconds, 3) if watched.seconds else 0.0,
        "cores_by_kind": by_kind([sample for sample in watched.samples if sample], "cores"),
        "pss_mb": round(watched.pss_mb, 1),
        "ui_tick_ms": {
            "p50": max((tick["p50"] for tick in ticks.values()), default=0.0),
            "p99": max((tick["p99"] for tick in ticks.values()), default=0.0),
        },
        "oldest_picture_s": round(watched.oldest_s, 2),
        "limit_ms_per_picture": round(limit.ms_per_picture, 3),
        "limit_feeds": round(limit.feeds),
    }


def own_cores() -> int:
    """Cores that this bench, and with it the product, may run on."""
    return len(os.sched_getaffinity(0))


def painted_per_s(samples: Sequence[Sample]) -> float:
    """Pictures painted a second on all displays together; the median sample, as one may be torn off."""
    sums = [
        sum(stats.get("pictures_per_s_mean", 0) * stats.get("tiles", 0) for stats in display_stats(sample))
        for sample in samples
        if sample
    ]
    return median(sums) if sums else 0.0
