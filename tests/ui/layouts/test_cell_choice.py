"""Which cells are meant, and where the keys go."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.grids import even_grid
from console.domain.policies.layout_editing.places import place_of
from console.ui.layouts.cell_choice import CellChoice
from tests.unit.domain.policies.layout_editing.made_layouts import layouts

MIXED = Layout("mixed", 3, 3, (Cell(0, 0, 2, 2), Cell(2, 0), Cell(0, 2)))


def test_arrows_go_from_cell_to_cell_and_to_free_squares() -> None:
    choice = CellChoice().beside(MIXED, 1, 0)
    assert choice.square == (2, 0) and choice.cell(MIXED) == 1
    down = choice.beside(MIXED, 0, 1)
    assert down.square == (2, 1) and down.cell(MIXED) is None
    assert down.beside(MIXED, -1, 0).cell(MIXED) == 0
    assert down.beside(MIXED, 1, 0) == down, "there is nothing"


@given(layouts(), st.lists(st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]), max_size=8))
def test_wherever_arrows_lead_is_on_the_grid(layout: Layout, steps: list[tuple[int, int]]) -> None:
    choice = CellChoice()
    for step in steps:
        choice = choice.beside(layout, *step)
        column, row = choice.square
        assert 0 <= column < layout.columns and 0 <= row < layout.rows


@given(layouts())
def test_every_square_is_reached(layout: Layout) -> None:
    seen = {CellChoice()}
    ways = list(seen)
    while ways:
        choice = ways.pop()
        for step in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            if (beside := choice.beside(layout, *step)) not in seen:
                seen.add(beside)
                ways.append(beside)
    assert {choice.cell(layout) for choice in seen} >= set(range(len(layout.cells)))


def test_marks_stay_where_the_keys_go_on() -> None:
    layout = even_grid("night", 3, 1)
    choice = CellChoice().toggled(layout).beside(layout, 1, 0)
    assert choice.cells(layout) == (0, 1) and choice.marked_in(layout) == (0,)
    assert choice.beside(layout, 1, 0).cells(layout) == (0, 2)
    assert choice.at(layout, (9, 9)) == CellChoice((2, 0))


def test_a_click_with_ctrl_takes_a_cell_in_and_out() -> None:
    layout = even_grid("night", 3, 1)
    both = CellChoice().with_also(layout, (2, 0))
    assert both.cells(layout) == (0, 2)
    assert both.with_also(layout, (2, 0)).cells(layout) == (0,)
    assert both.with_also(MIXED, (2, 1)) == both, "a free square is none"


def test_what_is_gone_is_not_marked() -> None:
    layout = even_grid("night", 3, 1)
    choice = CellChoice((2, 0), frozenset(map(place_of, layout.cells)))
    assert choice.of(even_grid("night", 2, 1)).cells(even_grid("night", 2, 1)) == (0, 1)
