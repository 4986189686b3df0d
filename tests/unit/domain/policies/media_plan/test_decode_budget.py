"""A machine in figures: what it has left steers the budget, and the budget what it has left."""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from console.domain.policies.media_plan.decode_budget import (
    BUSY,
    LATE_LOOKS,
    LATE_MS,
    RESERVE,
    START_NS,
    START_SHARE,
    VERY_LATE_MS,
    DecodeBudget,
    Look,
    step_budget,
)

SECOND_NS = 1_000_000_000
CORES = 2.0


@dataclass
class Machine:
    """Decoding has the lower priority: it gets what all else leaves. What it decodes is painted by others."""

    wanted_cores: float
    price: float = 1.0  # what decoding really takes of what it was planned to
    painting: float = 0.4
    others_cores: float = 0.1
    threads: int = 2
    now_ns: int = 0
    budget: DecodeBudget = field(default_factory=DecodeBudget)
    planned: list[float] = field(default_factory=list)

    def second(self) -> None:
        planned = min(self.wanted_cores, self.budget.cores or self.wanted_cores)
        self.planned.append(planned)
        running = self.planned[-3] if len(self.planned) > 2 and planned > self.planned[-3] else planned
        decode = running * self.price
        free = CORES - self.others_cores
        got = min(decode, free / (1 + self.painting), self.threads)
        idle = max(0.0, free - got * (1 + self.painting))
        wait_ms = 10 * LATE_MS if got < decode - 1e-9 else LATE_MS / 10
        self.now_ns += SECOND_NS
        self.budget = step_budget(
            self.budget, Look(CORES, idle, got, planned, self.threads, wait_ms), self.now_ns
        )
        self.idle = idle

    def run(self, seconds: int) -> None:
        for _ in range(seconds):
            self.second()


def settled(**facts: float) -> Machine:
    machine = Machine(**facts)  # type: ignore[arg-type]
    machine.run(60)
    return machine


def test_a_wall_that_fits_is_not_limited() -> None:
    machine = settled(wanted_cores=1.0)
    assert machine.budget.cores > 1.0


@pytest.mark.parametrize("wanted_cores", [1.4, 2.0, 5.0])
@pytest.mark.parametrize("price", [0.85, 1.0, 1.2])
@pytest.mark.parametrize("painting", [0.1, 0.4, 0.8])
def test_a_wall_that_is_too_much_uses_the_machine_but_for_the_reserve(
    wanted_cores: float, price: float, painting: float
) -> None:
    machine = settled(wanted_cores=wanted_cores, price=price, painting=painting)
    idle = []
    for _ in range(20):
        machine.second()
        idle.append(machine.idle / CORES)
    is_limited = wanted_cores * price * (1 + painting) > 1.8
    assert not is_limited or max(idle) < 2 * RESERVE + 0.03
    assert min(idle) > BUSY / 2 or not is_limited


def test_a_load_from_outside_is_answered_in_three_seconds_and_given_back_in_ten() -> None:
    machine = settled(wanted_cores=3.0)
    before = machine.planned[-1]
    machine.others_cores += 1.0
    machine.run(3)
    left = (CORES - machine.others_cores) / 1.4
    assert machine.budget.cores <= left
    machine.run(27)
    assert 0.7 * left < machine.planned[-1] <= left
    machine.others_cores -= 1.0
    machine.run(8)  # what is planned then is drawn from the next keyframe on
    assert machine.planned[-1] > 0.93 * before


def test_a_busy_moment_is_no_reason_to_show_less() -> None:
    machine = settled(wanted_cores=1.0)
    before = machine.budget.cores
    machine.others_cores = 2.0
    machine.second()
    machine.others_cores = 0.1
    machine.run(3)
    assert machine.planned[-1] == 1.0 and machine.budget.cores == pytest.approx(before, rel=0.1)


def test_a_busy_start_takes_nothing_away() -> None:
    machine = Machine(wanted_cores=1.0, others_cores=1.9)
    machine.run(int(START_NS / SECOND_NS) - 1)
    assert machine.budget.cores == CORES * START_SHARE


def test_a_program_that_takes_what_is_left_takes_nothing_from_a_wall_that_keeps_up() -> None:
    machine = settled(wanted_cores=1.0)
    machine.others_cores = CORES - 1.4  # all that this wall leaves
    machine.run(60)
    assert machine.planned[-1] == 1.0


def test_a_few_decode_threads_on_a_large_machine_are_not_planned_beyond() -> None:
    machine = settled(wanted_cores=3.0, threads=1)
    assert machine.budget.cores < 1.0


@pytest.mark.parametrize(("wait_ms", "cuts"), [(1.5 * LATE_MS, 1), (1.5 * VERY_LATE_MS, 3)])
def test_what_was_cut_shows_first_unless_packets_wait_very_long(wait_ms: float, cuts: int) -> None:
    machine = settled(wanted_cores=3.0)
    budgets = [machine.budget]
    late = Look(CORES, 0.05, 1.0, machine.planned[-1], 2, wait_ms)
    for second in range(1, LATE_LOOKS + 3):
        budgets.append(step_budget(budgets[-1], late, machine.now_ns + second * SECOND_NS))
    assert sum(after.cores < before.cores for before, after in pairwise(budgets)) == cuts
