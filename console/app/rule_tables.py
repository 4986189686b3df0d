"""The site file's tables ``[[rule]]``: wall presets that go up by themselves, and come down again."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console.app.recording_table import KINDS, SEVERITIES
from console.app.table_reader import TableReader
from console.domain.alert import AlertKind, Severity
from console.domain.rule import DAYS, Day, IncidentTrigger, Rule, ScheduleTrigger
from console.protocol.layout_file import name_problem

_TIME = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")
_DAY_NAMES = tuple(day.value for day in DAYS)
_BY_INCIDENT = ("kinds", "least_severity", "hold_s")
_BY_SCHEDULE = ("from", "until", "days", "zone")


def read_rules(tables: list[TableReader]) -> tuple[Rule, ...]:
    """What the tables say; each is by incident or by schedule."""
    rules: list[Rule] = []
    for table in tables:
        name = table.text("name")
        if problem := name_problem(name):
            table.problem("name", problem)
        if any(rule.name == name for rule in rules):
            table.problem("name", f"{name!r} is another rule's name, too")
        preset = table.text("preset")
        if not preset:
            table.problem("preset", "is missing: the wall preset that goes up")
        trigger = _schedule(table) if _is_by_schedule(table) else _incident(table)
        table.finish()
        rules.append(Rule(name, preset, trigger))
    return tuple(rules)


def _is_by_schedule(table: TableReader) -> bool:
    by_schedule = any(table.has(field) for field in _BY_SCHEDULE)
    if by_schedule:
        for field in _BY_INCIDENT:
            if table.has(field):
                table.items()  # said here, and not as unknown
                table.problem(field, "is of a rule for incidents; this one has a schedule: write two rules")
    if not by_schedule and not table.has("kinds"):
        table.problem("kinds", "is missing: a rule has kinds of incidents, or from, until and zone")
    return by_schedule


def _incident(table: TableReader) -> IncidentTrigger:
    kinds = []
    for kind in table.rows("kinds"):
        if kind in KINDS:
            kinds.append(AlertKind(kind))
        else:
            table.problem("kinds", f"must be some of {', '.join(KINDS)}, not {kind!r}")
    severity = Severity(table.choice("least_severity", Severity.SEVERE.value, SEVERITIES))
    return IncidentTrigger(tuple(dict.fromkeys(kinds)), severity, table.integer("hold_s", 300, 5, 86_400))


def _schedule(table: TableReader) -> ScheduleTrigger:
    begin, end = _minute(table, "from"), _minute(table, "until")
    days = []
    for day in table.rows("days", _DAY_NAMES):
        if day in _DAY_NAMES:
            days.append(Day(day))
        else:
            table.problem("days", f"must be some of {', '.join(_DAY_NAMES)}, not {day!r}")
    if begin == end and len(set(days)) == len(DAYS):
        table.problem("until", "is the same time as from, each day: such a rule is always up")
    zone = table.text("zone", check=_zone_complaint)
    if not zone:
        table.problem("zone", 'is missing: the time zone of from and until, such as "Europe/Vienna"')
    return ScheduleTrigger(begin, end, zone, tuple(day for day in DAYS if day in days))


def _minute(table: TableReader, field: str) -> int:
    """Since midnight."""
    found = _TIME.match(table.text(field))
    if found is None:
        table.problem(field, 'must be a time of day such as "22:00"')
        return 0
    return int(found[1]) * 60 + int(found[2])


def _zone_complaint(name: str) -> str | None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f'names the time zone {name!r}, which this machine does not know; write it as "Europe/Vienna"'
    return None
