from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Priority, SlotKey
from console.domain.policies.media_plan.plan_inputs import StreamFigures
from console.domain.policies.media_plan.shedding import (
    FEW,
    FEW_FPS,
    FEWER,
    FEWER_FPS,
    FIFTH,
    FOUR_TENTHS,
    FULL,
    GOP_SHARES,
    HALF,
    KEYS,
    NINE_TENTHS,
    THREE_QUARTERS,
    TURN_NS,
    Load,
    shed,
)
from console.domain.tier import Shed, Tier

SUB = StreamFigures(640, 360, 15.0, 2.0, 500.0, 2_800.0, 660.0, 3_700.0)


def load(
    number: int, width: int = 240, height: int = 135, priority: Priority = Priority.GRID, gop_s: float = 2.0
) -> Load:
    box = SlotKey(FeedId(f"cam-{number:03}"), Profile.SUB, width, height)
    return Load((box,), priority, replace(SUB, gop_s=gop_s))


LOADS = st.lists(
    st.builds(
        load,
        st.just(0),
        st.sampled_from([80, 192, 240, 480]),
        st.sampled_from([45, 108, 135, 270]),
        st.sampled_from([Priority.FOCUS, Priority.INCIDENT, Priority.GRID, Priority.WARMED]),
        st.sampled_from([0.0, 1.0, 2.0, 2.5, 10.0]),
    ),
    min_size=1,
    max_size=40,
).map(
    lambda loads: [
        replace(one, boxes=(replace(one.boxes[0], feed=FeedId(f"cam-{index:03}")),))
        for index, one in enumerate(loads)
    ]
)


SHARES = st.floats(0.02, 1.1)
"""Of what all of them want: a budget that mostly lets some give and others not."""


def wanted(loads: list[Load]) -> float:
    return used(loads, [one.begins_at() for one in loads])


def used(loads: list[Load], steps: list[int]) -> float:
    return sum(one.cost(step) for one, step in zip(loads, steps, strict=True))


@pytest.mark.parametrize(
    ("height", "priority", "gop_s", "step"),
    [
        (60, Priority.GRID, 2.0, FULL),
        (59, Priority.GRID, 2.0, KEYS),
        (59, Priority.GRID, 2.5, KEYS),
        (59, Priority.GRID, 3.0, FEW),  # its keyframes alone would be too old
        (59, Priority.GRID, 0.0, FEW),  # nor is anything taken for granted of an unknown interval
        (59, Priority.INCIDENT, 2.0, FULL),
    ],
)
def test_tile_too_low_for_motion_gets_keyframes(
    height: int, priority: Priority, gop_s: float, step: int
) -> None:
    one = load(1, 100, height, priority, gop_s)
    assert shed([one], 0.0, 0) == [step]
    assert one.slots(step)[0].shed is Shed.NONE


@pytest.mark.parametrize(
    ("step", "tier", "max_fps", "gop_share"),
    [
        (FULL, Tier.GRID, 0.0, 1.0),
        (FEWER, Tier.GRID, FEWER_FPS, 1.0),
        (FEW, Tier.GRID, FEW_FPS, 1.0),
        (HALF, Tier.GRID, 0.0, 0.5),
        (KEYS, Tier.KEYFRAMES, 0.0, 1.0),
    ],
)
def test_what_a_step_means_for_the_slot(step: int, tier: Tier, max_fps: float, gop_share: float) -> None:
    slot = load(1).slots(step)[0]
    assert (slot.tier, slot.max_fps, slot.priority, slot.gop_share) == (
        tier,
        max_fps,
        Priority.GRID,
        gop_share,
    )
    assert slot.shed is (Shed.CPU if step else Shed.NONE)


def test_no_limit_sheds_nothing() -> None:
    assert set(shed([load(number) for number in range(300)], 0.0, 0)) == {FULL}


def test_a_little_less_for_all_comes_before_much_less_for_some() -> None:
    loads = [load(number) for number in range(10)]
    whole = used(loads, [FULL] * 10)
    assert set(shed(loads, whole * 0.97, 0)) == {FULL, NINE_TENTHS}
    assert set(shed(loads, whole * 0.85, 0)) == {NINE_TENTHS, THREE_QUARTERS}
    assert set(shed(loads, whole * 0.5, 0)) == {HALF, FOUR_TENTHS}
    assert set(shed(loads, whole * 0.2, 0)) == {FIFTH, KEYS}


