"""Log time does not follow a wall clock that is set; that it was set is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from console.core.log.log_clock import LogClock
from tests.fakes.set_clock import SetClock

HOUR_MS = 3_600_000


def started(clock: SetClock, last_at_ms: int = 0) -> LogClock:
    log_clock = LogClock(clock)
    log_clock.start(last_at_ms)
    return log_clock


def test_it_starts_as_wall_time_or_where_the_log_ended_if_that_is_later() -> None:
    clock = SetClock()
    assert started(clock).now_ms() == clock.now_ms()
    later_ms = clock.now_ms() + HOUR_MS
    log_clock = started(clock, later_ms)
    clock.pass_ms(250)
    assert log_clock.now_ms() == later_ms + 250


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(-48, 48)), max_size=20))
def test_it_goes_by_the_monotonic_clock_whatever_is_done_to_the_wall_clock(
    life: list[tuple[int, int]],
) -> None:
    clock = SetClock()
    log_clock = started(clock)
    begun_ms, passed_ms = log_clock.now_ms(), 0
    for pass_ms, set_h in life:
        clock.pass_ms(pass_ms)
        clock.set_by(set_h * HOUR_MS)
        passed_ms += pass_ms
        assert log_clock.now_ms() == begun_ms + passed_ms


def test_a_set_clock_is_noticed_once_and_slow_correction_is_not() -> None:
    clock = SetClock()
    log_clock = started(clock)
    for _ in range(4_000):  # NTP takes half a millisecond a second: two seconds in an hour
        clock.pass_ms(1_000)
        clock.set_by(1)
        assert log_clock.step_ms() == 0
    clock.set_by(-HOUR_MS)
    assert log_clock.step_ms() == -HOUR_MS
    assert log_clock.step_ms() == 0
    clock.set_by(2 * HOUR_MS)
    assert log_clock.step_ms() == 2 * HOUR_MS
