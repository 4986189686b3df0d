"""The state at a moment is the same, whichever way one comes there."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console.core.decisions import decision_digest
from console.core.log.input_log import TimerFired
from console.core.log.saved_state import decode_state, encode_state, saved
from console.core.replay.tape import KEPT_EVERY_MS, Tape
from console.core.state import State
from console.core.step import fold
from tests.fakes.whole_life import TWO_DAYS_MS, lived_through

LIFE = lived_through(120)
TAPE = Tape(State(), LIFE.entries)
BEGIN_MS, END_MS = LIFE.entries[0].at_ms, LIFE.entries[-1].at_ms


def test_it_decides_as_it_did() -> None:
    assert decision_digest(TAPE.decided) == decision_digest(LIFE.decided)


@settings(max_examples=60, deadline=None)
@given(st.integers(BEGIN_MS - 1, END_MS - TWO_DAYS_MS + 60_000))
def test_the_state_after_a_leap_is_the_state_when_played(at_ms: int) -> None:
    played = State()
    for _ in fold(played, [entry for entry in LIFE.entries if entry.at_ms <= at_ms]):
        pass
    leapt, index = TAPE.state_at(at_ms)
    assert saved(leapt) == saved(played)
    assert index == sum(1 for entry in LIFE.entries if entry.at_ms <= at_ms)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=8), st.integers(0, 2**32))
def test_played_on_from_any_leap_it_comes_to_the_same(steps_ms: list[int], seed: int) -> None:
    at_ms = BEGIN_MS + random.Random(seed).randrange(400_000)
    state, index = TAPE.state_at(at_ms)
    for step_ms in steps_ms:
        at_ms += step_ms
        index = TAPE.feed(state, index, at_ms)
    assert saved(state) == saved(TAPE.state_at(at_ms)[0])


def test_a_leap_feeds_no_more_than_ten_seconds_of_it() -> None:
    for at_ms in range(BEGIN_MS, BEGIN_MS + 600_000, 7_000):
        index = TAPE.after(at_ms)
        kept = max(one.index for one in TAPE._kept if one.index <= index)
        fed = TAPE.entries[kept:index]
        assert not fed or fed[-1].at_ms - fed[0].at_ms <= KEPT_EVERY_MS


def test_the_state_that_it_was_made_from_may_be_written_down_anywhere() -> None:
    half = len(LIFE.entries) // 2
    state = State()
    for _ in fold(state, LIFE.entries[:half]):
        pass
    tape = Tape(decode_state(encode_state(state)), LIFE.entries[half:])
    assert saved(tape.state_at(END_MS)[0]) == saved(TAPE.state_at(END_MS)[0])


def test_wall_time_is_the_one_people_were_shown() -> None:
    entry = LIFE.entries[10]
    assert TAPE.wall_ms(entry.at_ms) == entry.wall_ms
    assert TAPE.wall_ms(entry.at_ms + 1) in (entry.wall_ms + 1, LIFE.entries[11].wall_ms)
    assert TAPE.wall_ms(BEGIN_MS - 10) == LIFE.entries[0].wall_ms - 10


def test_the_moment_of_a_time_is_the_one_at_which_it_was_shown() -> None:
    """Wall time and log time are rounded each by itself: a millisecond lies between them, or none."""
    entries = [replace(one, wall_ms=one.wall_ms + (one.n % 3 == 0)) for one in LIFE.entries]
    tape = Tape(State(), [one for one in entries if not isinstance(one.input, TimerFired)])
    for entry in entries[1:]:
        for at_ms in (entry.at_ms + 2, entry.at_ms - 2):
            wall_ms = tape.wall_ms(at_ms)
            for near_ms in (at_ms - 1, at_ms, at_ms + 1):
                assert tape.wall_ms(tape.log_ms(wall_ms, near_ms)) == wall_ms


def test_a_time_that_nobody_was_shown_is_the_first_later_one() -> None:
    at_ms = LIFE.entries[20].at_ms
    set_forward = [replace(one, wall_ms=one.wall_ms + 500 * (one.at_ms >= at_ms)) for one in LIFE.entries]
    tape = Tape(State(), set_forward)
    left_out_ms = tape.wall_ms(at_ms) - 200
    for near_ms in (at_ms - 100, at_ms + 100):
        assert 0 <= tape.wall_ms(tape.log_ms(left_out_ms, near_ms)) - left_out_ms <= 800


def test_a_timer_that_was_due_while_core_did_not_run_tells_no_time() -> None:
    """Of older logs: fired at the start, it has the log time of then and the wall time of now."""
    life = lived_through(30)
    late = [
        replace(one, wall_ms=one.wall_ms + 300_000) if isinstance(one.input, TimerFired) else one
        for one in life.entries
    ]
    assert any(isinstance(one.input, TimerFired) for one in late)
    tape, as_it_is = Tape(State(), late), Tape(State(), life.entries)
    for one in life.entries:
        assert tape.wall_ms(one.at_ms + 1) == as_it_is.wall_ms(one.at_ms + 1)
