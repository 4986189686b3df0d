"""In what two layouts differ, in words: for two who changed one, and for one who looks back. Pure."""

from collections.abc import Iterator

from console.domain.layout import Cell, Layout
from console.domain.wording import counted

Place = tuple[int, int, int, int]


def differences(before: Layout, after: Layout) -> tuple[str, ...]:
    """What ``after`` has in another way than ``before``; none where only their names differ.

    Cells are those of one place and size; their numbers are ``after``'s.
    """
    return (*_of_grids(before, after), *_of_cells(before, after))


def _of_grids(before: Layout, after: Layout) -> Iterator[str]:
    if (before.columns, before.rows) != (after.columns, after.rows):
        yield f"grid {after.columns}x{after.rows} in place of {before.columns}x{before.rows}"


def _of_cells(before: Layout, after: Layout) -> Iterator[str]:
    were = {_place(cell): cell for cell in before.cells}
    for index, cell in enumerate(after.cells):
        was = were.pop(_place(cell), None)
        if was is None:
            yield f"cell {index} is new{f', with {cell.feed}' if cell.feed else ''}"
        else:
            yield from _of_one(index, was, cell)
    if were:
        feeds = ", ".join(cell.feed for cell in were.values() if cell.feed)
        yield f"{counted(len(were), 'cell')} less{f', without {feeds}' if feeds else ''}"


def _of_one(index: int, was: Cell, cell: Cell) -> Iterator[str]:
    if was.feed != cell.feed:
        yield f"cell {index} shows {cell.feed or 'nothing'} in place of {was.feed or 'nothing'}"
    if was.auto != cell.auto:
        yield f"cell {index} is {'open' if cell.auto else 'closed'} to automatic switches"


def _place(cell: Cell) -> Place:
    return cell.column, cell.row, cell.column_span, cell.row_span
