"""What core decides: the life of incidents, layers of cells, layouts, timers."""

import msgspec
import pytest

from console.core.decisions import PictureTimed, Switched, Undecided, Unswitched
from console.core.log.input_log import CommandGiven, StateCommand, TimerFired
from console.core.log.saved_state import checkpoint_of, decode_state, encode_state, saved
from console.core.wall.cells import monitor_views
from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import IncidentState
from console.domain.layout import Cell, Layout
from console.domain.picture import PictureState
from console.domain.wall import Layer
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    FeedState,
    PaintedTile,
    PinCell,
    ReportFeeds,
    ReportPainted,
    UndoSwitch,
)
from console.protocol.layout_messages import ImportLayout, LoadLayout, SaveLayout
from console.protocol.process_config import DirectorConfig
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder
from tests.watch.logs import ExpectedLog

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
FIRST = IncidentId("i-000001")


def feed(number: int) -> FeedId:
    return FeedId(f"cam-{number:03d}")


def cell(index: int) -> CellIndex:
    return CellIndex(index)


def hidden_alert_feeder() -> InputFeeder:
    """40 cameras on two 3x3 monitors: those near camera 30 are shown nowhere."""
    feeder = InputFeeder(cameras=40)
    feeder.alert(alert_message(1, at_camera=30))
    return feeder


def test_a_first_start_shows_the_cameras_in_order_across_the_monitors() -> None:
    feeder = InputFeeder(cameras=64, layout="8x4")
    shown = [c.feed for name in ("wall-1", "wall-2") for c in feeder.view(name).cells]
    assert shown == [feed(number) for number in range(1, 65)]


def test_an_alert_switches_its_cameras_into_auto_cells_and_says_why() -> None:
    feeder = hidden_alert_feeder()
    incident = feeder.state.incidents.table[FIRST]
    assert {o.feed for o in incident.overlays} == {feed(28), feed(29), feed(30), feed(31)}
    nearest = incident.overlays[0]
    assert nearest.feed == feed(30) and nearest.reason.sees_point
    assert nearest.reason.distance_cm == pytest.approx(2_000, abs=20)
    view = feeder.view()
    for overlay in incident.overlays:
        assert overlay.monitor in (WALL_1, WALL_2)
    assert [c.layer for c in view.cells[:6]] == [Layer.BASE] * 6, "other tiles do not shift"
    first = view.cells[nearest.cell]
    assert first.auto and first.layer is Layer.INCIDENT and first.mark is not None
    assert first.mark.reason.displaced == feed(7)


def test_a_feed_that_is_shown_is_only_marked() -> None:
    feeder = InputFeeder(cameras=12)
    before = [c.feed for c in feeder.view().cells]
    feeder.alert(alert_message(1, at_camera=3))
    assert [c.feed for c in feeder.view().cells] == before
    assert all(o.reason.already_shown for o in feeder.state.incidents.table[FIRST].overlays)
    marked = feeder.view().cells[2]
    assert marked.layer is Layer.BASE and marked.mark is not None


def test_a_lost_feed_is_never_switched_up() -> None:
    feeder = InputFeeder(cameras=40)
    feeder.command(ReportFeeds((FeedState(feed(30), PictureState.LOST),)))
    feeder.alert(alert_message(1, at_camera=30))
    assert feed(30) not in {o.feed for o in feeder.state.incidents.table[FIRST].overlays}


def test_an_incident_says_how_many_of_its_feeds_found_no_cell() -> None:
    feeder = InputFeeder(cameras=40)
    for monitor in ("wall-1", "wall-2"):
        for index in (6, 7, 8):
            feeder.command(PinCell(MonitorId(monitor), cell(index), True))
    decisions = feeder.alert(alert_message(1, at_camera=30))
    switched = next(made for made in decisions if isinstance(made, Switched))
    assert (switched.overlays, switched.unplaced) == ((), 4)


def test_overlays_go_when_their_time_ends_and_the_incident_stays() -> None:
    feeder = hidden_alert_feeder()
    feeder.now_ms += 300_000
    feeder.command(ReportFeeds(()))
    assert feeder.state.incidents.table[FIRST].overlays == ()
    assert feeder.state.incidents.table[FIRST].state is IncidentState.OPEN
    assert all(c.layer is Layer.BASE and c.mark is None for c in feeder.view().cells)
    assert len(feeder.state.timers) == 0


