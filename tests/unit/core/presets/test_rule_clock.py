"""Rules that are due by the clock are logged once, also when core or the machine's clock was away."""

from datetime import UTC, datetime

import msgspec
import pytest

from console.core.log.input_log import RuleDue
from console.core.presets.rule_clock import RuleClock
from console.domain.ids import MonitorId
from console.domain.rule import Rule, ScheduleTrigger
from console.protocol.layout_messages import LoadLayout
from console.protocol.preset_messages import SavePreset
from tests.fakes.input_feeder import InputFeeder
from tests.watch.logs import ExpectedLog

WALL_1 = MonitorId("wall-1")
NIGHTS = Rule("nights", "night", ScheduleTrigger(22 * 60, 6 * 60, "Europe/Vienna"))


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def feeder() -> InputFeeder:
    """It is noon in Vienna, and rules have been followed so far."""
    feeder = InputFeeder(cameras=12, layout="2x2")
    feeder.now_ms = ms("2026-06-05T10:00")
    feeder.command(SavePreset("night"))
    feeder.command(LoadLayout(WALL_1, "3x3"))
    load(feeder, NIGHTS)
    RuleClock(feeder.decider).turn()
    return feeder


def load(feeder: InputFeeder, *rules: Rule) -> None:
    feeder.feed(msgspec.structs.replace(feeder.site, rules=rules))


def logged(feeder: InputFeeder) -> list[tuple[bool, int]]:
    dues = [entry.input for entry in feeder.entries if isinstance(entry.input, RuleDue)]
    return [(due.up, due.due_ms) for due in dues]


def test_it_goes_up_and_down_at_its_times(feeder: InputFeeder) -> None:
    before = logged(feeder)
    clock = RuleClock(feeder.decider)
    shown = []
    for moment in ("19:59:59", "20:00:00", "20:30:00", "23:00:00"):
        feeder.now_ms = ms(f"2026-06-05T{moment}")
        clock.turn()
        shown.append(feeder.view("wall-1").layout_name)
    feeder.now_ms = ms("2026-06-06T04:00:01")
    clock.turn()
    assert [*shown, feeder.view("wall-1").layout_name] == ["3x3", "2x2", "2x2", "2x2", "3x3"]
    assert logged(feeder) == [*before, (True, ms("2026-06-05T20:00")), (False, ms("2026-06-06T04:00"))]


def test_what_was_due_while_core_was_away_is_made_up_for_the_newest_turn_alone(feeder: InputFeeder) -> None:
    before = logged(feeder)
    feeder.now_ms = ms("2026-06-08T21:00")
    RuleClock(feeder.decider).turn()
    assert logged(feeder) == [*before, (True, ms("2026-06-08T20:00"))]
    assert feeder.view("wall-1").layout_name == "2x2"


def test_a_person_took_it_down_and_it_stays_down_over_a_restart_until_the_next_time(
    feeder: InputFeeder,
) -> None:
    feeder.now_ms = ms("2026-06-05T21:00")
    RuleClock(feeder.decider).turn()
    feeder.command(LoadLayout(WALL_1, "1x1"))
    load(feeder, NIGHTS)
    RuleClock(feeder.decider).turn()
    assert feeder.view("wall-1").layout_name == "1x1"


def test_a_clock_that_is_set_back_repeats_nothing(feeder: InputFeeder) -> None:
    clock = RuleClock(feeder.decider)
    feeder.now_ms = ms("2026-06-05T20:30")
    clock.turn()
    before = logged(feeder)
    for minutes in (-90, 105):
        feeder.clock.set_by(minutes * 60_000)
        clock.turn()
    assert logged(feeder) == before


def test_a_rule_that_the_site_has_no_more_comes_down(feeder: InputFeeder) -> None:
    feeder.now_ms = ms("2026-06-05T20:30")
    RuleClock(feeder.decider).turn()
    assert feeder.view("wall-1").layout_name == "2x2"
    load(feeder)
    assert feeder.view("wall-1").layout_name == "3x3"
    assert len(feeder.state.wall.followed_ms) == 0


def test_an_unknown_zone_is_said_once_and_others_are_followed(
    feeder: InputFeeder, caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog
) -> None:
    expected_log("does not know the time zone")
    odd = Rule("odd", "night", ScheduleTrigger(0, 60, "Nowhere/City"))
    load(feeder, odd, NIGHTS)
    clock = RuleClock(feeder.decider)
    for minute in (30, 31):
        feeder.now_ms = ms(f"2026-06-05T20:{minute}")
        clock.turn()
    assert caplog.text.count("is not followed") == 1
    assert feeder.view("wall-1").layout_name == "2x2"
