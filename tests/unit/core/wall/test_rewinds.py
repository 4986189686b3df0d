"""Rewound cells: part of the state, ended by hand, by time, and by another feed."""

import pytest

from console.core.decisions import Refused, RewindEnded, Rewound
from console.core.log.saved_state import decode_state, encode_state, saved
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.protocol.core_messages import AssignFeed, CloseIncident, PinCell, ReportFeeds, RewindCell
from console.protocol.layout_messages import LoadLayout
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1 = MonitorId("wall-1")
FIRST_CELL = CellIndex(0)
TEN_BACK = RewindCell(WALL_1, FIRST_CELL, 10.0)


def rewind_s(feeder: InputFeeder, cell: int = 0) -> float:
    return feeder.view().cells[cell].rewind_s


def test_a_cell_is_rewound_and_brought_back() -> None:
    feeder = InputFeeder()
    until_ms = feeder.now_ms + 60_000
    assert feeder.command(TEN_BACK) == (Rewound(WALL_1, FIRST_CELL, FeedId("cam-001"), 10_000, until_ms),)
    assert [cell.rewind_s for cell in feeder.view().cells] == [10.0] + [0.0] * 8
    live = RewindCell(WALL_1, FIRST_CELL, 0.0)
    assert feeder.command(live) == (RewindEnded(WALL_1, FIRST_CELL, "live"),)
    assert (rewind_s(feeder), len(feeder.state.timers)) == (0.0, 0)
    assert feeder.command(live) == ()


def test_it_ends_by_itself_a_minute_after_the_last_rewind() -> None:
    feeder = InputFeeder()
    feeder.command(TEN_BACK)
    feeder.now_ms += 40_000
    feeder.command(RewindCell(WALL_1, FIRST_CELL, 20.0))
    feeder.now_ms += 59_999
    feeder.command(ReportFeeds(()))
    assert (rewind_s(feeder), len(feeder.state.timers)) == (20.0, 1)
    feeder.now_ms += 1
    feeder.command(ReportFeeds(()))
    assert (rewind_s(feeder), len(feeder.state.timers)) == (0.0, 0)
    assert RewindEnded(WALL_1, FIRST_CELL, "its time ended") in feeder.decided[-2][1]


@pytest.mark.parametrize(
    "command",
    [AssignFeed(WALL_1, FIRST_CELL, FeedId("cam-009")), LoadLayout(WALL_1, "4x4")],
)
def test_it_ends_when_the_cell_changes(command: AssignFeed | LoadLayout) -> None:
    feeder = InputFeeder()
    feeder.command(TEN_BACK)
    assert RewindEnded(WALL_1, FIRST_CELL, "the cell changed") in feeder.command(command)
    assert (rewind_s(feeder), len(feeder.state.timers)) == (0.0, 0)


def test_a_pin_of_what_is_shown_leaves_it() -> None:
    feeder = InputFeeder()
    feeder.command(TEN_BACK)
    feeder.command(PinCell(WALL_1, FIRST_CELL, True))
    assert rewind_s(feeder) == 10.0


def test_an_incidents_tile_can_be_rewound_and_both_timers_run() -> None:
    feeder = InputFeeder(cameras=40, hold_s=30)
    feeder.alert(alert_message(1, at_camera=30))
    overlay = feeder.state.incidents.table[IncidentId("i-000001")].overlays[0]
    feeder.command(RewindCell(overlay.monitor, overlay.cell, 5.0))
    assert feeder.view(overlay.monitor).cells[overlay.cell].rewind_s == 5.0
    assert len(feeder.state.timers) == 2
    feeder.now_ms += 30_000
    feeder.command(ReportFeeds(()))
    assert feeder.view(overlay.monitor).cells[overlay.cell].rewind_s == 0.0
    assert len(feeder.state.timers) == 0


