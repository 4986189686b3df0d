"""A layout's grid is changed: nothing that it shows is lost, or it is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.errors import LayoutError
from console.domain.ids import CellIndex, FeedId
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.grids import (
    arranged,
    coarsest,
    even_grid,
    finer,
    gaps_filled,
    regridded,
)
from console.domain.policies.layout_editing.places import free_squares, place_of
from tests.unit.domain.policies.layout_editing.made_layouts import (
    is_in_reading_order,
    layouts,
    shown,
    squares_taken,
)

A, B, C, D = (FeedId(f"cam-{letter}") for letter in "abcd")
FULL = even_grid("night", 2, 2).with_feeds({CellIndex(n): feed for n, feed in enumerate((A, B, C, D))})


def test_a_larger_grid_leaves_the_cells_where_they_are() -> None:
    made = regridded(FULL, 3, 2)
    assert made.cells == FULL.cells and list(free_squares(made)) == [(2, 0), (2, 1)]
    assert gaps_filled(made).cells[2] == Cell(2, 0)
    assert regridded(made, 2, 2) == FULL


def test_what_has_no_place_any_more_gets_one() -> None:
    tall = regridded(FULL, 1, 4)
    assert [(cell.feed, cell.row) for cell in tall.cells] == [(A, 0), (C, 1), (B, 2), (D, 3)]
    layout = Layout("night", 3, 1, (Cell(0, 0, auto=True), Cell(1, 0), Cell(2, 0, feed=A, pinned=True)))
    assert regridded(layout, 2, 1).cells == (Cell(0, 0, auto=True, feed=A, pinned=True), Cell(1, 0))


def test_a_cell_at_the_edge_becomes_smaller() -> None:
    layout = Layout("night", 3, 3, (Cell(0, 0, 3, 3, feed=A),))
    assert regridded(layout, 2, 1).cells == (Cell(0, 0, 2, 1, feed=A),)


def test_what_would_be_lost_is_named() -> None:
    with pytest.raises(LayoutError, match="no room on a grid of 1x2 for cam-b, cam-d; take them off first"):
        regridded(FULL, 1, 2)
    with pytest.raises(LayoutError, match="1 to 24 columns and rows, not 25x2"):
        regridded(FULL, 25, 2)
    with pytest.raises(LayoutError, match="no room in 1x1 for cam-b, cam-c, cam-d"):
        arranged(FULL, even_grid("1x1", 1, 1))


@given(layouts(), st.integers(1, 8), st.integers(1, 8))
def test_a_change_of_grid_loses_nothing(layout: Layout, columns: int, rows: int) -> None:
    try:
        made = regridded(layout, columns, rows)
    except LayoutError as refused:
        assert "no room" in str(refused)
        assert columns < layout.columns or rows < layout.rows
        return
    assert (made.columns, made.rows, made.name) == (columns, rows, layout.name)
    assert shown(made) == shown(layout) and is_in_reading_order(made)
    assert made == regridded(layout, columns, rows), "the same comes to the same places"
    assert regridded(made, columns, rows) == made
    if columns >= layout.columns and rows >= layout.rows:
        assert made.cells == layout.cells


@given(layouts(), layouts())
def test_a_template_takes_all_that_is_shown_in_its_order(layout: Layout, template: Layout) -> None:
    try:
        made = arranged(layout, template)
    except LayoutError as refused:
        assert f"no room in {template.name}" in str(refused)
        assert sum(shown(layout).values()) > len(template.cells)
        return
    assert shown(made) == shown(layout)
    assert [place_of(cell) for cell in made.cells] == [place_of(cell) for cell in template.cells]
    assert [cell.auto for cell in made.cells] == [cell.auto for cell in template.cells]
    before = [cell.feed for cell in layout.cells if cell.feed is not None]
    assert [cell.feed for cell in made.cells if cell.feed is not None] == before


@given(layouts(), st.integers(1, 3), st.integers(1, 3))
def test_a_finer_grid_looks_the_same_and_becomes_coarse_again(
    layout: Layout, columns: int, rows: int
) -> None:
    fine = finer(layout, columns, rows)
    assert squares_taken(fine) == squares_taken(layout) * columns * rows
    assert coarsest(fine) == coarsest(layout) == coarsest(coarsest(layout))
    assert shown(fine) == shown(layout)


@given(layouts())
def test_gaps_become_empty_cells(layout: Layout) -> None:
    made = gaps_filled(layout)
    assert not list(free_squares(made)) and shown(made) == shown(layout) and is_in_reading_order(made)
    assert gaps_filled(made) == made


def test_no_grid_is_too_fine() -> None:
    with pytest.raises(LayoutError, match="1 to 24 columns"):
        finer(FULL, 13, 1)
