"""When schedules turn, also on the days on which clocks do."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.policies.schedule import DAY_MS, last_turn, local_moment_ms, turns
from console.domain.rule import DAYS, Day, ScheduleTrigger

VIENNA = ZoneInfo("Europe/Vienna")
"""2026: 02:00 becomes 03:00 on March 29, 03:00 becomes 02:00 on October 25."""


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def told(trigger: ScheduleTrigger, begin: str, end: str) -> list[tuple[str, bool]]:
    found = turns(trigger, VIENNA, ms(begin), ms(end))
    return [(datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%d %H:%M"), up) for at_ms, up in found]


def test_a_night_goes_into_the_next_day() -> None:
    nights = ScheduleTrigger(22 * 60, 6 * 60, "Europe/Vienna", (Day.FRIDAY, Day.SATURDAY))
    assert told(nights, "2026-06-04", "2026-06-08") == [
        ("05 20:00", True),
        ("06 04:00", False),
        ("06 20:00", True),
        ("07 04:00", False),
    ]


@pytest.mark.parametrize(
    ("day", "minute", "moment"),
    [
        (date(2026, 3, 29), 2 * 60 + 30, "2026-03-29T01:00"),  # left out: when the clock leaps
        (date(2026, 3, 29), 2 * 60, "2026-03-29T01:00"),
        (date(2026, 3, 29), 3 * 60, "2026-03-29T01:00"),
        (date(2026, 3, 29), 90, "2026-03-29T00:30"),
        (date(2026, 10, 25), 2 * 60 + 30, "2026-10-25T00:30"),  # doubled: the first
        (date(2026, 10, 25), 3 * 60, "2026-10-25T02:00"),
    ],
)
def test_a_local_time_is_a_moment_whatever_the_clocks_do(day: date, minute: int, moment: str) -> None:
    assert local_moment_ms(day, minute, VIENNA) == ms(moment)


def test_what_is_due_in_the_left_out_hour_comes_when_it_is_over_and_once() -> None:
    early = ScheduleTrigger(2 * 60 + 30, 4 * 60, "Europe/Vienna")
    assert told(early, "2026-03-28T12:00", "2026-03-29T12:00") == [("29 01:00", True), ("29 02:00", False)]
    within = ScheduleTrigger(2 * 60 + 10, 2 * 60 + 50, "Europe/Vienna")
    assert told(within, "2026-03-28T12:00", "2026-03-29T12:00") == []


def test_what_is_due_in_the_doubled_hour_comes_once() -> None:
    early = ScheduleTrigger(2 * 60 + 30, 4 * 60, "Europe/Vienna")
    assert told(early, "2026-10-24T12:00", "2026-10-25T12:00") == [("25 00:30", True), ("25 03:00", False)]


def test_a_whole_week_never_turns_within() -> None:
    always = ScheduleTrigger(0, 0, "Europe/Vienna")
    assert told(always, "2026-06-04", "2026-06-20") == []


minutes = st.integers(0, 24 * 60 - 1)
days = st.sets(st.sampled_from(DAYS), min_size=1).map(lambda some: tuple(sorted(some, key=DAYS.index)))
zones = st.sampled_from(["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "UTC", "Africa/Cairo"])
moments = st.integers(ms("2026-01-01"), ms("2027-12-31"))


@given(st.builds(ScheduleTrigger, minutes, minutes, zones, days), moments, st.integers(1, 20))
def test_turns_alternate_and_do_not_depend_on_where_one_looks_from(
    trigger: ScheduleTrigger, from_ms: int, length_days: int
) -> None:
    zone = ZoneInfo(trigger.zone)
    to_ms = from_ms + length_days * DAY_MS
    found = turns(trigger, zone, from_ms, to_ms)
    assert all(one.up is not other.up for one, other in pairwise(found))
    assert [turn.at_ms for turn in found] == sorted({turn.at_ms for turn in found})
    middle_ms = from_ms + (to_ms - from_ms) // 2
    halves = turns(trigger, zone, from_ms, middle_ms) + turns(trigger, zone, middle_ms, to_ms)
    assert halves == found


@given(st.builds(ScheduleTrigger, minutes, minutes, zones, days), moments)
def test_the_last_turn_says_whether_it_is_up(trigger: ScheduleTrigger, now_ms: int) -> None:
    zone = ZoneInfo(trigger.zone)
    turn = last_turn(trigger, zone, now_ms)
    local = datetime.fromtimestamp(now_ms / 1000, zone)
    minute = local.hour * 60 + local.minute
    near_leap = local.utcoffset() != (local - timedelta(days=1)).astimezone(zone).utcoffset()
    if turn is None or near_leap or local.utcoffset() != (local + timedelta(days=1)).utcoffset():
        return
    begins, ends = trigger.from_minute, trigger.until_minute
    today, yesterday = DAYS[local.weekday()] in trigger.days, DAYS[local.weekday() - 1] in trigger.days
    if begins < ends:
        expected = today and begins <= minute < ends
    else:
        expected = (today and minute >= begins) or (yesterday and minute < ends)
    assert turn.up is expected
