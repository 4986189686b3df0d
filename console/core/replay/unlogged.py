"""Stretches of a log in which nothing stands, as core did not run: for who replays it. Pure.

A log has no word of an end, which may be a pulled plug: it tells what came last, and when core started again.
"""

from collections.abc import Iterable
from typing import NamedTuple

from console.core.log.input_log import CommandGiven, LogEntry, SiteLoaded, TimerFired
from console.protocol.recording_messages import ReportRecorded

REPORTED_MS = 11_000
"""While anything is recorded the engine says so at least so often: a silence that is longer is core's own."""
LEAST_MS = REPORTED_MS + 1_000
"""A shorter stretch may be a core that was back within a second."""

STOPPED = "the site, or its core alone, did not run"
STARTED = "then the site started; before it may have been quiet"


class Unlogged(NamedTuple):
    """Nothing stands between the ``last`` input and the start of core, ``start``. ``why`` in words."""

    last: LogEntry
    start: LogEntry
    why: str


def unlogged(entries: Iterable[LogEntry]) -> tuple[Unlogged, ...]:
    """Those of a whole log, the oldest first. Timers that were due meanwhile are no life of it."""
    found: list[Unlogged] = []
    last: LogEntry | None = None
    reported_ms: int | None = None
    for entry in entries:
        logged = entry.input
        if isinstance(logged, TimerFired):
            continue
        if isinstance(logged, SiteLoaded) and last is not None and entry.at_ms - last.at_ms >= LEAST_MS:
            is_surely = reported_ms is not None and last.at_ms - reported_ms <= REPORTED_MS
            found.append(Unlogged(last, entry, STOPPED if is_surely else STARTED))
        if isinstance(logged, CommandGiven) and isinstance(logged.command, ReportRecorded):
            reported_ms = entry.at_ms if logged.command.streams else None
        last = entry
    return tuple(found)
