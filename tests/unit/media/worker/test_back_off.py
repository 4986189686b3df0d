from hypothesis import given
from hypothesis import strategies as st

from console.domain.picture import LostCause
from console.media.worker.back_off import (
    FIRST_DELAY_S,
    LONGEST_DELAY_S,
    reconnect_delay_s,
)
from console.media.worker.lock_out import CAUSES, LOCK_OUT_S


def test_doubles_from_half_a_second_to_thirty() -> None:
    delays = [reconnect_delay_s(failures, LostCause.REFUSED, 0.0) for failures in range(1, 10)]
    assert delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


@given(
    st.integers(1, 10_000),
    st.sampled_from([cause for cause in LostCause if cause not in CAUSES]),
    st.floats(0, 1),
)
def test_stays_within_its_bounds(failures: int, cause: LostCause, jitter: float) -> None:
    assert FIRST_DELAY_S / 2 <= reconnect_delay_s(failures, cause, jitter) <= LONGEST_DELAY_S


@given(st.integers(2, 10_000), st.sampled_from(CAUSES), st.floats(0, 1))
def test_wrong_password_is_not_tried_for_ten_minutes_from_the_second_time(
    failures: int, cause: LostCause, jitter: float
) -> None:
    assert reconnect_delay_s(1, cause, 0.0) == FIRST_DELAY_S
    assert LOCK_OUT_S <= reconnect_delay_s(failures, cause, jitter) <= LOCK_OUT_S * 1.1
