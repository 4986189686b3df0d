import os
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from console.media.engine.machine_load import (
    CHANGE_CORES,
    KEPT_FREE,
    LEAST_SHARE,
    LOOKS,
    MachineLoad,
    cpu_busy_s,
)

SECOND_NS = 1_000_000_000
CORES = 4


class Machine:
    """A machine that is looked at once a second."""

    def __init__(self) -> None:
        self.load = MachineLoad(CORES)
        self._busy_s = 100.0
        self._now_ns = 5 * SECOND_NS
        self.load.look(self._busy_s, 0.0, self._now_ns)

    def second(self, decode_cores: float, other_cores: float) -> float | None:
        self._busy_s += decode_cores + other_cores
        self._now_ns += SECOND_NS
        self.load.look(self._busy_s, decode_cores, self._now_ns)
        return self.load.free_cores()


def test_nothing_is_known_before_enough_looks() -> None:
    machine = Machine()
    told = [machine.second(1.0, 1.0) for _ in range(LOOKS)]
    assert told[:-1] == [None] * (LOOKS - 1)
    assert told[-1] is not None


def test_what_others_use_is_not_for_decoding_and_decoding_itself_is() -> None:
    machine = Machine()
    for _ in range(LOOKS):
        free = machine.second(decode_cores=2.0, other_cores=1.0)
    assert free is not None and abs(free - (CORES * (1 - KEPT_FREE) - 1.0)) < 1e-6


def test_a_burst_takes_nothing_away_and_a_lasting_load_does() -> None:
    machine = Machine()
    for _ in range(LOOKS):
        calm = machine.second(1.0, 0.5)
    assert [machine.second(1.0, 1.5) for _ in range(LOOKS - 1)] == [calm] * (LOOKS - 1)
    loaded = machine.second(1.0, 1.5)
    assert calm is not None and loaded is not None and abs(calm - loaded - 1.0) < 1e-6
    assert machine.second(1.0, 0.5) == calm, "it comes back at once"


@given(st.lists(st.tuples(st.floats(0, CORES), st.floats(0, CORES)), min_size=LOOKS, max_size=40))
def test_it_has_a_floor_and_a_ceiling_and_never_twitches(seconds: list[tuple[float, float]]) -> None:
    machine = Machine()
    told = [free for second in seconds if (free := machine.second(*second)) is not None]
    assert all(CORES * LEAST_SHARE <= free <= CORES * (1 - KEPT_FREE) + 1e-6 for free in told)
    moves = [abs(one - other) for one, other in pairwise(told)]
    assert all(move == 0 or move > CHANGE_CORES for move in moves)


def test_this_machines_busy_time_grows_with_work_and_not_faster_than_its_cores() -> None:
    before_s, started_s = cpu_busy_s(), time.monotonic()
    until_s = time.process_time() + 0.3
    while time.process_time() < until_s:
        pass
    worked_s, passed_s = cpu_busy_s() - before_s, time.monotonic() - started_s
    assert 0.2 < worked_s <= passed_s * (os.cpu_count() or 1) + 0.1
