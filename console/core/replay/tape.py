"""A recorded log in memory: the state at any of its moments, soon."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from console.core.decisions import AnyDecision
from console.core.log.input_log import LogEntry, SiteLoaded, TimerFired
from console.core.log.saved_state import decode_state, encode_state
from console.core.replay.as_it_was import AsItWas
from console.core.replay.shown_cells import ShownCells
from console.core.replay.slice_reading import RecordedInput
from console.core.state import State
from console.core.step import step
from console.core.wall.cells import monitor_views
from console.core.wall.view_changes import Changes, ViewChanges
from console.protocol.replay_messages import ReplayedCell

KEPT_EVERY_MS = 10_000
"""Of log time: a seek folds at most as much."""


Heard = Callable[[int, tuple[AnyDecision, ...]], None]
"""Is told each input's number, and what was decided on it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The state before entry ``index`` of the tape."""

    index: int
    body: bytes


class Tape:
    """``state`` is that before the first entry. Made once: it folds all of it, and
    tells how far it is.

    ``recorded`` is what came of each entry then: ``parted_n`` is the first input of which something else came
    now, and ``as_it_was`` what was shown. ``cameras`` are all that the site had in it, as named last.
    """

    def __init__(
        self,
        state: State,
        entries: Sequence[LogEntry],
        told: Callable[[int], None] = lambda _: None,
        recorded: Sequence[RecordedInput] = (),
    ) -> None:
        self.entries = entries
        self._at_ms = [entry.at_ms for entry in entries]
        timed = [one for one in entries if not isinstance(one.input, TimerFired)] or list(entries)
        self._shown_ms = [one.at_ms for one in timed]
        self._ahead_ms = [one.wall_ms - one.at_ms for one in timed]
        self._kept = [_Kept(0, encode_state(state))]
        self._kept_ms = [state.at_ms]
        self.decided: list[tuple[int, tuple[AnyDecision, ...]]] = []
        self.cameras = {camera.feed: camera for camera in state.site.loaded.cameras}
        self._shown = ShownCells(monitor_views(state), state.at_ms)
        self.parted_n: int | None = None
        self.as_it_was = self._recorded_views(state, recorded)
        self._fold(state, recorded, told)

    def _recorded_views(self, state: State, recorded: Sequence[RecordedInput]) -> AsItWas | None:
        """None where it is not known of every input what was shown by it."""
        changes = [one.changes for one in recorded if one.changes is not None]
        whole = recorded and len(changes) == len(self.entries)
        return AsItWas(monitor_views(state), changes) if whole else None

    def _fold(self, state: State, recorded: Sequence[RecordedInput], told: Callable[[int], None]) -> None:
        changes = ViewChanges(state)
        is_known = self.as_it_was is not None
        for index, entry in enumerate(self.entries):
            if entry.at_ms - self._kept_ms[-1] >= KEPT_EVERY_MS:
                self._kept.append(_Kept(index, encode_state(state)))
                self._kept_ms.append(entry.at_ms)
            decisions = step(state, entry)
            self.decided.append((entry.n, decisions))
            changed = changes.take(whole=isinstance(entry.input, SiteLoaded))
            self._shown.note((recorded[index].changes if is_known else changed) or [], entry.at_ms)
            if isinstance(entry.input, SiteLoaded):
                self.cameras |= {camera.feed: camera for camera in entry.input.cameras}
            if recorded and self.parted_n is None and _parts(recorded[index], decisions, changed):
                self.parted_n = entry.n
            state.forget_touched()
            told(index)

    @property
    def shown_cells(self) -> tuple[ReplayedCell, ...]:
        """What each cell showed when: as recorded, where that is known of every input."""
        return tuple(self._shown.rows)

    def after(self, at_ms: int) -> int:
        """The index of the first entry that is later."""
        return bisect_right(self._at_ms, at_ms)

    def state_at(self, at_ms: int, heard: Heard = lambda *_: None) -> tuple[State, int]:
        """The state with all entries up to that time, and the index of the next one."""
        until = self.after(at_ms)
        kept = self._kept[max(0, bisect_right([one.index for one in self._kept], until) - 1)]
        state = decode_state(kept.body)
        for entry in self._between(kept.index, until):
            heard(entry.n, step(state, entry))
        state.forget_touched()
        return state, until

    def feed(self, state: State, index: int, at_ms: int, heard: Heard = lambda *_: None) -> int:
        """Feed on what is due by then; the index of the next entry."""
        until = self.after(at_ms)
        for entry in self._between(index, until):
            heard(entry.n, step(state, entry))
        return max(index, until)

    def wall_ms(self, at_ms: int) -> int:
        """The wall time that people were shown at a moment.

        Timers don't tell it: in older logs those that were due while core did not run have that of its start.
        """
        index = max(0, bisect_right(self._shown_ms, at_ms) - 1)
        return at_ms + (self._ahead_ms[index] if self._ahead_ms else 0)

    def log_ms(self, wall_ms: int, near_ms: int) -> int:
        """The moment near another at which people were shown that time; where their clock was set beyond it,
        the first later one.
        """
        found = [near_ms]
        for _ in range(2):
            found.append(found[-1] + wall_ms - self.wall_ms(found[-1]))
        shown = {at_ms: self.wall_ms(at_ms) for at_ms in found}
        return min(found, key=lambda at_ms: (shown[at_ms] < wall_ms, abs(shown[at_ms] - wall_ms)))

    def _between(self, first: int, until: int) -> Iterable[LogEntry]:
        return self.entries[first:until]


def _parts(then: RecordedInput, decisions: tuple[AnyDecision, ...], changes: Changes) -> bool:
    """Whether an input came to something else than it did then, as far as that is known."""
    known = then.decisions is not None and then.changes is not None
    return known and (then.decisions != decisions or then.changes != changes)
