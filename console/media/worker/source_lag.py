"""How far the pictures that arrive lie behind their camera, where the link is narrower than the stream. Pure.

A picture's time of arrival against the camera's own time for it tells by how much it is late, but a camera
with a slow or false clock looks the same. So this counts only while the packets come as fast as their bytes
can, a large one after a long time and a small one after a short: then it is the link. Pictures that are all
of one size (MJPEG) can't be told apart, and nothing is said of them.
"""

from collections import deque
from typing import NamedTuple

PACKETS = 60
LEAST_PACKETS = 12
"""As many are looked at together: the last four seconds at 15 a second, one at least."""

LOOK_EVERY = 5

UNEVEN = 0.15
"""The least mean deviation of the intervals from their mean, as a part of it, that can be explained."""

EXPLAINED = 0.5
"""The deviation from what the bytes let expect is at most this part of it, where the link sets the pace."""

DRIFT = 0.001
"""No clock is slower than this. Real ones are within 0.0001."""

ALLOWED_NS = 500_000_000
"""So much is jitter, and not counted."""

FORGET_NS = 15_000_000_000
"""A backlog is gone sooner than this once its link carries it; what stays is the camera's clock."""

LONGEST_STEP_NS = 10_000_000_000
"""A camera's time that leaps further, or back by a tenth of it, has begun anew."""


class _Seen(NamedTuple):
    interval_ns: int
    size: int
    offset_ns: int


class SourceLag:
    """Of one connection."""

    def __init__(self) -> None:
        self._seen: deque[_Seen] = deque(maxlen=PACKETS)
        self._last: tuple[int, int] | None = None
        self._base_ns = 0
        self._lag_ns = 0
        self._is_paced = False
        self._paced_ns = 0
        self._until_look = 0

    def late_ns(self, arrival_ns: int, pts_ns: int | None, size: int) -> int:
        """How late a packet is, by its arrival (CLOCK_MONOTONIC) and the camera's time; 0 where unknown."""
        if pts_ns is None:
            return 0
        offset_ns = arrival_ns - pts_ns
        last, self._last = self._last, (arrival_ns, pts_ns)
        if last is None or not -LONGEST_STEP_NS // 10 < pts_ns - last[1] < LONGEST_STEP_NS:
            self._begin_anew(offset_ns)
            return 0
        interval_ns = arrival_ns - last[0]
        self._seen.append(_Seen(interval_ns, size, offset_ns))
        self._base_ns = min(self._base_ns + int(interval_ns * DRIFT), offset_ns)
        if offset_ns - self._base_ns > ALLOWED_NS:
            self._look_now_and_then(arrival_ns)
        else:  # nothing to explain, as nearly always
            self._is_paced = False
        if self._is_paced:
            self._lag_ns = offset_ns - self._base_ns
        else:  # whatever grows now is the camera's clock
            self._lag_ns = min(self._lag_ns, offset_ns - self._base_ns)
        return max(0, self._lag_ns - ALLOWED_NS)

    def _begin_anew(self, offset_ns: int) -> None:
        self._seen.clear()
        self._base_ns, self._lag_ns, self._is_paced = offset_ns, 0, False

    def _look_now_and_then(self, now_ns: int) -> None:
        self._until_look -= 1
        if self._until_look < 0 and len(self._seen) >= LEAST_PACKETS:
            self._until_look = LOOK_EVERY
            self._is_paced = is_paced_by_bytes([(one.interval_ns, one.size) for one in self._seen])
            if self._is_paced:
                self._paced_ns = now_ns
                return
            if now_ns - self._paced_ns > FORGET_NS:
                self._lag_ns = 0
            earliest_ns = min(one.offset_ns for one in self._seen)
            self._base_ns = max(self._base_ns, earliest_ns - self._lag_ns)


def is_paced_by_bytes(arrived: list[tuple[int, int]]) -> bool:
    """Whether the intervals (ns) before packets follow from their sizes rather than from a clock."""
    whole_ns, whole_bytes = sum(one for one, _ in arrived), sum(size for _, size in arrived)
    if whole_ns <= 0 or not whole_bytes:
        return False
    usual_ns, ns_per_byte = whole_ns / len(arrived), whole_ns / whole_bytes
    uneven = sum(abs(interval_ns - usual_ns) for interval_ns, _ in arrived) / whole_ns
    unexplained = sum(abs(interval_ns - size * ns_per_byte) for interval_ns, size in arrived) / whole_ns
    return uneven > UNEVEN and unexplained < EXPLAINED * uneven
