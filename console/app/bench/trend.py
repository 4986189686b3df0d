"""Whether a figure grows: medians of equal spans, and the slope through them with its 95 % interval. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

STUDENT_95 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Two-sided 95 % quantile of Student's t for 1 to 30 degrees of freedom (any table of it)."""
NORMAL_95 = 1.96
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Slope:
    """Change a second, and half the width of its 95 % interval (None with fewer than 3 points)."""

    per_s: float
    plus_minus: float | None


def medians(points: Points, span_s: float) -> list[tuple[float, float]]:
    """The median of each full span of (seconds, value) points, at the span's middle; the last may be half."""
    if not points:
        return []
    start_s, end_s = points[0][0], points[-1][0]
    spans = int((end_s - start_s) / span_s + 0.5)
    found = []
    for index in range(spans):
        begin_s = start_s + index * span_s
        values = [value for at_s, value in points if begin_s <= at_s < begin_s + span_s]
        if values:
            found.append((begin_s + span_s / 2, median(values)))
    return found


def slope(points: Points) -> Slope | None:
    """Least squares through (seconds, value); None with fewer than 2 points."""
    if len(points) < 2:
        return None
    middle_s, middle = mean(at for at, _ in points), mean(value for _, value in points)
    spread = sum((at - middle_s) ** 2 for at, _ in points)
    if not spread:
        return None
    rise = sum((at - middle_s) * (value - middle) for at, value in points) / spread
    free = len(points) - 2
    if not free:
        return Slope(rise, None)
    errors = sum((value - middle - rise * (at - middle_s)) ** 2 for at, value in points)
    quantile = STUDENT_95[free - 1] if free <= len(STUDENT_95) else NORMAL_95
    return Slope(rise, quantile * math.sqrt(errors / free / spread))
