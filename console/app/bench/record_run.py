"""``bench record``: what recording costs beside a wall, in pairs of with and without."""

import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from console.app.bench.alerts_beside import AlertsBeside
from console.app.bench.product import Product
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures, watch
from console.app.process_samples import by_kind, ui_ticks
from console.domain.camera import Profile
from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.domain.recording import recording_id
from console.protocol.recording_messages import ListRecordings, StartRecording, StopRecording

BEGUN_S = 12.0
"""Rings are on disk by then, and what the start took has left the figures."""


class Recorded:
    """One measured time, with recording or without."""

    def __init__(
        self, cores: float, workers: float, ui_p50_ms: float, ui_p99_ms: float, pictures_ms: list[int]
    ) -> None:
        self.cores = cores
        self.workers = workers
        self.ui_p50_ms = ui_p50_ms
        self.ui_p99_ms = ui_p99_ms
        self.pictures_ms = pictures_ms


def bench_record(product: Product, pairs: int, seconds: float) -> Figures:
    """So many pairs; in one half of each all shown cameras are recorded, with what mains they have."""
    without, recorded, mains = [], [], []
    alerts = AlertsBeside(product)
    for number in range(1, pairs + 1):
        tell(f"pair {number} of {pairs}: without")
        without.append(_measured(product, alerts, seconds))
        tell(f"pair {number} of {pairs}: recording {len(product.shown)} cameras")
        name = recording_id(product.ask_core(StartRecording(tuple(product.shown)))["n"])
        time.sleep(BEGUN_S)
        recorded.append(_measured(product, alerts, seconds))
        streams = product.ask_core(ListRecordings())["streams"]
        product.ask_core(StopRecording(name))
        _complain(product.shown, streams)
        mains.append(sum(one["profile"] == Profile.MAIN and one["written_at_ms"] > 0 for one in streams))
        time.sleep(BEGUN_S)
    pair = list(zip(without, recorded, strict=True))
    more = [after.cores - before.cores for before, after in pair]
    return {
        "tiles": product.tiles,
        "pairs": pairs,
        "mains": min(mains),
        "cores_more": round(median(more), 3),
        "cores_more_spread": _spread(more),
        "cores_without": round(median(one.cores for one in without), 3),
        "workers_more": round(median(after.workers - before.workers for before, after in pair), 3),
        "ui_tick_p50_ms_without": round(median(one.ui_p50_ms for one in without), 2),
        "ui_tick_p50_ms_recording": round(median(one.ui_p50_ms for one in recorded), 2),
        "ui_tick_p99_ms_without": round(median(one.ui_p99_ms for one in without), 1),
        "ui_tick_p99_ms_recording": round(median(one.ui_p99_ms for one in recorded), 1),
        "alert_to_picture_ms_without": _median_ms(without),
        "alert_to_picture_ms_recording": _median_ms(recorded),
        "errors": product.errors(),
    }


def _measured(product: Product, alerts: AlertsBeside, seconds: float) -> Recorded:
    watched = watch(product, seconds, 0.0, alerts.send)
    ticks = ui_ticks(watched.samples)
    cores = by_kind([sample for sample in watched.samples if sample], "cores")
    return Recorded(
        watched.cpu_s / watched.seconds,
        float(cores.get("worker", 0.0)),
        max((tick["p50"] for tick in ticks.values()), default=0.0),
        max((tick["p99"] for tick in ticks.values()), default=0.0),
        alerts.taken(),
    )


def _median_ms(measured: list[Recorded]) -> float:
    """Of all alerts; 0 where none came to its pictures."""
    taken = [ms for one in measured for ms in one.pictures_ms]
    return round(median(taken), 1) if taken else 0.0


def _complain(shown: Sequence[FeedId], streams: Sequence[dict[str, Any]]) -> None:
    """Raises SightlineError where not all of it is on disk: then nothing was measured."""
    written = {one["feed"] for one in streams if one["written_at_ms"] and not one["trouble"]}
    if missing := [feed for feed in shown if feed not in written]:
        raise SightlineError(f"not recorded: {', '.join(missing[:5])}; the figures would mean nothing")


def _spread(values: Sequence[float]) -> list[float]:
    return [round(min(values), 3), round(max(values), 3)]
