"""Several runs of the same kind as one: medians, and how far they lay apart."""

from collections.abc import Sequence
from statistics import median
from typing import Any

Figures = dict[str, Any]

SPREAD_OF = ("ratio_to_limit", "share_of_limit", "cpu_ms_per_picture")
"""Of these the least and the greatest are told beside the median, as ``..._spread``."""


def medians(runs: Sequence[Figures]) -> Figures:
    """Each figure's median; of what is no figure the last run's word."""
    spreads = {f"{name}_spread": _spread(runs, name) for name in SPREAD_OF if name in runs[-1]}
    return {name: _median([run.get(name) for run in runs]) for name in runs[-1]} | spreads


def peers_medians(rounds: Sequence[Sequence[Figures]]) -> list[Figures]:
    """Each engine's medians over the rounds in which it was measured."""
    found = []
    for place, last in enumerate(rounds[-1]):
        measured = [peers[place] for peers in rounds if "skipped" not in peers[place]]
        found.append(medians(measured) if measured else last)
    return found


def less_than_best(ours: Figures, peers: Sequence[Figures]) -> float | None:
    """How much less CPU a picture takes here than with the best engine that showed every tile (0 to 1)."""
    costs = [
        peer["cpu_ms_per_picture"]
        for peer in peers
        if peer.get("tiles_live") == peer.get("tiles") and peer.get("cpu_ms_per_picture")
    ]
    return round(1 - ours["cpu_ms_per_picture"] / min(costs), 3) if costs else None


def _median(values: Sequence[Any]) -> Any:
    if all(isinstance(value, dict) for value in values):
        return medians(values)
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values) or any(isinstance(value, bool) for value in values):
        return values[-1]
    return round(median(numbers), 3)


def _spread(runs: Sequence[Figures], name: str) -> list[float]:
    values = [run[name] for run in runs]
    return [min(values), max(values)]
