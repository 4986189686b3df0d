"""Where things are on a replay's timeline: moments, marks, the scale. Pure; pixels from the track's left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

MARK_PX = 12
CLUMP_PX = 28
"""Room of several marks that would cover each other, and are one with their number."""
LABEL_PX = 72
"""At least so far apart the scale's words are."""
SCALE_MS = tuple(
    second * 1000
    for second in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400)
)


class Track(NamedTuple):
    """A replay's time, from ``begin_ms`` to ``end_ms``, over so many pixels."""

    begin_ms: int
    end_ms: int
    width: int

    def x_of(self, at_ms: int) -> int:
        """Where a moment is; one outside is at the edge."""
        within_ms = min(self.end_ms, max(self.begin_ms, at_ms))
        return round((within_ms - self.begin_ms) * self.width / max(1, self.end_ms - self.begin_ms))

    def at_ms(self, x: int) -> int:
        """Which moment is there; beyond an edge the edge's."""
        within = min(self.width, max(0, x))
        return self.begin_ms + round(within * (self.end_ms - self.begin_ms) / max(1, self.width))

    def scale_ms(self) -> list[int]:
        """Moments with a word below, as many as have room, at round distances from the beginning."""
        span_ms = self.end_ms - self.begin_ms
        fits = (each for each in SCALE_MS if each * self.width >= LABEL_PX * span_ms)
        each_ms = next(fits, max(span_ms, SCALE_MS[-1]))
        return list(range(self.begin_ms, self.end_ms + 1, each_ms))


@dataclass(frozen=True, slots=True)
class Clump:
    """``count`` marks from number ``first`` on, drawn as one from ``left`` to ``right`` (not including)."""

    first: int
    count: int
    left: int
    right: int


def clumps(places: Sequence[int]) -> list[Clump]:
    """Marks in order of their places: none covers another, those too near each other are one."""
    made: list[Clump] = []
    for number, x in enumerate(places):
        left = x - MARK_PX // 2
        if made and left < made[-1].right:
            last = made[-1]
            made[-1] = Clump(last.first, last.count + 1, last.left, last.left + CLUMP_PX)
        else:
            made.append(Clump(number, 1, left, left + MARK_PX))
    return made


def clump_at(made: Sequence[Clump], x: int) -> Clump | None:
    """The one drawn there."""
    return next((one for one in made if one.left <= x < one.right), None)


def count_words(count: int) -> str:
    """As long as a clump has room for."""
    return str(count) if count < 1000 else f"{min(99, count // 1000)}k"
