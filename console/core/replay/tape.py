"""A recorded log in memory: the state at any of its moments, soon."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from console.core.decisions import AnyDecision
from console.core.log.input_log import LogEntry
from console.core.log.saved_state import decode_state, encode_state
from console.core.state import State
from console.core.step import step

KEPT_EVERY_MS = 10_000
"""Of log time: a seek folds at most as much."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The state before entry ``index`` of the tape."""

    index: int
    body: bytes


class Tape:
    """``state`` is that before the first entry. Made once: it folds all of it, and
    tells how far it is."""

    def __init__(
        self,
        state: State,
        entries: Sequence[LogEntry],
        told: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.entries = entries
        self._at_ms = [entry.at_ms for entry in entries]
        self._kept = [_Kept(0, encode_state(state))]
        self._kept_ms = [state.at_ms]
        self.decided: list[tuple[int, tuple[AnyDecision, ...]]] = []
        self._fold(state, told)

    def _fold(self, state: State, told: Callable[[int], None]) -> None:
        for index, entry in enumerate(self.entries):
            if entry.at_ms - self._kept_ms[-1] >= KEPT_EVERY_MS:
                self._kept.append(_Kept(index, encode_state(state)))
                self._kept_ms.append(entry.at_ms)
            self.decided.append((entry.n, step(state, entry)))
            state.forget_touched()
            told(index)

    def after(self, at_ms: int) -> int:
        """The index of the first entry that is later."""
        return bisect_right(self._at_ms, at_ms)

    def state_at(self, at_ms: int) -> tuple[State, int]:
        """The state with all entries up to that time, and the index of the next one."""
        until = self.after(at_ms)
        kept = self._kept[max(0, bisect_right([one.index for one in self._kept], until) - 1)]
        state = decode_state(kept.body)
        for entry in self._between(kept.index, until):
            step(state, entry)
        state.forget_touched()
        return state, until

    def feed(self, state: State, index: int, at_ms: int) -> int:
        """Feed on what is due by then; the index of the next entry."""
        until = self.after(at_ms)
        for entry in self._between(index, until):
            step(state, entry)
        return max(index, until)

    def wall_ms(self, at_ms: int) -> int:
        """The wall time that people were shown at a moment."""
        index = self.after(at_ms) - 1
        if index < 0:
            first = self.entries[0] if self.entries else None
            return at_ms + (first.wall_ms - first.at_ms if first is not None else 0)
        entry = self.entries[index]
        return entry.wall_ms + at_ms - entry.at_ms

    def _between(self, first: int, until: int) -> Iterable[LogEntry]:
        return self.entries[first:until]
