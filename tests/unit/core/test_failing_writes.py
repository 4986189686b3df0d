"""Whatever write of whatever step fails: the state is as before, and the next input is decided on rightly."""

from collections import Counter

from msgspec.structs import replace

from console.core.decisions import Refused, Undecided
from console.core.log.input_log import AlertReceived, CommandGiven, LogEntry, TimerFired
from console.core.log.saved_state import SavedState, restored, saved
from console.core.state import State
from console.core.step import step
from console.core.tables import Ledger, Write
from console.core.timers import timer_key
from console.domain.incident import IncidentState
from tests.fakes.whole_life import lived_through

CAMERAS = 12


class Fault(Exception):
    """What the disk, the memory or a defect may do to a write."""


class FailingWrites(list[Write]):
    """Fails at the write number ``at`` of a step (from 0), and at those after it if ``for_good``."""

    def __init__(self) -> None:
        super().__init__()
        self.at = -1
        self.for_good = False
        self.made = 0

    def append(self, write: Write) -> None:
        number, self.made = self.made, self.made + 1
        if self.at >= 0 and (number == self.at or (self.for_good and number > self.at)):
            raise Fault("a write failed")
        super().append(write)


def prepared(before: SavedState, at: int, *, for_good: bool) -> tuple[State, FailingWrites]:
    writes = FailingWrites()
    state = restored(before, Ledger(writes))
    writes.made, writes.at, writes.for_good = 0, at, for_good
    return state, writes


def entries_with_states() -> list[tuple[SavedState, LogEntry, LogEntry]]:
    """Each entry of a life with the state before it and the entry after it."""
    feeder = lived_through(90, cameras=CAMERAS, layout="3x3")
    state, found = State(), []
    for entry, after in zip(feeder.entries, [*feeder.entries[1:], feeder.entries[-1]], strict=True):
        found.append((saved(state), entry, after))
        step(state, entry)
    return found


LIFE = entries_with_states()


def next_is_right(state: State, before: SavedState, after: LogEntry) -> bool:
    """The next input comes out as if the failed one had only taken its number and time."""
    unharmed = restored(saved(state))
    entry = replace(after, n=state.n + 1, at_ms=max(after.at_ms, state.at_ms))
    return step(state, entry) == step(unharmed, entry) and saved(state) == saved(unharmed)


def test_a_step_whose_writes_fail_for_good_leaves_the_state_as_it_was() -> None:
    tried = 0
    for before, entry, after in LIFE:
        at = 0
        while True:
            state, writes = prepared(before, at, for_good=True)
            made = step(state, entry)
            if writes.made <= at:
                break  # the step has no such write
            tried += 1
            assert any(isinstance(one, Undecided) for one in made)
            as_before = replace(before, n=entry.n, at_ms=entry.at_ms, wall_ms=entry.wall_ms)
            assert saved(state) == as_before, (entry, at)
            writes.at = -1
            assert next_is_right(state, before, after), (entry, at)
            at += 1
    assert tried > 600


def test_a_step_in_which_one_write_fails_does_the_least_and_no_more() -> None:
    """An alert opens its incident, a timer goes, a command is refused and its refusal remembered."""
    tried: Counter[type] = Counter()
    for before, entry, after in LIFE:
        at = 0
        while True:
            state, writes = prepared(before, at, for_good=False)
            made = step(state, entry)
            if writes.made <= at:
                break
            tried[type(entry.input)] += 1
            assert any(isinstance(one, Undecided) for one in made)
            now = saved(state)
            as_before = replace(before, n=entry.n, at_ms=entry.at_ms, wall_ms=entry.wall_ms)
            match entry.input:
                case AlertReceived(number=number, journal_n=journal_n):
                    opened = now.incidents[-1]
                    assert (opened.incident, opened.state) == (f"i-{number:06d}", IncidentState.OPEN)
                    assert opened.overlays == ()
                    as_before = replace(
                        as_before, incidents=now.incidents, next_number=number + 1, journal_n=journal_n
                    )
                    assert now.incidents[:-1] == before.incidents
                case TimerFired(timer=timer):
                    left = [t for t in before.timers if timer_key(t) != timer_key(timer)]
                    as_before = replace(as_before, timers=tuple(left))
                case CommandGiven():
                    assert Refused in {type(one) for one in made}
                    assert state.answers[(entry.input.by, entry.input.id)].code == "failed"
                    as_before = replace(as_before, answers=now.answers)
            assert now == as_before, (entry, at)
            writes.at = -1
            assert next_is_right(state, before, after), (entry, at)
            at += 1
    kinds = (AlertReceived, TimerFired, CommandGiven)
    assert min(tried[kind] for kind in kinds) > 50, tried
