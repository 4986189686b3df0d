"""The grid of a layout changed, with all that its cells show. Pure: a layout in, another one out.

Each raises LayoutError, with what would be lost, where it can't be done; cameras as they are ``named``.
"""

from dataclasses import replace
from math import gcd

from console.domain.errors import LayoutError
from console.domain.layout import MAX_GRID, Cell, Layout
from console.domain.policies.layout_editing.places import (
    Named,
    Place,
    free_squares,
    names_of,
    place_of,
    put_at,
    shows_nothing,
    with_cells,
)


def even_grid(name: str, columns: int, rows: int) -> Layout:
    """So many empty cells of one square each."""
    squares = Place(0, 0, columns, rows).squares()
    return Layout(name, columns, rows, tuple(Cell(column, row) for column, row in squares))


def regridded(layout: Layout, columns: int, rows: int, named: Named = str) -> Layout:
    """On a grid of that size. Cells stay where they are, those at its edge become smaller.

    What lay outside and shows something goes to free squares, in reading order, then into empty cells. Empty
    cells outside go.
    """
    if not (1 <= columns <= MAX_GRID and 1 <= rows <= MAX_GRID):
        raise LayoutError(f"a grid has 1 to {MAX_GRID} columns and rows, not {columns}x{rows}")
    grid = Place(0, 0, columns, rows)
    within = [
        put_at(cell, common) for cell in layout.cells if (common := place_of(cell).common(grid)) is not None
    ]
    homeless = [cell for cell in layout.cells if not place_of(cell).meets(grid) and not shows_nothing(cell)]
    smaller = with_cells(replace(layout, columns=columns, rows=rows, cells=()), within)
    return _housed(smaller, homeless, f"on a grid of {columns}x{rows}", named)


def arranged(layout: Layout, template: Layout, named: Named = str) -> Layout:
    """What it shows, in reading order, in the template's cells, and under its own name."""
    showing = [cell for cell in layout.cells if not shows_nothing(cell)]
    empty = [Cell(*place_of(cell), auto=cell.auto) for cell in template.cells]
    bare = Layout(layout.name, template.columns, template.rows, ())
    return _housed(with_cells(bare, empty), showing, f"in {template.name}", named, on_free_squares=False)


def _housed(
    layout: Layout, homeless: list[Cell], where: str, named: Named, *, on_free_squares: bool = True
) -> Layout:
    """With these cells' contents as well."""
    free = [Place(*square) for square in free_squares(layout)] if on_free_squares else []
    empty = [cell for cell in layout.cells if shows_nothing(cell)]
    room = len(free) + len(empty)
    if room < len(homeless):
        lost = homeless[room:]
        raise LayoutError(f"there is no room {where} for {names_of(lost, named)}; take them off first")
    placed = [put_at(cell, place) for cell, place in zip(homeless, free, strict=False)]
    for cell, there in zip(homeless[len(free) :], empty, strict=False):
        placed.append(replace(put_at(cell, place_of(there)), auto=there.auto))
    filled = {place_of(cell) for cell in placed}
    return with_cells(layout, (*(cell for cell in layout.cells if place_of(cell) not in filled), *placed))


def gaps_filled(layout: Layout) -> Layout:
    """With an empty cell on every free square."""
    return with_cells(layout, (*layout.cells, *(Cell(*square) for square in free_squares(layout))))


def finer(layout: Layout, by_columns: int, by_rows: int) -> Layout:
    """The same picture on a grid of so many times the columns and rows."""
    columns, rows = layout.columns * by_columns, layout.rows * by_rows
    if not (1 <= columns <= MAX_GRID and 1 <= rows <= MAX_GRID):
        raise LayoutError(f"a grid has 1 to {MAX_GRID} columns and rows, not {columns}x{rows}")
    cells = tuple(
        put_at(
            cell,
            Place(
                cell.column * by_columns,
                cell.row * by_rows,
                cell.column_span * by_columns,
                cell.row_span * by_rows,
            ),
        )
        for cell in layout.cells
    )
    return replace(layout, columns=columns, rows=rows, cells=cells)


def coarsest(layout: Layout) -> Layout:
    """The same picture on the grid with the fewest columns and rows."""
    columns = gcd(
        layout.columns, *(edge for cell in layout.cells for edge in (cell.column, cell.column_span))
    )
    rows = gcd(layout.rows, *(edge for cell in layout.cells for edge in (cell.row, cell.row_span)))
    cells = tuple(
        put_at(
            cell,
            Place(
                cell.column // columns, cell.row // rows, cell.column_span // columns, cell.row_span // rows
            ),
        )
        for cell in layout.cells
    )
    return replace(layout, columns=layout.columns // columns, rows=layout.rows // rows, cells=cells)
