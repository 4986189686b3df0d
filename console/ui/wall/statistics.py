"""A display's own figures: how long its ticks take, how many pictures each tile gets."""

from collections import deque

from console.domain.picture import PictureState

NS_PER_MS = 1_000_000
TICK_WINDOW_NS = 10_000_000_000
PICTURE_WINDOW_S = 5
"""Pictures are counted each second; a rate is over this many of them."""


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie (nearest rank); 0 without values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class TickTimes:
    """Due time of a poll to the end of its paint, over the last 10 s."""

    def __init__(self) -> None:
        self._ticks: deque[tuple[int, float]] = deque()

    def add(self, due_ns: int, end_ns: int) -> None:
        """Note one tick."""
        self._ticks.append((end_ns, max(0, end_ns - due_ns) / NS_PER_MS))
        while self._ticks[0][0] < end_ns - TICK_WINDOW_NS:
            self._ticks.popleft()

    def percentile_ms(self, share: float) -> float:
        """Such as 0.99 for p99."""
        return percentile([took for _, took in self._ticks], share)


class PictureRate:
    """Pictures a second that one tile painted."""

    def __init__(self) -> None:
        self.painted = 0
        self._marks: deque[tuple[int, int]] = deque(maxlen=PICTURE_WINDOW_S + 1)

    def mark(self, now_ns: int) -> None:
        """Call once a second."""
        self._marks.append((now_ns, self.painted))

    def per_s(self) -> float | None:
        """The rate over the last 5 s; None until they have passed."""
        if len(self._marks) <= PICTURE_WINDOW_S:
            return None
        (from_ns, before), (to_ns, after) = self._marks[0], self._marks[-1]
        return (after - before) * 1e9 / (to_ns - from_ns)


class TourSteps:
    """Steps of tours that this display painted; of them those that showed no picture of now at first:
    ``bare`` none at all (CONNECTING, WAIT), ``old`` one that was STALE, LOST.
    """

    def __init__(self) -> None:
        self.painted = self.bare = self.old = 0

    def add(self, state: PictureState, *, has_picture: bool) -> None:
        """A tour's next camera was painted for the first time, and said this."""
        self.painted += 1
        self.bare += not has_picture
        self.old += has_picture and state <= PictureState.WAIT
