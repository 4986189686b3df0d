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