def test_a_close_takes_the_overlays_and_only_these() -> None:
    feeder = hidden_alert_feeder()
    feeder.command(CloseIncident(FIRST))
    assert all(c.layer is Layer.BASE for c in feeder.view().cells)
    assert feeder.state.incidents.table[FIRST].closed_by == "operator"
    assert feeder.refusal(AcknowledgeIncident(FIRST)) == "incident_closed"


def test_an_undo_of_one_cell_leaves_the_others() -> None:
    feeder = hidden_alert_feeder()
    overlay, *others = feeder.state.incidents.table[FIRST].overlays
    feeder.command(UndoSwitch(FIRST, overlay.monitor, overlay.cell))
    assert list(feeder.state.incidents.table[FIRST].overlays) == others
    assert feeder.view().cells[overlay.cell].feed == overlay.reason.displaced
    feeder.command(UndoSwitch(FIRST))
    assert feeder.refusal(UndoSwitch(FIRST)) == "no_switch"
    undone = feeder.state.incidents.table[FIRST]
    assert (undone.undone_by, undone.undone_at_ms > 0) == ("operator", True), "the card tells of it"


def test_a_mark_keeps_its_picture_when_the_incident_that_brought_it_closes() -> None:
    feeder = hidden_alert_feeder()
    overlay = feeder.state.incidents.table[FIRST].overlays[0]
    feeder.alert(alert_message(2, at_camera=30))
    feeder.command(CloseIncident(FIRST))
    shown = feeder.view(overlay.monitor).cells[overlay.cell]
    assert shown.feed == overlay.feed and shown.mark is not None
    assert shown.mark.incident == IncidentId("i-000002")


def test_a_hand_is_stronger_than_any_incident() -> None:
    feeder = hidden_alert_feeder()
    overlay = feeder.state.incidents.table[FIRST].overlays[0]
    decisions = feeder.command(AssignFeed(overlay.monitor, overlay.cell, feed(40)))
    assert any(isinstance(made, Unswitched) for made in decisions)
    for number in range(2, 10):
        feeder.alert(alert_message(number, at_camera=10 + 3 * number))
    shown = feeder.view(overlay.monitor).cells[overlay.cell]
    assert (shown.feed, shown.layer) == (feed(40), Layer.HAND)
    feeder.command(ClearCell(overlay.monitor, overlay.cell))
    assert feeder.view(overlay.monitor).cells[overlay.cell].layer is not Layer.HAND


def test_a_pin_holds_what_the_cell_shows_beyond_the_incident() -> None:
    feeder = hidden_alert_feeder()
    overlay = feeder.state.incidents.table[FIRST].overlays[0]
    feeder.command(PinCell(overlay.monitor, overlay.cell, True))
    pinned = feeder.view(overlay.monitor).cells[overlay.cell]
    assert pinned.pinned and pinned.mark is not None and pinned.feed == overlay.feed
    feeder.command(CloseIncident(FIRST))
    assert feeder.view(overlay.monitor).cells[overlay.cell].feed == overlay.feed
    feeder.command(PinCell(overlay.monitor, overlay.cell, False))
    assert feeder.view(overlay.monitor).cells[overlay.cell].feed == overlay.reason.displaced


def test_a_layout_without_feeds_keeps_what_was_shown_and_fills_up() -> None:
    feeder = InputFeeder(cameras=40)
    feeder.command(AssignFeed(WALL_1, cell(0), feed(33)))
    feeder.command(LoadLayout(WALL_1, "4x4"))
    shown = [c.feed for c in feeder.view().cells]
    assert shown[:9] == [feed(33), *map(feed, range(2, 10))]
    assert shown[9:] == [feed(1), *map(feed, range(19, 25))]


def test_a_saved_layout_comes_back_without_incidents() -> None:
    feeder = hidden_alert_feeder()
    feeder.command(AssignFeed(WALL_1, cell(0), feed(33)))
    feeder.command(SaveLayout(WALL_1, "night"))
    feeder.command(LoadLayout(WALL_1, "1x1"))
    feeder.command(LoadLayout(WALL_1, "night"))
    view = feeder.view()
    assert [c.feed for c in view.cells] == [feed(33), *map(feed, range(2, 10))]
    assert {c.layer for c in view.cells} == {Layer.BASE}


