"""A movie's own time: cameras' clocks stand still, repeat, jump and go back, a movie's must not."""

from collections import deque

MOST_AHEAD_US = 2_000_000
"""A step of the camera's clock that is longer than the arrival's by so much is a jump."""

MOST_APART_US = 10_000_000
"""How far a movie's time may leave that of the arrivals; pictures may be late by as much."""

REORDERED_WITHIN_US = 1_000_000
RECENT = 64


class Timeline:
    """Of one movie, in microseconds from its first packet on.

    Steps are the camera's where they can be believed, else the arrival's.
    """

    def __init__(self) -> None:
        self._top_us = -1
        self._offset_us: int | None = None
        self._first_ns = 0
        self._arrival_ns = 0
        self._recent: deque[int] = deque(maxlen=RECENT)

    def place(self, source_us: int | None, arrival_ns: int, *, reorders: bool) -> int:
        """When a packet is shown: later than all before it.

        ``reorders``: the camera sends pictures in another order than they are shown in; then it may be
        earlier than the last ones, but never at the time of one.
        """
        if self._top_us < 0:
            self._first_ns = self._arrival_ns = arrival_ns
        step_us = max(0, arrival_ns - self._arrival_ns) // 1000
        self._arrival_ns = max(self._arrival_ns, arrival_ns)
        at_us = None if source_us is None or self._offset_us is None else source_us + self._offset_us
        if at_us is None or not self._is_believed(at_us, step_us, reorders=reorders):
            at_us = max(self._top_us + max(1, step_us), self._by_arrival_us() - MOST_APART_US)
            self._offset_us = None if source_us is None else at_us - source_us
        self._top_us = max(self._top_us, at_us)
        if reorders:
            self._recent.append(at_us)
        return at_us

    def _by_arrival_us(self) -> int:
        return (self._arrival_ns - self._first_ns) // 1000

    def _is_believed(self, at_us: int, step_us: int, *, reorders: bool) -> bool:
        if abs(at_us - self._by_arrival_us()) > MOST_APART_US:
            return False
        if at_us > self._top_us:
            return at_us - self._top_us <= step_us + MOST_AHEAD_US
        return (
            reorders
            and at_us >= 0
            and at_us > self._top_us - REORDERED_WITHIN_US
            and at_us not in self._recent
        )
