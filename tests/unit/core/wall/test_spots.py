"""What is kept of each cell always is what looking at the whole wall anew would find."""

from hypothesis import given, settings
from msgspec.structs import replace

from console.core.log.saved_state import restored, saved
from console.core.state import State
from console.core.wall.cells import cells_of, monitor_views, shown_feed
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.policies.placement import Spot
from console.protocol.core_messages import AssignFeed
from tests.unit.core.test_replay import acts, lived

FEEDS = [FeedId(f"cam-{k:03d}") for k in range(1, 25)]


def all_spots(state: State) -> list[Spot]:
    return sorted(state.wall.spots.of_interest(FEEDS, state.site.order), key=lambda spot: spot.order)


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


def test_a_site_that_names_its_monitors_in_another_order_is_taken_in_that_order() -> None:
    feeder = lived([AssignFeed(MonitorId("wall-1"), CellIndex(0), FEEDS[3])])
    before = [(spot.monitor, spot.cell) for spot in all_spots(feeder.state)]
    feeder.feed(replace(feeder.site, monitors=feeder.site.monitors[::-1]))
    after = [(spot.monitor, spot.cell) for spot in all_spots(feeder.state)]
    assert sorted(after) == sorted(before) and after != before
    assert all_spots(feeder.state) == all_spots(restored(saved(feeder.state)))
