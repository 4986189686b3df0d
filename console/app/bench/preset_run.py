"""``bench preset``: from loading a wall preset until every tile shows its camera, and says LIVE or KEY."""

import time
from itertools import cycle

from console.app.bench.grid_layout import grid_layout, shares
from console.app.bench.product import Product
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures
from console.app.process_samples import percentile
from console.domain.errors import SightlineError
from console.domain.wall_preset import PresetMonitor, WallPreset
from console.protocol.preset_messages import ImportPreset, LoadPreset

LIMIT_S = 8.0
"""Displays tell for 10 s when a cell was first painted."""
LOOK_INTERVAL_S = 0.5
REST_S = 2.0
BARS_MS = {"shown": 500, "claimed": 2_500}
KINDS = ("shown", "claimed", "live")


def bench_preset(product: Product, times: int) -> Figures:
    """Load two presets in turn that have no camera in common; every camera of both is connected."""
    names = [_keep(product, name, at) for name, at in (("one", 0), ("other", product.tiles))]
    took_ms: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number, name in zip(range(1, times + 1), cycle(reversed(names)), strict=False):
        sent_ns = time.monotonic_ns()
        product.ask_core(LoadPreset(name))
        _wait(product, sent_ns)
        found = {kind: _since(product, kind, sent_ns) for kind in KINDS}
        for kind, its_ms in found.items():
            took_ms[kind] += its_ms
        counts = {kind: len(its_ms) for kind, its_ms in found.items()}
        tell(f"{number} of {times}: {counts['shown']} tiles shown, {counts['claimed']} LIVE or KEY")
        time.sleep(REST_S)
    tiles = product.tiles * times
    return {
        "loads": times,
        "monitors": len(product.monitors),
        **{f"{kind}_ms": _spread(its_ms) for kind, its_ms in took_ms.items()},
        **{f"{kind}_late": tiles - _within(took_ms[kind], bar_ms) for kind, bar_ms in BARS_MS.items()},
        "live": len(took_ms["live"]),
    }


def _within(took_ms: list[float], bar_ms: float) -> int:
    return sum(one <= bar_ms for one in took_ms)


def _keep(product: Product, name: str, at: int) -> str:
    feeds = product.feeds[at : at + product.tiles]
    if len(feeds) < product.tiles:
        raise SightlineError("connect twice as many cameras as there are tiles: two presets share none")
    parts = zip(product.monitors, shares(feeds, len(product.monitors)), strict=True)
    monitors = tuple(PresetMonitor(one, grid_layout(f"{name} {one}", some)) for one, some in parts)
    product.ask_core(ImportPreset(WallPreset(name, monitors), replace=True))
    return name


def _wait(product: Product, sent_ns: int) -> None:
    until_s = time.monotonic() + LIMIT_S
    while time.monotonic() < until_s:
        time.sleep(LOOK_INTERVAL_S)
        if len(_since(product, "claimed", sent_ns)) >= product.tiles:
            return


def _since(product: Product, kind: str, sent_ns: int) -> list[float]:
    """Milliseconds until each cell was first painted so; of those that were."""
    told = [one["stats"] for one in product.sample() if one["name"].startswith("display-")]
    moments_ns = [
        moment_ns
        for stats in told
        for name, moment_ns in stats.items()
        if name.startswith("cell_") and name.endswith(f"_{kind}_ns")
    ]
    return [(moment_ns - sent_ns) / 1e6 for moment_ns in moments_ns if moment_ns > sent_ns]


def _spread(took_ms: list[float]) -> Figures:
    return {
        "p50": round(percentile(took_ms, 0.5), 1),
        "p95": round(percentile(took_ms, 0.95), 1),
        "max": round(max(took_ms, default=0.0), 1),
    }
