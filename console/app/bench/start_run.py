"""``bench start``: from the start of the program with ``--preset`` until every tile is painted live."""

import time

from console.app.bench.grid_layout import grid_layout, shares
from console.app.bench.product import Product
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures
from console.app.process_samples import Sample, percentile
from console.domain.errors import SightlineError
from console.domain.wall_preset import PresetMonitor, WallPreset
from console.protocol.preset_messages import ImportPreset

PRESET = "start"
LIMIT_S = 30.0
LOOK_INTERVAL_S = 0.5
"""Displays tell for 10 s when a cell was first painted: what asks more often slows the start down."""
REST_S = 3.0
BAR_S = 3.0
"""Of a warm start: this program ran a moment ago, all it reads is in memory."""


def bench_start(product: Product, times: int) -> Figures:
    """Stop it, start it with a preset of all its tiles, again and again."""
    parts = zip(product.monitors, shares(product.shown, len(product.monitors)), strict=True)
    monitors = tuple(PresetMonitor(one, grid_layout(f"{PRESET} {one}", some)) for one, some in parts)
    product.ask_core(ImportPreset(WallPreset(PRESET, monitors), replace=True))
    first_s: list[float] = []
    last_s: list[float] = []
    for number in range(1, times + 1):
        product.stop()
        time.sleep(REST_S)
        took_s = _start(product)
        first_s.append(took_s[0])
        last_s.append(took_s[-1])
        tell(f"{number} of {times}: first tile live after {took_s[0]:.2f} s, last after {took_s[-1]:.2f} s")
    return {
        "starts": times,
        "first_live_s": _spread(first_s),
        "all_live_s": _spread(last_s),
        "all_live_over_limit": round(percentile(last_s, 0.5) / BAR_S, 2),
        "late": sum(one > BAR_S for one in last_s),
    }


def _start(product: Product) -> list[float]:
    """Seconds until each tile was first painted live, the soonest first."""
    started_ns = time.monotonic_ns()
    product.start("--preset", PRESET)
    until_s = time.monotonic() + LIMIT_S
    while time.monotonic() < until_s:
        time.sleep(LOOK_INTERVAL_S)
        moments_ns = live_moments_ns(product.sample())
        if len(moments_ns) >= product.tiles:
            return sorted((one - started_ns) / 1e9 for one in moments_ns)
    raise SightlineError(f"not within {LIMIT_S:g} s: all {product.tiles} tiles are live")


def live_moments_ns(sample: Sample) -> list[float]:
    """When each cell was first painted live, as its display tells it."""
    displays = [one["stats"] for one in sample if one["name"].startswith("display-")]
    return [
        moment_ns
        for stats in displays
        for name, moment_ns in stats.items()
        if name.startswith("cell_") and name.endswith("_live_ns") and moment_ns
    ]


def _spread(took_s: list[float]) -> Figures:
    return {"p50": round(percentile(took_s, 0.5), 2), "max": round(max(took_s, default=0.0), 2)}
