"""A worker keeps to its own cores while they have time for it, and leaves them when others take them."""

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.core_confinement import (
    CALM_WAITING,
    FIRST_CALM_NS,
    LONGEST_CALM_NS,
    MOST_WAITING,
    Confinement,
    OwnCores,
    waited_ns,
)

SECOND_NS = 1_000_000_000
CALM, MIDDLE, BUSY = 0.05, (CALM_WAITING + MOST_WAITING) / 2, 0.6
WORKED_S = 0.3
LARGE = bytes(1_000_000)


class Told:
    """A confinement that is told each second which share of the time its threads waited."""

    def __init__(self, threads: int = 1) -> None:
        self.confinement = Confinement()
        self._threads = threads
        self._waited_ns = 0
        self._now_ns = SECOND_NS
        self.confinement.look(0, threads, self._now_ns)

    def go(self, share: float, seconds: int) -> list[bool]:
        """What it decides in each of these seconds."""
        decided = []
        for _ in range(seconds):
            self._now_ns += SECOND_NS
            self._waited_ns += int(share * SECOND_NS * self._threads)
            decided.append(self.confinement.look(self._waited_ns, self._threads, self._now_ns))
        return decided

    def until_confined_s(self) -> int:
        """How many calm seconds it takes."""
        seconds = 1
        while not self.go(CALM, 1)[0]:
            seconds += 1
        return seconds


CALM_S = FIRST_CALM_NS // SECOND_NS


@pytest.mark.parametrize("threads", [1, 4])
def test_it_is_confined_once_it_was_calm_for_a_while(threads: int) -> None:
    assert Told(threads).go(CALM, CALM_S) == [False] * (CALM_S - 1) + [True]


def test_waiting_begins_the_calm_anew() -> None:
    told = Told()
    told.go(CALM, CALM_S - 1)
    assert not any(told.go(MIDDLE, 10))
    assert told.go(CALM, CALM_S)[-1]


def test_it_stays_while_it_waits_a_little_and_leaves_at_once_when_it_starves() -> None:
    told = Told()
    told.go(CALM, CALM_S)
    assert all(told.go(MIDDLE, 60))
    assert told.go(BUSY, 1) == [False]


def test_each_return_takes_twice_as_long_up_to_a_limit() -> None:
    told = Told()
    told.go(CALM, CALM_S)
    waits_s = []
    for _ in range(7):
        told.go(BUSY, 1)
        waits_s.append(told.until_confined_s())
    assert waits_s == sorted(waits_s)
    assert waits_s[0] == 2 * CALM_S
    assert waits_s[-2:] == [LONGEST_CALM_NS // SECOND_NS] * 2


def test_after_a_long_stay_it_returns_as_quickly_as_at_first() -> None:
    told = Told()
    told.go(CALM, CALM_S)
    told.go(BUSY, 1)
    told.go(CALM, 2 * CALM_S + LONGEST_CALM_NS // SECOND_NS)
    told.go(BUSY, 1)
    assert told.until_confined_s() == 2 * CALM_S


loads = st.lists(st.tuples(st.sampled_from([CALM, MIDDLE, BUSY]), st.integers(1, 12)), max_size=20)


@given(loads)
def test_it_is_never_confined_after_a_second_of_starving(loads: list[tuple[float, int]]) -> None:
    told = Told()
    assert told.go(CALM, CALM_S)[-1]
    for share, seconds in loads:
        decided = told.go(share, seconds)
        assert share != BUSY or not any(decided)
    assert told.until_confined_s() * SECOND_NS <= LONGEST_CALM_NS


@pytest.fixture
def all_cores() -> Iterator[frozenset[int]]:
    cores = frozenset(os.sched_getaffinity(0))
    if len(cores) < 2:
        pytest.skip("needs two cores")
    yield cores
    for thread in os.listdir("/proc/self/task"):
        with suppress(ProcessLookupError):  # another test's, which ends just now
            os.sched_setaffinity(int(thread), cores)


def test_its_threads_run_on_its_own_cores_while_calm(all_cores: frozenset[int]) -> None:
    own = min(all_cores)
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()
    cores = OwnCores((own,))
    cores.start()
    try:
        for second in range(CALM_S + 2):
            cores.look([threading.get_native_id()], (second + 1) * 1000 * SECOND_NS)  # hardly waited
        assert other.native_id is not None
        assert os.sched_getaffinity(other.native_id) == os.sched_getaffinity(0) == {own}
    finally:
        ended.set()
        other.join()


def test_cores_that_it_may_not_use_are_left_alone(all_cores: frozenset[int]) -> None:
    for cores in ((max(all_cores) + 1,), tuple(all_cores), ()):
        own = OwnCores(cores)
        own.start()
        for second in range(CALM_S + 2):
            own.look([threading.get_native_id()], (second + 1) * 1000 * SECOND_NS)
        assert os.sched_getaffinity(0) == all_cores


def test_a_thread_that_is_gone_ends_it_without_harm(all_cores: frozenset[int]) -> None:
    own = OwnCores((min(all_cores),))
    own.start()
    own.look([2**30], SECOND_NS)
    for second in range(CALM_S + 2):
        own.look([threading.get_native_id()], (second + 1) * 1000 * SECOND_NS)
    assert os.sched_getaffinity(0) == all_cores, "from then on the kernel spreads them"


def test_waiting_is_counted_by_the_kernel(all_cores: frozenset[int]) -> None:
    """Two threads that want one core at the same time: each waits while the other has it."""
    os.sched_setaffinity(0, {min(all_cores)})
    waited: list[int] = []
    both = threading.Barrier(2)

    def work() -> None:
        thread = threading.get_native_id()
        both.wait(5)
        before_ns = waited_ns(thread)
        until_s = time.thread_time() + WORKED_S
        while time.thread_time() < until_s:
            hashlib.sha256(LARGE)  # without Python's lock, for which a thread would sleep
        waited.append(waited_ns(thread) - before_ns)

    other = threading.Thread(target=work)
    other.start()
    work()
    other.join()
    assert min(waited) > WORKED_S / 2 * SECOND_NS
