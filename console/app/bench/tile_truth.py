"""Reads from screenshots which frame each tile shows, and whether a tile that claims LIVE is old.

Every simulated picture carries its frame number in a strip; the simulator says when each frame left. So the
age of a painted picture is known from outside the product. Tiles narrower than 200 pixels can't be read.
"""

import threading
import time
from collections.abc import Callable, Container
from pathlib import Path

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from console.app.ctl.session import ask
from console.domain.errors import CommandRefused, NoAnswer
from console.domain.tier import Tier
from console.domain.wall import CellView, MonitorView
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot, Request
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import EngineRequest, EngineSnapshot, GetEngineSnapshot
from console.protocol.simulator_messages import GetStreams, SimulatorRequest, StreamClock
from console.protocol.window_messages import TakeShot, WindowRequest
from console.sim.frame_strip import read
from console.ui.wall.grid import Box, cell_boxes

LIVE_BOUND_S = 2.0
"""The simulator's 15 pictures/s make max(2 s, 5 x 67 ms)."""
KEY_BOUND_S = 3.0
"""A tile that gets keyframes only says KEY; the simulator's GOP of 2 s makes 1.5 x 2 s."""
KEY_FADES_S = 5.0
"""So long a tile keeps that bound though the engine says nothing more of it: its worker may hang."""
REWIND_FADES_S = 5.0
"""So long a cell that was taken back to live may still play the past, saying REWIND."""
SLACK_S = 0.6
"""A paint tick, and the way from camera to slot on a busy machine."""
ASK_LIMIT_S = 1.0

Picture = npt.NDArray[np.uint8]


def nobody() -> Container[str]:
    """Exempt no camera."""
    return ()


class TileTruth:
    """Looks at every display's screenshot. ``lies``: tiles that claimed LIVE over a picture past its bound;
    ``judged``: bright tiles whose frame number was read; ``dimmed``: tiles whose picture was dimmed.

    ``simulator`` is its endpoint, ``without`` a window not to look at; ``exempt`` names cameras that can't
    be judged at the moment.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        simulator: str,
        folder: Path,
        without: str = "",
        exempt: Callable[[], Container[str]] = nobody,
        interval_s: float = 0.0,
    ) -> None:
        self._endpoints = endpoints
        self._simulator = simulator
        self._file = folder / "truth.png"
        self._without = without
        self._exempt = exempt
        self._interval_s = interval_s
        self._streams: dict[str, StreamClock] = {}
        self._key_until_s: dict[str, float] = {}
        self._rewound_until_s: dict[tuple[str, int], float] = {}
        self._views: tuple[MonitorView, ...] = ()
        self._views_before: tuple[MonitorView, ...] = ()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_on, name="tile-truth")
        self.lies: list[str] = []
        self.judged = 0
        self.dimmed = 0

    def __enter__(self) -> "TileTruth":
        """Look again and again, in a thread, until the end of the block."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._ended.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._ended.is_set():
            self.look()
            self._ended.wait(self._interval_s)

    def look(self) -> None:
        """Look once at every display."""
        try:
            self._streams = stream_clocks(self._simulator)
            self._views_before = self._views
            self._views = shown_wall(self._endpoints)
            until_s = time.monotonic() + KEY_FADES_S
            self._key_until_s |= dict.fromkeys(keyframe_feeds(self._endpoints), until_s)
        except NoAnswer:
            pass  # that one is the killed one: the wall is what it was
        for view in self._views:
            self._look_at(view)

    def _look_at(self, view: MonitorView) -> None:
        window = f"display-{view.monitor}"
        if window == self._without:
            return
        exempt = self._exempt()
        try:
            endpoint, shot = self._endpoints.window(window), TakeShot(path=str(self._file))
            taken_ns = int(ask(endpoint, shot, WindowRequest, ASK_LIMIT_S)["taken_ns"])
        except (NoAnswer, CommandRefused):
            return
        picture = cv2.imread(str(self._file))
        if picture is None:
            return
        height, width = picture.shape[:2]
        boxes = cell_boxes(view, width, height)
        around = (self._views_before, self._shown_now())  # else the shot may show another camera there
        for cell in view.cells:
            stood = all(_shows(views, view, cell) for views in around)
            if cell.feed is not None and cell.feed not in exempt and stood:
                self._judge(
                    picture_box(np.asarray(picture, np.uint8), boxes[cell.cell]), view, cell, taken_ns
                )

    def _judge(self, box: Picture, view: MonitorView, cell: CellView, now_ns: int) -> None:
        if self._is_rewound(view, cell, now_ns / 1e9):
            return
        clock = self._streams.get(cell.feed or "")
        age_s = shown_age_s(box, clock, now_ns) if clock is not None else None
        if age_s is None:
            return
        if not is_bright(box):
            self.dimmed += 1
            return
        self.judged += 1
        if age_s > self._bound_s(str(cell.feed)) + SLACK_S:
            where = f"{view.monitor} cell {cell.cell} {cell.feed}"
            self.lies.append(f"{where}: LIVE over a picture {age_s:.1f} s old")

    def _shown_now(self) -> tuple[MonitorView, ...]:
        try:
            return shown_wall(self._endpoints)
        except NoAnswer:
            return self._views

    def _is_rewound(self, view: MonitorView, cell: CellView, now_s: float) -> bool:
        """Whether the cell may be playing the past, by a person's wish, and says so."""
        name = (str(view.monitor), int(cell.cell))
        if cell.rewind_s:
            self._rewound_until_s[name] = now_s + REWIND_FADES_S
        return now_s < self._rewound_until_s.get(name, 0.0)

    def _bound_s(self, feed: str) -> float:
        """A tile that got keyframes only a moment ago may still show one, and say KEY."""
        return KEY_BOUND_S if time.monotonic() < self._key_until_s.get(feed, 0.0) else LIVE_BOUND_S


