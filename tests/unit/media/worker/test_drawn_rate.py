import pytest

from console.media.worker.drawn_rate import DrawnRate

SECOND_NS = 1_000_000_000


def test_rate_is_over_the_last_five_seconds() -> None:
    rate = DrawnRate()
    assert rate.look(SECOND_NS) == 0.0
    seen = []
    for second in range(2, 12):
        for _ in range(10 if second < 6 else 2):
            rate.drawn()
        seen.append(rate.look(second * SECOND_NS))
    assert seen[0] == pytest.approx(10.0)
    assert seen[-1] == pytest.approx(2.0)
