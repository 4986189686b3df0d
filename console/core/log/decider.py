"""Holds the state: gives each input its number and time, decides on it, and hands it to the store."""

import logging
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from console.core.decisions import AnyDecision, LayoutStored, Refused, Undecided
from console.core.log.input_log import AnyInput, LogEntry, SiteLoaded, TimerFired, decode_entry, encode_entry
from console.core.log.store import Loaded, Statement, Store
from console.core.state import STATE_VERSION, State
from console.core.step import step
from console.domain.layout import Layout
from console.protocol.clock import Clock

log = logging.getLogger("sightline.core")

CHECKPOINT_EVERY = 2_000
CHECKPOINTS_KEPT = 3

_INSERT_INPUT = "INSERT INTO inputs (n, at_ms, body) VALUES (?, ?, ?)"
_INSERT_CHECKPOINT = "INSERT OR REPLACE INTO checkpoints (n, version, body) VALUES (?, ?, ?)"
_DELETE_CHECKPOINTS = (
    "DELETE FROM checkpoints WHERE n NOT IN (SELECT n FROM checkpoints ORDER BY n DESC LIMIT ?)"
)


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
    """One thread only: the loop's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._checkpoint_n = 0
        self.state = State()

    def take_up(self, loaded: Loaded) -> None:
        """The state where the last run left it: the checkpoint, and the inputs after it fed again."""
        again: list[Layout] = []
        try:
            if loaded.checkpoint is not None:
                self.state = msgspec.json.decode(loaded.checkpoint, type=State)
            for body in loaded.tail:
                self.state, decisions = step(self.state, decode_entry(body))
                again += [made.layout for made in decisions if isinstance(made, LayoutStored)]
        except msgspec.MsgspecError as error:
            log.error(
                "the input log can't be read beyond input %d of %d (%s): core goes on from there; was the "
                "data folder written by another version?",
                self.state.n,
                loaded.last_n,
                error,
            )
        self.state = replace(self.state, n=loaded.last_n)
        self._checkpoint_n = self.state.n
        if again:  # the table was written before the log, but a folder may have been copied in between
            self._store.add((), tuple(again))
        log.info("state taken up at input %d, %d of them fed again", self.state.n, len(loaded.tail))

    def feed(self, logged: AnyInput, *also: Statement) -> Decided:
        """Number an input, decide on it, log it; ``also`` is committed together with it."""
        self.fire_due_timers()
        return self._feed(logged, max(self.state.at_ms, self._clock.now_ms()), also)

    def fire_due_timers(self) -> None:
        """Feed the timers that are due, in their order."""
        now_ms = self._clock.now_ms()
        while self.state.timers and self.state.timers[0].due_ms <= now_ms:
            timer = self.state.timers[0]
            self._feed(TimerFired(timer), max(self.state.at_ms, timer.due_ms), ())

    def ms_to_next_timer(self) -> int | None:
        """How long the loop may sleep for the timers' sake."""
        if not self.state.timers:
            return None
        return max(0, self.state.timers[0].due_ms - self._clock.now_ms())

    def _feed(self, logged: AnyInput, at_ms: int, also: tuple[Statement, ...]) -> Decided:
        entry = LogEntry(n=self.state.n + 1, at_ms=at_ms, input=logged)
        body = encode_entry(entry)
        self.state, decisions = step(self.state, entry)
        layouts = tuple(made.layout for made in decisions if isinstance(made, LayoutStored))
        token = self._store.add((Statement(_INSERT_INPUT, (entry.n, at_ms, body)), *also), layouts)
        _say(entry, decisions)
        if self.state.n - self._checkpoint_n >= CHECKPOINT_EVERY or isinstance(logged, SiteLoaded):
            self.checkpoint()
        return Decided(entry.n, token, decisions)

    def checkpoint(self) -> None:
        """Write the state down, so that a restart need not feed the whole log again."""
        body = msgspec.json.encode(self.state)
        self._checkpoint_n = self.state.n
        self._store.add(
            (
                Statement(_INSERT_CHECKPOINT, (self.state.n, STATE_VERSION, body)),
                Statement(_DELETE_CHECKPOINTS, (CHECKPOINTS_KEPT,)),
            )
        )


def _say(entry: LogEntry, decisions: tuple[AnyDecision, ...]) -> None:
    for made in decisions:
        if isinstance(made, Undecided):
            log.error("input %d could not be decided on: %s; %s", entry.n, made.error, entry.input)
    if log.isEnabledFor(logging.INFO):
        for made in decisions:
            log.info("input %d: %s", entry.n, made)
