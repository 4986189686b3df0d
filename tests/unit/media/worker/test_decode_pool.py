import threading

import pytest

from console.domain.media import Priority
from console.media.worker.decode_pool import MOST_CATCH_UPS, DecodePool, DecodeTools
from console.media.worker.quarantine import NO_MARK
from console.protocol.clock import SystemClock
from tests.fakes.set_clock import SetClock
from tests.watch.logs import ExpectedLog


class Steps:
    """Work of so many steps that writes down each and checks that no two overlap."""

    def __init__(self, name: str, urgency: int, steps: int, log: list[str]) -> None:
        self.name = name
        self.left = steps
        self.done = threading.Event()
        self.overlapped = False
        self._urgency = urgency
        self._log = log
        self._inside = threading.Lock()

    def mark(self) -> bytes:
        return self.name.encode()

    def urgency(self) -> int:
        return self._urgency

    def step(self, tools: DecodeTools) -> bool:
        self.overlapped = self.overlapped or not self._inside.acquire(blocking=False)
        self._log.append(self.name)
        self.left -= 1
        self._inside.release()
        if self.left <= 0:
            self.done.set()
        return self.left > 0

    def failed(self, error: Exception) -> None:
        raise AssertionError("nothing was raised") from error


class Raising(Steps):
    """Work whose steps raise; so does what is told of it, where asked for."""

    def __init__(self, log: list[str], *, deaf: bool = False) -> None:
        super().__init__("raising", 0, 1, log)
        self.errors: list[Exception] = []
        self.tools: list[DecodeTools] = []
        self._deaf = deaf

    def step(self, tools: DecodeTools) -> bool:
        self.tools.append(tools)
        super().step(tools)
        raise ValueError("cannot convert float NaN to integer")

    def failed(self, error: Exception) -> None:
        self.errors.append(error)
        if self._deaf:
            raise RuntimeError


def test_most_urgent_first_and_equals_take_turns() -> None:
    log: list[str] = []
    pool = DecodePool(1, SystemClock())
    work = [Steps("grid a", 3, 2, log), Steps("grid b", 3, 2, log), Steps("focus", 0, 2, log)]
    for one in work:
        pool.offer(one)
    pool.start()
    assert all(one.done.wait(5) for one in work)
    pool.stop()
    assert log == ["focus", "focus", "grid a", "grid b", "grid a", "grid b"]


def test_work_is_stepped_by_one_thread_at_a_time_and_no_offer_is_lost() -> None:
    log: list[str] = []
    pool = DecodePool(4, SystemClock())
    pool.start()
    work = [Steps(str(index), index % 3, 50, log) for index in range(6)]

    def offer() -> None:
        while not all(one.done.is_set() for one in work):
            for one in work:
                pool.offer(one)

    threads = [threading.Thread(target=offer) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert all(one.done.wait(10) for one in work)
    for thread in threads:
        thread.join()
    pool.stop()
    assert not any(one.overlapped for one in work)
    assert pool.is_whole()


def test_offer_during_a_step_brings_another_step() -> None:
    entered, leave = threading.Event(), threading.Event()
    steps: list[int] = []

    class Waits:
        def mark(self) -> bytes:
            return b""

        def urgency(self) -> int:
            return 3

        def step(self, tools: DecodeTools) -> bool:
            steps.append(1)
            entered.set()
            assert leave.wait(5)
            if len(steps) == 2:
                twice.set()
            return False

    twice = threading.Event()
    pool = DecodePool(1, SystemClock())
    pool.start()
    work = Waits()
    pool.offer(work)
    assert entered.wait(5)
    pool.offer(work)
    leave.set()
    assert twice.wait(5)
    pool.stop()


def test_work_is_stepped_when_its_earliest_named_time_comes() -> None:
    log: list[str] = []
    clock = SystemClock()
    pool = DecodePool(2, clock)
    pool.start()
    work = Steps("later", 3, 1, log)
    far = Steps("far", 3, 1, log)
    now_ns = clock.monotonic_ns()
    pool.offer_at(far, now_ns + 3_600_000_000_000)
    pool.offer_at(work, now_ns + 1_800_000_000_000)
    pool.offer_at(work, now_ns + 20_000_000)
    assert work.done.wait(5)
    assert clock.monotonic_ns() >= now_ns + 20_000_000
    pool.stop()
    assert log == ["later"]


def test_what_one_stream_raises_is_its_own_fault(expected_log: ExpectedLog) -> None:
    log: list[str] = []
    marks: list[bytes] = []
    pool = DecodePool(1, SystemClock(), lambda thread, mark: marks.append(mark))
    raising, deaf = Raising(log), Raising(log, deaf=True)
    pool.start()
    expected_log("could not be said to it")
    for _ in range(3):
        others = [Steps("good", 1, 5, log) for _ in range(4)]
        for one in (raising, deaf, *others):
            pool.offer(one)
        assert all(one.done.wait(5) for one in others)
    assert pool.is_whole()
    pool.stop()
    assert [type(error) for error in raising.errors] == [ValueError] * 3
    assert len({id(tools) for tools in raising.tools}) == 3, "what it left in shared decoders is thrown away"
    assert marks[-1] == NO_MARK


def test_how_long_work_waits_for_a_thread_is_told_once() -> None:
    clock, log = SetClock(), list[str]()
    pool = DecodePool(1, clock)
    work = [Steps("a", 3, 1, log), Steps("b", 3, 1, log)]
    pool.offer(work[0])
    clock.pass_ms(30)
    pool.offer(work[1])
    pool.offer(work[0])  # it waits since its first offer
    clock.pass_ms(10)
    pool.start()
    assert all(one.done.wait(5) for one in work)
    pool.stop()
    assert (pool.wait_ms(), pool.wait_ms()) == ((40 + 10) / 2, 0.0)


@pytest.mark.parametrize(("pools", "most"), [(1, MOST_CATCH_UPS), (4, MOST_CATCH_UPS // 4), (64, 1)])
def test_a_crowd_is_what_all_pools_together_have_no_time_for(pools: int, most: int) -> None:
    pool = DecodePool(1, SystemClock(), pools=pools)  # not started: all of it waits
    for urgency, count in ((Priority.GRID, 100), (Priority.FIRST_LOOK, most)):
        for number in range(count):
            pool.offer(Steps(f"{urgency.name} {number}", urgency, 1, []))
    assert not pool.is_crowded()
    pool.offer(Steps("one more", Priority.CATCH_UP, 1, []))
    assert pool.is_crowded()
