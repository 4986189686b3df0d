"""Where the wall's monitors and their cells lie in the desk's small wall."""

import math
from collections.abc import Container, Iterable
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import CellView, MonitorView
from console.ui.desk.cell_drag import CellName
from console.ui.drawing_guard import DrawingGuard
from console.ui.wall.grid import Box, neighbour

TITLE_PX = 20
GAP_PX = 12
ASPECT = 16 / 9
"""A monitor's shape: its true size is known to its display alone."""


def monitor_boxes(area: QRect, count: int) -> list[QRect]:
    """Equal boxes for so many monitors, in the number of rows that makes them largest."""
    best: list[QRect] = []
    for rows in range(1, count + 1):
        columns = math.ceil(count / rows)
        width = (area.width() - GAP_PX * (columns + 1)) // columns
        height = (area.height() - GAP_PX) // rows - TITLE_PX
        width = min(width, int(height * ASPECT))
        if width < 1 or (best and width <= best[0].width()):
            continue
        height = int(width / ASPECT)
        left = area.left() + (area.width() - columns * (width + GAP_PX) + GAP_PX) // 2
        best = [
            QRect(
                left + index % columns * (width + GAP_PX),
                area.top() + TITLE_PX + index // columns * (height + TITLE_PX),
                width,
                height,
            )
            for index in range(count)
        ]
    return best


def fitting_height(width: int, count: int) -> int:
    """The height that so many monitors in one row need in this width."""
    each = (width - GAP_PX * (count + 1)) // max(1, count)
    return int(each / ASPECT) + TITLE_PX + GAP_PX


def head_box(monitor: QRect) -> QRect:
    """Where a monitor's name stands, above its box."""
    return QRect(monitor.left(), monitor.top() - TITLE_PX, monitor.width(), TITLE_PX)


def cell_box(monitor: QRect, view: MonitorView, cell: CellView) -> QRect:
    """A cell's rectangle inside its monitor's box, one pixel of gap at the right and below."""
    left = monitor.left() + monitor.width() * cell.column // view.columns
    top = monitor.top() + monitor.height() * cell.row // view.rows
    right = monitor.left() + monitor.width() * (cell.column + cell.column_span) // view.columns
    bottom = monitor.top() + monitor.height() * (cell.row + cell.row_span) // view.rows
    return QRect(left, top, right - left - 1, bottom - top - 1)


def cell_boxes(monitor: QRect, view: MonitorView) -> dict[CellIndex, QRect]:
    """Of all its cells."""
    return {cell.cell: cell_box(monitor, view, cell) for cell in view.cells}


class MiniaturePlaces:
    """``monitors`` with their boxes, and ``cells``: none of a monitor that can't be laid out."""

    def __init__(self) -> None:
        self.monitors: list[tuple[MonitorView, QRect]] = []
        self.cells: dict[CellName, QRect] = {}

    def lay_out(self, area: QRect, monitors: Iterable[MonitorView], guard: DrawingGuard) -> None:
        """These monitors in this area."""
        views = list(monitors)
        self.monitors = list(zip(views, monitor_boxes(area, len(views)), strict=False))
        self.cells = {}
        for view, box in self.monitors:
            boxes = guard.attempt(view.monitor, partial(cell_boxes, box, view), dict[CellIndex, QRect])
            self.cells |= {(view.monitor, cell): rect for cell, rect in boxes.items()}

    def of_monitor(self, view: MonitorView) -> dict[CellIndex, QRect]:
        """Its cells."""
        return {cell.cell: self.cells[(view.monitor, cell.cell)] for cell in view.cells}

    def at(self, point: QPoint) -> CellName | None:
        """The cell under a point."""
        return next((name for name, rect in self.cells.items() if rect.contains(point)), None)

    def head_at(self, point: QPoint) -> MonitorId | None:
        """The monitor whose name is under a point."""
        heads = ((view.monitor, head_box(box)) for view, box in self.monitors)
        return next((monitor for monitor, head in heads if head.contains(point)), None)

    def beside(self, cell: CellName | None, right: int, down: int) -> CellName | None:
        """The next one there, over all monitors; the first one from nowhere."""
        boxes = {name: box_of(rect) for name, rect in self.cells.items()}
        if cell is not None and cell in boxes:
            return neighbour(boxes, cell, right, down)
        return next(iter(boxes), None)

    def feed_sizes(self, without: Container[MonitorId] = ()) -> dict[FeedId, QSize]:
        """The size of each camera's largest cell, those of some monitors left out."""
        sizes: dict[FeedId, QSize] = {}
        for view, _ in self.monitors:
            for cell in view.cells if view.monitor not in without else ():
                rect = self.cells.get((view.monitor, cell.cell))
                if cell.feed is not None and rect is not None:
                    sizes[cell.feed] = sizes.get(cell.feed, QSize()).expandedTo(rect.size())
        return sizes


def box_of(rect: QRect) -> Box:
    """As the wall names places."""
    return Box(rect.x(), rect.y(), rect.width(), rect.height())