def test_alert_to_picture_ends_with_the_last_painted_tile() -> None:
    feeder = hidden_alert_feeder()
    incident = feeder.state.incidents.table[FIRST]
    for wait_ms, overlay in zip((90, 180, 120, 150), incident.overlays, strict=True):
        assert feeder.state.incidents.table[FIRST].alert_to_picture_ms is None
        at_ns = incident.received_mono_ns + wait_ms * 1_000_000
        tile = PaintedTile(FIRST, overlay.cell, overlay.feed, at_ns)
        decisions = feeder.command(ReportPainted(overlay.monitor, (tile,)))
    assert decisions == (PictureTimed(FIRST, 180),)
    assert feeder.state.incidents.table[FIRST].alert_to_picture_ms == 180
    assert feeder.state.incidents.latencies_ms.value == (180,)
    assert len(feeder.state.incidents.painted) == 0


def test_closed_incidents_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.core.incidents.lifecycle.MAX_CLOSED", 5)
    feeder = InputFeeder()
    for number in range(1, 12):
        feeder.alert(alert_message(number))
        feeder.command(CloseIncident(IncidentId(f"i-{number:06d}")))
    assert [i.incident for i in feeder.state.incidents.table.oldest_first()] == [
        f"i-{number:06d}" for number in range(7, 12)
    ]


def test_too_many_open_incidents_close_the_weakest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.core.incidents.lifecycle.MAX_LIVE", 3)
    feeder = InputFeeder()
    for number in range(1, 4):
        feeder.alert(alert_message(number))
    feeder.command(AcknowledgeIncident(IncidentId("i-000002")))
    feeder.alert(alert_message(4))
    closed = [i.incident for i in feeder.state.incidents.table.values() if i.state is IncidentState.CLOSED]
    assert closed == ["i-000002"]


SMALL = Layout("small", 1, 1, (Cell(0, 0),))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AssignFeed(MonitorId("wall-9"), cell(0), None), "unknown_monitor"),
        (AssignFeed(WALL_1, cell(9), None), "unknown_cell"),
        (AssignFeed(WALL_1, cell(-1), None), "unknown_cell"),
        (AssignFeed(WALL_1, cell(0), FeedId("cam-x")), "unknown_feed"),
        (LoadLayout(WALL_1, "99x99"), "unknown_layout"),
        (SaveLayout(WALL_1, "4x4"), "shipped_layout"),
        (SaveLayout(WALL_1, " "), "bad_name"),
        (ImportLayout(SMALL), "layout_exists"),
        (ImportLayout(Layout("bare", 1, 1, ())), "bad_layout"),
        (CloseIncident(IncidentId("i-7")), "unknown_incident"),
        (PinCell(WALL_1, cell(0), True), "empty_cell"),
    ],
)
def test_a_refusal_has_a_code_and_changes_nothing(command: StateCommand, code: str) -> None:
    feeder = InputFeeder()
    feeder.command(ImportLayout(SMALL))
    feeder.command(AssignFeed(WALL_1, cell(0), None))
    before = saved(feeder.state)
    assert feeder.refusal(command) == code
    after = saved(feeder.state)
    answer = after.answers[-1].answer
    assert (answer.n, answer.code) == (before.n + 1, code), "a refusal is remembered for a retry"
    assert after == msgspec.structs.replace(before, n=before.n + 1, answers=after.answers)
    assert after.answers[:-1] == before.answers


def test_who_acknowledges_or_closes_second_changes_nothing() -> None:
    feeder = hidden_alert_feeder()
    feeder.command(AcknowledgeIncident(FIRST))
    assert feeder.feed(CommandGiven("another", AcknowledgeIncident(FIRST), "b-1")) == ()
    assert feeder.state.incidents.table[FIRST].acknowledged_by == "operator"
    feeder.command(CloseIncident(FIRST))
    assert feeder.feed(CommandGiven("another", CloseIncident(FIRST), "b-2")) == ()
    assert feeder.state.incidents.table[FIRST].closed_by == "operator"


