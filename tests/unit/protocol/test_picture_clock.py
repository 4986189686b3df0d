"""Live it is the machine's clock; in a replay it stands, runs and leaps as core says."""

from hypothesis import given
from hypothesis import strategies as st

from console.protocol.picture_clock import ClockReading, PictureClock
from tests.fakes.set_clock import SetClock

LONG_AGO_MS = 1_600_000_000_000


def replayed(machine: SetClock, rate_permille: int, *, epoch: int = 1) -> PictureClock:
    clock = PictureClock(machine, replays=True)
    reading = ClockReading(epoch, LONG_AGO_MS, LONG_AGO_MS + 7, machine.monotonic_ns(), rate_permille)
    clock.follow(reading)
    return clock


def test_live_it_is_the_machines() -> None:
    machine = SetClock()
    clock = PictureClock(machine)
    clock.follow(None)
    machine.pass_ms(5)
    assert (clock.monotonic_ns(), clock.now_ms()) == (machine.monotonic_ns(), machine.now_ms())
    assert (clock.epoch, clock.rate_permille, clock.machine_ns(5)) == (0, 1000, 5)


def test_before_core_has_spoken_a_replay_stands_and_nothing_has_an_age() -> None:
    machine = SetClock()
    clock = PictureClock(machine, replays=True)
    before_ns = clock.monotonic_ns()
    machine.pass_ms(60_000)
    assert clock.monotonic_ns() == before_ns
    assert clock.machine_ns(before_ns + 1) is None


def test_it_runs_at_the_rate_from_the_published_moment() -> None:
    machine = SetClock()
    for rate_permille, gone_ms in ((0, 0), (250, 1_000), (1000, 4_000), (8000, 32_000)):
        clock = replayed(machine, rate_permille)
        machine.pass_ms(4_000)
        assert clock.monotonic_ns() == (LONG_AGO_MS + gone_ms) * 1_000_000
        assert clock.now_ms() == LONG_AGO_MS + 7 + gone_ms


def test_a_reading_that_is_older_than_the_look_and_one_of_the_next_moment_never_go_back() -> None:
    machine = SetClock()
    clock = PictureClock(machine, replays=True)
    clock.follow(ClockReading(1, 5_000, 5_000, machine.monotonic_ns() + 1_000_000))
    assert clock.monotonic_ns() == 5_000_000_000, "core read its clock a moment later"


def test_a_leap_raises_the_epoch() -> None:
    machine = SetClock()
    clock = replayed(machine, 1000)
    clock.follow(ClockReading(2, 10, 10, machine.monotonic_ns(), 0))
    assert (clock.epoch, clock.monotonic_ns(), clock.now_ms()) == (2, 10_000_000, 10)


@given(st.integers(1, 8000), st.integers(0, 10**12))
def test_it_is_as_late_as_was_foretold(rate_permille: int, ahead_ns: int) -> None:
    machine = SetClock()
    clock = replayed(machine, rate_permille)
    due_ns = clock.machine_ns(LONG_AGO_MS * 1_000_000 + ahead_ns)
    assert due_ns is not None
    machine.pass_ms(-(-(due_ns - machine.monotonic_ns()) // 1_000_000))
    assert clock.monotonic_ns() >= LONG_AGO_MS * 1_000_000 + ahead_ns
