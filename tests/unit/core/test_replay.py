"""The same log gives the same decisions, whatever is in it; and cells and overlays always agree."""

import json
from pathlib import Path
from types import UnionType
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.decisions import decision_digest
from console.core.log.input_log import (
    AnyInput,
    AnyTimer,
    CommandGiven,
    HoldEnds,
    RecordingEnds,
    RecordingExpires,
    RewindEnds,
    RoomNeeded,
    RuleDue,
    StateCommand,
    TimerFired,
    decode_entry,
    encode_entry,
)
from console.core.log.saved_state import saved
from console.core.state import State
from console.core.step import fold
from console.core.wall.cells import cells_of, monitor_views, overlays_at
from console.domain.alert import AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.picture import PictureState
from console.domain.recording import RecordingState, recording_id
from console.domain.rule import IncidentTrigger, Rule, ScheduleTrigger
from console.domain.tour import Tour, TourStep
from console.domain.wall import CoverKind
from console.domain.zoom_part import ZoomPart
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    FeedState,
    PinCell,
    ReportFeeds,
    RewindCell,
    UndoSwitch,
)
from console.protocol.layout_messages import DeleteLayout, ImportLayout, LoadLayout, RenameLayout, SaveLayout
from console.protocol.preset_messages import LoadPreset, SavePreset
from console.protocol.process_config import RecordingConfig
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    StartRecording,
    StopRecording,
)
from console.protocol.tour_messages import PauseTour, SaveTour, StartTour, StepTour
from console.protocol.wall_messages import (
    AssignFeeds,
    CoverMonitors,
    DropFrames,
    SelectFeed,
    SwapCells,
    UncoverMonitors,
    UndoLoad,
    ZoomCell,
)
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

RECORDED = Path(__file__).parents[2] / "data" / "core-log.jsonl"
DIGEST = RECORDED.with_suffix(".digest.json")

monitors = st.sampled_from([MonitorId("wall-1"), MonitorId("wall-2"), MonitorId("wall-3")])
cells = st.integers(0, 9).map(CellIndex)
feeds = st.integers(1, 24).map(lambda k: FeedId(f"cam-{k:03d}"))
incidents = st.integers(1, 8).map(lambda k: IncidentId(f"i-{k:06d}"))
recordings = st.integers(1, 20).map(recording_id)
commands: st.SearchStrategy[StateCommand] = st.one_of(
    st.builds(AssignFeed, monitors, cells, st.none() | feeds, st.booleans()),
    st.builds(PinCell, monitors, cells, st.booleans()),
    st.builds(ClearCell, monitors, cells),
    st.builds(LoadLayout, monitors, st.sampled_from(["2x2", "1+5", "mine", "two", "none"])),
    st.builds(RewindCell, monitors, cells, st.sampled_from([0.0, 2.5, 10.0])),
    st.builds(SaveLayout, monitors, st.just("mine")),
    st.builds(
        ImportLayout,
        feeds.map(lambda feed: Layout("two", 2, 1, (Cell(0, 0, auto=True), Cell(1, 0, feed=feed)))),
        st.booleans(),
    ),
    st.builds(DeleteLayout, st.sampled_from(["mine", "two", "2x2"])),
    st.builds(RenameLayout, st.sampled_from(["mine", "two"]), st.sampled_from(["mine", "two", "three"])),
    st.builds(AssignFeeds, monitors, st.lists(feeds, max_size=3).map(tuple), cells),
    st.builds(SwapCells, monitors, cells, monitors, cells),
    st.builds(ZoomCell, monitors, cells, st.none() | st.just(ZoomPart(100, 200, 300, 300))),
    st.builds(SelectFeed, feeds),
    st.builds(CoverMonitors, st.sampled_from(CoverKind), st.just(()) | st.tuples(monitors)),
    st.builds(UncoverMonitors, st.just(()) | st.tuples(monitors)),
    st.builds(DropFrames, st.just(()) | st.tuples(monitors)),
    st.builds(UndoLoad, st.integers(1, 25)),
    st.builds(SavePreset, st.sampled_from(["day", "alarm"]), st.none() | st.integers(1, 3)),
    st.builds(LoadPreset, st.sampled_from(["day", "alarm", "1"])),
    st.builds(
        SaveTour, st.just(Tour("round", (TourStep(FeedId("cam-002"), 3), TourStep(FeedId("cam-009"), 9))))
    ),
    st.builds(StartTour, monitors, cells, st.just("round")),
    st.builds(PauseTour, monitors, cells, st.booleans()),
    st.builds(StepTour, monitors, cells, st.booleans()),
    st.builds(AcknowledgeIncident, incidents),
    st.builds(CloseIncident, incidents),
    st.builds(UndoSwitch, incidents, st.none() | monitors, st.none() | cells),
    st.builds(StartRecording, st.lists(feeds, max_size=3).map(tuple), st.none() | incidents),
    st.builds(StopRecording, recordings),
    st.builds(ExtendRecording, recordings),
    st.builds(ProtectRecording, recordings, st.booleans()),
    st.builds(
        lambda feed, state: ReportFeeds((FeedState(feed, state),)), feeds, st.sampled_from(PictureState)
    ),
)
alerts = st.builds(
    lambda number, camera, severity: (number, camera, severity),
    st.integers(1, 99),
    st.integers(1, 24),
    st.sampled_from(Severity),
)
needs = st.builds(RoomNeeded, st.lists(recordings, max_size=4).map(tuple), st.just(2), st.just(1))
dues = st.builds(RuleDue, st.just("nights"), st.booleans(), st.integers(1, 9))
acts = st.lists(st.one_of(commands, alerts, alerts, needs, dues, st.integers(1, 40)), max_size=25)
RULES = (
    Rule("shots", "alarm", IncidentTrigger((AlertKind.GUNSHOT,), Severity.SEVERE, 20)),
    Rule("nights", "day", ScheduleTrigger(1320, 360, "Europe/Vienna")),
)


