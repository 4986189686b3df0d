from dataclasses import replace
from itertools import pairwise

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import StreamKey
from console.domain.policies.media_plan.plan_inputs import Strain, StreamReport
from console.domain.policies.media_plan.strain import (
    CALM_NS,
    LATE_NS,
    LESS,
    MORE,
    MUCH_LESS,
    MUCH_MORE,
    SETTLED_NS,
    SMALLEST_FACTOR,
    step_rates,
    step_strain,
)

KEYS: list[StreamKey] = [(FeedId(f"cam-{index}"), Profile.SUB) for index in range(20)]
RATES = dict.fromkeys(KEYS, (15.0, 0))
T0 = 10 * SETTLED_NS


def drawn(late: int) -> dict[StreamKey, StreamReport]:
    return {
        key: StreamReport(live=True, drawn_fps=9.0 if index < late else 14.8)
        for index, key in enumerate(KEYS)
    }


def after(strain: Strain, late: int, seconds: float, start_ns: int = T0) -> Strain:
    for tick in range(int(seconds * 2) + 1):
        strain = step_strain(strain, RATES, drawn(late), start_ns + tick * 500_000_000)
    return strain


def test_one_late_stream_is_its_cameras_own_trouble() -> None:
    assert after(Strain(), 1, 60).factor == 1.0


def test_lateness_takes_a_tenth_after_two_seconds_and_then_waits() -> None:
    assert after(Strain(), 2, LATE_NS / 1e9 - 0.5).factor == 1.0
    assert after(Strain(), 2, LATE_NS / 1e9 + 5).factor == LESS


def test_lateness_of_half_the_wall_takes_a_quarter() -> None:
    assert after(Strain(), 10, LATE_NS / 1e9 + 5).factor == MUCH_LESS


def test_lasting_lateness_ends_at_a_bound() -> None:
    assert after(Strain(), 20, 600).factor == SMALLEST_FACTOR


def test_calm_gives_back_slowly_up_to_the_whole() -> None:
    low = Strain(factor=0.5)
    assert after(low, 0, CALM_NS / 1e9 - 0.5).factor == 0.5
    assert after(low, 0, CALM_NS / 1e9 + 1).factor == 0.5 * MUCH_MORE
    once_too_much = replace(low, patience=2)
    assert after(once_too_much, 0, CALM_NS / 1e9 + 1).factor == 0.5
    assert after(once_too_much, 0, 2 * CALM_NS / 1e9 + 1).factor == 0.5 * MORE
    assert after(low, 0, 600).factor == 1.0


def test_rise_that_was_too_much_is_tried_again_later_and_later() -> None:
    strain, rises, now_ns = Strain(factor=0.5), [], T0
    for tick in range(1200):
        now_ns = T0 + tick * 500_000_000
        before = strain
        strain = step_strain(strain, RATES, drawn(2 if strain.factor > 0.5 else 0), now_ns)
        if strain.factor > before.factor:
            rises.append(now_ns)
    gaps = [later - earlier for earlier, later in pairwise(rises)]
    assert gaps == sorted(gaps)
    # The first rise was by a third: it takes several steps down, so its gap is long as well.
    assert gaps[-1] > 3 * gaps[0]


def test_rates_that_changed_lately_are_not_judged() -> None:
    rates = step_rates({}, dict.fromkeys(KEYS, 15.0), T0)
    now_ns = T0 + SETTLED_NS - 1
    assert step_rates(rates, dict.fromkeys(KEYS, 15.0), now_ns) == rates
    assert step_strain(Strain(), rates, drawn(20), now_ns).late_ns == 0
    assert step_strain(Strain(), rates, drawn(20), now_ns + 1).late_ns > 0


def test_unknown_drawn_rates_are_not_judged() -> None:
    reports = {key: StreamReport(live=True) for key in KEYS}
    assert step_strain(Strain(), RATES, reports, T0) == Strain()
