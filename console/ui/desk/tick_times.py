"""How late the GUI thread is: from a tick's due time to the end of its handling and painting."""

from collections import deque

WINDOW_TICKS = 300
"""Ten seconds at 30 Hz."""


class TickTimes:
    """``began`` when the timer fired, ``ended`` when all that it caused is painted. Times in nanoseconds.

    A timer that is late by more than an interval starts anew from then, as Qt's do; the wait counts once.
    """

    def __init__(self, interval_ms: int) -> None:
        self._interval_ns = interval_ms * 1_000_000
        self._due_ns = 0
        self._next_due_ns = 0
        self._taken_ns: deque[int] = deque(maxlen=WINDOW_TICKS)

    def began(self, now_ns: int) -> None:
        """The timer fired."""
        self._due_ns = min(self._next_due_ns or now_ns, now_ns)
        late = now_ns - self._due_ns > self._interval_ns
        self._next_due_ns = (now_ns if late else self._due_ns) + self._interval_ns

    def ended(self, now_ns: int) -> None:
        """Everything that this tick caused is done."""
        if self._due_ns:
            self._taken_ns.append(now_ns - self._due_ns)

    def percentile_ms(self, share: float) -> float:
        """Such as 0.99 for p99; 0 before the first tick."""
        ordered = sorted(self._taken_ns)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] / 1e6 if ordered else 0.0
