"""How far the pictures that arrive lie behind their camera, where the link is narrower than the stream. Pure.

A picture's time of arrival against the camera's own time for it tells by how much it is late, but a camera
with a slow or false clock looks the same. So this counts only while the packets come as fast as their bytes
can, a large one after a long time and a small one after a short: then it is the link. Pictures that are all
of one size (MJPEG) can't be told apart, and nothing is said of them.

What is compared is when packets came with how many there had been, in number and in bytes. Their intervals
would do on a machine that reads each packet as it comes; one that has no time for a tenth of a second, and
then reads several, makes each of them false, but none of the times by more than that tenth.
"""

import math
from collections import deque
from collections.abc import Sequence
from itertools import accumulate
from statistics import fmean, linear_regression
from typing import NamedTuple

PACKETS = 90
LEAST_PACKETS = 24
"""As many are looked at together: the last six seconds at 15 a second, 1.6 at least."""

LOOK_EVERY = 5

LOOKS = 2
"""So many looks in a row find the link's pace before anything is called late, unless it is clear by one that
jitter can't deceive.

Measured on simulated streams of 90 s with key frames each 2 to 8 s, read 20 to 300 ms late on average: of the
time in which what comes lies over 5 s back, by a link of 25 to 90 % of the stream, it is called late in 91 %;
never by a link of twice the stream and more, whatever the camera's clock. Where a link is less than half as
wide again as the stream, a clock that is slow by 10 % and more is mostly taken for it.
"""

UNEVEN = 0.15
"""The least mean deviation from an even pace, as a part of the mean interval, that can be explained."""

EXPLAINED, CLEAR = 0.6, 0.3
"""The deviation from the bytes' pace is at most this part of it, where the link sets the pace."""

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
        self._paced_looks = 0
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
            self._is_paced, self._paced_looks = False, 0
        if self._is_paced:
            self._lag_ns = offset_ns - self._base_ns
        else:  # whatever grows now is the camera's clock
            self._lag_ns = min(self._lag_ns, offset_ns - self._base_ns)
        return max(0, self._lag_ns - ALLOWED_NS)

    def _begin_anew(self, offset_ns: int) -> None:
        self._seen.clear()
        self._base_ns, self._lag_ns = offset_ns, 0
        self._is_paced, self._paced_looks = False, 0

    def _look_now_and_then(self, now_ns: int) -> None:
        self._until_look -= 1
        if self._until_look >= 0 or len(self._seen) < LEAST_PACKETS:
            return
        self._until_look = LOOK_EVERY
        by_bytes, by_number = misfits([(one.interval_ns, one.size) for one in self._seen])
        seems_paced = by_bytes < EXPLAINED * by_number
        self._paced_looks = self._paced_looks + 1 if seems_paced else 0
        is_found = self._paced_looks >= LOOKS or self._lag_ns > 0 or by_bytes < CLEAR * by_number
        self._is_paced = seems_paced and is_found
        if by_bytes >= by_number:
            self._follow_clock(now_ns)
        else:  # rather the link than a clock: what is late stays so
            self._paced_ns = now_ns

    def _follow_clock(self, now_ns: int) -> None:
        """What the camera's clock has lost by now is no delay."""
        if now_ns - self._paced_ns > FORGET_NS:
            self._lag_ns = 0
        earliest_ns = min(one.offset_ns for one in self._seen)
        self._base_ns = max(self._base_ns, earliest_ns - self._lag_ns)


def misfits(arrived: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """How far packets (interval before it in ns, bytes) came off a pace of bytes, and off one of packets.

    Mean deviations in ns from the straight line (least squares) that fits best; both 0 where their pace is
    even. The first is much the smaller one where a link sets the pace.
    """
    came_ns = list(accumulate(interval_ns for interval_ns, _ in arrived))
    by_number = _misfit(range(len(arrived)), came_ns)
    if by_number <= UNEVEN * came_ns[-1] / len(arrived):
        return 0.0, 0.0
    return _misfit(list(accumulate(size for _, size in arrived)), came_ns), by_number


def _misfit(at: Sequence[int], came_ns: Sequence[int]) -> float:
    if at[0] == at[-1]:
        return math.inf  # packets without a byte
    slope, begin_ns = linear_regression(at, came_ns)
    return fmean(abs(y - begin_ns - slope * x) for x, y in zip(at, came_ns, strict=True))