@pytest.mark.parametrize(
    "director",
    [DirectorConfig(mode="off"), DirectorConfig(kinds=("alpr",))],
    ids=["switched off", "other kinds"],
)
def test_a_director_that_is_not_to_leaves_the_wall_as_it_is(director: DirectorConfig) -> None:
    feeder = InputFeeder(cameras=40)
    feeder.feed(msgspec.structs.replace(feeder.site, director=director))
    before = feeder.view()
    decisions = feeder.alert(alert_message(1, at_camera=30))
    assert not any(isinstance(made, Switched) for made in decisions)
    assert feeder.state.incidents.table[FIRST].state is IncidentState.OPEN
    assert feeder.view() == before


def test_an_alert_without_a_place_opens_an_incident_and_switches_nothing() -> None:
    feeder = InputFeeder(cameras=40)
    before = feeder.view()
    feeder.alert(msgspec.structs.replace(alert_message(1), lat_deg=None, lon_deg=None))
    assert feeder.state.incidents.table[FIRST].overlays == ()
    assert feeder.view() == before


def test_a_hand_on_a_camera_that_the_site_lost_is_taken_off() -> None:
    feeder = InputFeeder(cameras=40)
    for index, number in ((0, 33), (1, 34)):
        feeder.command(AssignFeed(WALL_1, cell(index), feed(number)))
    cameras: tuple[Camera, ...] = tuple(c for c in feeder.site.cameras if c.feed != feed(33))
    feeder.feed(msgspec.structs.replace(feeder.site, cameras=cameras))
    first, second = feeder.view().cells[:2]
    assert (first.feed, first.layer) == (feed(1), Layer.BASE)
    assert (second.feed, second.layer) == (feed(34), Layer.HAND)


def test_a_changed_site_drops_what_is_gone() -> None:
    feeder = hidden_alert_feeder()
    cameras: tuple[Camera, ...] = tuple(c for c in feeder.site.cameras if c.feed not in (feed(1), feed(30)))
    feeder.feed(msgspec.structs.replace(feeder.site, cameras=cameras, monitors=feeder.site.monitors[:1]))
    assert feeder.view().cells[0].feed is None
    assert {o.monitor for i in feeder.state.incidents.table.values() for o in i.overlays} <= {WALL_1}
    assert list(feeder.state.wall.bases) == [WALL_1]


def test_a_checkpoint_holds_the_whole_state() -> None:
    feeder = hidden_alert_feeder()
    feeder.command(PinCell(WALL_1, cell(2), True))
    again = decode_state(encode_state(feeder.state))
    assert saved(again) == saved(feeder.state)
    assert monitor_views(again) == monitor_views(feeder.state)


def test_a_defect_met_by_one_alert_loses_neither_it_nor_the_next(
    monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("input 2 could not be decided on: ZeroDivisionError: defect")

    def fails(*_: object) -> object:
        raise ZeroDivisionError("defect")

    feeder = InputFeeder()
    with monkeypatch.context() as broken:
        broken.setattr("console.core.incidents.lifecycle.switch_up", fails)
        made = feeder.alert(alert_message(1))
    assert Undecided("ZeroDivisionError: defect") in made
    assert feeder.state.incidents.table[FIRST].state is IncidentState.OPEN
    feeder.alert(alert_message(2))
    assert len(feeder.state.incidents.table) == 2


def test_a_timer_that_core_fails_on_fires_once(expected_log: ExpectedLog) -> None:
    expected_log("input 3 could not be decided on: KeyError")
    feeder = InputFeeder(hold_s=5)
    feeder.alert(alert_message(1))
    feeder.state.incidents.table.drop(FIRST)
    feeder.now_ms += 6_000
    for _ in range(2):
        feeder.command(ReportFeeds(()))
    assert len(feeder.state.timers) == 0
    assert sum(isinstance(entry.input, TimerFired) for entry in feeder.entries) == 1


def test_a_checkpoint_pins_what_was_before_the_incidents_that_are_not_closed() -> None:
    feeder = InputFeeder()
    for number in range(1, 4):
        feeder.alert(alert_message(number))
    feeder.command(CloseIncident(IncidentId("i-000002")))
    feeder.command(AcknowledgeIncident(IncidentId("i-000003")))
    opened = {one.incident: one.opened_n for one in feeder.state.incidents.table.values()}
    assert checkpoint_of(feeder.state).pins == (opened[FIRST] - 1, opened[IncidentId("i-000003")] - 1)