def test_a_closed_incident_ends_the_rewinds_of_its_tiles() -> None:
    feeder = InputFeeder(cameras=40)
    feeder.alert(alert_message(1, at_camera=30))
    overlay = feeder.state.incidents.table[IncidentId("i-000001")].overlays[0]
    feeder.command(RewindCell(overlay.monitor, overlay.cell, 5.0))
    feeder.command(CloseIncident(IncidentId("i-000001")))
    assert len(feeder.state.timers) == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (RewindCell(WALL_1, FIRST_CELL, -1.0), "bad_rewind"),
        (RewindCell(WALL_1, FIRST_CELL, 3600.5), "bad_rewind"),
        (RewindCell(WALL_1, FIRST_CELL, float("nan")), "bad_rewind"),
        (RewindCell(WALL_1, CellIndex(9), 1.0), "unknown_cell"),
        (RewindCell(MonitorId("wall-9"), FIRST_CELL, 1.0), "unknown_monitor"),
        (RewindCell(WALL_1, CellIndex(1), 1.0), "empty_cell"),
    ],
)
def test_a_refusal_has_a_code(command: RewindCell, code: str) -> None:
    feeder = InputFeeder()
    feeder.command(AssignFeed(WALL_1, CellIndex(1), None))
    assert feeder.refusal(command) == code


def test_a_checkpoint_holds_rewinds() -> None:
    feeder = InputFeeder()
    feeder.command(TEN_BACK)
    assert saved(decode_state(encode_state(feeder.state))) == saved(feeder.state)


def test_a_loop_plays_the_same_again_until_its_minute_is_over() -> None:
    feeder = InputFeeder()
    began_ms = feeder.now_ms
    feeder.command(RewindCell(WALL_1, FIRST_CELL, 20.0, loop_s=20.0))
    seen = []
    for _ in range(4):
        seen.append(rewind_s(feeder))
        feeder.now_ms += 20_000
        feeder.command(ReportFeeds(()))
    assert seen == [20.0, 40.0, 60.0, 0.0], "at each round's begin 20 s further behind: the same pictures"
    assert feeder.now_ms - began_ms == 80_000 and len(feeder.state.timers) == 0


def test_a_loop_ends_by_hand_and_by_another_camera_as_any_rewind() -> None:
    feeder = InputFeeder()
    loop = RewindCell(WALL_1, FIRST_CELL, 30.0, loop_s=30.0)
    feeder.command(loop)
    feeder.command(RewindCell(WALL_1, FIRST_CELL, 0.0))
    assert (rewind_s(feeder), len(feeder.state.timers)) == (0.0, 0)
    feeder.command(loop)
    feeder.command(AssignFeed(WALL_1, FIRST_CELL, FeedId("cam-009")))
    assert (rewind_s(feeder), len(feeder.state.timers)) == (0.0, 0)
    feeder.command(loop)
    feeder.command(TEN_BACK)
    feeder.now_ms += 30_000
    feeder.command(ReportFeeds(()))
    assert rewind_s(feeder) == 10.0, "a plain rewind of a cell ends its loop"


def test_a_loop_survives_a_restart_of_core() -> None:
    feeder = InputFeeder()
    feeder.command(RewindCell(WALL_1, FIRST_CELL, 30.0, loop_s=30.0))
    assert saved(feeder.state).rewinds[0].loop_ms == 30_000
    again = decode_state(encode_state(feeder.state))
    assert again.wall.rewinds[(WALL_1, FIRST_CELL)] == feeder.state.wall.rewinds[(WALL_1, FIRST_CELL)]


@pytest.mark.parametrize("loop_s", [0.5, -1.0, 61.0])
def test_what_can_not_be_repeated_is_refused(loop_s: float) -> None:
    feeder = InputFeeder()
    (refused,) = feeder.command(RewindCell(WALL_1, FIRST_CELL, 30.0, loop_s=loop_s))
    assert isinstance(refused, Refused) and refused.code == "bad_rewind"
