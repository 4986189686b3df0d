import pytest

from console.app.package.clock_offset import STA_NANO, STA_UNSYNC, clock_offset_ms, offset_ms


@pytest.mark.parametrize(
    ("offset", "status", "ms"),
    [
        (-3_000, 0, 3),
        (3_000, 0, -3),
        (-3_000_000, STA_NANO, 3),
        (0, 1, 0),
        (-3_000, STA_UNSYNC, None),
        (-90_000_000_000, 0, None),
    ],
)
def test_what_is_still_to_be_added_is_what_it_lags_behind(offset: int, status: int, ms: int | None) -> None:
    assert offset_ms(offset, status) == ms


def test_this_machine_answers_or_says_that_it_does_not_know() -> None:
    found = clock_offset_ms()
    assert found is None or abs(found) < 60_000
