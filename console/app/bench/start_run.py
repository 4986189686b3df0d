"""``bench start``: from the start of the program with ``--preset`` until every tile is LIVE or KEY."""

import time
from typing import NamedTuple

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
    took: list[Took] = []
    for number in range(1, times + 1):
        product.stop()
        time.sleep(REST_S)
        took.append(_start(product))
        tell(f"{number} of {times}: {took[-1].words()}")
    full_s = [one.full_s for one in took]
    return {
        "starts": times,
        "first_live_s": _spread([one.first_live_s for one in took]),
        "full_s": _spread(full_s),
        "all_live_s": _spread([one.all_live_s for one in took]),
        "full_over_limit": round(percentile(full_s, 0.5) / BAR_S, 2),
        "late": sum(one > BAR_S for one in full_s),
    }


class Took(NamedTuple):
    """Seconds from the start. ``full_s``: until every tile was LIVE or KEY; ``live``: a picture that had come
    just then.
    """

    first_live_s: float
    full_s: float
    all_live_s: float

    def words(self) -> str:
        """For the terminal."""
        first, full, live = (f"{one:.2f} s" for one in self)
        return f"first tile live after {first}, all LIVE or KEY after {full}, all live after {live}"


def _start(product: Product) -> Took:
    started_ns = time.monotonic_ns()
    product.start("--preset", PRESET)
    until_s = time.monotonic() + LIMIT_S
    while time.monotonic() < until_s:
        time.sleep(LOOK_INTERVAL_S)
        sample = product.sample()
        live_s, claimed_s = (
            sorted((one - started_ns) / 1e9 for one in first_moments_ns(sample, kind))
            for kind in ("live", "claimed")
        )
        if min(len(live_s), len(claimed_s)) >= product.tiles:
            return Took(live_s[0], claimed_s[-1], live_s[-1])
    raise SightlineError(f"not within {LIMIT_S:g} s: all {product.tiles} tiles are live")


def first_moments_ns(sample: Sample, kind: str) -> list[float]:
    """When each cell was first painted so ("live", "claimed": LIVE or KEY), as its display tells it."""
    displays = [one["stats"] for one in sample if one["name"].startswith("display-")]
    return [
        moment_ns
        for stats in displays
        for name, moment_ns in stats.items()
        if name.startswith("cell_") and name.endswith(f"_{kind}_ns") and moment_ns
    ]


def _spread(took_s: list[float]) -> Figures:
    return {"p50": round(percentile(took_s, 0.5), 2), "max": round(max(took_s, default=0.0), 2)}
