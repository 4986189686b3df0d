"""Switches of one input as a desk that was there hears them: by what each incident has more or less."""

from console.domain.ids import FeedId, IncidentId
from console.protocol.core_messages import AssignFeed, CloseIncident, UndoSwitch
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

ONE = IncidentId("i-000001")


def lately(feeder: InputFeeder) -> list[tuple[IncidentId, int, bool]]:
    """Of the last input."""
    told = feeder.decider.acts.told(feeder.now_ms).switches
    return [(one.incident, one.count, one.is_back) for one in told]


def test_an_alerts_switches_are_told_and_those_that_time_takes_back() -> None:
    feeder = InputFeeder(cameras=40, layout="4x4", hold_s=60)
    feeder.alert(alert_message(1, at_camera=7))
    assert lately(feeder) == [(ONE, 4, False)]
    feeder.now_ms += 61_000
    feeder.decider.fire_due_timers()
    assert lately(feeder) == [(ONE, 4, False), (ONE, 4, True)]


def test_what_a_person_takes_off_is_a_switch_back_unless_the_act_says_it() -> None:
    for command, told in ((UndoSwitch(ONE), []), (CloseIncident(ONE), []), (None, [(ONE, 1, True)])):
        feeder = InputFeeder(cameras=40, layout="4x4", hold_s=60)
        feeder.alert(alert_message(1, at_camera=7))
        shown = feeder.state.incidents.table[ONE].overlays[0]
        feeder.command(command or AssignFeed(shown.monitor, shown.cell, FeedId("cam-030")))
        assert lately(feeder)[1:] == told
