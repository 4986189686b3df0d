"""When a paint showed a tile live."""

import pytest

from console.domain.ids import FeedId
from console.domain.picture import PictureState, ShownState
from console.domain.wall import CellView, Layer
from console.ui.wall.grid import Box
from console.ui.wall.tile import LIVE_WITHIN_NS, Tile

END_NS = 10**10
FRESH_NS = END_NS - LIVE_WITHIN_NS


def tile_that_says(state: PictureState, behind_ms: int = 0) -> Tile:
    tile = Tile(CellView(0, 0, 0, 1, 1, True, FeedId("cam-001"), Layer.BASE), Box(0, 0, 200, 120))
    tile.shown = ShownState(state, 0.1, behind_ms=behind_ms)
    return tile


@pytest.mark.parametrize(
    ("state", "behind_ms", "age_ns", "whole", "is_live"),
    [
        (PictureState.LIVE, 0, LIVE_WITHIN_NS, True, True),
        (PictureState.LIVE, 0, LIVE_WITHIN_NS + 1, True, False),
        (PictureState.LIVE, 0, LIVE_WITHIN_NS, False, False),
        (PictureState.LIVE, 0, None, True, False),
        (PictureState.KEY, 0, LIVE_WITHIN_NS, True, True),
        (PictureState.LOST, 0, LIVE_WITHIN_NS, True, False),
        (PictureState.REWIND, 10_000, LIVE_WITHIN_NS, True, False),
        (PictureState.WAIT, 10_000, LIVE_WITHIN_NS, True, False),
    ],
)
def test_live_is_a_whole_fresh_picture_of_the_present(
    state: PictureState, behind_ms: int, age_ns: int | None, whole: bool, is_live: bool
) -> None:
    tile = tile_that_says(state, behind_ms)
    assert tile.paint_ended(age_ns, whole=whole, end_ns=END_NS) is is_live
    assert bool(tile.first_live_ns) is is_live
    assert bool(tile.first_rewind_ns) is (state is PictureState.REWIND)


def test_the_first_time_stays() -> None:
    tile = tile_that_says(PictureState.LIVE)
    for end_ns in (END_NS, END_NS + 5):
        tile.paint_ended(0, whole=True, end_ns=end_ns)
    assert tile.first_live_ns == END_NS
    past = tile_that_says(PictureState.REWIND, 10_000)
    for end_ns in (END_NS, END_NS + 5):
        past.paint_ended(0, whole=True, end_ns=end_ns)
    assert (past.first_rewind_ns, past.first_live_ns) == (END_NS, 0)
