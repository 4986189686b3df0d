"""A display's figures."""

from console.ui.wall.statistics import PictureRate, TickTimes, percentile

S = 1_000_000_000


def test_percentiles_by_nearest_rank() -> None:
    assert percentile([], 0.99) == 0
    assert percentile([float(n) for n in range(100)], 0.99) == 99
    assert percentile([3, 1, 2], 0.5) == 2


def test_ticks_older_than_ten_seconds_are_forgotten() -> None:
    ticks = TickTimes()
    ticks.add(0, S)
    ticks.add(11 * S, 11 * S + 5_000_000)
    assert ticks.percentile_ms(0.99) == 5


def test_a_rate_needs_five_seconds() -> None:
    rate = PictureRate()
    for second in range(6):
        assert rate.per_s() is None
        rate.mark(second * S)
        rate.painted += 15
    assert rate.per_s() == 15


def test_a_rate_is_over_the_last_five_seconds() -> None:
    rate = PictureRate()
    for second in range(20):
        rate.mark(second * S)
        rate.painted += 30 if second < 10 else 10
    assert rate.per_s() == 10
    for second in range(20, 23):
        rate.mark(second * S)
    assert rate.per_s() == 6, "three of the five brought ten pictures each"


def test_a_tick_that_ends_before_it_was_due_took_no_time() -> None:
    ticks = TickTimes()
    assert ticks.percentile_ms(0.5) == 0
    ticks.add(10 * S, 9 * S)
    assert ticks.percentile_ms(0.99) == 0
    ticks.add(10 * S, 10 * S + 7_000_000)
    assert (ticks.percentile_ms(0.0), ticks.percentile_ms(0.99)) == (0, 7)
