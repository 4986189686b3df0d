"""``bench tour``: a tour in every tile; from core's step to the next camera painted live."""

import time
from dataclasses import dataclass, field

import zmq

from console.app.bench.grid_layout import halves
from console.app.bench.product import MONITORS, Product
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures
from console.app.ctl.session import bus
from console.app.process_clock import PROCESS_CLOCK
from console.app.process_samples import Sample, display_stats, percentile
from console.domain.errors import SightlineError
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.tour import Tour, TourStep
from console.domain.wall import Layer, MonitorView
from console.protocol.core_changes import CorePublished, CoreSnapshot, MonitorChanged
from console.protocol.core_messages import GetSnapshot
from console.protocol.follower import Follower
from console.protocol.requester import Requester
from console.protocol.tour_messages import SaveTour, StartTour

LOOK_S = 0.02
SAMPLE_S = 1.0
TELL_EVERY_S = 10.0
PAINTED_LIMIT_S = 5.0
"""A step whose camera is painted live later than this, or never, counts as missed."""

Where = tuple[MonitorId, CellIndex]


def bench_tour(product: Product, minutes: float, dwell_s: int) -> Figures:
    """Each tile gets its share of all cameras; the first camera of each is no step."""
    if len(product.feeds) <= product.tiles:
        raise SightlineError("a tour needs several cameras: connect more cameras than there are tiles")
    with bus() as context:
        watch = StepWatch(context, product)
        watch.start()
        try:
            _start_tours(product, dwell_s)
            begun = _counted(product.sample())
            watch.follow(minutes * 60.0)
            counted = {name: now - begun[name] for name, now in _counted(product.sample()).items()}
        finally:
            watch.stop()
    return step_figures(watch.steps) | counted | {"tours": product.tiles, "dwell_s": dwell_s}


def _start_tours(product: Product, dwell_s: int) -> None:
    places = [
        (monitor, CellIndex(cell))
        for monitor, feeds in zip(MONITORS, halves(product.shown), strict=True)
        for cell in range(len(feeds))
    ]
    for number, (monitor, cell) in enumerate(places):
        steps = tuple(TourStep(feed, dwell_s) for feed in product.feeds[number :: product.tiles])
        name = f"bench {number}"
        product.ask_core(SaveTour(Tour(name, steps)))
        product.ask_core(StartTour(monitor, cell, name))


def _counted(sample: Sample) -> dict[str, int]:
    """What the displays counted of all steps themselves, also between two samples."""
    told = display_stats(sample)
    names = {"painted": "tour_steps", "bare": "tour_steps_bare", "old": "tour_steps_old"}
    return {name: int(sum(stats.get(figure, 0) for stats in told)) for name, figure in names.items()}


@dataclass(slots=True)
class Step:
    """A cell shows another camera by core's decision at ``at_ms`` (log time), heard at ``heard_ns``."""

    where: Where
    feed: FeedId | None
    at_ms: int
    heard_ns: int
    took_ms: float | None = field(default=None)


class StepWatch:
    """Hears core's steps as a display does, and each second what the displays have painted since."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", product: Product) -> None:
        endpoints = product.endpoints
        requester = Requester(context, endpoints.core_commands, "bench", PROCESS_CLOCK)
        self._follower: Follower[CoreSnapshot, CorePublished] = Follower(
            context,
            endpoints.core_changes,
            requester,
            GetSnapshot(),
            CoreSnapshot,
            CorePublished,
            PROCESS_CLOCK,
        )
        self._product = product
        self._shown: dict[Where, FeedId | None] = {}
        self._offset_ns: int | None = None
        self.steps: list[Step] = []

    def start(self) -> None:
        """Begin to hear."""
        self._follower.start()

    def stop(self) -> None:
        """Hear nothing any more."""
        self._follower.requester.stop()

    def follow(self, seconds: float) -> None:
        """For so long, and until the last of its steps must have been painted."""
        end_s = time.monotonic() + seconds
        sampled_s, told_s = 0.0, time.monotonic()
        while (now_s := time.monotonic()) < end_s + PAINTED_LIMIT_S:
            self._hear(counts=now_s < end_s)
            if now_s - sampled_s >= SAMPLE_S:
                sampled_s = now_s
                self._note_painted(self._product.sample())
            if now_s - told_s >= TELL_EVERY_S:
                told_s = now_s
                tell(f"{max(0.0, end_s - now_s):3.0f} s to go: {len(self.steps)} steps")
            time.sleep(LOOK_S)

    def _hear(self, *, counts: bool) -> None:
        for said in self._follower.poll():
            if isinstance(said, CoreSnapshot):
                for view in said.monitors:
                    self._take(view, 0, counts=False)
            elif isinstance(said.change, MonitorChanged):
                self._take(said.change.view, said.at_ms, counts=counts)

    def _take(self, view: MonitorView, at_ms: int, *, counts: bool) -> None:
        now_ns = time.monotonic_ns()
        if at_ms:
            offset_ns = now_ns - at_ms * 1_000_000
            self._offset_ns = min(offset_ns, self._offset_ns or offset_ns)
        for cell in view.cells:
            where = (view.monitor, cell.cell)
            before, self._shown[where] = self._shown.get(where), cell.feed
            if counts and cell.layer is Layer.TOUR and before not in (None, cell.feed):
                self.steps.append(Step(where, cell.feed, at_ms, now_ns))

    def _note_painted(self, sample: Sample) -> None:
        """When cells were first painted live: each is told for 10 s."""
        told = {process["name"]: process["stats"] for process in sample}
        for step in self.steps:
            if step.took_ms is None and self._offset_ns is not None:
                monitor, cell = step.where
                live_ns = told.get(f"display-{monitor}", {}).get(f"cell_{cell}_live_ns", 0)
                at_ns = step.at_ms * 1_000_000 + self._offset_ns
                if at_ns < live_ns < at_ns + PAINTED_LIMIT_S * 1e9:
                    step.took_ms = (live_ns - at_ns) / 1e6


def step_figures(steps: list[Step]) -> Figures:
    """Nearest-rank percentiles of the steps that were painted within the limit."""
    took_ms = [step.took_ms for step in steps if step.took_ms is not None]
    return {
        "steps": len(steps),
        "missed": len(steps) - len(took_ms),
        "step_ms": {
            "p50": round(percentile(took_ms, 0.5), 1),
            "p95": round(percentile(took_ms, 0.95), 1),
            "max": round(max(took_ms, default=0.0), 1),
        },
    }
