"""One step of core: a state and a logged input give the next state and what was decided. Pure."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from msgspec.structs import replace

from console.core.decisions import AnyDecision, Refused, Undecided
from console.core.incidents import lifecycle as incidents
from console.core.layouts import monitor_layouts as layouts
from console.core.log.input_log import (
    AlertReceived,
    AnyInput,
    CommandGiven,
    LogEntry,
    SiteLoaded,
    StateCommand,
    TimerFired,
)
from console.core.state import State
from console.core.wall import hands, rewinds
from console.domain.errors import CommandRefused
from console.protocol import core_messages as messages

Outcome = tuple[State, tuple[AnyDecision, ...]]


def step(state: State, entry: LogEntry) -> Outcome:
    """Decide on one input. A refused command leaves the state as it was, but for its number and time."""
    state = replace(state, n=entry.n, at_ms=entry.at_ms)
    try:
        state, made = _decide(state, entry.input)
        state, ended = rewinds.end_where_feeds_changed(state)
        return state, (*made, *ended)
    except CommandRefused as refusal:
        return state, (Refused(refusal.code, refusal.text),)
    except Exception as error:  # noqa: BLE001 - a defect met by one input must not stop the ones after it
        return _without_deciding(state, entry.input, f"{type(error).__name__}: {error}")


def _without_deciding(state: State, logged: AnyInput, error: str) -> Outcome:
    """What happens all the same: an alert opens its incident, a timer goes, a command is answered."""
    undecided = Undecided(error)
    match logged:
        case AlertReceived():
            state, made = incidents.open_incident(state, logged, switching=False)
            return state, (*made, undecided)
        case TimerFired():
            timers = tuple(timer for timer in state.timers if timer != logged.timer)
            return replace(state, timers=timers), (undecided,)
        case _:
            return state, (undecided, Refused("failed", "core failed on this command; its log says where"))


def _decide(state: State, logged: AnyInput) -> Outcome:
    match logged:
        case SiteLoaded():
            return layouts.load_site(state, logged)
        case AlertReceived():
            return incidents.open_incident(state, logged)
        case TimerFired():
            timer = logged.timer
            return incidents.end_hold(state, timer) if timer.incident else rewinds.time_out(state, timer)
        case CommandGiven():
            return _carry_out(state, logged.by, logged.command)


def _carry_out(state: State, by: str, command: StateCommand) -> Outcome:
    match command:
        case messages.ReportFeeds():
            return _note_feeds(state, command), ()
        case messages.ReportPainted():
            return incidents.note_painted(state, command)
        case messages.AssignFeed():
            return hands.assign(state, command)
        case messages.PinCell():
            return hands.pin(state, command)
        case messages.ClearCell():
            return hands.clear(state, command)
        case messages.LoadLayout():
            return layouts.load(state, command)
        case messages.SaveLayout():
            return layouts.save(state, command)
        case messages.ImportLayout():
            return layouts.take_in(state, command)
        case messages.AcknowledgeIncident():
            return incidents.acknowledge(state, command.incident, by)
        case messages.CloseIncident():
            return incidents.close(state, command.incident, by)
        case messages.UndoSwitch():
            return incidents.undo(state, command)
        case messages.RewindCell():
            return rewinds.rewind(state, command)
    assert_never(command)


def _note_feeds(state: State, report: messages.ReportFeeds) -> State:
    known = {camera.feed for camera in state.site.cameras}
    news = {feed.feed: feed for feed in report.feeds if feed.feed in known}
    return replace(state, feeds={**state.feeds, **news})


def fold(state: State, entries: Iterable[LogEntry]) -> Iterator[tuple[int, State, tuple[AnyDecision, ...]]]:
    """Feed a log again: for each entry its number, the state after it, and what was decided."""
    for entry in entries:
        state, decisions = step(state, entry)
        yield entry.n, state, decisions
