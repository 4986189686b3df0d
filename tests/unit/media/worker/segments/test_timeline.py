from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.segments.timeline import MOST_APART_US, Timeline

STEP_US = 66_667


def placed(
    sources: list[int | None], arrivals_us: list[int] | None = None, *, reorders: bool = False
) -> list[int]:
    line = Timeline()
    arrivals_us = arrivals_us or [index * STEP_US for index in range(len(sources))]
    return [
        line.place(source, arrival * 1000, reorders=reorders)
        for source, arrival in zip(sources, arrivals_us, strict=True)
    ]


arrival_steps = st.lists(st.integers(-1000, 20_000_000), max_size=60)


@given(st.lists(st.none() | st.integers(-(2**40), 2**40), min_size=1, max_size=61), arrival_steps)
def test_whatever_a_camera_says_time_rises(sources: list[int | None], steps: list[int]) -> None:
    arrivals = [10_000_000]
    for index in range(len(sources) - 1):
        arrivals.append(arrivals[-1] + (steps[index] if index < len(steps) else STEP_US))
    times = placed(sources, arrivals)
    assert times[0] == 0
    assert all(earlier < later for earlier, later in pairwise(times))


@given(st.lists(st.integers(-300_000, 300_000), min_size=1, max_size=100))
def test_time_never_leaves_the_arrivals_far(steps: list[int]) -> None:
    sources = [sum(steps[:index]) for index in range(len(steps))]
    times = placed(list(sources))
    assert all(
        abs(time - index * STEP_US) <= MOST_APART_US + len(steps) * STEP_US
        for index, time in enumerate(times)
    )


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_reordered_pictures_never_share_a_time(places: list[int]) -> None:
    times = placed([place * STEP_US for place in places], reorders=True)
    assert len(set(times)) == len(times)


def test_a_clock_that_can_be_believed_is_followed() -> None:
    sources = [9_000_000 + index * 40_000 for index in range(20)]
    assert placed(list(sources)) == [index * 40_000 for index in range(20)]


def test_after_a_jump_or_a_repetition_the_arrival_counts_once() -> None:
    hour = 3_600_000_000
    sources = [0, 40_000, 40_000, 80_000, hour, hour + 40_000, 0, 40_000]
    step = STEP_US
    assert placed(list(sources)) == [
        0,
        40_000,
        40_000 + step,
        80_000 + step,
        80_000 + 2 * step,
        120_000 + 2 * step,
        120_000 + 3 * step,
        160_000 + 3 * step,
    ]


def test_a_jump_of_some_seconds_that_the_arrival_did_not_make_is_none() -> None:
    assert placed([0, 40_000, 5_000_000, 5_040_000]) == [0, 40_000, 40_000 + STEP_US, 80_000 + STEP_US]


def test_a_camera_without_a_clock_has_that_of_its_arrivals() -> None:
    assert placed([None, None, None]) == [0, STEP_US, 2 * STEP_US]


def test_a_clock_that_stands_almost_still_is_left_behind_the_arrivals_no_further_than_allowed() -> None:
    times = placed(list(range(400)))
    assert times[-1] >= 399 * STEP_US - MOST_APART_US - STEP_US


def test_a_stall_is_caught_up_by_the_cameras_own_clock() -> None:
    arrivals = [0, STEP_US, 5_000_000, 5_000_100, 5_000_200]
    assert placed([0, 40_000, 80_000, 120_000, 160_000], arrivals) == [0, 40_000, 80_000, 120_000, 160_000]


def test_reordered_pictures_keep_their_places() -> None:
    assert placed([0, 3, 1, 2, 6, 4, 5], reorders=True) == [0, 3, 1, 2, 6, 4, 5]
    assert placed([0, 3, 1, 2], reorders=False)[1:] != [3, 1, 2]
