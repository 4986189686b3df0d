"""Cells of a layout added, removed, split, merged, spanned and moved. Pure: a layout in, another one out.

Each raises LayoutError, with what is in the way, where it can't be done; nothing is changed then. Numbers of
cells are those of the layout that is given: cells of the other one are in reading order again.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import lcm
from typing import NamedTuple

from console.domain.errors import LayoutError
from console.domain.ids import CellIndex
from console.domain.layout import MAX_GRID, Cell, Layout
from console.domain.policies.layout_editing.grids import finer
from console.domain.policies.layout_editing.places import (
    Blocked,
    Named,
    Place,
    cell_of,
    names_of,
    numbered,
    place_of,
    put_at,
    shows_nothing,
    what_blocks,
    with_cells,
    without,
)


class Merged(NamedTuple):
    """The layout with one cell in place of several. ``left_over``: those whose content nobody shows now."""

    layout: Layout
    place: Place
    left_over: tuple[Cell, ...]


def added(layout: Layout, place: Place) -> Layout:
    """With an empty cell there."""
    _require_free(layout, place, "no cell can be added there")
    return with_cells(layout, (*layout.cells, put_at(Cell(0, 0), place)))


def removed(layout: Layout, cells: Collection[CellIndex]) -> Layout:
    """Without these cells and what they show; their room is free."""
    for cell in cells:
        cell_of(layout, cell)
    return with_cells(layout, without(layout, cells))


def split(layout: Layout, cell: CellIndex, columns: int, rows: int) -> Layout:
    """Cut into so many equal parts. The first keeps what it shows, each whether it is open to switches.

    Where its place has too few squares, the grid becomes finer, and every other cell spans more of it.
    """
    place = place_of(cell_of(layout, cell))
    if columns < 1 or rows < 1 or columns * rows < 2:
        raise LayoutError("a cell is split into two parts at least")
    by_columns = lcm(place.column_span, columns) // place.column_span
    by_rows = lcm(place.row_span, rows) // place.row_span
    if layout.columns * by_columns > MAX_GRID or layout.rows * by_rows > MAX_GRID:
        raise LayoutError(
            f"cell {cell} can't be split into {columns}x{rows}: the grid would be finer than "
            f"{MAX_GRID}x{MAX_GRID}; span it first"
        )
    fine = finer(layout, by_columns, by_rows)
    whole = fine.cells[cell]
    width, height = whole.column_span // columns, whole.row_span // rows
    places = [
        Place(whole.column + width * column, whole.row + height * row, width, height)
        for row in range(rows)
        for column in range(columns)
    ]
    parts = [put_at(whole, places[0]), *(put_at(Cell(0, 0, auto=whole.auto), place) for place in places[1:])]
    return with_cells(fine, (*without(fine, (cell,)), *parts))


def merged(layout: Layout, cells: Collection[CellIndex]) -> Merged:
    """One cell where these are, which cover its rectangle exactly.

    It shows what the first of them shows that shows anything; it is open to switches if any of them is.
    """
    parts = [cell_of(layout, cell) for cell in sorted(set(cells))]
    if len(parts) < 2:
        raise LayoutError("to merge, mark two cells or more that form a rectangle")
    place = around([place_of(part) for part in parts])
    if (blocked := what_blocks(layout, place, cells)) is not None:
        raise LayoutError(f"these cells form no rectangle: {blocked.words}")
    if sum(place_of(part).area for part in parts) < place.area:
        raise LayoutError("these cells form no rectangle: some of it is free; add cells there, or span one")
    showing = [part for part in parts if not shows_nothing(part)]
    kept = replace((showing or parts)[0], auto=any(part.auto for part in parts))
    whole = with_cells(layout, (*without(layout, cells), put_at(kept, place)))
    return Merged(whole, place, tuple(showing[1:]))


def resized(layout: Layout, cell: CellIndex, place: Place, named: Named = str) -> Layout:
    """The cell there, in that size. Cells in its way give way if they can.

    Empty ones that it covers go; others that it covers in part become smaller. Nothing that is shown is lost.
    """
    changed = cell_of(layout, cell)
    if what_blocks(layout, place, [index for index, _ in numbered(layout)]) is not None:
        raise LayoutError(f"cell {cell} can't be so large: it leaves the grid")
    kept: list[Cell] = []
    blocking: list[CellIndex] = []
    for index, other in numbered(layout):
        if index == cell:
            continue
        left = place_of(other).less(place)
        if left is not None:
            kept.append(put_at(other, left))
        elif not (place.holds(place_of(other)) and shows_nothing(other)):
            blocking.append(index)
    if blocking:
        raise LayoutError(f"cell {cell} can't be so large: {_blocking_words(layout, blocking, named)}")
    return with_cells(layout, (*kept, put_at(changed, place)))


def moved(layout: Layout, cell: CellIndex, column: int, row: int, named: Named = str) -> Layout:
    """The cell there, in its size. What lies there goes to where it was, if that fits exactly."""
    before = place_of(cell_of(layout, cell))
    place = before._replace(column=column, row=row)
    blocked = what_blocks(layout, place, (cell,))
    if blocked is None:
        return with_cells(layout, (*without(layout, (cell,)), put_at(layout.cells[cell], place)))
    if blocked.leaves_grid:
        raise LayoutError(f"cell {cell} can't be moved there: {blocked.words}")
    by_columns, by_rows = _way_back(before, place)
    others = [layout.cells[index] for index in blocked.cells]
    back = [
        place_of(other)._replace(column=other.column + by_columns, row=other.row + by_rows)
        for other in others
    ]
    if not all(before.holds(to) and not place.meets(to) for to in back):
        raise LayoutError(
            f"cell {cell} can't be moved there: {_blocking_words(layout, blocked.cells, named)}"
        )
    swapped = [put_at(other, to) for other, to in zip(others, back, strict=True)]
    rest = without(layout, (cell, *blocked.cells))
    return with_cells(layout, (*rest, *swapped, put_at(layout.cells[cell], place)))


def _way_back(before: Place, after: Place) -> tuple[int, int]:
    """By how many columns and rows what lies there has to go: round the cell, where both places overlap."""
    columns, rows = before.column - after.column, before.row - after.row
    if before.meets(after) and not rows:
        columns = before.column_span if columns > 0 else -before.column_span
    elif before.meets(after) and not columns:
        rows = before.row_span if rows > 0 else -before.row_span
    return columns, rows


def exchanged(layout: Layout, one: CellIndex, other: CellIndex) -> Layout:
    """Each of both shows what the other showed; their places stay, and whether they are open to switches."""
    first, second = cell_of(layout, one), cell_of(layout, other)
    cells = list(layout.cells)
    cells[one] = replace(put_at(second, place_of(first)), auto=first.auto)
    cells[other] = replace(put_at(first, place_of(second)), auto=second.auto)
    return replace(layout, cells=tuple(cells))


def around(places: Collection[Place]) -> Place:
    """The smallest place that holds all of these, of which there is one at least."""
    column, row = min(place.column for place in places), min(place.row for place in places)
    right, bottom = max(place.right for place in places), max(place.bottom for place in places)
    return Place(column, row, right - column, bottom - row)


def _require_free(layout: Layout, place: Place, otherwise: str) -> None:
    if (blocked := what_blocks(layout, place)) is not None:
        raise LayoutError(f"{otherwise}: {blocked.words}")


def _blocking_words(layout: Layout, cells: Sequence[CellIndex], named: Named) -> str:
    words = Blocked(tuple(cells)).words
    shown = names_of([layout.cells[cell] for cell in cells], named)
    return f"{words} ({shown})" if shown else words
