"""The speeds that keys go through."""

import pytest

from console.ui.replay.rates import RATES, faster, rate_words, slower


def test_they_go_up_and_down_and_stop_at_the_ends() -> None:
    assert [faster(rate) for rate in RATES] == [*RATES[1:], RATES[-1]]
    assert [slower(rate) for rate in RATES] == [RATES[0], *RATES[:-1]]


@pytest.mark.parametrize(("rate", "up", "down"), [(3.0, 4.0, 2.0), (0.1, 0.25, 0.25), (99.0, 8.0, 8.0)])
def test_from_a_rate_between_them(rate: float, up: float, down: float) -> None:
    assert (faster(rate), slower(rate)) == (up, down)


def test_words() -> None:
    assert [rate_words(rate) for rate in RATES] == ["0.25x", "0.5x", "1x", "2x", "4x", "8x"]
