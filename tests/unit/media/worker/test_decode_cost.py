"""What a stream's pictures cost, as means."""

import pytest

from console.media.worker.decode_cost import MEMORY, DecodeCost


def test_nothing_is_known_before_the_first() -> None:
    cost = DecodeCost()
    assert (cost.key_us, cost.other_us, cost.draw_us_mp) == (0.0, 0.0, 0.0)


def test_keyframes_and_others_count_apart_and_a_mixture_not_at_all() -> None:
    cost = DecodeCost()
    cost.decoded(3_000_000, keys=1, others=0)
    cost.decoded(1_200_000, keys=0, others=2)
    cost.decoded(9_000_000, keys=1, others=1)
    assert (cost.key_us, cost.other_us) == (3000.0, 600.0)


def test_drawing_counts_by_the_megapixel() -> None:
    cost = DecodeCost()
    cost.drawn(100_000, 25_000)
    cost.drawn(100_000, 0)
    assert cost.draw_us_mp == 4000.0


def test_the_first_is_no_more_than_one_of_many_and_old_ones_are_forgotten() -> None:
    cost = DecodeCost()
    for cpu_ns in (50_000_000, *[1_000_000] * (MEMORY - 1)):
        cost.decoded(cpu_ns, keys=0, others=1)
    assert cost.other_us == pytest.approx((50_000 + 1000 * (MEMORY - 1)) / MEMORY)
    for _ in range(10 * MEMORY):
        cost.decoded(2_000_000, keys=0, others=1)
    assert cost.other_us == pytest.approx(2000, rel=0.01)