def test_a_long_gop_is_drawn_less_and_never_in_parts() -> None:
    loads = [load(number, gop_s=10.0) for number in range(10)]
    assert set(shed(loads, used(loads, [FULL] * 10) * 0.1, 0)) == {KEYS}
    assert set(shed(loads, used(loads, [FEW] * 10), 0)) == {FEW}


def test_smallest_gives_first() -> None:
    loads = [load(1, 480, 270), load(2, 240, 135), load(3, 480, 270)]
    budget = used(loads, [NINE_TENTHS, THREE_QUARTERS, NINE_TENTHS])
    assert shed(loads, budget, 0) == [NINE_TENTHS, THREE_QUARTERS, NINE_TENTHS]


@given(LOADS, SHARES, st.integers(0, 10**12))
def test_budget_holds_unless_keyframes_alone_exceed_it(loads: list[Load], share: float, now_ns: int) -> None:
    budget = wanted(loads) * share
    steps = shed(loads, budget, now_ns)
    least = sum(min(one.cost(step) for step in range(KEYS + 1)) for one in loads)
    assert used(loads, steps) <= max(budget, least) + 1e-6


@given(LOADS, SHARES)
def test_nobody_gives_before_the_less_important_gave_all(loads: list[Load], share: float) -> None:
    steps = shed(loads, wanted(loads) * share, 0)
    given = [one.rank for one, step in zip(loads, steps, strict=True) if step > one.begins_at()]
    for one, step in zip(loads, steps, strict=True):
        if given and one.rank > min(given):
            assert one.cost(step) == min(one.cost(other) for other in range(FULL, KEYS + 1))


@given(LOADS, SHARES)
def test_equals_differ_by_one_step(loads: list[Load], share: float) -> None:
    """No tile stands at keyframes while its like are drawn in full."""
    order = {step: place for place, step in enumerate((FULL, *GOP_SHARES, KEYS))}
    steps = shed(loads, wanted(loads) * share, 0)
    kinds: dict[object, set[int]] = {}
    for one, step in zip(loads, steps, strict=True):
        if one.has_short_gop and not one.is_still:
            like = (one.priority, one.area, one.figures)
            kinds.setdefault(like, set()).add(order[step])
    assert all(max(found) - min(found) <= 1 for found in kinds.values())


def test_what_a_tour_shows_next_gets_what_the_grid_gets() -> None:
    """Else it would not be live when it comes."""
    pair = [load(1), load(2, priority=Priority.WARMED)]
    loads = [*pair, load(3, priority=Priority.INCIDENT)]
    steps = shed(loads, used(loads, [HALF, HALF, FULL]), 0)
    assert steps == [HALF, HALF, FULL]


@given(st.integers(2, 40), st.floats(0.2, 0.95))
def test_equals_take_turns_and_none_starves(count: int, part: float) -> None:
    loads = [load(number) for number in range(count)]
    budget = used(loads, [FULL] * count) * part
    sums = [0.0] * count
    for turn in range(count):
        steps = shed(loads, budget, turn * TURN_NS)
        sums = [so_far + one.drawn_fps(step) for so_far, one, step in zip(sums, loads, steps, strict=True)]
    assert max(sums) - min(sums) < 1e-6
    assert min(sums) > 0


def test_a_turn_moves_few() -> None:
    loads = [load(number) for number in range(300)]
    before, after = (shed(loads, 1.5, turn * TURN_NS) for turn in (5, 6))
    assert sum(one != two for one, two in zip(before, after, strict=True)) <= 2


def test_those_who_get_less_are_spread_over_the_wall() -> None:
    loads = [load(number) for number in range(60)]
    steps = shed(loads, used(loads, [HALF] * 40 + [FOUR_TENTHS] * 20), 7 * TURN_NS)
    less = [sum(step == FOUR_TENTHS for step in steps[start : start + 15]) for start in range(0, 60, 15)]
    assert max(less) - min(less) <= 2


@pytest.mark.parametrize(("count", "width", "height"), [(200, 192, 108), (300, 120, 72)])
def test_hundreds_of_small_tiles_on_two_cores_still_move(count: int, width: int, height: int) -> None:
    loads = [load(number, width, height) for number in range(count)]
    steps = shed(loads, 1.2, 0)  # of two cores, beside all sessions and windows
    rates = [one.drawn_fps(step) for one, step in zip(loads, steps, strict=True)]
    assert sum(rates) > 1200 and min(rates) >= 3
