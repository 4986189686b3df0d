"""Cells added, removed, split, merged, spanned and moved: nothing overlaps, nothing goes unsaid."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from console.domain.errors import LayoutError
from console.domain.ids import CellIndex, FeedId
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.grids import even_grid
from console.domain.policies.layout_editing.places import Place, cell_at, place_of
from console.domain.policies.layout_editing.shapes import (
    added,
    exchanged,
    merged,
    moved,
    removed,
    resized,
    split,
)
from tests.unit.domain.policies.layout_editing.made_layouts import (
    is_in_reading_order,
    layouts,
    shown,
    squares_taken,
)

A, B, C = FeedId("cam-a"), FeedId("cam-b"), FeedId("cam-c")


def index(number: int) -> CellIndex:
    return CellIndex(number)


def even(columns: int, rows: int, *feeds: FeedId | None) -> Layout:
    layout = even_grid("night", columns, rows)
    return layout.with_feeds({index(number): feed for number, feed in enumerate(feeds)})


def feeds_of(layout: Layout) -> list[FeedId | None]:
    return [cell.feed for cell in layout.cells]


def places_in(layout: Layout) -> list[Place]:
    return [place_of(cell) for cell in layout.cells]


# --- split and merge


def test_a_large_cell_is_split_where_it_is() -> None:
    layout = Layout("1+1", 3, 2, (Cell(0, 0, 2, 2, auto=True, feed=A, pinned=True), Cell(2, 0, 1, 2, feed=B)))
    made = split(layout, index(0), 2, 2)
    assert (made.columns, made.rows) == (3, 2)
    assert places_in(made) == [(0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 2), (0, 1, 1, 1), (1, 1, 1, 1)]
    assert feeds_of(made) == [A, None, B, None, None]
    assert [cell.auto for cell in made.cells] == [True, True, False, True, True]
    assert [cell.pinned for cell in made.cells] == [True, False, False, False, False]


def test_a_small_cell_is_split_on_a_finer_grid_and_the_others_look_as_before() -> None:
    made = split(even(2, 2, A, B), index(1), 2, 2)
    assert (made.columns, made.rows) == (4, 4)
    assert places_in(made)[:3] == [(0, 0, 2, 2), (2, 0, 1, 1), (3, 0, 1, 1)]
    assert feeds_of(made)[:3] == [A, B, None]
    assert (split(made, index(0), 1, 2).columns, split(made, index(0), 1, 2).rows) == (4, 4)


def test_no_grid_becomes_too_fine() -> None:
    with pytest.raises(
        LayoutError, match=r"cell 0 can't be split into 5x1: .* finer than 24x24; span it first"
    ):
        split(even_grid("fine", 6, 1), index(0), 5, 1)
    with pytest.raises(LayoutError, match="two parts at least"):
        split(even(2, 2), index(0), 1, 1)


@given(layouts(), st.data(), st.integers(1, 3), st.integers(1, 3))
def test_split_parts_cover_just_the_cell_and_merge_to_it_again(
    layout: Layout, data: st.DataObject, columns: int, rows: int
) -> None:
    assume(columns * rows > 1)
    cell = index(data.draw(st.integers(0, len(layout.cells) - 1)))
    made = split(layout, cell, columns, rows)
    factor = (made.columns // layout.columns) * (made.rows // layout.rows)
    assert shown(made) == shown(layout) and is_in_reading_order(made)
    assert len(made.cells) == len(layout.cells) + columns * rows - 1
    assert squares_taken(made) == squares_taken(layout) * factor
    old = place_of(layout.cells[cell])
    whole = Place(
        old.column * made.columns // layout.columns,
        old.row * made.rows // layout.rows,
        old.column_span * made.columns // layout.columns,
        old.row_span * made.rows // layout.rows,
    )
    parts = [index(number) for number, part in enumerate(made.cells) if whole.meets(place_of(part))]
    assert len(parts) == columns * rows
    again = merged(made, parts)
    assert again.place == whole and again.left_over == () and shown(again.layout) == shown(layout)


def test_the_first_that_shows_something_is_kept_of_those_merged() -> None:
    layout = even(2, 2, None, A, B, C)
    assert feeds_of(merged(layout, [index(0), index(1)]).layout) == [A, B, C]
    row = merged(layout, [index(3), index(2)])
    assert feeds_of(row.layout) == [None, A, B]
    assert [cell.feed for cell in row.left_over] == [C] and row.place == (0, 1, 2, 1)
    assert merged(even(2, 1), [index(0), index(1)]).layout.cells == (Cell(0, 0, 2, 1),)


def test_only_a_rectangle_is_merged() -> None:
    layout = even(3, 2, A, B, C)
    with pytest.raises(LayoutError, match="these cells form no rectangle: cell 1 is in the way"):
        merged(layout, [index(0), index(2)])
    with pytest.raises(LayoutError, match="mark two cells or more"):
        merged(layout, [index(0), index(0)])
    with pytest.raises(LayoutError, match="some of it is free"):
        merged(removed(layout, [index(1)]), [index(0), index(1)])


# --- add and remove


def test_a_cell_is_added_where_there_is_room() -> None:
    layout = removed(even(2, 2, A, B, C), [index(0), index(1)])
    made = added(layout, Place(0, 0, 2, 1))
    assert places_in(made) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)] and feeds_of(made) == [None, C, None]
    with pytest.raises(LayoutError, match="no cell can be added there: cells 0, 1 are in the way"):
        added(made, Place(0, 0, 1, 2))
    with pytest.raises(LayoutError, match="there is no cell 9"):
        removed(made, [index(9)])


# --- span


def test_a_cell_spans_over_empty_ones_and_cuts_others() -> None:
    layout = even(3, 2, A, None, B)
    made = resized(layout, index(0), Place(0, 0, 2, 2))
    assert places_in(made) == [(0, 0, 2, 2), (2, 0, 1, 1), (2, 1, 1, 1)] and feeds_of(made) == [A, B, None]
    wide = merged(layout, [index(1), index(2)]).layout
    grown = resized(wide, index(0), Place(0, 0, 2, 1))
    assert places_in(grown)[:2] == [(0, 0, 2, 1), (2, 0, 1, 1)] and feeds_of(grown)[:2] == [A, B]
    smaller = resized(grown, index(0), Place(0, 0, 1, 1))
    assert places_in(smaller)[:2] == [(0, 0, 1, 1), (2, 0, 1, 1)]


def test_a_cell_spans_over_no_camera() -> None:
    layout = even(2, 2, A, B, C)
    with pytest.raises(
        LayoutError, match=r"cell 0 can't be so large: cells 1, 2 are in the way \(cam-b, cam-c\)"
    ):
        resized(layout, index(0), Place(0, 0, 2, 2))
    with pytest.raises(LayoutError, match="leaves the grid"):
        resized(layout, index(3), Place(1, 1, 2, 1))


@given(layouts(), st.data())
def test_spanning_loses_nothing_and_gives_the_wanted_place(layout: Layout, data: st.DataObject) -> None:
    cell = index(data.draw(st.integers(0, len(layout.cells) - 1)))
    column, row = data.draw(st.integers(0, layout.columns - 1)), data.draw(st.integers(0, layout.rows - 1))
    place = Place(
        column,
        row,
        data.draw(st.integers(1, layout.columns - column)),
        data.draw(st.integers(1, layout.rows - row)),
    )
    try:
        made = resized(layout, cell, place)
    except LayoutError:
        return
    assert shown(made) == shown(layout) and is_in_reading_order(made) and place in places_in(made)


# --- move


def test_a_cell_moves_to_free_room() -> None:
    layout = removed(even(3, 1, A, B), [index(2)])
    assert feeds_of(moved(layout, index(0), 2, 0)) == [B, A]
    with pytest.raises(LayoutError, match="cell 0 can't be moved there: it leaves the grid"):
        moved(layout, index(0), 3, 0)


def test_cells_that_fit_exactly_change_places() -> None:
    assert feeds_of(moved(even(2, 2, A, B, C), index(0), 1, 1)) == [None, B, C, A]
    layout = Layout(
        "1+4", 4, 2, (Cell(0, 0, 2, 2, feed=A), Cell(2, 0, feed=B), Cell(3, 0), Cell(2, 1, 2, 1, feed=C))
    )
    made = moved(layout, index(0), 2, 0)
    assert places_in(made) == [(0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 2, 2), (0, 1, 2, 1)]
    assert feeds_of(made) == [B, None, A, C]


def test_a_large_cell_steps_past_small_ones() -> None:
    layout = Layout("1+2", 3, 2, (Cell(0, 0, 2, 2, feed=A), Cell(2, 0, feed=B), Cell(2, 1, feed=C)))
    made = moved(layout, index(0), 1, 0)
    assert places_in(made) == [(0, 0, 1, 1), (1, 0, 2, 2), (0, 1, 1, 1)] and feeds_of(made) == [B, A, C]
    assert moved(made, index(1), 0, 0) == layout


def test_cells_of_other_sizes_stay_in_the_way() -> None:
    layout = Layout("1+1", 3, 1, (Cell(0, 0, feed=A), Cell(1, 0, 2, 1, feed=B)))
    with pytest.raises(LayoutError, match=r"cell 0 can't be moved there: cell 1 is in the way \(cam-b\)"):
        moved(layout, index(0), 1, 0)
    assert exchanged(layout, index(0), index(1)).cells == (Cell(0, 0, feed=B), Cell(1, 0, 2, 1, feed=A))


@given(layouts(), st.data())
def test_moving_loses_nothing_and_moves_back(layout: Layout, data: st.DataObject) -> None:
    cell = index(data.draw(st.integers(0, len(layout.cells) - 1)))
    before = place_of(layout.cells[cell])
    column, row = data.draw(st.integers(0, layout.columns)), data.draw(st.integers(0, layout.rows))
    try:
        made = moved(layout, cell, column, row)
    except LayoutError:
        return
    assert shown(made) == shown(layout) and is_in_reading_order(made)
    assert squares_taken(made) == squares_taken(layout)
    there = cell_at(made, column, row)
    assert there is not None and place_of(made.cells[there]) == before._replace(column=column, row=row)
    assert moved(made, there, before.column, before.row) == layout


@given(layouts(), st.data())
def test_contents_change_places_and_back(layout: Layout, data: st.DataObject) -> None:
    one, other = (index(data.draw(st.integers(0, len(layout.cells) - 1))) for _ in range(2))
    made = exchanged(layout, one, other)
    assert shown(made) == shown(layout) and places_in(made) == places_in(layout)
    assert exchanged(made, one, other) == layout
