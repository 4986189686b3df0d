"""What a stream shows before its first catch-up: the ring's last keyframe, at once.

To decode all since that keyframe takes thirty times as long. Where a whole wall is loaded, catch-ups would
keep each other and all other tiles waiting, so the keyframe stands until the next one, from which nothing is
to be caught up: the tile is KEY until then.
"""

from collections.abc import Callable

from console.domain.media import Priority
from console.protocol.clock import Clock

STANDS_NS = 2_000_000_000
"""The keyframe interval of most cameras; one with a longer interval catches up then, if there is time."""


class FirstLook:
    """Of one stream; its decode thread's alone. Not ``wanted`` by a replay, which shows all of one moment."""

    def __init__(self, clock: Clock, is_crowded: Callable[[], bool], *, wanted: bool) -> None:
        self._clock = clock
        self._is_crowded = is_crowded
        self.wanted = wanted
        self.key = 0
        self.until_ns = 0

    @property
    def stands(self) -> bool:
        """Whether the keyframe stands for the stream; it is looked at again at ``until_ns``."""
        return self.until_ns > 0

    def looks_at(self, key: int, asked: int, *, is_shed: bool) -> None:
        """That keyframe is shown now. ``is_shed``: the plan gives it less than all, on a full machine."""
        self.key = key
        crowded = asked > Priority.FIRST_LOOK and (is_shed or self._is_crowded())
        self.until_ns = self._clock.monotonic_ns() + STANDS_NS if crowded else 0

    def still_stands(self, newest_key: int) -> bool:
        """Whether there is still nothing to do."""
        if not self.stands:
            return False
        if newest_key != self.key:
            self.until_ns = 0
        elif self._clock.monotonic_ns() >= self.until_ns:
            self.looks_at(self.key, Priority.GRID, is_shed=False)
        return self.stands

    def forget(self) -> None:
        """There is no picture any more."""
        self.key = self.until_ns = 0
