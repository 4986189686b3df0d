"""The figures of tours' steps."""

from console.app.bench.tour_run import Step, step_figures
from console.domain.ids import CellIndex, MonitorId


def step(took_ms: float | None) -> Step:
    return Step((MonitorId("wall-1"), CellIndex(0)), None, 0, 0, took_ms)


def test_steps_that_never_came_are_counted_apart() -> None:
    figures = step_figures([step(float(ms)) for ms in range(1, 21)] + [step(None)])
    assert figures == {"steps": 21, "missed": 1, "step_ms": {"p50": 11, "p95": 20, "max": 20}}
    assert step_figures([])["step_ms"]["max"] == 0
