"""Log time: starts as wall time and goes by the monotonic clock, so that a set clock moves no hold or age."""

from console.protocol.clock import Clock

STEP_MS = 1_000
"""A wall clock that moves by more than this between two looks was set; less is the slow correction of NTP."""


class LogClock:
    """``start`` it before anything is asked of it. One thread only."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun_ms = 0
        self._begun_mono_ns = 0
        self._ahead_ms = 0

    def start(self, last_at_ms: int) -> None:
        """Go on from the last entry's time, or from wall time if that is greater."""
        self._begun_mono_ns = self._clock.monotonic_ns()
        self._begun_ms = max(last_at_ms, self._clock.now_ms())
        self._ahead_ms = self._clock.now_ms() - self._begun_ms

    def now_ms(self) -> int:
        """Log time."""
        return self._begun_ms + (self._clock.monotonic_ns() - self._begun_mono_ns) // 1_000_000

    def wall_ms(self) -> int:
        """What people are shown."""
        return self._clock.now_ms()

    def step_ms(self) -> int:
        """By how much wall time was set since the last look, 0 for not; look at least once a second."""
        ahead_ms = self._clock.now_ms() - self.now_ms()
        moved_ms, self._ahead_ms = ahead_ms - self._ahead_ms, ahead_ms
        return moved_ms if abs(moved_ms) > STEP_MS else 0
