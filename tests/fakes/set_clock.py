"""A clock that moves only when told to, and whose wall time can be set as a machine's can."""


class SetClock:
    """Both times of console.protocol.clock.Clock."""

    def __init__(self, wall_ms: int = 1_772_366_400_000) -> None:
        self._wall_ms = wall_ms
        self._mono_ns = 5_000_000_000

    def now_ms(self) -> int:
        """Wall time in epoch milliseconds."""
        return self._wall_ms

    def monotonic_ns(self) -> int:
        """CLOCK_MONOTONIC in nanoseconds."""
        return self._mono_ns

    def pass_ms(self, ms: int) -> None:
        """Time goes by."""
        self._wall_ms += ms
        self._mono_ns += ms * 1_000_000

    def set_by(self, ms: int) -> None:
        """Somebody sets the wall clock."""
        self._wall_ms += ms
