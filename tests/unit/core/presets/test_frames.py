"""What rules put up and take down; what lies below stays to the byte."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.decisions import FrameDown, FrameUp, RuleIdle
from console.core.log.input_log import RuleDue
from console.core.log.saved_state import decode_state, encode_state, saved
from console.core.wall.surfaces import surface_of
from console.domain.alert import AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.rule import IncidentTrigger, Rule, ScheduleTrigger
from console.domain.wall import CoverKind, FrameMark
from console.protocol.core_messages import AssignFeed, ClearCell, CloseIncident, PinCell, UndoSwitch
from console.protocol.layout_messages import LoadLayout
from console.protocol.preset_messages import LoadPreset, SavePreset
from console.protocol.wall_messages import CoverMonitors, DropFrames, UncoverMonitors, UndoLoad
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
SHOTS = Rule("shots", "alarm", IncidentTrigger((AlertKind.GUNSHOT,), Severity.SEVERE, 120))
NIGHTS = Rule("nights", "night", ScheduleTrigger(22 * 60, 6 * 60, "Europe/Vienna"))
ODD = Rule("odd", "nowhere", IncidentTrigger((AlertKind.ALPR,), Severity.INFO))


def site_of_rules() -> InputFeeder:
    """On wall-1 "alarm" is a 2x2, on both "night" is a 3x3; then both are 4x4 again, with hands."""
    feeder = InputFeeder(cameras=40, layout="4x4", hold_s=60)
    feeder.feed(msgspec.structs.replace(feeder.site, rules=(SHOTS, NIGHTS, ODD)))
    for monitor in (WALL_1, WALL_2):
        feeder.command(LoadLayout(monitor, "3x3"))
    feeder.command(SavePreset("night"))
    feeder.command(LoadLayout(WALL_1, "2x2"))
    feeder.command(SavePreset("alarm", None, (WALL_1,)))
    for monitor in (WALL_1, WALL_2):
        feeder.command(LoadLayout(monitor, "4x4"))
        feeder.command(AssignFeed(monitor, CellIndex(4), FeedId("cam-038")))
    return feeder


@pytest.fixture
def feeder() -> InputFeeder:
    return site_of_rules()


def surfaces(feeder: InputFeeder) -> list[bytes]:
    return [msgspec.json.encode(surface_of(feeder.state, monitor)) for monitor in (WALL_1, WALL_2)]


def names(feeder: InputFeeder) -> list[str]:
    return [feeder.view(monitor).layout_name for monitor in (WALL_1, WALL_2)]


def night(feeder: InputFeeder, up: bool) -> tuple[Any, ...]:
    return feeder.feed(RuleDue("nights", up, feeder.now_ms))


def shot(feeder: InputFeeder, number: int = 1, severity: Severity = Severity.EXTREME) -> tuple[Any, ...]:
    message = msgspec.structs.replace(alert_message(number, at_camera=7), severity=severity)
    return feeder.alert(message)


def test_a_schedule_puts_up_and_takes_down_and_below_it_nothing_changes(feeder: InputFeeder) -> None:
    before = surfaces(feeder)
    made = night(feeder, True)
    assert [one for one in made if isinstance(one, FrameUp)] == [
        FrameUp("nights", "night", monitor, "by its schedule") for monitor in (WALL_1, WALL_2)
    ]
    assert names(feeder) == ["3x3", "3x3"]
    assert feeder.view(WALL_1).frame == FrameMark("nights", "night", "by its schedule")
    feeder.command(AssignFeed(WALL_1, CellIndex(1), FeedId("cam-011")))  # people work on it meanwhile
    assert FrameDown("nights", WALL_1, "by its schedule") in night(feeder, False)
    assert surfaces(feeder) == before
    assert feeder.view(WALL_1).frame is None
    assert night(feeder, False) == ()


def test_an_incident_brings_its_preset_with_its_pictures_and_takes_it_along(feeder: InputFeeder) -> None:
    before = surfaces(feeder)
    made = shot(feeder)
    assert any(isinstance(one, FrameUp) for one in made)
    assert names(feeder) == ["2x2", "4x4"]
    (incident,) = feeder.state.incidents.table.oldest_first()
    assert feeder.view(WALL_1).frame == FrameMark("shots", "alarm", f"gunshot {incident.incident}")
    assert len(incident.overlays) == 4
    feeder.command(CloseIncident(incident.incident))
    assert surfaces(feeder) == before


@pytest.mark.parametrize("severity", [Severity.MODERATE, Severity.INFO])
def test_one_that_is_not_severe_enough_brings_nothing(feeder: InputFeeder, severity: Severity) -> None:
    shot(feeder, severity=severity)
    assert names(feeder) == ["4x4", "4x4"]


def test_what_an_incident_brought_goes_after_its_time_a_newer_one_prolongs_it(feeder: InputFeeder) -> None:
    shot(feeder, 1)
    feeder.now_ms += 100_000
    shot(feeder, 2)
    (first, second) = feeder.state.incidents.table.oldest_first()
    feeder.command(CloseIncident(first.incident))
    feeder.now_ms += 100_000
    feeder.decider.fire_due_timers()
    assert names(feeder) == ["2x2", "4x4"]
    feeder.now_ms += 21_000
    feeder.decider.fire_due_timers()
    assert names(feeder) == ["4x4", "4x4"]
    assert feeder.state.wall.frames.get(WALL_1) is None
    feeder.command(CloseIncident(second.incident))


def test_one_from_beneath_another_leaves_that_standing(feeder: InputFeeder) -> None:
    before = surfaces(feeder)
    night(feeder, True)
    shot(feeder)
    assert names(feeder) == ["2x2", "3x3"]
    night(feeder, False)
    assert names(feeder) == ["2x2", "4x4"]
    (incident,) = feeder.state.incidents.table.oldest_first()
    feeder.command(CloseIncident(incident.incident))
    assert surfaces(feeder) == before


def test_a_person_takes_them_down_or_loads_something_else(feeder: InputFeeder) -> None:
    assert feeder.refusal(DropFrames()) == "no_frame"
    before = surfaces(feeder)
    night(feeder, True)
    shot(feeder)
    feeder.command(DropFrames((WALL_1,)))
    assert names(feeder) == ["4x4", "3x3"]
    feeder.command(LoadLayout(WALL_2, "1x1"))
    loaded_n = feeder.state.n
    assert names(feeder) == ["4x4", "1x1"]
    night(feeder, False)
    assert names(feeder) == ["4x4", "1x1"]
    feeder.command(UndoLoad(loaded_n))
    assert surfaces(feeder) == before


def test_what_was_loaded_is_taken_back_beneath_what_a_rule_has_put_up_since(feeder: InputFeeder) -> None:
    before = surfaces(feeder)
    feeder.command(LoadLayout(WALL_1, "1x1"))
    n = feeder.state.n
    night(feeder, True)
    feeder.command(UndoLoad(n))
    assert names(feeder) == ["3x3", "3x3"]
    night(feeder, False)
    assert surfaces(feeder) == before


def test_a_rule_without_its_preset_says_so(feeder: InputFeeder) -> None:
    message = msgspec.structs.replace(alert_message(5, at_camera=7), kind=AlertKind.ALPR)
    assert RuleIdle("odd", "there is no wall preset 'nowhere'") in feeder.alert(message)
    assert feeder.feed(RuleDue("gone", True, 0)) == (RuleIdle("gone", "the site has no such rule"),)


def test_frames_outlive_core(feeder: InputFeeder) -> None:
    night(feeder, True)
    shot(feeder)
    kept = decode_state(encode_state(feeder.state))
    assert saved(kept) == saved(feeder.state)
    assert [frame.rule for frame in kept.wall.frames[WALL_1]] == ["nights", "shots"]


cells = st.builds(CellIndex, st.integers(0, 3))
monitors = st.sampled_from([WALL_1, WALL_2])
feeds = st.builds(lambda number: FeedId(f"cam-{number:03d}"), st.integers(1, 40))
above = st.lists(
    st.one_of(
        st.builds(AssignFeed, monitors, cells, feeds, st.booleans()),
        st.builds(ClearCell, monitors, cells),
        st.builds(PinCell, monitors, cells, st.booleans()),
        st.builds(CoverMonitors, st.sampled_from(CoverKind), st.tuples() | st.tuples(monitors)),
        st.builds(UncoverMonitors, st.tuples() | st.tuples(monitors)),
        st.tuples(st.integers(100, 200), st.sampled_from([Severity.EXTREME, Severity.INFO])),
        st.sampled_from(["undo", "close"]),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(above)
def test_whatever_is_done_above_a_frame_what_lies_below_stays_to_the_byte(acts: list[Any]) -> None:
    feeder = site_of_rules()
    before = surfaces(feeder)
    night(feeder, True)
    for act in acts:
        if isinstance(act, tuple):
            shot(feeder, act[0], act[1])
        elif isinstance(act, str):
            for incident in feeder.state.incidents.table.oldest_first()[-1:]:
                close = CloseIncident(incident.incident)
                feeder.command(close if act == "close" else UndoSwitch(incident.incident))
        else:
            feeder.command(act)
    for incident in feeder.state.incidents.table.oldest_first():
        feeder.command(CloseIncident(incident.incident))
    night(feeder, False)
    assert surfaces(feeder) == before


@settings(max_examples=40, deadline=None)
@given(above)
def test_no_hand_incident_or_rule_changes_a_base(acts: list[Any]) -> None:
    feeder = site_of_rules()
    bases = {monitor: msgspec.json.encode(base) for monitor, base in feeder.state.wall.bases.items()}
    for number, act in enumerate(acts):
        if isinstance(act, tuple):
            shot(feeder, act[0], act[1])
        elif not isinstance(act, str):
            feeder.command(act)
        night(feeder, bool(number % 2))
    feeder.refusal(DropFrames())
    assert {one: msgspec.json.encode(base) for one, base in feeder.state.wall.bases.items()} == bases


def test_a_preset_loaded_by_hand_goes_over_what_a_rule_put_up(feeder: InputFeeder) -> None:
    night(feeder, True)
    feeder.command(LoadPreset("alarm"))
    assert names(feeder) == ["2x2", "3x3"]
    assert feeder.view(WALL_1).frame is None
