"""What is kept of each cell always is what looking at the whole wall anew would find."""

from hypothesis import given, settings

from console.core.log.saved_state import restored, saved
from console.core.state import State
from console.core.wall.cells import cells_of, monitor_views, shown_feed
from console.domain.ids import FeedId
from console.domain.policies.placement import Spot
from tests.unit.core.test_replay import acts, lived

FEEDS = [FeedId(f"cam-{k:03d}") for k in range(1, 25)]


def all_spots(state: State) -> list[Spot]:
    return state.wall.spots.of_interest(FEEDS, state.site.order)


@settings(max_examples=60)
@given(acts)
def test_spots_agree_with_a_state_made_anew(life: list[object]) -> None:
    state = lived(life).state
    again = restored(saved(state))
    assert all_spots(state) == all_spots(again)
    assert monitor_views(state) == monitor_views(again)
    shown = {(spot.monitor, spot.cell): spot.feed for spot in all_spots(state)}
    for monitor in state.monitors():
        for where in cells_of(state, monitor):
            feed = shown_feed(state, where)
            assert shown.get(where, feed) == feed
            assert where in shown or feed not in FEEDS
