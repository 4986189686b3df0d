"""A rule: when a wall preset goes up by itself, over what the monitors show, and comes down again."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alert import AlertKind, Severity


class Day(StrEnum):
    """Days of the week, in their order."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


DAYS = tuple(Day)


class IncidentTrigger(Struct, frozen=True, tag_field="trigger", tag="incident"):
    """An incident of one of these kinds, at least so severe, opens: up until it is closed, or so long."""

    kinds: tuple[AlertKind, ...]
    least_severity: Severity = Severity.SEVERE
    hold_s: int = 300


class ScheduleTrigger(Struct, frozen=True, tag_field="trigger", tag="schedule"):
    """Up at ``from_minute`` of these days (minutes since midnight), down at ``until_minute``, of the next day
    where that is not later. ``zone`` as "Europe/Vienna".

    A local time that does not exist is the next one that does; of a doubled one the first counts.
    """

    from_minute: int
    until_minute: int
    zone: str
    days: tuple[Day, ...] = DAYS


class Rule(Struct, frozen=True):
    """``preset`` is a wall preset's name."""

    name: str
    preset: str
    trigger: IncidentTrigger | ScheduleTrigger
