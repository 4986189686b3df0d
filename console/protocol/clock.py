"""The clock port: the one place where the machine's time is read."""

import time
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """What the product knows of time."""

    def now_ms(self) -> int:
        """Wall time in epoch milliseconds, UTC."""

    def monotonic_ns(self) -> int:
        """CLOCK_MONOTONIC in nanoseconds: the same clock in every process of this host."""


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> int:
        """Wall time in epoch milliseconds, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic_ns(self) -> int:
        """CLOCK_MONOTONIC in nanoseconds."""
        return time.monotonic_ns()


class SteppedClock(SystemClock):
    """The machine's clock as if somebody set it while the program runs: for trials of just that.

    ``file`` holds by how many milliseconds; none is 0.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def now_ms(self) -> int:
        """Wall time as it was set."""
        return super().now_ms() + self._step_ms()

    def _step_ms(self) -> int:
        try:
            return int(self._file.read_text())
        except (OSError, ValueError):
            return 0
