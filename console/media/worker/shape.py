"""Which shape a picture has on the screen: what its camera means, not how many pixels it sends.

Half-D1 encoders and PAL send pixels that are not square (H.264 Annex E, aspect_ratio_idc).
"""

from fractions import Fraction

WIDEST = Fraction(8)
"""A ratio beyond 8:1 or 1:8 is a defect and not a shape."""


def shape_of(size: tuple[int, int], sample_aspect: Fraction | None, aspect: str) -> tuple[int, int]:
    """Two numbers in the ratio of width to height. ``size`` is in pixels; ``aspect`` ("16:9") goes before."""
    sent = Fraction(*size) * (_sane(sample_aspect) or 1)
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
