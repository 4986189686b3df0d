"""Two plain windows of a monitor's size with a child widget for each tile, for peers drawing with Qt or X."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from console.app.bench.peers.course import MONITOR_SIZE, Course, Order, leave

TICK_MS = 200


class Windows:
    """``tiles`` are the widgets, in the order's order."""

    def __init__(self, order: Order, make_tile: Callable[[QWidget], QWidget]) -> None:
        self._monitors = [QWidget(), QWidget()]
        self.tiles: list[QWidget] = []
        for index, window in enumerate(self._monitors):
            window.setGeometry(index * MONITOR_SIZE[0], 0, *MONITOR_SIZE)
        for monitor, x, y, width, height in order.boxes():
            tile = make_tile(self._monitors[monitor])
            tile.setGeometry(x, y, width, height)
            self.tiles.append(tile)

    def show(self) -> None:
        """Put both on the screen."""
        for window in self._monitors:
            window.show()


def run_course(app: QApplication, course: Course, painted: Callable[[], list[int]]) -> None:
    """Run Qt's loop until the course is done; does not return."""

    def tick() -> None:
        if course.tick(time.monotonic(), painted()):
            timer.stop()
            leave()

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    app.exec()
