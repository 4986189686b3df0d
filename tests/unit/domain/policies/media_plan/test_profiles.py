from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.policies.media_plan.plan_inputs import ASSUMED, CameraState, StreamFigures
from console.domain.policies.media_plan.profiles import (
    COOL_DOWN_NS,
    DWELL_NS,
    GIVE_UP_NS,
    HOPELESS_NS,
    picture_height,
    step_camera,
    suits_main,
)

SUB, MAIN = ASSUMED[Profile.SUB], ASSUMED[Profile.MAIN]
ON_SUB, ON_MAIN = CameraState(Profile.SUB), CameraState(Profile.MAIN)
T0 = 100 * COOL_DOWN_NS


@pytest.mark.parametrize(
    ("shows_main", "height", "expected"),
    [
        (False, 270, False),
        (False, 401, False),  # in the dead band: it stays where it is
        (False, 482, False),
        (False, 483, True),  # 1.34 x 360 is left behind
        (True, 1080, True),
        (True, 401, True),
        (True, 400, False),  # 360 is 0.9 of it
    ],
)
def test_sizes_at_which_a_tile_goes_over(shows_main: bool, height: float, expected: bool) -> None:
    assert suits_main(shows_main, height, SUB, MAIN) is expected


def test_main_that_is_no_larger_is_of_no_use() -> None:
    assert not suits_main(True, 1080, MAIN, MAIN)


@pytest.mark.parametrize(
    ("width", "height", "expected"), [(640, 1000, 360), (2000, 540, 540), (960, 540, 540)]
)
def test_height_is_the_fitted_pictures(width: int, height: int, expected: float) -> None:
    assert picture_height(width, height, MAIN) == expected


def test_goes_over_after_the_dwell_and_only_once_the_other_is_ready() -> None:
    state = step_camera(ON_SUB, Profile.MAIN, at_once=False, ready=False, now_ns=T0)
    assert state.decided() is Profile.SUB
    state = step_camera(state, Profile.MAIN, at_once=False, ready=False, now_ns=T0 + DWELL_NS)
    assert (state.profile, state.coming) == (Profile.SUB, Profile.MAIN)
    state = step_camera(state, Profile.MAIN, at_once=False, ready=True, now_ns=T0 + DWELL_NS + 1)
    assert (state.profile, state.coming) == (Profile.MAIN, None)


def test_short_crossing_changes_nothing() -> None:
    state = step_camera(ON_SUB, Profile.MAIN, at_once=False, ready=False, now_ns=T0)
    state = step_camera(state, Profile.SUB, at_once=False, ready=False, now_ns=T0 + 1)
    state = step_camera(state, Profile.MAIN, at_once=False, ready=False, now_ns=T0 + DWELL_NS)
    assert state.decided() is Profile.SUB


def test_cool_down_holds_the_next_change_and_focus_does_not_wait() -> None:
    state = CameraState(Profile.MAIN, not_before_ns=T0 + COOL_DOWN_NS, crossed_ns=T0 - DWELL_NS)
    early = step_camera(state, Profile.SUB, at_once=False, ready=False, now_ns=T0)
    assert early.decided() is Profile.MAIN
    later = step_camera(state, Profile.SUB, at_once=False, ready=False, now_ns=T0 + COOL_DOWN_NS)
    assert later.decided() is Profile.SUB
    focused = step_camera(
        CameraState(Profile.SUB, not_before_ns=T0 + COOL_DOWN_NS),
        Profile.MAIN,
        at_once=True,
        ready=False,
        now_ns=T0,
    )
    assert focused.coming is Profile.MAIN


def test_main_that_does_not_come_is_given_up_for_a_while() -> None:
    state = CameraState(Profile.SUB, coming=Profile.MAIN, coming_ns=T0)
    waiting = step_camera(state, Profile.MAIN, at_once=True, ready=False, now_ns=T0 + GIVE_UP_NS)
    assert waiting.coming is Profile.MAIN
    now_ns = T0 + GIVE_UP_NS + 1
    given_up = step_camera(state, Profile.MAIN, at_once=True, ready=False, now_ns=now_ns)
    assert (given_up.decided(), given_up.hopeless_until_ns) == (Profile.SUB, now_ns + HOPELESS_NS)


@given(
    st.lists(st.integers(20, 1200), min_size=2, max_size=60),
    st.integers(90, 720),
    st.integers(1, 4),
)
def test_resize_sweep_switches_once_at_most_for_each_crossing(
    heights: list[int], sub_height: int, ticks_each: int
) -> None:
    sub = StreamFigures(sub_height * 16 // 9, sub_height, 15, 2, 500, 2_800.0, 660.0, 3_700.0)
    state, now_ns, decided = ON_SUB, T0, [Profile.SUB]
    suited = [False]
    for height in heights:
        for _ in range(ticks_each):
            suited.append(suits_main(suited[-1], height, sub, MAIN))
            shows_main = state.decided() is Profile.MAIN
            goal = Profile.MAIN if suits_main(shows_main, height, sub, MAIN) else Profile.SUB
            state = step_camera(state, goal, at_once=False, ready=True, now_ns=now_ns)
            decided.append(state.decided())
            now_ns += DWELL_NS // 2
    switches = sum(one is not two for one, two in pairwise(decided))
    assert switches <= sum(one is not two for one, two in pairwise(suited))
