"""What cells show is changed, each fact by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.cell_content import ClockContent, TextContent
from console.domain.errors import LayoutError
from console.domain.ids import CellIndex, FeedId
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.contents import (
    emptied,
    filled,
    with_content,
    with_feed,
    with_flags,
    with_zoom,
)
from console.domain.policies.layout_editing.grids import even_grid
from console.domain.policies.layout_editing.places import place_of, shows_nothing
from console.domain.zoom_part import ZoomPart
from tests.unit.domain.policies.layout_editing.made_layouts import layouts

A, B, C, D = (FeedId(f"cam-{letter}") for letter in "abcd")
FIRST, SECOND = CellIndex(0), CellIndex(1)
PART = ZoomPart(0, 0, 500, 500)
ONE = Layout("one", 2, 1, (Cell(0, 0, auto=True, feed=A, pinned=True, zoom=PART), Cell(1, 0)))


def test_another_camera_is_seen_whole() -> None:
    assert with_feed(ONE, FIRST, A) == ONE
    assert with_feed(ONE, FIRST, B).cells[0] == Cell(0, 0, auto=True, feed=B, pinned=True)


def test_other_content_leaves_nothing_of_the_camera() -> None:
    made = with_content(ONE, FIRST, ClockContent("Europe/Vienna"))
    assert made.cells[0] == Cell(0, 0, auto=True, content=ClockContent("Europe/Vienna"))
    assert with_feed(made, FIRST, B).cells[0] == Cell(0, 0, auto=True, feed=B)
    with pytest.raises(LayoutError, match="cell 0: a text has 1 to 400 characters"):
        with_content(ONE, FIRST, TextContent(" "))


def test_an_emptied_cell_stays_and_stays_open() -> None:
    assert emptied(ONE, [FIRST, SECOND]).cells == (Cell(0, 0, auto=True), Cell(1, 0))


def test_flags_are_set_one_by_one() -> None:
    assert with_flags(ONE, [FIRST], pinned=False).cells[0] == Cell(0, 0, auto=True, feed=A, zoom=PART)
    assert with_flags(ONE, [SECOND], hotspot=True, auto=True).cells[1] == Cell(1, 0, auto=True, hotspot=True)
    with pytest.raises(LayoutError, match="cell 1 shows no camera that could be pinned"):
        with_flags(ONE, [FIRST, SECOND], pinned=True)
    clock = with_content(ONE, FIRST, ClockContent())
    with pytest.raises(LayoutError, match="neither pinned nor a hotspot"):
        with_flags(clock, [FIRST], hotspot=True)


def test_a_part_of_the_picture_lies_within_it() -> None:
    assert with_zoom(ONE, FIRST, None).cells[0].zoom is None
    with pytest.raises(LayoutError, match="within the picture"):
        with_zoom(ONE, FIRST, ZoomPart(600, 0, 500, 500))


def test_cameras_fill_empty_cells_in_reading_order() -> None:
    layout = even_grid("night", 2, 2).with_feeds({SECOND: A})
    made = filled(layout, [B, C])
    assert [cell.feed for cell in made.layout.cells] == [B, A, C, None] and made.left_over == ()
    dropped = filled(layout, [B, C, D], SECOND)
    assert [cell.feed for cell in dropped.layout.cells] == [None, B, C, D]
    last = filled(layout, [B, C], CellIndex(3))
    assert [cell.feed for cell in last.layout.cells] == [C, A, None, B]
    assert filled(layout, [A, B, C, D]).left_over == (D,)


@given(layouts(), st.integers(0, 40), st.data())
def test_filling_takes_nothing_off_and_says_whom_it_left(
    layout: Layout, count: int, data: st.DataObject
) -> None:
    feeds = [FeedId(f"new-{number}") for number in range(count)]
    made = filled(layout, feeds)
    empty = sum(shows_nothing(cell) for cell in layout.cells)
    assert len(made.left_over) == max(0, count - empty)
    assert [place_of(cell) for cell in made.layout.cells] == [place_of(cell) for cell in layout.cells]
    for before, after in zip(layout.cells, made.layout.cells, strict=True):
        assert shows_nothing(before) or after == before
    first = CellIndex(data.draw(st.integers(0, len(layout.cells) - 1)))
    if feeds:
        assert filled(layout, feeds, first).layout.cells[first].feed == feeds[0]
