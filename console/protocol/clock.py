"""The clock port: the one place where the machine's time is read."""

import time
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
