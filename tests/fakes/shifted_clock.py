"""The machine's clock with a wall time that can be set while a program runs."""

from console.protocol.clock import SystemClock


class ShiftedClock:
    """``shift_ms`` is by how much somebody set the wall clock."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.shift_ms = 0

    def now_ms(self) -> int:
        """Wall time in epoch milliseconds, as it was set."""
        return self._system.now_ms() + self.shift_ms

    def monotonic_ns(self) -> int:
        """CLOCK_MONOTONIC in nanoseconds."""
        return self._system.monotonic_ns()
