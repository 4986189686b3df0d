"""Where cells lie on a layout's grid, and what is in the way of one that is to lie somewhere. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from console.domain.cell_content import content_words
from console.domain.errors import LayoutError
from console.domain.ids import CellIndex, FeedId
from console.domain.layout import Cell, Layout
from console.domain.wording import counted, few_of

Named = Callable[[FeedId], str]
"""What a camera is called."""


class Place(NamedTuple):
    """A rectangle of a grid. ``right`` and ``bottom`` lie outside of it."""

    column: int
    row: int
    column_span: int = 1
    row_span: int = 1

    @property
    def right(self) -> int:
        """The column behind its last one."""
        return self.column + self.column_span

    @property
    def bottom(self) -> int:
        """The row below its last one."""
        return self.row + self.row_span

    @property
    def area(self) -> int:
        """In squares of the grid."""
        return self.column_span * self.row_span

    def has(self, column: int, row: int) -> bool:
        """Whether that square is part of it."""
        return self.column <= column < self.right and self.row <= row < self.bottom

    def meets(self, other: "Place") -> bool:
        """Whether both have a square in common."""
        return bool(self.common(other))

    def common(self, other: "Place") -> "Place | None":
        """What both have; None for nothing."""
        column, row = max(self.column, other.column), max(self.row, other.row)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Place(column, row, right - column, bottom - row) if right > column and bottom > row else None

    def holds(self, other: "Place") -> bool:
        """Whether the other lies wholly within it."""
        return self.common(other) == other

    def less(self, other: "Place") -> "Place | None":
        """What is left of it without the other, if that is a rectangle, or all of it; None else."""
        common = self.common(other)
        if common is None:
            return self
        if common.row_span == self.row_span:
            return self._beside(common)
        if common.column_span == self.column_span:
            return self._above_or_below(common)
        return None

    def _beside(self, taken: "Place") -> "Place | None":
        if taken.column == self.column and taken.right < self.right:
            return Place(taken.right, self.row, self.right - taken.right, self.row_span)
        if taken.column > self.column and taken.right == self.right:
            return Place(self.column, self.row, taken.column - self.column, self.row_span)
        return None

    def _above_or_below(self, taken: "Place") -> "Place | None":
        if taken.row == self.row and taken.bottom < self.bottom:
            return Place(self.column, taken.bottom, self.column_span, self.bottom - taken.bottom)
        if taken.row > self.row and taken.bottom == self.bottom:
            return Place(self.column, self.row, self.column_span, taken.row - self.row)
        return None

    def squares(self) -> Iterator[tuple[int, int]]:
        """(column, row) of each, in reading order."""
        return (
            (column, row) for row in range(self.row, self.bottom) for column in range(self.column, self.right)
        )


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why a place can't be had: these cells lie there, or it ``leaves_grid``."""

    cells: tuple[CellIndex, ...] = ()
    leaves_grid: bool = False

    @property
    def words(self) -> str:
        """What is in the way, for people: "cells 3 and 4 are in the way"."""
        if self.leaves_grid:
            return "it leaves the grid"
        numbers = few_of([str(cell) for cell in self.cells])
        return f"cell {numbers} is in the way" if len(self.cells) == 1 else f"cells {numbers} are in the way"


def place_of(cell: Cell) -> Place:
    """Where a cell lies."""
    return Place(cell.column, cell.row, cell.column_span, cell.row_span)


def put_at(cell: Cell, place: Place) -> Cell:
    """The same cell somewhere else."""
    return replace(
        cell,
        column=place.column,
        row=place.row,
        column_span=place.column_span,
        row_span=place.row_span,
    )


def can_place(
    layout: Layout,
    column: int,
    row: int,
    column_span: int = 1,
    row_span: int = 1,
    ignoring: CellIndex | None = None,
) -> Blocked | None:
    """What is in the way of a cell there, without ``ignoring``'s own place; None for nothing."""
    place = Place(column, row, column_span, row_span)
    return what_blocks(layout, place, () if ignoring is None else (ignoring,))


def what_blocks(layout: Layout, place: Place, ignoring: Collection[CellIndex] = ()) -> Blocked | None:
    """The same, without several cells."""
    if not Place(0, 0, layout.columns, layout.rows).holds(place):
        return Blocked(leaves_grid=True)
    cells = tuple(index for index in cells_in(layout, place) if index not in ignoring)
    return Blocked(cells) if cells else None


def cells_in(layout: Layout, place: Place) -> tuple[CellIndex, ...]:
    """Those that have a square of it, in reading order."""
    return tuple(index for index, cell in numbered(layout) if place_of(cell).meets(place))


def cell_at(layout: Layout, column: int, row: int) -> CellIndex | None:
    """The one that has this square."""
    return next((index for index, cell in numbered(layout) if place_of(cell).has(column, row)), None)


def free_squares(layout: Layout) -> Iterator[tuple[int, int]]:
    """(column, row) of what no cell has, in reading order."""
    taken = {square for cell in layout.cells for square in place_of(cell).squares()}
    return (square for square in Place(0, 0, layout.columns, layout.rows).squares() if square not in taken)


def numbered(layout: Layout) -> Iterator[tuple[CellIndex, Cell]]:
    """Each cell with its number."""
    return ((CellIndex(index), cell) for index, cell in enumerate(layout.cells))


def cell_of(layout: Layout, cell: CellIndex) -> Cell:
    """One by its number. Raises LayoutError."""
    if not 0 <= cell < len(layout.cells):
        raise LayoutError(
            f"layout {layout.name!r} has {counted(len(layout.cells), 'cell')}; there is no cell {cell}"
        )
    return layout.cells[cell]


def with_cells(layout: Layout, cells: Iterable[Cell]) -> Layout:
    """The layout with these cells, in reading order: row by row, from left to right."""
    return replace(layout, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def without(layout: Layout, gone: Collection[CellIndex]) -> list[Cell]:
    """All cells but these."""
    return [cell for index, cell in numbered(layout) if index not in gone]


def names_of(cells: Sequence[Cell], named: Named = str) -> str:
    """What cells show, for people: their cameras, or what else."""
    return few_of([shown_words(cell, named) for cell in cells if not shows_nothing(cell)])


def shown_words(cell: Cell, named: Named = str) -> str:
    """What it shows: a camera, "the map", "tour night"; "nothing"."""
    if cell.feed is not None:
        return named(cell.feed)
    if cell.content is not None:
        return content_words(cell.content)
    return "the last selection" if cell.hotspot else "nothing"


def shows_nothing(cell: Cell) -> bool:
    """Whether nothing is lost with it: no camera, no content, no hotspot."""
    return cell.feed is None and cell.content is None and not cell.hotspot
