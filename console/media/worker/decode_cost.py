"""What one stream costs: CPU time of a keyframe, of another picture, of drawing, measured as it goes on."""

MEMORY = 20
"""A figure is the mean of about so many pictures."""


class Mean:
    """Of the values so far, the later ones counting more; 0 before the first."""

    def __init__(self) -> None:
        self.value = 0.0
        self._count = 0

    def add(self, value: float) -> None:
        """One more."""
        self._count = min(MEMORY, self._count + 1)
        self.value += (value - self.value) / self._count


class DecodeCost:
    """Means of the decode threads' CPU time, in microseconds; 0 until there is one.

    ``draw_us_mp`` is per drawn megapixel: slots of other sizes come and go.
    """

    def __init__(self) -> None:
        self._key, self._other, self._draw = Mean(), Mean(), Mean()

    @property
    def key_us(self) -> float:
        """To decode a keyframe."""
        return self._key.value

    @property
    def other_us(self) -> float:
        """To decode another picture."""
        return self._other.value

    @property
    def draw_us_mp(self) -> float:
        """To draw a megapixel."""
        return self._draw.value

    def decoded(self, cpu_ns: int, keys: int, others: int) -> None:
        """So many packets were decoded; a mixture of both kinds tells nothing of either."""
        if keys and not others:
            self._key.add(cpu_ns / 1000 / keys)
        elif others and not keys:
            self._other.add(cpu_ns / 1000 / others)

    def drawn(self, cpu_ns: int, pixels: int) -> None:
        """A picture was drawn into slots of so many pixels together."""
        if pixels:
            self._draw.add(cpu_ns * 1000 / pixels)
