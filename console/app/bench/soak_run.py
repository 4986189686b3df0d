"""``bench soak``: a wall for many minutes, its cameras cut now and then; does memory grow?"""

import random
import time

from console.app.bench.faults_run import sample_pss_mb
from console.app.bench.product import Product, tiles_up
from console.app.bench.progress import tell
from console.app.bench.trend import medians, slope
from console.app.bench.wall_run import Figures, painted_per_s
from console.app.bench.workbench import Workbench
from console.app.process_samples import Sample, ui_ticks
from console.protocol.simulator_messages import Fault

SAMPLE_EVERY_S = 5.0
"""The supervisor measures memory every 6 s."""
CUT_EVERY_S = 10.0
CUT_AT_ONCE = 3
"""With 100 cameras each one is cut every 5 to 6 minutes."""
SPANS = 12
LONGEST_SPAN_S = 300.0
"""Medians over 5 minutes; a shorter soak has as many, shorter ones."""
WARM_UP_S = 120.0
"""Rings fill and decoders come to be; of a shorter soak at most a fifth."""
TELL_EVERY_S = 30.0
HOUR_S = 3600.0


def bench_soak(bench: Workbench, tiles: int, minutes: float) -> Figures:
    """Let it run for so long; the first minutes count for nothing."""
    with bench.product(tiles) as product:
        seconds = minutes * 60
        tell(f"{tiles} tiles up after {product.all_live_s:.1f} s; {minutes:g} minutes to go")
        samples = _run(bench, product, seconds, min(WARM_UP_S, seconds / 5))
        return soak_figures(samples, seconds) | {
            "tiles": tiles,
            "cameras": len(product.feeds),
            "minutes": minutes,
            "restarts": sum(process["restarts"] for process in product.sample()),
            "errors": product.errors(),
        }


Timed = tuple[float, Sample]


def _run(bench: Workbench, product: Product, seconds: float, warm_up_s: float) -> list[Timed]:
    chance = random.Random(1)
    started_s = cut_s = told_s = time.monotonic()
    samples: list[Timed] = []
    while (now_s := time.monotonic()) - started_s < seconds:
        if now_s - cut_s >= CUT_EVERY_S:
            cut_s = now_s
            count = min(CUT_AT_ONCE, len(product.feeds))
            bench.cameras.set_fault(tuple(chance.sample(product.feeds, count)), Fault.CUT)
        sample = product.sample()
        if sample and now_s - started_s >= warm_up_s:
            samples.append((now_s - started_s, sample))
        if sample and now_s - told_s >= TELL_EVERY_S:
            told_s = now_s
            left_s = seconds - (now_s - started_s)
            tell(
                f"{left_s / 60:.1f} min to go: {tiles_up(sample)} tiles live, {sample_pss_mb(sample):.0f} MB"
            )
        time.sleep(min(SAMPLE_EVERY_S, max(0.1, seconds / 20)))
    return samples


def soak_figures(samples: list[Timed], seconds: float) -> Figures:
    """Medians of memory, and the slope through them."""
    points = [(at_s, sample_pss_mb(sample)) for at_s, sample in samples]
    middles = medians(points, min(LONGEST_SPAN_S, seconds / SPANS))
    found = slope(middles)
    plain = [sample for _, sample in samples]
    ticks = ui_ticks(plain)
    return {
        "pss_mb_medians": [round(value, 1) for _, value in middles],
        "pss_mb_per_hour": round(found.per_s * HOUR_S, 1) if found else None,
        "pss_mb_per_hour_plus_minus": _per_hour(found.plus_minus if found else None),
        "pictures_per_s_all": round(painted_per_s(plain), 1),
        "ui_tick_ms": {"p99": max((tick["p99"] for tick in ticks.values()), default=0.0)},
        "tiles_live": min((tiles_up(sample) for sample in plain), default=0),
    }


def _per_hour(value: float | None) -> float | None:
    return None if value is None else round(value * HOUR_S, 1)
