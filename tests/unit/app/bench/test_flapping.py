"""Flapping cameras: every fault gets its turn, and what a frame number can't prove is not judged."""

from hypothesis import given
from hypothesis import strategies as st

from console.app.bench.faults_run import spread
from console.app.bench.flapping import FADES_S, LONGEST_S, SHORTEST_S, Flapping
from console.domain.ids import FeedId
from console.protocol.simulator_messages import Fault

FEEDS = tuple(FeedId(f"cam-{number:03d}") for number in range(1, 31))


@given(st.integers(0, 1000))
def test_every_camera_goes_through_every_fault_and_heals_between(seed: int) -> None:
    flapping = Flapping(FEEDS[:3], start_s=100.0, seed=seed)
    history: dict[str, list[Fault]] = {feed: [] for feed in FEEDS[:3]}
    for tick in range(5 * 2 * int(LONGEST_S) * len(Fault)):
        for fault, feeds in flapping.due(100.0 + tick / 5).items():
            for feed in feeds:
                history[feed].append(fault)
    for index, faults in enumerate(history.values()):
        assert set(faults) | {Fault.UNAUTHORISED} == set(Fault)
        assert (Fault.UNAUTHORISED in faults) == (index == 0)
        assert all((fault is Fault.NONE) == bool(turn % 2) for turn, fault in enumerate(faults))


def test_a_frozen_camera_is_not_judged_until_its_picture_faded() -> None:
    flapping = Flapping(FEEDS[:1], start_s=0.0)
    now_s = 0.0
    while Fault.FREEZE not in flapping.due(now_s):
        assert not flapping.untellable(now_s)
        now_s += SHORTEST_S / 4
    assert flapping.untellable(now_s) == set(FEEDS[:1])
    while Fault.NONE not in flapping.due(now_s):
        now_s += 0.1
    assert flapping.untellable(now_s + FADES_S - 0.1)
    assert not flapping.untellable(now_s + FADES_S)


@given(st.integers(1, 60), st.integers(1, 30))
def test_the_flapping_ones_are_spread_over_the_wall(wanted: int, shown: int) -> None:
    chosen = spread(FEEDS[:shown], wanted)
    assert len(set(chosen)) == len(chosen) == min(wanted, shown)
    assert spread((), wanted) == ()
