"""The figures of switches."""

from console.app.bench.switch_run import switch_figures


def test_switches_that_never_came_are_counted_apart() -> None:
    figures = switch_figures([float(ms) for ms in range(1, 21)], times=22)
    assert figures == {"switches": 22, "missed": 2, "switch_ms": {"p50": 11, "p95": 20, "max": 20}}
    assert switch_figures([], times=1)["switch_ms"]["p95"] == 0
