"""A soak's slope is the line's own, and its interval holds it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.bench.soak_run import soak_figures
from console.app.bench.trend import medians, slope


@given(st.floats(-5, 5), st.integers(3, 40))
def test_a_straight_line_has_its_own_slope_and_no_interval(per_s: float, count: int) -> None:
    found = slope([(float(at), 100 + per_s * at) for at in range(count)])
    assert found is not None and found.plus_minus is not None
    assert found.per_s == pytest.approx(per_s, abs=1e-6)
    assert found.plus_minus == pytest.approx(0, abs=1e-6)


def test_the_interval_holds_the_truth_about_19_times_in_20() -> None:
    chance, held = random.Random(1), 0
    for _ in range(400):
        found = slope([(float(at), 2 * at + chance.gauss(0, 10)) for at in range(12)])
        assert found is not None and found.plus_minus is not None
        held += abs(found.per_s - 2) <= found.plus_minus
    assert 0.91 < held / 400 < 0.985


def test_too_few_points_have_no_slope_or_no_interval() -> None:
    assert slope([]) is None and slope([(0, 1)]) is None and slope([(1, 1), (1, 2)]) is None
    two = slope([(0, 1), (10, 2)])
    assert two is not None and two.per_s == pytest.approx(0.1) and two.plus_minus is None


def test_medians_take_out_single_peaks() -> None:
    points = [(float(at), 500.0 if at % 7 == 3 else 100.0) for at in range(61)]
    assert [value for _, value in medians(points, 20)] == [100.0, 100.0, 100.0]
    assert medians([], 20) == []


def test_a_soak_tells_megabytes_an_hour() -> None:
    samples = [
        (float(at), [{"name": "core", "kind": "core", "cores": 0, "pss_mb": 100 + at / 60, "stats": {}}])
        for at in range(120, 3600, 6)
    ]
    figures = soak_figures(samples, 3600)
    assert figures["pss_mb_per_hour"] == pytest.approx(60, abs=1)
    assert figures["pss_mb_per_hour_plus_minus"] < 2
    assert len(figures["pss_mb_medians"]) == 12
