"""The machine's clock, which counts how often it is read: who never rests reads it without end."""

from console.protocol.clock import SystemClock


class CountedClock:
    """``reads`` are those of CLOCK_MONOTONIC."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.reads = 0

    def now_ms(self) -> int:
        """Wall time in epoch milliseconds."""
        return self._system.now_ms()

    def monotonic_ns(self) -> int:
        """CLOCK_MONOTONIC in nanoseconds."""
        self.reads += 1
        return self._system.monotonic_ns()