def lived(life: list[object]) -> InputFeeder:
    """A feeder after commands, alerts and pauses (seconds)."""
    recording = RecordingConfig(kinds=(AlertKind.GUNSHOT,), longest_min=1, least_severity=Severity.SEVERE)
    feeder = InputFeeder(cameras=24, hold_s=60, recording=recording, rules=RULES)
    for act in life:
        feeder.now_ms += 10
        if isinstance(act, int):
            feeder.now_ms += act * 1000
        elif isinstance(act, RoomNeeded | RuleDue):
            feeder.feed(act)
        elif isinstance(act, tuple):
            number, camera, severity = act
            message = alert_message(number, at_camera=camera)
            feeder.alert(
                type(message)(
                    **{f: getattr(message, f) for f in message.__struct_fields__} | {"severity": severity}
                )
            )
        else:
            feeder.command(act)  # type: ignore[arg-type]
    return feeder


@settings(max_examples=60, deadline=None)
@given(acts)
def test_any_log_fed_again_gives_the_same_decisions(life: list[object]) -> None:
    feeder = lived(life)
    entries = [decode_entry(encode_entry(entry)) for entry in feeder.entries]
    state = State()
    again = list(fold(state, entries))
    assert decision_digest(again) == decision_digest(feeder.decided)
    assert saved(state) == saved(feeder.state)


@settings(max_examples=100, deadline=None)
@given(acts)
def test_an_overlay_always_stands_where_its_feed_is_shown(life: list[object]) -> None:
    state = lived(life).state
    views = monitor_views(state)
    marks = {
        (*where, overlay.incident)
        for monitor in state.monitors()
        for where in cells_of(state, monitor)
        for overlay in overlays_at(state, where)
    }
    overlays = [o for incident in state.incidents.table.values() for o in incident.overlays]
    assert marks == {(o.monitor, o.cell, o.incident) for o in overlays}
    assert len(marks) == len(overlays)
    for overlay in overlays:
        shown = views[overlay.monitor].cells[overlay.cell]
        assert shown.feed == overlay.feed and shown.mark is not None
    waiting = {timer.incident for timer in state.timers.in_order() if isinstance(timer, HoldEnds)}
    assert waiting == {o.incident for o in overlays}


@settings(max_examples=60, deadline=None)
@given(acts)
def test_a_rewound_cell_always_has_its_feed_and_its_timer(life: list[object]) -> None:
    state = lived(life).state
    views = monitor_views(state)
    rewound = dict(state.wall.rewinds.items())
    timers = [timer for timer in state.timers.in_order() if isinstance(timer, RewindEnds)]
    assert {(t.monitor, t.cell): t.due_ms for t in timers} == {w: r.until_ms for w, r in rewound.items()}
    assert len(timers) == len(rewound)
    for (monitor, cell), made in rewound.items():
        shown = views[monitor].cells[cell]
        assert (shown.feed, shown.rewind_s) == (made.feed, made.rewind_ms / 1000)


@settings(max_examples=100, deadline=None)
@given(acts)
def test_a_recording_that_runs_always_has_its_end_and_no_incident_has_two(life: list[object]) -> None:
    state = lived(life).state
    running = [one for one in state.recordings.table.values() if one.state is not RecordingState.ENDED]
    timers = [timer for timer in state.timers.in_order() if isinstance(timer, RecordingEnds)]
    assert {t.recording: t.due_ms for t in timers} == {one.recording: one.until_log_ms for one in running}
    assert set(state.recordings.table.running) == {one.recording for one in running}
    incidents = [one.incident for one in running if one.incident is not None]
    assert len(incidents) == len(set(incidents))
    ended = {one.recording for one in state.recordings.table.values()} - {one.recording for one in running}
    expiring = {timer.recording for timer in state.timers.in_order() if isinstance(timer, RecordingExpires)}
    protected = {one.recording for one in state.recordings.table.values() if one.protected}
    assert ended - protected <= expiring <= ended


def kinds_of(union: UnionType) -> set[type]:
    return set(get_args(union))


def test_the_recorded_log_holds_every_kind_of_input() -> None:
    inputs = [decode_entry(line).input for line in RECORDED.read_bytes().splitlines()]
    commands = [one.command for one in inputs if isinstance(one, CommandGiven)]
    timers = [one.timer for one in inputs if isinstance(one, TimerFired)]
    for union, found in ((AnyInput, inputs), (StateCommand, commands), (AnyTimer, timers)):
        missing = kinds_of(union) - {type(one) for one in found}
        assert not missing, "let it happen in tests/fakes/whole_life.py; then tests/data/record_core_log.py"


def test_the_recorded_log_still_gives_the_recorded_decisions() -> None:
    entries = [decode_entry(line) for line in RECORDED.read_bytes().splitlines()]
    expected = json.loads(DIGEST.read_text())
    assert len(entries) == expected["inputs"] > 100
    assert decision_digest(fold(State(), entries)) == expected["decisions_sha256"], (
        "the same inputs are decided on differently; if that is meant: tests/data/record_core_log.py"
    )
