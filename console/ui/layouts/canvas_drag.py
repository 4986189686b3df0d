"""What the mouse is about to do on the canvas, and what letting go would come to. Pure."""

from dataclasses import dataclass

from console.domain.errors import LayoutError
from console.domain.ids import CellIndex
from console.domain.layout import Layout
from console.domain.policies.layout_editing.places import Named, Place, cell_at, place_of, what_blocks
from console.domain.policies.layout_editing.shapes import around, moved, resized
from console.ui.layouts.canvas_geometry import Grip
from console.ui.layouts.cell_choice import Square


@dataclass(frozen=True, slots=True)
class Aim:
    """Letting go now comes to this: ``words`` say it, or why it can't be.

    ``place`` is where the cell would be; ``other`` the one with which it would change contents in place of
    that.
    """

    place: Place
    words: str
    is_possible: bool = True
    other: CellIndex | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A new cell, from the square where it began."""

    start: Square

    def aim(self, layout: Layout, square: Square, named: Named = str) -> Aim:
        """Up to that square."""
        place = around([Place(*self.start), Place(*square)])
        size = f"{place.column_span}x{place.row_span}"
        if (blocked := what_blocks(layout, place)) is not None:
            return Aim(place, f"{size}: {blocked.words}", is_possible=False)
        return Aim(place, f"new cell, {size}")


@dataclass(frozen=True, slots=True)
class Moving:
    """A cell, taken at one of its squares."""

    cell: CellIndex
    start: Square

    def aim(self, layout: Layout, square: Square, named: Named = str) -> Aim:
        """With that square where it was taken."""
        at = place_of(layout.cells[self.cell])
        column = min(max(at.column + square[0] - self.start[0], 0), layout.columns - at.column_span)
        row = min(max(at.row + square[1] - self.start[1], 0), layout.rows - at.row_span)
        place = at._replace(column=column, row=row)
        try:
            moved(layout, self.cell, column, row, named)
        except LayoutError as refused:
            return self._exchange(layout, square, place, str(refused))
        blocked = what_blocks(layout, place, (self.cell,))
        return Aim(place, "move here" if blocked is None else "change places")

    def _exchange(self, layout: Layout, square: Square, place: Place, why: str) -> Aim:
        other = cell_at(layout, *square)
        if other is None or other == self.cell:
            return Aim(place, why, is_possible=False)
        return Aim(place_of(layout.cells[other]), f"change contents with cell {other}", other=other)


@dataclass(frozen=True, slots=True)
class Spanning:
    """Borders of a cell."""

    grip: Grip

    def aim(self, layout: Layout, lines: Square, named: Named = str) -> Aim:
        """With its borders on those lines between columns and rows."""
        at = place_of(layout.cells[self.grip.cell])
        left, right, top, bottom = at.column, at.right, at.row, at.bottom
        if self.grip.across:
            left, right = _edges(left, right, self.grip.across, lines[0])
        if self.grip.down:
            top, bottom = _edges(top, bottom, self.grip.down, lines[1])
        place = Place(left, top, right - left, bottom - top)
        size = f"{place.column_span}x{place.row_span}"
        try:
            resized(layout, self.grip.cell, place, named)
        except LayoutError as refused:
            return Aim(place, str(refused), is_possible=False)
        return Aim(place, size)


def _edges(first: int, last: int, side: int, line: int) -> tuple[int, int]:
    """One square is left at least."""
    return (min(line, last - 1), last) if side < 0 else (first, max(line, first + 1))


AnyDrag = Drawing | Moving | Spanning
