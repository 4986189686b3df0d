from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, StreamKey
from console.domain.policies.media_plan.plan_inputs import ASSUMED, Budgets, Inputs
from console.domain.policies.media_plan.sessions import (
    LINGER_NS,
    network_mbit_s,
    open_streams,
    recorded_streams,
    ring_tasks,
)
from console.domain.tier import Warm

A, B = FeedId("a"), FeedId("b")
BOTH = (Profile.SUB, Profile.MAIN)
T0 = 10 * LINGER_NS


def inputs(warm: Warm = Warm.ALWAYS, *, wants: tuple[Demand, ...] = (), **budgets: float) -> Inputs:
    return Inputs(wants, {A: BOTH}, ["w"], Budgets(**budgets), {A: warm})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("warm", "shown", "near", "expected"),
    [
        (Warm.ALWAYS, False, False, True),
        (Warm.NEAR, False, False, False),
        (Warm.NEAR, False, True, True),
        (Warm.NEAR, True, True, True),
        (Warm.NEVER, False, True, False),
        (Warm.NEVER, True, True, True),
    ],
)
def test_who_is_connected(warm: Warm, shown: bool, near: bool, expected: bool) -> None:
    wants = (Demand(A, 160, 90, visible=False),) if near else ()
    streams = {(A, Profile.SUB)} if shown else set()
    keys, _ = open_streams(inputs(warm, wants=wants), streams, {}, {}, T0)
    assert ((A, Profile.SUB) in keys) is expected


@pytest.mark.parametrize(("warm", "lingers"), [(Warm.ALWAYS, True), (Warm.NEVER, False)])
def test_main_lingers_for_a_while_but_not_on_a_metered_link(warm: Warm, lingers: bool) -> None:
    main = (A, Profile.MAIN)
    _, linger = open_streams(inputs(warm), {main}, {}, {}, T0)
    keys, linger = open_streams(inputs(warm), set(), linger, {}, T0 + LINGER_NS - 1)
    assert (main in keys) is lingers
    keys, linger = open_streams(inputs(warm), set(), linger, {}, T0 + LINGER_NS)
    assert main not in keys
    assert main not in linger


def test_lingering_main_leaves_for_one_that_is_shown() -> None:
    feeds = {A: BOTH, B: BOTH}
    given_inputs = Inputs((), feeds, ["w"], Budgets(main_streams=1))
    keys, _ = open_streams(given_inputs, {(B, Profile.MAIN)}, {(A, Profile.MAIN): T0 + 1}, {}, T0)
    assert (A, Profile.MAIN) not in keys


@given(st.integers(0, 60), st.floats(0.0, 30.0))
def test_network_holds_by_closing_what_nobody_sees(count: int, budget: float) -> None:
    feeds = {FeedId(f"cam-{number:02}"): (Profile.SUB,) for number in range(60)}
    shown: set[StreamKey] = {(feed, Profile.SUB) for feed in sorted(feeds)[:count]}
    keys, _ = open_streams(Inputs((), feeds, ["w"], Budgets(network_mbit_s=budget)), shown, {}, {}, T0)
    assert shown <= keys
    assert network_mbit_s(keys, {}) <= max(budget, network_mbit_s(shown, {})) + 1e-9


@given(st.lists(st.floats(10.0, 20_000.0), min_size=1, max_size=80), st.integers(10**6, 10**9))
def test_rings_never_exceed_their_bytes(rates: list[float], ring_bytes: int) -> None:
    keys: list[StreamKey] = [(FeedId(f"cam-{index:02}"), Profile.SUB) for index in range(len(rates))]
    known = {key: replace(ASSUMED[Profile.SUB], kbps=kbps) for key, kbps in zip(keys, rates, strict=True)}
    tasks = ring_tasks(keys, Inputs((), {}, ["w"], Budgets(ring_bytes=ring_bytes)), known)
    assert sum(task.ring_bytes for task in tasks) <= ring_bytes


def test_ring_holds_its_seconds_where_there_is_room_and_equal_ones_share() -> None:
    keys: list[StreamKey] = [(FeedId(f"cam-{index:03}"), Profile.SUB) for index in range(300)]
    small, *_ = ring_tasks(keys[:10], Inputs((), {}, ["w"]), {})
    assert small.ring_bytes >= 500_000 / 8 * 30
    shares = {task.ring_bytes for task in ring_tasks(keys, Inputs((), {}, ["w"]), {})}
    assert len(shares) == 1
    assert shares.pop() >= 500_000 / 8 * 30


def recording(mains: bool, count: int = 3, **budgets: float) -> Inputs:
    feeds = {FeedId(f"cam-{number}"): BOTH for number in range(count)}
    warm = dict.fromkeys(feeds, Warm.NEVER)
    return Inputs((), feeds, ["w"], Budgets(**budgets), warm, recorded=dict.fromkeys(feeds, mains))  # type: ignore[arg-type]


def test_what_is_recorded_is_open_though_nobody_sees_it_and_only_that_is_written() -> None:
    told = recording(mains=False)
    keys, _ = open_streams(told, set(), {}, {}, T0)
    assert keys == {(feed, Profile.SUB) for feed in told.feeds}
    plans = ring_tasks({*keys, (A, Profile.SUB)}, told, {}, recorded_streams(told, set(), {}))
    assert {(plan.feed, plan.record) for plan in plans} == {
        *((feed, True) for feed in told.feeds),
        (A, False),
    }


@pytest.mark.parametrize(
    ("budgets", "shown", "mains"),
    [
        ({"main_streams": 2}, (), 2),
        ({"main_streams": 2}, ("elsewhere",), 1),
        ({"main_streams": 1}, ("cam-1",), 1),
        ({"network_mbit_s": 1.5 + 4.0}, (), 1),
        ({"network_mbit_s": 1.5}, (), 0),
    ],
)
def test_main_streams_are_recorded_within_the_budgets_and_small_ones_always(
    budgets: dict[str, float], shown: tuple[str, ...], mains: int
) -> None:
    told = recording(mains=True, **budgets)
    told.feeds["elsewhere"] = BOTH  # type: ignore[index]
    found = recorded_streams(told, {(FeedId(feed), Profile.MAIN) for feed in shown}, {})
    assert {feed for feed, profile in found if profile is Profile.SUB} == set(told.recorded)
    assert sum(1 for _, profile in found if profile is Profile.MAIN) == mains
    assert all((FeedId(feed), Profile.MAIN) in found for feed in shown if feed in told.recorded)


def test_a_camera_that_the_site_does_not_have_is_not_recorded() -> None:
    told = replace(recording(mains=True), recorded={FeedId("gone"): True})
    assert recorded_streams(told, set(), {}) == set()
