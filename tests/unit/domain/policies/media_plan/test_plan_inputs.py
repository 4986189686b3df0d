import pytest

from console.domain.camera import Profile
from console.domain.policies.media_plan.plan_inputs import ASSUMED, StreamReport, learn, small_profile

SUB = ASSUMED[Profile.SUB]


@pytest.mark.parametrize(
    ("fps", "learnt"), [(14.8, 15.0), (15.2, 15.0), (29.97, 30.0), (0.96, 1.0), (0.2, 0.2), (0.0, 15.0)]
)
def test_rates_are_learnt_without_their_noise(fps: float, learnt: float) -> None:
    assert learn(SUB, StreamReport(live=True, fps=fps)).fps == learnt


@pytest.mark.parametrize(("gop_s", "learnt"), [(1.97, 2.0), (2.04, 2.0), (2.6, 2.5), (9.8, 10.0), (0.0, 0.0)])
def test_keyframe_intervals_are_learnt_in_half_seconds(gop_s: float, learnt: float) -> None:
    assert learn(SUB, StreamReport(live=True, gop_s=gop_s)).gop_s == learnt


def test_what_is_not_measured_now_stays_as_it_was() -> None:
    seen = learn(SUB, StreamReport(live=True, width=704, height=576, fps=25, gop_s=1.0, kbps=900))
    assert learn(seen, StreamReport(live=False, lost=True)) == seen


def test_the_rates_of_a_camera_that_falls_silent_are_those_of_before() -> None:
    """Its ring would get shorter just when it is all that is left of the camera."""
    seen = learn(SUB, StreamReport(live=True, fps=25, kbps=900))
    assert learn(seen, StreamReport(live=False, fps=3, kbps=120)) == seen


def test_small_profile_is_sub_where_there_is_one() -> None:
    assert small_profile((Profile.MAIN, Profile.SUB)) is Profile.SUB
    assert small_profile((Profile.MAIN,)) is Profile.MAIN
