"""Each worker's decode threads have cores that no other worker's have, or none has any."""

from hypothesis import given
from hypothesis import strategies as st

from console.app.process_plan import own_cores


def test_a_worker_for_each_core() -> None:
    assert [own_cores(index, 2, 1, {3, 1}) for index in range(2)] == [(1,), (3,)]


def test_a_single_worker_or_too_few_cores_are_left_to_the_kernel() -> None:
    assert own_cores(0, 1, 1, {0, 1}) == ()
    assert own_cores(0, 4, 1, {0, 1}) == ()
    assert own_cores(1, 2, 2, {0, 1, 2}) == ()


@given(st.integers(1, 8), st.integers(1, 4), st.sets(st.integers(0, 63), min_size=1))
def test_no_core_is_given_twice(workers: int, threads: int, available: set[int]) -> None:
    given_cores = [core for index in range(workers) for core in own_cores(index, workers, threads, available)]
    assert len(given_cores) == len(set(given_cores))
    assert set(given_cores) <= available
