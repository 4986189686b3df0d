"""Where a layout's squares, cells and borders lie on the canvas."""

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect

from console.domain.ids import CellIndex
from console.domain.layout import Layout
from console.domain.policies.layout_editing.places import Place, cell_at, place_of
from console.ui.layouts.cell_choice import Square

MARGIN_PX = 12
ASPECT = 16 / 9
"""A monitor's shape: its true size is known to its display alone."""
GRIP_PX = 8
"""So near to its border a cell is taken by it; at most a fifth of a small one."""


class Grip(NamedTuple):
    """The borders of a cell that are taken: -1 left or upper, 1 right or lower, 0 neither."""

    cell: CellIndex
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class CanvasGeometry:
    """A grid drawn in ``box``; one pixel of gap at the right of each cell and below."""

    box: QRect
    columns: int
    rows: int

    @classmethod
    def within(cls, area: QRect, layout: Layout) -> "CanvasGeometry":
        """As large as it gets in that area, in a monitor's shape."""
        width = max(layout.columns, area.width() - 2 * MARGIN_PX)
        height = max(layout.rows, area.height() - 2 * MARGIN_PX)
        width = max(layout.columns, min(width, round(height * ASPECT)))
        height = max(layout.rows, min(height, round(width / ASPECT)))
        box = QRect(0, 0, width, height)
        box.moveCenter(area.center())
        return cls(box, layout.columns, layout.rows)

    def rect(self, place: Place) -> QRect:
        """Of a cell."""
        left, top = self._x(place.column), self._y(place.row)
        return QRect(left, top, self._x(place.right) - left - 1, self._y(place.bottom) - top - 1)

    def _x(self, column: int) -> int:
        return self.box.left() + self.box.width() * column // self.columns

    def _y(self, row: int) -> int:
        return self.box.top() + self.box.height() * row // self.rows

    def square_near(self, point: QPoint) -> Square:
        """The square under a point, or the nearest one."""
        column = ((point.x() - self.box.left() + 1) * self.columns - 1) // self.box.width()
        row = ((point.y() - self.box.top() + 1) * self.rows - 1) // self.box.height()
        return min(max(column, 0), self.columns - 1), min(max(row, 0), self.rows - 1)

    def square_at(self, point: QPoint) -> Square | None:
        """The square under a point; None beside the grid."""
        return self.square_near(point) if self.box.contains(point) else None

    def lines_near(self, point: QPoint) -> Square:
        """The lines between columns and rows that are nearest to a point."""
        column = round((point.x() - self.box.left()) * self.columns / self.box.width())
        row = round((point.y() - self.box.top()) * self.rows / self.box.height())
        return min(max(column, 0), self.columns), min(max(row, 0), self.rows)

    def grip_at(self, layout: Layout, point: QPoint) -> Grip | None:
        """The border of a cell near a point; both of a corner."""
        square = self.square_at(point)
        cell = cell_at(layout, *square) if square is not None else None
        if cell is None:
            return None
        rect = self.rect(place_of(layout.cells[cell]))
        wide, high = min(GRIP_PX, rect.width() // 5), min(GRIP_PX, rect.height() // 5)
        across = -1 if point.x() < rect.left() + wide else 1 if point.x() > rect.right() - wide else 0
        down = -1 if point.y() < rect.top() + high else 1 if point.y() > rect.bottom() - high else 0
        return Grip(cell, across, down) if across or down else None
