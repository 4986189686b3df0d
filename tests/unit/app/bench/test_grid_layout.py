"""A bench's layouts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.bench.grid_layout import grid_layout, halves
from console.domain.errors import SightlineError
from console.domain.ids import FeedId


def feeds(count: int) -> list[FeedId]:
    return [FeedId(f"cam-{number:03d}") for number in range(1, count + 1)]


@given(st.integers(1, 576))
def test_a_grid_has_a_cell_for_each_feed_and_at_most_one_row_to_spare(count: int) -> None:
    layout = grid_layout("bench", feeds(count))
    assert [cell.feed for cell in layout.cells] == feeds(count)
    assert layout.columns * layout.rows - count < layout.columns
    assert abs(layout.columns - layout.rows) <= 1


@pytest.mark.parametrize("count", [0, 577])
def test_an_impossible_grid_says_so(count: int) -> None:
    with pytest.raises(SightlineError, match="1 to 576 tiles"):
        grid_layout("bench", feeds(count))


def test_two_monitors_share_all_feeds() -> None:
    first, second = halves(feeds(5))
    assert [*first, *second] == feeds(5)
    assert len(first) == 3
