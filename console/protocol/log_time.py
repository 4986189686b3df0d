"""Core's log time as a client knows it: what was heard last, and the monotonic time since then.

Ages count in it, so that setting the machine's clock changes none of them.
"""


class LogTime:
    """Log times are milliseconds, CLOCK_MONOTONIC is nanoseconds. It never goes backwards in a boot."""

    def __init__(self) -> None:
        self._boot = ""
        self._at_ms = 0
        self._heard_ns = 0

    def hear(self, boot: str, at_ms: int, mono_ns: int) -> None:
        """A snapshot or change of this run of core was made at ``at_ms``, and is heard now."""
        known_ms = self.now_ms(mono_ns) if boot == self._boot else None
        if known_ms is None or at_ms > known_ms:
            self._boot, self._at_ms, self._heard_ns = boot, at_ms, mono_ns

    def now_ms(self, mono_ns: int) -> int | None:
        """Log time now; None before anything was heard."""
        if not self._boot:
            return None
        return self._at_ms + max(0, mono_ns - self._heard_ns) // 1_000_000
