"""A replay in which core decides anew: what came from outside comes as it did, what people do is their own.

Pure but for the state that it holds; times are passed in, in log time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from console.core.decisions import AnyDecision
from console.core.log.input_log import (
    ENTRY_VERSION,
    AlertReceived,
    AnyInput,
    CommandGiven,
    LogEntry,
    RuleDue,
    SiteLoaded,
    TimerFired,
)
from console.core.state import State
from console.core.step import step
from console.protocol.core_messages import ReportFeeds


@dataclass(frozen=True, slots=True)
class Made:
    """What core decided on an input, and when."""

    entry: LogEntry
    decisions: tuple[AnyDecision, ...]


def is_from_outside(logged: AnyInput) -> bool:
    """Whether it came whatever core and people decided: alerts, the cameras' states, a start of
    core, what was due by a rule's schedule.

    What was painted or was on disk follows from what was shown, and timers from the state: not these.
    """
    match logged:
        case AlertReceived() | SiteLoaded() | RuleDue():
            return True
        case CommandGiven(command=command):
            return isinstance(command, ReportFeeds)
    return False


class Again:
    """Goes on from ``state`` with the entries that follow it; ``wall_ms`` tells what people are shown.

    Its order is that of a live core: what came by a moment and the timers due by it, then what a person does.
    So the same acts at the same moments come to the same decisions.
    """

    def __init__(self, state: State, entries: Iterable[LogEntry], wall_ms: Callable[[int], int]) -> None:
        self.state = state
        self._outside: Sequence[LogEntry] = [one for one in entries if is_from_outside(one.input)]
        self._next = 0
        self._wall_ms = wall_ms

    def go_on(self, until_ms: int) -> list[Made]:
        """Everything that is due by then."""
        made = []
        while (due := self._first_due(until_ms)) is not None:
            made.append(self._decide(*due))
        return made

    def act(self, given: CommandGiven, at_ms: int) -> list[Made]:
        """What was due by then, and last what a person asked for."""
        return [*self.go_on(at_ms), self._decide(given, at_ms)]

    def next_ms(self) -> int | None:
        """When something is due; None when nothing follows."""
        timer = self.state.timers.first
        due = [timer.due_ms] if timer is not None else []
        due += [self._outside[self._next].at_ms] if self._next < len(self._outside) else []
        return min(due, default=None)

    def _first_due(self, until_ms: int) -> tuple[AnyInput, int] | None:
        """A timer before what comes at the same moment, as core fires it."""
        came = self._outside[self._next] if self._next < len(self._outside) else None
        timer = self.state.timers.first
        if timer is not None and timer.due_ms <= min(until_ms, came.at_ms if came else until_ms):
            return TimerFired(timer), timer.due_ms
        if came is not None and came.at_ms <= until_ms:
            self._next += 1
            return came.input, came.at_ms
        return None

    def _decide(self, logged: AnyInput, at_ms: int) -> Made:
        at_ms = max(self.state.at_ms, at_ms)
        entry = LogEntry(ENTRY_VERSION, self.state.n + 1, at_ms, self._wall_ms(at_ms), logged)
        return Made(entry, step(self.state, entry))
