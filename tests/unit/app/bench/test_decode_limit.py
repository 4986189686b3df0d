"""What the machine could decode at best."""

import pytest

from console.app.bench.decode_limit import decode_share, limit_of, mean_limit
from console.domain.errors import SightlineError


def test_the_limit_is_for_two_cores_and_15_pictures_a_second() -> None:
    limit = mean_limit([limit_of(0.4, 1000), limit_of(0.6, 1000)])
    assert limit.ms_per_picture == pytest.approx(0.5)
    assert limit.feeds == pytest.approx(2000 / (0.5 * 15))


def test_nothing_decoded_is_an_error() -> None:
    with pytest.raises(SightlineError, match="decoded nothing"):
        limit_of(1.0, 0)


def test_a_share_decodes_its_streams_in_turn() -> None:
    told = decode_share([0, 1, 13], 0.05)
    assert told["pictures"] >= 3
    assert told["pictures"] % 3 == 0
    assert told["cpu_s"] > 0
