"""Layouts of any number of equal tiles, for walls that no shipped layout fills."""

import math
from collections.abc import Sequence
from itertools import pairwise

from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.domain.layout import MAX_GRID, Cell, Layout


def grid_layout(name: str, feeds: Sequence[FeedId]) -> Layout:
    """One cell for each feed, about as wide for its height as the monitor is.

    Raises SightlineError when they do not fit into the finest grid.
    """
    columns = max(1, math.ceil(math.sqrt(len(feeds))))
    rows = max(1, math.ceil(len(feeds) / columns))
    if not feeds or columns > MAX_GRID:
        raise SightlineError(f"a monitor shows 1 to {MAX_GRID**2} tiles, not {len(feeds)}")
    cells = tuple(Cell(index % columns, index // columns, feed=feed) for index, feed in enumerate(feeds))
    return Layout(name, columns, rows, cells)


def shares(feeds: Sequence[FeedId], monitors: int) -> list[Sequence[FeedId]]:
    """The feeds of so many monitors; the first ones get one more where it does not come out even."""
    each, more = divmod(len(feeds), monitors)
    begins = [number * each + min(number, more) for number in range(monitors + 1)]
    return [feeds[begin:end] for begin, end in pairwise(begins)]


def halves(feeds: Sequence[FeedId]) -> tuple[Sequence[FeedId], Sequence[FeedId]]:
    """The feeds of two monitors; the first gets the odd one."""
    first, second = shares(feeds, 2)
    return first, second
