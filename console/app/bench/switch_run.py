"""``bench switch``: from the command to the new feed, or the rewound one, while every other tile goes on."""

import random
import time
from collections import deque
from collections.abc import Callable

import msgspec
import zmq

from console.app.bench.grid_layout import halves
from console.app.bench.product import MONITORS, Product
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures
from console.app.ctl.session import bus
from console.app.process_clock import PROCESS_CLOCK
from console.app.process_samples import percentile
from console.domain.errors import SightlineError
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.core_messages import AssignFeed, RewindCell
from console.protocol.requester import Requester

PAINTED_LIMIT_S = 5.0
"""Beats come once a second; a switch that took longer than this counts as missed."""
LOOK_INTERVAL_S = 0.1
TELL_EVERY = 10
REWIND_S = 10.0
RING_FILLED_S = 15.0
"""Rings reach back so far then: 10 s, a group of pictures, and the start."""


def bench_switch(product: Product, times: int, seed: int = 1) -> Figures:
    """Put hidden cameras on cells, one after the other; every cell and camera gets its turn by chance."""
    hidden = deque(product.feeds[product.tiles :])
    if not hidden:
        raise SightlineError("every camera is shown: connect more cameras than there are tiles")
    chance = random.Random(seed)
    cells = [
        (monitor, CellIndex(cell))
        for monitor, feeds in zip(MONITORS, halves(product.shown), strict=True)
        for cell in range(len(feeds))
    ]
    shown = dict(zip(cells, product.shown, strict=True))
    took_ms: list[float] = []
    with bus() as context, _Switcher(context, product) as switcher:
        for number in range(1, times + 1):
            where = chance.choice(cells)
            feed = hidden.popleft()
            hidden.append(shown[where])
            shown[where] = feed
            took = switcher.switch(*where, feed)
            if took is not None:
                took_ms.append(took)
            if number % TELL_EVERY == 0:
                tell(f"{number} of {times} switches")
            time.sleep(chance.uniform(0.0, 0.1))  # not in step with the cameras' frames
    return switch_figures(took_ms, times)


def bench_rewind(product: Product, times: int, seed: int = 2) -> Figures:
    """Rewind shown cells by 10 s, one after the other, and take each back to live."""
    chance = random.Random(seed)
    if (left_s := RING_FILLED_S - (product.since_start_s() - product.all_live_s)) > 0:
        tell(f"waiting {left_s:.0f} s, until the rings reach back far enough")
        time.sleep(left_s)
    took_ms: list[float] = []
    with bus() as context, _Switcher(context, product) as switcher:
        for number in range(1, times + 1):
            monitor, feeds = chance.choice(
                [(one, feeds) for one, feeds in zip(MONITORS, halves(product.shown), strict=True) if feeds]
            )
            took = switcher.rewind(monitor, CellIndex(chance.randrange(len(feeds))))
            if took is not None:
                took_ms.append(took)
            if number % TELL_EVERY == 0:
                tell(f"{number} of {times} rewinds")
    figures = switch_figures(took_ms, times)
    return {"rewinds": times, "rewinds_missed": figures["missed"], "rewind_ms": figures["switch_ms"]}


def switch_figures(took_ms: list[float], times: int) -> Figures:
    """Nearest-rank percentiles of the switches that were painted within the limit."""
    return {
        "switches": times,
        "missed": times - len(took_ms),
        "switch_ms": {
            "p50": round(percentile(took_ms, 0.5), 1),
            "p95": round(percentile(took_ms, 0.95), 1),
            "max": round(max(took_ms, default=0.0), 1),
        },
    }


class _Switcher:
    """Holds the connection to core, so that a switch costs what it costs a display or the desk."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", product: Product) -> None:
        self._product = product
        self._requester = Requester(context, product.endpoints.core_commands, "bench", PROCESS_CLOCK)

    def __enter__(self) -> "_Switcher":
        self._requester.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._requester.stop()

    def switch(self, monitor: MonitorId, cell: CellIndex, feed: FeedId) -> float | None:
        """Milliseconds from the command to the end of the first live paint; None when it never came."""
        return self._time_paint(monitor, f"cell_{cell}_live_ns", AssignFeed(monitor, cell, feed))

    def rewind(self, monitor: MonitorId, cell: CellIndex) -> float | None:
        """Milliseconds from the command to the end of the first paint of a rewound picture."""
        took = self._time_paint(monitor, f"cell_{cell}_rewind_ns", RewindCell(monitor, cell, REWIND_S))
        self._requester.call(RewindCell(monitor, cell, 0.0))
        return took

    def _time_paint(self, monitor: MonitorId, stat: str, command: msgspec.Struct) -> float | None:
        sent_ns = time.monotonic_ns()
        self._requester.call(command)
        painted_ns = self._wait(lambda: self._painted_ns(monitor, stat), sent_ns)
        return (painted_ns - sent_ns) / 1e6 if painted_ns else None

    def _painted_ns(self, monitor: MonitorId, stat: str) -> float:
        name = f"display-{monitor}"
        told = [process["stats"] for process in self._product.sample() if process["name"] == name]
        return float(told[0].get(stat, 0)) if told else 0.0

    def _wait(self, look: Callable[[], float], after_ns: int) -> float:
        until_s = time.monotonic() + PAINTED_LIMIT_S
        while time.monotonic() < until_s:
            time.sleep(LOOK_INTERVAL_S)
            if (painted_ns := look()) > after_ns:
                return painted_ns
        return 0.0
