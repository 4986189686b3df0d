"""How the desk's panels share its window: lists at the left, the middle, incidents, the timeline below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from console.ui.desk.middle_room import HANDLE_PX, MiddleRoom, join, splitter

NARROW_PX = 1100
NARROW_SIDES_PX = (200, 320)
"""Widths of the left and right panels in a window narrower than that."""
LEFT_SHARE, LEFT_LEAST_PX, LEFT_MOST_PX = 0.19, 250, 480
"""In wider ones: from 1920 on the names of the demo city's cameras fit."""
RIGHT_SHARE, RIGHT_LEAST_PX, RIGHT_MOST_PX = 0.21, 340, 600


class DeskRoom(QSplitter):
    """``columns`` over the timeline, if there is one; ``left``: cameras over lists."""

    def __init__(
        self, cameras: QWidget, lists: QWidget, middle: MiddleRoom, cards: QWidget, timeline: QWidget | None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._timeline = timeline
        self.middle = middle
        self.left = splitter(Qt.Orientation.Vertical, cameras, lists)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        join(self.columns, self.left, middle, cards)
        for side in (0, 2):
            self.columns.setStretchFactor(side, 0)
        join(self, self.columns)
        if timeline is not None:
            join(self, timeline)
            self.setStretchFactor(1, 0)

    def place(self, width_px: int, height_px: int, monitors: int) -> None:
        """Give the side panels their widths for a window of this size; the middle takes the rest."""
        left, right = side_widths_px(width_px)
        self.columns.setSizes([left, width_px - left - right, right])
        if self._timeline is not None:
            usual = self._timeline.sizeHint().height()
            self.setSizes([self.height() - usual - HANDLE_PX, usual])
        self.left.setSizes([16 * height_px // 25, 9 * height_px // 25])
        self.middle.fit(monitors)


def side_widths_px(window_px: int) -> tuple[int, int]:
    """Of the left and the right panel: a share of the window's width, within bounds."""
    if window_px < NARROW_PX:
        return NARROW_SIDES_PX
    left = min(max(round(LEFT_SHARE * window_px), LEFT_LEAST_PX), LEFT_MOST_PX)
    right = min(max(round(RIGHT_SHARE * window_px), RIGHT_LEAST_PX), RIGHT_MOST_PX)
    return left, right
