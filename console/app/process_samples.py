"""Figures from samples: what the supervisor told of every process, once a second."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

Sample = list[dict[str, Any]]
"""The ProcessStatus of every process at one time, as plain data."""


def display_stats(sample: Sample) -> list[dict[str, float]]:
    """What each display said of itself in its last beat."""
    return [process["stats"] for process in sample if process["kind"] == "display"]


def tiles_live(sample: Sample) -> int:
    """Tiles that the displays say are LIVE."""
    return int(sum(stats.get("tiles_live", 0) for stats in display_stats(sample)))


def pictures_per_s(samples: Sequence[Sample]) -> dict[str, float]:
    """Pictures painted a second: mean over all tiles, and the worst tile's in any sample."""
    displays = [stats for sample in samples for stats in display_stats(sample)]
    tiles = sum(stats.get("tiles", 0) for stats in displays)
    total = sum(stats.get("pictures_per_s_mean", 0) * stats.get("tiles", 0) for stats in displays)
    lowest = min((stats.get("pictures_per_s_min", 0) for stats in displays), default=0)
    return {"mean": round(total / tiles, 2) if tiles else 0, "min": round(lowest, 2)}


def ui_ticks(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """Each window's tick: due time to the end of its paint, the median p50 and the worst p99."""
    ticks: dict[str, dict[str, list[float]]] = defaultdict(lambda: {"p50": [], "p99": []})
    for sample in samples:
        for process in sample:
            if "ui_tick_p50_ms" in process["stats"]:
                ticks[process["name"]]["p50"].append(process["stats"]["ui_tick_p50_ms"])
                ticks[process["name"]]["p99"].append(process["stats"].get("ui_tick_p99_ms", 0))
    return {
        name: {"p50": round(sorted(both["p50"])[len(both["p50"]) // 2], 2), "p99": round(max(both["p99"]), 2)}
        for name, both in ticks.items()
    }


def by_kind(samples: Sequence[Sample], figure: str) -> dict[str, float]:
    """The mean of a figure, summed over processes of a kind, and over all."""
    sums: dict[str, float] = defaultdict(float)
    for sample in samples:
        for process in sample:
            sums[process["kind"]] += process[figure]
    means = {kind: round(total / max(1, len(samples)), 3) for kind, total in sums.items()}
    return means | {"all": round(sum(means.values()), 3)}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie (nearest rank); 0 without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
