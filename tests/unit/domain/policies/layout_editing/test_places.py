"""Where cells lie, and what is in the way of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.errors import LayoutError
from console.domain.ids import CellIndex
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.places import (
    Blocked,
    Place,
    can_place,
    cell_at,
    cell_of,
    free_squares,
    place_of,
    with_cells,
)
from tests.unit.domain.policies.layout_editing.made_layouts import is_in_reading_order, layouts

MIXED = Layout("mixed", 3, 3, (Cell(0, 0, 2, 2), Cell(2, 0), Cell(0, 2), Cell(2, 2)))
places = st.builds(Place, st.integers(-1, 6), st.integers(-1, 6), st.integers(1, 4), st.integers(1, 4))


def test_it_says_what_is_in_the_way_before_anything_moves() -> None:
    assert can_place(MIXED, 1, 2) is None
    assert can_place(MIXED, 2, 1, 1, 2) == Blocked((CellIndex(3),))
    assert can_place(MIXED, 1, 1, 2, 2) == Blocked((CellIndex(0), CellIndex(3)))
    assert can_place(MIXED, 1, 1, 2, 2, ignoring=CellIndex(0)) == Blocked((CellIndex(3),))
    assert can_place(MIXED, 2, 2, 2, 1) == Blocked(leaves_grid=True)
    assert can_place(MIXED, -1, 0) == Blocked(leaves_grid=True)


def test_what_is_in_the_way_is_said_in_words() -> None:
    assert Blocked((CellIndex(3),)).words == "cell 3 is in the way"
    assert Blocked((CellIndex(0), CellIndex(3))).words == "cells 0, 3 are in the way"
    assert Blocked(leaves_grid=True).words == "it leaves the grid"


@given(layouts(), places)
def test_a_place_is_free_just_if_a_cell_there_makes_a_layout(layout: Layout, place: Place) -> None:
    cell = Cell(*place)
    blocked = can_place(layout, *place)
    if blocked is None:
        made = with_cells(layout, (*layout.cells, cell))
        assert is_in_reading_order(made) and made.cells[cell_at(made, place.column, place.row) or 0] == cell
        return
    assert blocked.leaves_grid or blocked.cells
    with pytest.raises(LayoutError):
        with_cells(layout, (*layout.cells, cell))


@given(layouts())
def test_each_square_is_a_cells_or_free(layout: Layout) -> None:
    free = set(free_squares(layout))
    for column, row in Place(0, 0, layout.columns, layout.rows).squares():
        index = cell_at(layout, column, row)
        assert (index is None) == ((column, row) in free)
        assert index is None or place_of(layout.cells[index]).has(column, row)


@given(places, places)
def test_what_is_left_of_a_place_is_the_rest_of_it_or_no_rectangle(place: Place, taken: Place) -> None:
    left = place.less(taken)
    rest = set(place.squares()) - set(taken.squares())
    if left is not None:
        assert set(left.squares()) == rest
    else:
        columns, rows = {column for column, _ in rest}, {row for _, row in rest}
        assert (
            not rest
            or len(columns) * len(rows) != len(rest)
            or max(columns) - min(columns) >= len(columns)
            or max(rows) - min(rows) >= len(rows)
        )


def test_a_cell_that_is_not_there_is_named() -> None:
    with pytest.raises(LayoutError, match="layout 'mixed' has 4 cells; there is no cell 4"):
        cell_of(MIXED, CellIndex(4))
