"""Figures that tests measure on the way: told at the end of the run. A test whose bar counts asserts it."""

from collections.abc import Callable

import pytest

_figures: list[tuple[str, float, str, str]] = []

Figure = Callable[..., None]


@pytest.fixture
def figure() -> Figure:
    """``figure(name, value, unit, bar)``: ``bar`` in words, "" for none."""

    def note(name: str, value: float, unit: str, bar: str = "") -> None:
        _figures.append((name, value, unit, bar))

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _figures:
        return
    terminalreporter.section("figures")
    for name, value, unit, bar in _figures:
        wanted = f"   (bar: {bar})" if bar else ""
        terminalreporter.write_line(f"{name:48} {value:8.2f} {unit}{wanted}")
