"""What was shown at a moment of a replay: by core's word, at every moment what a leap there shows."""

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.replay_messages import ReplayedCell
from console.ui.replay.shown_then import ShownFeed, ShownThen
from tests.fakes.played_replay import BEGIN_MS, END_MS, TAPE
from tests.ui.replay.conftest import HeldReplay

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
A, B, C = (FeedId(name) for name in "abc")


def test_each_cell_shows_what_it_got_last_in_the_order_of_the_wall() -> None:
    then = ShownThen()
    then.take(
        (
            ReplayedCell(10, WALL_1, CellIndex(0), A, False),
            ReplayedCell(10, WALL_2, CellIndex(0), B, False),
            ReplayedCell(20, WALL_1, CellIndex(0), C, True),
            ReplayedCell(30, WALL_2, CellIndex(0), None, False),
        )
    )
    assert then.at(9) == []
    assert then.at(19) == [ShownFeed(A, False), ShownFeed(B, False)]
    assert then.at(20) == [ShownFeed(C, True), ShownFeed(B, False)]
    assert then.at(1_000) == [ShownFeed(C, True)]


def test_core_tells_it_once_and_at_every_moment_it_is_what_a_leap_there_shows(held: HeldReplay) -> None:
    held.until(lambda: held.control.then.at(BEGIN_MS))
    changes = 0
    for at_ms in range(BEGIN_MS, END_MS, 7_919):
        held.site.core._played.leap(at_ms)
        cells = [cell for view in held.site.core._played.views.values() for cell in view.cells]
        told = held.control.then.at(at_ms)
        wanted = sorted((cell.feed, cell.mark is not None) for cell in cells if cell.feed is not None)
        assert sorted(told) == wanted
        changes += told != held.control.then.at(at_ms - 7_919)
    assert changes > 3, "they were not all the same"
    assert TAPE.shown_cells