def _shows(views: tuple[MonitorView, ...], view: MonitorView, cell: CellView) -> bool:
    """Whether the cell was shown so: in the same grid and place, with the same camera."""
    same_grid = [
        one
        for one in views
        if (one.monitor, one.columns, one.rows) == (view.monitor, view.columns, view.rows)
    ]
    place = (cell.cell, cell.column, cell.row, cell.column_span, cell.row_span, cell.feed)
    return any(
        place == (one.cell, one.column, one.row, one.column_span, one.row_span, one.feed)
        for other in same_grid
        for one in other.cells
    )


def stream_clocks(simulator: str) -> dict[str, StreamClock]:
    """The sub streams' clocks, by camera. Raises NoAnswer."""
    result = ask(simulator, GetStreams(), SimulatorRequest, ASK_LIMIT_S)
    clocks = msgspec.convert(result["streams"], list[StreamClock])
    return {clock.feed: clock for clock in clocks if clock.profile == "sub"}


def keyframe_feeds(endpoints: Endpoints) -> set[str]:
    """Those cameras that the plan gives keyframes only. Raises NoAnswer."""
    told = ask(endpoints.engine_commands, GetEngineSnapshot(), EngineRequest, ASK_LIMIT_S)
    feeds = msgspec.convert(told, EngineSnapshot).feeds
    return {str(one.feed) for one in feeds if one.tier is Tier.KEYFRAMES}


def shown_wall(endpoints: Endpoints) -> tuple[MonitorView, ...]:
    """What core says that each monitor shows. Raises NoAnswer."""
    told = ask(endpoints.core_commands, GetSnapshot(), Request, ASK_LIMIT_S)
    return msgspec.convert(told, CoreSnapshot).monitors


def picture_box(picture: Picture, box: Box) -> Picture:
    """The 16:9 picture inside a cell; workers make even sizes."""
    width = min(box.width, box.height * 16 // 9) & ~1
    height = min(box.height, box.width * 9 // 16) & ~1
    x = box.x + (box.width - width) // 2
    y = box.y + (box.height - height) // 2
    return picture[y : y + height, x : x + width]


def shown_age_s(box: Picture, clock: StreamClock, now_ns: int) -> float | None:
    """How old the painted picture is, by its strip; None where no strip of this camera can be read."""
    number = read(box)
    if number is None or number >> 16 != clock.scene:
        return None
    return frame_age_s(number & 0xFFFF, clock, now_ns)


def is_bright(box: Picture) -> bool:
    """Whether the strip's white is white: a dimmed tile's is at 60 % or less."""
    strip = box[: max(3, box.shape[0] // 45), : box.shape[1] * 24 // 80]
    return float(np.percentile(strip, 99)) > 200


def frame_age_s(frame: int, clock: StreamClock, now_ns: int) -> float:
    """How long ago the newest frame with this loop number left, seconds; below one loop."""
    current = (now_ns - clock.epoch_mono_ns) / 1e9 * clock.fps + clock.phase_frames
    return float((current - frame) % clock.loop_frames) / clock.fps
