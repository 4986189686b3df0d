"""In what two layouts differ, in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.ids import CellIndex, FeedId
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_difference import differences, unlike
from console.domain.policies.layout_editing.shapes import split

CAM_1, CAM_2 = FeedId("cam-001"), FeedId("cam-002")
BASE = Layout("night", 2, 1, (Cell(0, 0, feed=CAM_1), Cell(1, 0)))


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (replace(BASE, name="dusk"), ()),
        (BASE.with_feeds({CellIndex(0): CAM_2}), ("cell 0 shows cam-002 in place of cam-001",)),
        (BASE.with_feeds({CellIndex(0): None}), ("cell 0 shows nothing in place of cam-001",)),
        (BASE.with_feeds({CellIndex(1): CAM_2}), ("cell 1 shows cam-002 in place of nothing",)),
        (
            replace(BASE, cells=(BASE.cells[0], Cell(1, 0, auto=True))),
            ("cell 1 is open to automatic switches",),
        ),
        (replace(BASE, cells=BASE.cells[1:]), ("1 cell less, without cam-001",)),
        (replace(BASE, cells=BASE.cells[:1]), ("1 cell less",)),
        (replace(BASE, rows=2), ("grid 2x2 in place of 2x1",)),
        (
            Layout("night", 2, 1, (Cell(0, 0, 2, feed=CAM_2),)),
            ("cell 0 is new, with cam-002", "2 cells less, without cam-001"),
        ),
    ],
)
def test_what_the_second_has_in_another_way_is_told(after: Layout, words: tuple[str, ...]) -> None:
    assert differences(BASE, after) == words


def test_cameras_are_told_by_their_names_where_they_are_known() -> None:
    (words,) = differences(BASE, BASE.with_feeds({CellIndex(0): CAM_2}), lambda feed: f"{feed[-1]} Quay")
    assert words == "cell 0 shows 2 Quay in place of 1 Quay"


def test_back_again_is_the_other_way_round() -> None:
    auto = replace(BASE, cells=(BASE.cells[0], Cell(1, 0, auto=True)))
    assert differences(auto, BASE) == ("cell 1 is closed to automatic switches",)


cells = st.lists(
    st.builds(
        Cell, st.integers(0, 3), st.just(0), auto=st.booleans(), feed=st.sampled_from([None, CAM_1, CAM_2])
    ),
    unique_by=lambda cell: cell.column,
).map(tuple)
layouts = st.builds(Layout, st.just("any"), st.sampled_from([4, 5]), st.just(1), cells)


@given(layouts, layouts)
def test_there_is_no_difference_only_where_there_is_none(one: Layout, other: Layout) -> None:
    same = one.columns == other.columns and set(one.cells) == set(other.cells)
    assert (differences(one, other) == ()) == same == (differences(other, one) == ())
    assert (unlike(one, other) == frozenset()) == (set(other.cells) <= set(one.cells))


def test_cells_that_are_not_just_so_in_the_other_are_marked() -> None:
    after = replace(BASE, cells=(Cell(0, 0, feed=CAM_1, pinned=True), Cell(1, 0)))
    assert unlike(BASE, after) == unlike(after, BASE) == {0}


def test_a_split_that_makes_the_grid_finer_leaves_the_other_cells_as_they_are() -> None:
    after = split(BASE, CellIndex(0), 1, 2)
    assert (after.columns, after.rows) != (BASE.columns, BASE.rows)
    assert unlike(BASE, after) == {index for index, cell in enumerate(after.cells) if cell.column == 0}
    assert not any("cell 1 " in words for words in differences(BASE, after))
