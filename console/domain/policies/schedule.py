"""When a rule's schedule puts up and takes down, over changes of daylight saving time. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from console.domain.rule import DAYS, ScheduleTrigger

DAY_MS = 86_400_000
LOOK_BACK_DAYS = 9
"""Every schedule turned at least twice in so long, as it names one day of the week or more."""


class Turn(NamedTuple):
    """At ``at_ms`` (epoch milliseconds) it goes up, or down."""

    at_ms: int
    up: bool


def turns(trigger: ScheduleTrigger, zone: tzinfo, from_ms: int, to_ms: int) -> list[Turn]:
    """Those after ``from_ms`` until ``to_ms``, in order. Times that touch or overlap are one."""
    found: list[Turn] = []
    for up_ms, down_ms in _joined(_intervals(trigger, zone, from_ms - 2 * DAY_MS, to_ms + DAY_MS)):
        found += [Turn(up_ms, True), Turn(down_ms, False)]
    return [turn for turn in found if from_ms < turn.at_ms <= to_ms]


def last_turn(trigger: ScheduleTrigger, zone: tzinfo, now_ms: int) -> Turn | None:
    """The newest one that is not later; None where it turned never lately."""
    lately = turns(trigger, zone, now_ms - LOOK_BACK_DAYS * DAY_MS, now_ms)
    return lately[-1] if lately else None


def _intervals(trigger: ScheduleTrigger, zone: tzinfo, from_ms: int, to_ms: int) -> Iterator[tuple[int, int]]:
    day = datetime.fromtimestamp(from_ms / 1000, zone).date() - timedelta(days=1)
    last = datetime.fromtimestamp(to_ms / 1000, zone).date()
    until_next_day = trigger.until_minute <= trigger.from_minute
    while day <= last:
        if DAYS[day.weekday()] in trigger.days:
            up_ms = local_moment_ms(day, trigger.from_minute, zone)
            end_day = day + timedelta(days=until_next_day)
            down_ms = local_moment_ms(end_day, trigger.until_minute, zone)
            if up_ms < down_ms:  # both may lie in the hour that a day leaves out
                yield up_ms, down_ms
        day += timedelta(days=1)


def _joined(intervals: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for up_ms, down_ms in intervals:
        if joined and up_ms <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], down_ms))
        else:
            joined.append((up_ms, down_ms))
    return joined


def local_moment_ms(day: date, minute: int, zone: tzinfo) -> int:
    """When a local time is, epoch milliseconds: of a doubled one the first; of one that is left out the
    moment at which the clock leaps over it.
    """
    written = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    first = written.astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == written.replace(tzinfo=None):
        return _ms(first)
    before = written.replace(fold=1).astimezone(UTC)  # with the later offset: before the leap
    after = first
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return _ms(after) // 1000 * 1000


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
