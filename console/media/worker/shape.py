"""Which shape a picture has on the screen: what its camera means, not how many pixels it sends.

Half-D1 encoders and PAL send pixels that are not square (H.264 Annex E, aspect_ratio_idc).
"""

from fractions import Fraction
from typing import Protocol

WIDEST = Fraction(8)
"""A ratio beyond 8:1 or 1:8 is a defect and not a shape."""


class Pixels(Protocol):
    """A decoded frame's size."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


def shape_of(frame: Pixels, sample_aspect: Fraction | None, aspect: str) -> tuple[int, int]:
    """Two numbers in the ratio of width to height; ``aspect`` ("16:9") is above what the stream says."""
    sent = Fraction(frame.width, frame.height) * (_sane(sample_aspect) or 1)
    ratio = aspect_of(aspect) if aspect else sent
    return ratio.numerator, ratio.denominator


def aspect_of(text: str) -> Fraction:
    """The ratio that a site file names. Raises ValueError."""
    width, _, height = text.partition(":")
    if not (width.strip().isdecimal() and height.strip().isdecimal() and int(height) > 0):
        raise ValueError(f"{text!r} is no ratio")
    ratio = _sane(Fraction(int(width), int(height)))
    if ratio is None:
        raise ValueError(f"{text!r} is no ratio of a picture")
    return ratio


def _sane(ratio: Fraction | None) -> Fraction | None:
    return ratio if ratio and 1 / WIDEST <= ratio <= WIDEST else None
