"""In what two layouts differ, in words: for two who changed one, and for one who looks back. Pure."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from console.domain.cell_content import content_words
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.places import Named, place_of, put_at
from console.domain.wording import counted

Place = tuple[Fraction | int, ...]
"""Left, top, width, height."""
PlaceOf = Callable[[Layout, Cell], Place]


def differences(before: Layout, after: Layout, named: Named = str) -> tuple[str, ...]:
    """What ``after`` has in another way than ``before``; none where only their names differ.

    Cells are those of one place and size; their numbers are ``after``'s. Cameras are told by their ids, or as
    ``named``.
    """
    return (*_of_grids(before, after), *_of_cells(before, after, named))


def unlike(before: Layout, after: Layout) -> frozenset[int]:
    """The numbers of ``after``'s cells that ``before`` has not just so at their place."""
    place = _places(before, after)
    were = {place(before, cell): cell for cell in before.cells}
    return frozenset(
        index for index, cell in enumerate(after.cells) if not _is_as(were.get(place(after, cell)), cell)
    )


def _of_grids(before: Layout, after: Layout) -> Iterator[str]:
    if (before.columns, before.rows) != (after.columns, after.rows):
        yield f"grid {after.columns}x{after.rows} in place of {before.columns}x{before.rows}"


def _of_cells(before: Layout, after: Layout, named: Named) -> Iterator[str]:
    place = _places(before, after)
    were = {place(before, cell): cell for cell in before.cells}
    for index, cell in enumerate(after.cells):
        was = were.pop(place(after, cell), None)
        if was is None:
            yield f"cell {index} is new{f', with {_held(cell, named)}' if _holds(cell) else ''}"
        else:
            yield from _of_one(index, was, cell, named)
    if were:
        feeds = ", ".join(_held(cell, named) for cell in were.values() if _holds(cell))
        yield f"{counted(len(were), 'cell')} less{f', without {feeds}' if feeds else ''}"


def _of_one(index: int, was: Cell, cell: Cell, named: Named) -> Iterator[str]:
    if (was.feed, was.content) != (cell.feed, cell.content):
        yield f"cell {index} shows {_held(cell, named)} in place of {_held(was, named)}"
    if was.hotspot != cell.hotspot:
        yield f"cell {index} is {'a' if cell.hotspot else 'no'} hotspot{'' if cell.hotspot else ' any more'}"
    if was.pinned != cell.pinned:
        yield f"cell {index} is {'pinned' if cell.pinned else 'not pinned any more'}"
    if was.zoom != cell.zoom:
        yield f"cell {index} shows {'another part of' if cell.zoom else 'all of'} its picture"
    if was.auto != cell.auto:
        yield f"cell {index} is {'open' if cell.auto else 'closed'} to automatic switches"


def _holds(cell: Cell) -> bool:
    return cell.feed is not None or cell.content is not None


def _held(cell: Cell, named: Named) -> str:
    if cell.content is not None:
        return content_words(cell.content)
    return named(cell.feed) if cell.feed else "nothing"


def _places(before: Layout, after: Layout) -> PlaceOf:
    """How cells of both are told to be the same: by the grid's squares, or by their shares of the monitor, as
    a split may make the grid finer and moves no other cell. Whichever finds more of them.
    """

    def same(place: PlaceOf) -> int:
        return len({place(before, cell) for cell in before.cells} & {place(after, c) for c in after.cells})

    return max((_shares, _squares), key=same)


def _squares(layout: Layout, cell: Cell) -> Place:
    return cell.column, cell.row, cell.column_span, cell.row_span


def _shares(layout: Layout, cell: Cell) -> Place:
    return (
        Fraction(cell.column, layout.columns),
        Fraction(cell.row, layout.rows),
        Fraction(cell.column_span, layout.columns),
        Fraction(cell.row_span, layout.rows),
    )


def _is_as(was: Cell | None, cell: Cell) -> bool:
    """Whether it is the same cell, of whatever grid."""
    return was is not None and cell == put_at(was, place_of(cell))
