"""What one stream costs: CPU time of a keyframe, of another picture, of drawing, measured as it goes on."""

MEMORY = 20
"""A figure is the mean of about so many pictures."""


class DecodeCost:
    """Means of the decode threads' CPU time, in microseconds; 0 until there is one.

    ``draw_us_mp`` is per drawn megapixel: slots of other sizes come and go.
    """

    def __init__(self) -> None:
        self.key_us = 0.0
        self.other_us = 0.0
        self.draw_us_mp = 0.0

    def decoded(self, cpu_ns: int, keys: int, others: int) -> None:
        """So many packets were decoded; a mixture of both kinds tells nothing of either."""
        if keys and not others:
            self.key_us = _mean(self.key_us, cpu_ns / 1000 / keys)
        elif others and not keys:
            self.other_us = _mean(self.other_us, cpu_ns / 1000 / others)

    def drawn(self, cpu_ns: int, pixels: int) -> None:
        """A picture was drawn into slots of so many pixels together."""
        if pixels:
            self.draw_us_mp = _mean(self.draw_us_mp, cpu_ns * 1000 / pixels)


def _mean(before: float, now: float) -> float:
    return before + (now - before) / MEMORY if before else now
