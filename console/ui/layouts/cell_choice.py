"""Which cells of a layout are meant: the one where the keys are, and those that were marked. Values."""

from dataclasses import dataclass, replace

from console.domain.ids import CellIndex
from console.domain.layout import Layout
from console.domain.policies.layout_editing.places import Place, cell_at, numbered, place_of

Square = tuple[int, int]
"""Column and row of the grid."""


@dataclass(frozen=True, slots=True)
class CellChoice:
    """``square`` is where the keys are; its cell is meant, and every ``marked`` one with it, by its place."""

    square: Square = (0, 0)
    marked: frozenset[Place] = frozenset()

    def cell(self, layout: Layout) -> CellIndex | None:
        """The one where the keys are; None on a free square."""
        return cell_at(layout, *self.square)

    def marked_in(self, layout: Layout) -> tuple[CellIndex, ...]:
        """Those that were marked."""
        return tuple(index for index, cell in numbered(layout) if place_of(cell) in self.marked)

    def cells(self, layout: Layout) -> tuple[CellIndex, ...]:
        """All that are meant, in reading order."""
        own = self.cell(layout)
        return tuple(sorted({*self.marked_in(layout), *(() if own is None else (own,))}))

    def at(self, layout: Layout, square: Square) -> "CellChoice":
        """The keys there, or at the grid's edge; nothing is marked."""
        column, row = square
        column, row = min(max(column, 0), layout.columns - 1), min(max(row, 0), layout.rows - 1)
        return CellChoice((column, row))

    def beside(self, layout: Layout, columns: int, rows: int) -> "CellChoice":
        """The keys one cell, or free square, further; what is marked stays so."""
        cell = self.cell(layout)
        at = place_of(layout.cells[cell]) if cell is not None else Place(*self.square)
        column, row = next_to(at, self.square, columns, rows)
        if 0 <= column < layout.columns and 0 <= row < layout.rows:
            return replace(self, square=(column, row))
        return self

    def toggled(self, layout: Layout) -> "CellChoice":
        """The cell where the keys are is meant also when they go elsewhere; or no more."""
        cell = self.cell(layout)
        return self if cell is None else replace(self, marked=self.marked ^ {place_of(layout.cells[cell])})

    def with_also(self, layout: Layout, square: Square) -> "CellChoice":
        """The cell there as well as what is meant already; or, if it is one of those, without it."""
        there = cell_at(layout, *square)
        if there is None:
            return self
        place = place_of(layout.cells[there])
        marked = frozenset(place_of(layout.cells[cell]) for cell in self.cells(layout)) ^ {place}
        if place in marked or not marked:
            return CellChoice(square, marked)
        first = min(marked, key=lambda one: (one.row, one.column))
        return CellChoice((first.column, first.row), marked)

    def of(self, layout: Layout) -> "CellChoice":
        """What is left of it in another layout."""
        kept = self.marked & frozenset(map(place_of, layout.cells))
        return replace(self.at(layout, self.square), marked=kept)


def next_to(at: Place, square: Square, columns: int, rows: int) -> Square:
    """The square behind the edge of a place, in the line of the one where the keys are."""
    column = at.right if columns > 0 else at.column - 1 if columns < 0 else square[0]
    row = at.bottom if rows > 0 else at.row - 1 if rows < 0 else square[1]
    return column, row
