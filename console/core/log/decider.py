"""Holds the state: gives each input its number and time, decides on it, and hands it to the store."""

from dataclasses import dataclass

from console.core.decisions import AnyDecision, LayoutDropped, LayoutStored, Refused
from console.core.layouts.layout_history import LayoutHistory
from console.core.log.decision_log import DecisionLog
from console.core.log.input_log import (
    ENTRY_VERSION,
    AnyInput,
    LogEntry,
    SiteLoaded,
    TimerFired,
    encode_entry,
)
from console.core.log.log_clock import LogClock
from console.core.log.record import Record
from console.core.log.rows import Counted, Row, input_row
from console.core.log.saved_state import checkpoint_of
from console.core.log.store import Store
from console.core.publishing.recent_acts import KeptActs
from console.core.state import State
from console.core.step import step

CHECKPOINT_EVERY = 20_000
"""Inputs after which the state is written down: so many are fed again within a second."""

CHECKPOINT_MS = 600_000
"""Or after so long, if there were any inputs at all."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of an input. It is safe on disk once the store has committed ``token``."""

    n: int
    token: int
    decisions: tuple[AnyDecision, ...]

    @property
    def refused(self) -> Refused | None:
        """The refusal, if the input was a command that was refused."""
        return next((made for made in self.decisions if isinstance(made, Refused)), None)


class Decider:
    """One thread only: the loop's. ``state`` is what the log's take-up came to.

    ``layouts`` is their history, ``acts`` what people did lately.
    """

    def __init__(
        self,
        store: Store,
        state: State,
        clock: LogClock,
        layouts: LayoutHistory | None = None,
        acts: KeptActs | None = None,
    ) -> None:
        self._store = store
        self._checkpoint_n = state.n
        self._checkpoint_ms = state.at_ms
        self._told = DecisionLog()
        self._record = Record(state)
        self.clock = clock
        self.state = state
        self.layouts = layouts or LayoutHistory()
        self.acts = acts or KeptActs()
        self.last_token = 0

    def decide(
        self, logged: AnyInput, rows: tuple[Row, ...] = (), counts: tuple[Counted, ...] = ()
    ) -> Decided:
        """Number an input, decide on it, log it; ``rows`` and ``counts`` are committed together with it."""
        now_ms = self.clock.now_ms()
        self._fire_due_timers(now_ms)
        return self._decide(logged, max(self.state.at_ms, now_ms), rows, counts)

    def fire_due_timers(self) -> None:
        """Feed the timers that are due, in their order."""
        self._fire_due_timers(self.clock.now_ms())

    def _fire_due_timers(self, now_ms: int) -> None:
        while (timer := self.state.timers.first) is not None and timer.due_ms <= now_ms:
            self._decide(TimerFired(timer), max(self.state.at_ms, timer.due_ms))

    def ms_to_next_timer(self) -> int | None:
        """How long the loop may sleep for the timers' sake."""
        timer = self.state.timers.first
        return max(0, timer.due_ms - self.clock.now_ms()) if timer is not None else None

    def _decide(
        self, logged: AnyInput, at_ms: int, rows: tuple[Row, ...] = (), counts: tuple[Counted, ...] = ()
    ) -> Decided:
        entry = LogEntry(ENTRY_VERSION, self.state.n + 1, at_ms, self._wall_ms(at_ms), logged)
        body = encode_entry(entry)
        decisions = step(self.state, entry)
        for made in decisions:
            if isinstance(made, LayoutStored):
                self._store.add_layout(made.layout.name, made.layout, entry.n)
            elif isinstance(made, LayoutDropped):
                self._store.add_layout(made.name, None, entry.n)
        recorded = self._record.rows(entry, decisions)
        row = input_row(entry.n, at_ms, entry.wall_ms, body, None if recorded is None else len(recorded))
        versions = self.layouts.note(entry, decisions)
        self.last_token = self._store.add((row, *(recorded or ()), *versions, *rows), counts)
        self._told.tell(entry, decisions)
        self.acts.note(entry, decisions, self.state.site.cameras)
        if self._checkpoint_due() or isinstance(logged, SiteLoaded):
            self.checkpoint()
        return Decided(entry.n, self.last_token, decisions)

    def _wall_ms(self, at_ms: int) -> int:
        """A timer may have been due long ago, as core did not run: its wall time is that of then."""
        return self.clock.wall_ms() - max(0, self.clock.now_ms() - at_ms)

    def _checkpoint_due(self) -> bool:
        return (
            self.state.n - self._checkpoint_n >= CHECKPOINT_EVERY
            or self.state.at_ms - self._checkpoint_ms >= CHECKPOINT_MS
        )

    def checkpoint(self) -> None:
        """Write the state down, so that a restart need not feed the whole log again."""
        self._checkpoint_n, self._checkpoint_ms = self.state.n, self.state.at_ms
        self._store.add_checkpoint(checkpoint_of(self.state))
