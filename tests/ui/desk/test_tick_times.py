"""How late the desk's ticks are."""

from console.ui.desk.tick_times import TickTimes


def test_tick_times_count_from_the_due_time() -> None:
    ticks = TickTimes(33)
    assert ticks.percentile_ms(0.99) == 0.0
    at_ns = 1_000_000_000
    for number in range(100):
        late_ns = 5_000_000 if number == 50 else 0
        ticks.began(at_ns + number * 33_000_000 + late_ns)
        ticks.ended(at_ns + number * 33_000_000 + late_ns + 1_000_000)
    assert ticks.percentile_ms(0.5) == 1.0
    assert ticks.percentile_ms(0.995) == 6.0


def test_a_timer_that_is_always_a_little_late_counts_as_late_each_time() -> None:
    ticks = TickTimes(33)
    for number in range(100):
        at_ns = 1_000_000_000 + number * 33_000_000 + (5_000_000 if number else 0)
        ticks.began(at_ns)
        ticks.ended(at_ns + 1_000_000)
    assert ticks.percentile_ms(0.02) == 6.0


def test_one_long_stall_is_counted_once() -> None:
    ticks = TickTimes(33)
    for at_ms in (0, 33, 566, 599, 632):
        ticks.began(1_000_000_000 + at_ms * 1_000_000)
        ticks.ended(1_000_000_000 + at_ms * 1_000_000)
    assert ticks.percentile_ms(1.0) == 500.0
    assert ticks.percentile_ms(0.5) == 0.0
