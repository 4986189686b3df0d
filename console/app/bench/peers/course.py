"""What every peer is told and tells: standard library alone, as GStreamer's runs in the system's Python.

One JSON line on standard input is the order. The peer writes {"event": "measuring"} when it begins to count,
{"event": "done", "pictures": [each tile's]} at the end, or {"event": "skipped", "why": ...}.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

START_LIMIT_S = 30.0
"""Tiles that have no picture by then are counted with none."""
SETTLE_S = 5.0


@dataclass(frozen=True)
class Order:
    """Show ``urls`` on two monitors side by side, the first ``first`` of them on the left one.

    ``files`` hold the same pictures, for an engine that can't open RTSP.
    """

    urls: list[str]
    files: list[str]
    username: str
    password: str
    first: int
    seconds: float

    def boxes(self) -> list[tuple[int, int, int, int, int]]:
        """Each tile's monitor (0 or 1), x, y, width and height on it."""
        counts = (self.first, len(self.urls) - self.first)
        return [(monitor, *box) for monitor, count in enumerate(counts) for box in grid(count, MONITOR_SIZE)]

    def with_credentials(self, url: str) -> str:
        """For an engine that takes them in the address only."""
        return url.replace("rtsp://", f"rtsp://{self.username}:{self.password}@", 1)


MONITOR_SIZE = (1920, 1080)


def grid(count: int, size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Boxes (x, y, width, height) of so many equal tiles; even sizes, as scalers want them."""
    columns = next((side for side in range(1, count + 1) if side * side >= count), 1)
    rows = -(-count // columns)
    width, height = size[0] // columns & ~1, size[1] // max(1, rows) & ~1
    return [(index % columns * width, index // columns * height, width, height) for index in range(count)]


def read_order() -> Order:
    """The order, from standard input."""
    return Order(**json.loads(sys.stdin.readline()))


def tell(**event: Any) -> None:
    """One event to the bench."""
    print(json.dumps(event), flush=True)


def skip(why: str) -> NoReturn:
    """This engine is not to be had here."""
    tell(event="skipped", why=why)
    os._exit(0)


class Course:
    """Waits for all tiles, lets them settle, counts for so long. Call ``tick`` several times a second."""

    def __init__(self, seconds: float, note: str = "") -> None:
        self._seconds = seconds
        self._note = note
        self._started_s: float | None = None
        self._settled_s: float | None = None
        self._counting_s: float | None = None
        self._before: list[int] = []

    def tick(self, now_s: float, painted: Sequence[int]) -> bool:
        """``painted``: pictures of each tile so far. True once all is told."""
        if self._started_s is None:
            self._started_s = now_s
        if self._settled_s is None:
            if (painted and all(painted)) or now_s - self._started_s >= START_LIMIT_S:
                self._settled_s = now_s + SETTLE_S
        elif self._counting_s is None:
            if now_s >= self._settled_s:
                self._counting_s, self._before = now_s, list(painted)
                tell(event="measuring")
        elif now_s - self._counting_s >= self._seconds:
            pictures = [after - before for before, after in zip(self._before, painted, strict=True)]
            tell(event="done", pictures=pictures, seconds=now_s - self._counting_s, note=self._note)
            return True
        return False


def leave() -> NoReturn:
    """Stay until the bench has read this process's memory, then go at once."""
    sys.stdin.read()
    os._exit(0)
