"""``sightline rules``: what rules would do, without doing it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from console.app.ctl.output import print_json, print_table
from console.app.process_clock import PROCESS_CLOCK
from console.app.recording_table import KINDS, SEVERITIES
from console.app.site import Site
from console.app.terminal import say
from console.domain.alert import SEVERITY_RANK, AlertKind, Severity
from console.domain.errors import WrongUse
from console.domain.policies.schedule import DAY_MS, turns
from console.domain.rule import IncidentTrigger, Rule, ScheduleTrigger


class Due(NamedTuple):
    """A rule's preset goes up at a moment, or down (epoch milliseconds)."""

    at_ms: int
    rule: Rule
    up: bool


def show_rules(site: Site, days: int, begin: str, kind: str, severity: str, as_json: bool) -> None:
    """Print what would be done. Raises WrongUse."""
    if kind:
        _show_for_incident(site.rules, _kind(kind), _severity(severity), as_json)
        return
    from_ms = _moment_ms(begin) if begin else PROCESS_CLOCK.now_ms()
    due = due_between(site.rules, from_ms, from_ms + days * DAY_MS)
    if as_json:
        print_json(
            [
                {
                    "at": _local(one, ""),
                    "at_ms": one.at_ms,
                    "rule": one.rule.name,
                    "up": one.up,
                    "preset": one.rule.preset,
                }
                for one in due
            ]
        )
        return
    rows = [(_local(one, " "), one.rule.name, _act(one)) for one in due]
    print_table(("local time of the rule", "rule", "what it does"), rows, "No schedule turns in that time.")
    by_incident = [rule for rule in site.rules if isinstance(rule.trigger, IncidentTrigger)]
    for rule in by_incident:
        say(f"{rule.name}: {_trigger_words(rule)}")


def due_between(rules: Sequence[Rule], from_ms: int, to_ms: int) -> list[Due]:
    """All turns of all schedules, in order."""
    due = [
        Due(turn.at_ms, rule, turn.up)
        for rule in rules
        if isinstance(rule.trigger, ScheduleTrigger)
        for turn in turns(rule.trigger, ZoneInfo(rule.trigger.zone), from_ms, to_ms)
    ]
    return sorted(due, key=lambda one: (one.at_ms, one.rule.name))


def _show_for_incident(rules: Sequence[Rule], kind: AlertKind, severity: Severity, as_json: bool) -> None:
    meant = [
        rule
        for rule in rules
        if isinstance(rule.trigger, IncidentTrigger)
        and kind in rule.trigger.kinds
        and SEVERITY_RANK[severity] <= SEVERITY_RANK[rule.trigger.least_severity]
    ]
    if as_json:
        print_json([{"rule": rule.name, "preset": rule.preset} for rule in meant])
        return
    rows = [(rule.name, rule.preset, _trigger_words(rule)) for rule in meant]
    print_table(("rule", "wall preset", "why and how long"), rows, f"No rule is about a {severity} {kind}.")


def _trigger_words(rule: Rule) -> str:
    trigger = rule.trigger
    assert isinstance(trigger, IncidentTrigger)
    kinds = ", ".join(trigger.kinds)
    return (
        f"{kinds}, at least {trigger.least_severity}: wall preset {rule.preset} until it is closed, "
        f"{trigger.hold_s} s at most"
    )


def _act(due: Due) -> str:
    return f"wall preset {due.rule.preset} goes up" if due.up else "what lay below is shown again"


def _local(due: Due, between: str) -> str:
    trigger = due.rule.trigger
    assert isinstance(trigger, ScheduleTrigger)
    local = datetime.fromtimestamp(due.at_ms / 1000, ZoneInfo(trigger.zone))
    return local.isoformat(timespec="minutes") if not between else local.strftime("%a %Y-%m-%d %H:%M %Z")


def _moment_ms(text: str) -> int:
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise WrongUse(f"--from {text!r} is no time: write 2026-03-28 or 2026-03-28T22:00") from error


def _kind(text: str) -> AlertKind:
    if text not in KINDS:
        raise WrongUse(f"--kind {text!r} is none of {', '.join(KINDS)}")
    return AlertKind(text)


def _severity(text: str) -> Severity:
    if text not in SEVERITIES:
        raise WrongUse(f"--severity {text!r} is none of {', '.join(SEVERITIES)}")
    return Severity(text)
