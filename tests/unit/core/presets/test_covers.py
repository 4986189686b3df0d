"""Hidden monitors: nothing but the cover reaches the glass, and what happens meanwhile waits beneath."""

import msgspec
import pytest

from console.core.decisions import Covered, Uncovered
from console.core.log.saved_state import decode_state, encode_state, saved
from console.domain.cell_content import ClockContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.wall import CoverKind, MonitorView, glass
from console.domain.wall_preset import PresetMonitor, WallPreset
from console.protocol.core_messages import AssignFeed, PaintedTile, ReportLent, ReportPainted
from console.protocol.preset_messages import ImportPreset
from console.protocol.wall_messages import CoverMonitors, UncoverMonitors
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
BOTH = (WALL_1, WALL_2)
SKYLINE = FeedId("cam-009")


@pytest.fixture
def feeder() -> InputFeeder:
    return InputFeeder(cameras=40, layout="4x4", hold_s=60)


def places(feeder: InputFeeder) -> set[MonitorId]:
    table = feeder.state.incidents.table
    return {overlay.monitor for incident in table.oldest_first() for overlay in incident.overlays}


def feeds(view: MonitorView) -> list[FeedId | None]:
    return [cell.feed for cell in view.cells]


def test_a_blank_monitor_shows_nothing_whatever_is_done(feeder: InputFeeder) -> None:
    assert feeder.command(CoverMonitors(CoverKind.BLANK)) == (Covered(BOTH, CoverKind.BLANK, "operator"),)
    for number in range(3):
        feeder.alert(alert_message(number, at_camera=3 + 8 * number))
    feeder.command(AssignFeed(WALL_1, CellIndex(0), FeedId("cam-030")))
    for monitor in BOTH:
        assert glass(feeder.view(monitor)).cells == ()
    assert feeds(feeder.view(WALL_1))[0] == FeedId("cam-030")  # it waits, as do the incidents
    assert places(feeder) == set(BOTH)


def test_uncovered_it_shows_what_waited(feeder: InputFeeder) -> None:
    feeder.command(CoverMonitors(CoverKind.BLANK))
    feeder.alert(alert_message(1, at_camera=3))
    beneath = feeder.view(WALL_1)
    assert feeder.command(UncoverMonitors()) == (Uncovered(BOTH),)
    assert glass(feeder.view(WALL_1)).cells == beneath.cells
    assert any(cell.mark for cell in feeder.view(WALL_1).cells)
    assert feeder.command(UncoverMonitors()) == ()


def test_the_public_preset_is_seen_on_its_monitors_and_its_first_layout_on_others(
    feeder: InputFeeder,
) -> None:
    wide = Layout("skyline", 2, 1, (Cell(0, 0, feed=SKYLINE), Cell(1, 0, feed=FeedId("cam-999"))))
    feeder.command(ImportPreset(WallPreset("Visitors", (PresetMonitor(WALL_2, wide),))))
    feeder.feed(msgspec.structs.replace(feeder.site, public_preset="Visitors"))
    feeder.command(CoverMonitors(CoverKind.PUBLIC))
    for monitor in BOTH:
        seen = glass(feeder.view(monitor))
        assert (seen.layout_name, feeds(seen)) == ("skyline", [SKYLINE, None])


def test_without_a_public_preset_a_clock_is_seen(feeder: InputFeeder) -> None:
    feeder.command(CoverMonitors(CoverKind.PUBLIC, (WALL_1,)))
    (cell,) = glass(feeder.view(WALL_1)).cells
    assert cell.content == ClockContent(title="test")
    assert feeder.view(WALL_2).cover is None


def test_what_an_incident_shows_on_a_monitor_that_is_hidden_moves_to_one_that_is_seen(
    feeder: InputFeeder,
) -> None:
    feeder.alert(alert_message(1, at_camera=3))
    assert places(feeder) == {WALL_1}
    feeder.command(CoverMonitors(CoverKind.PUBLIC, (WALL_1,)))
    assert places(feeder) == {WALL_2}
    feeder.alert(alert_message(2, at_camera=11))
    assert places(feeder) == {WALL_2}


def test_where_every_other_monitor_is_full_it_waits_beneath_the_cover(feeder: InputFeeder) -> None:
    feeder.command(CoverMonitors(CoverKind.PUBLIC, (WALL_1,)))
    for cell in range(16):
        feeder.command(AssignFeed(WALL_2, CellIndex(cell), FeedId(f"cam-{20 + cell:03d}")))
    feeder.alert(alert_message(1, at_camera=3))
    assert places(feeder) == {WALL_1}
    assert not any(cell.mark for cell in glass(feeder.view(WALL_1)).cells)


def test_a_lent_monitor_is_no_place_for_what_is_hidden(feeder: InputFeeder) -> None:
    feeder.command(ReportLent({WALL_2: "drill"}))
    feeder.alert(alert_message(1, at_camera=3))
    feeder.command(CoverMonitors(CoverKind.BLANK, (WALL_1,)))
    assert places(feeder) == {WALL_1}


def test_a_hold_does_not_end_where_nobody_saw_it(feeder: InputFeeder) -> None:
    feeder.command(CoverMonitors(CoverKind.BLANK))
    feeder.alert(alert_message(1, at_camera=3))
    feeder.now_ms += 200_000
    feeder.decider.fire_due_timers()
    assert places(feeder) == {WALL_1}
    feeder.command(UncoverMonitors())
    feeder.now_ms += 61_000
    feeder.decider.fire_due_timers()
    assert places(feeder) == set()


def test_a_picture_that_waited_beneath_counts_for_no_alert_to_picture_time(feeder: InputFeeder) -> None:
    feeder.command(CoverMonitors(CoverKind.BLANK))
    feeder.alert(alert_message(1, at_camera=3))
    feeder.now_ms += 30_000
    feeder.command(UncoverMonitors())
    (incident,) = feeder.state.incidents.table.oldest_first()
    for overlay in incident.overlays:
        tile = PaintedTile(incident.incident, overlay.cell, overlay.feed, feeder.now_ms * 1_000_000)
        feeder.command(ReportPainted(overlay.monitor, (tile,)))
    assert feeder.state.incidents.latencies_ms.value == ()
    assert feeder.state.incidents.table[incident.incident].alert_to_picture_ms is None


def test_public_in_place_of_blank_and_again_the_same(feeder: InputFeeder) -> None:
    feeder.command(CoverMonitors(CoverKind.BLANK, (WALL_1,)))
    assert feeder.command(CoverMonitors(CoverKind.BLANK, (WALL_1,))) == ()
    assert feeder.command(CoverMonitors(CoverKind.PUBLIC)) == (Covered(BOTH, CoverKind.PUBLIC, "operator"),)
    assert feeder.refusal(CoverMonitors(CoverKind.BLANK, (MonitorId("wall-7"),))) == "unknown_monitor"


def test_a_cover_outlives_core(feeder: InputFeeder) -> None:
    feeder.command(CoverMonitors(CoverKind.PUBLIC))
    feeder.command(UncoverMonitors((WALL_2,)))
    kept = decode_state(encode_state(feeder.state))
    assert saved(kept) == saved(feeder.state)
    assert list(kept.wall.covers) == [WALL_1]
    feeder.feed(feeder.site)
    assert feeder.view(WALL_1).cover is not None
