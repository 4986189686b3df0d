"""How many pictures a second a slot really gets."""

from collections import deque

LOOKS = 6
"""Looked at once a second: the rate is over the last 5 s."""


class DrawnRate:
    """A running count and its rate; times are passed in. Not locked: its owner does that."""

    def __init__(self) -> None:
        self._count = 0
        self._looks: deque[tuple[int, int]] = deque(maxlen=LOOKS)

    def drawn(self) -> None:
        """One more picture."""
        self._count += 1

    def look(self, now_ns: int) -> float:
        """Pictures a second since the oldest look that is remembered; 0 at the first."""
        self._looks.append((now_ns, self._count))
        since_ns, before = self._looks[0]
        return (self._count - before) * 1e9 / (now_ns - since_ns) if now_ns > since_ns else 0.0
