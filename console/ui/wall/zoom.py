"""Digital zoom: which part of a picture is shown. Pure."""

import math
from typing import NamedTuple

from console.domain.zoom_part import ZoomPart, part_around

STEP = 1.25
LARGEST = 8.0


class Zoom(NamedTuple):
    """``factor`` times enlarged, around a point in shares of the picture; the whole picture by default."""

    factor: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def by(self, steps: float, at_x: float = 0.5, at_y: float = 0.5) -> "Zoom":
        """So many steps nearer (negative: away); what lies at this share of the view stays there."""
        factor = min(LARGEST, max(1.0, self.factor * STEP**steps))
        shift = 1.0 / self.factor - 1.0 / factor
        return _within(factor, self.x + (at_x - 0.5) * shift, self.y + (at_y - 0.5) * shift)

    def moved(self, x: float, y: float) -> "Zoom":
        """The view moved by these shares of itself, to the picture's edges at most."""
        return _within(self.factor, self.x + x / self.factor, self.y + y / self.factor)

    def crop(self, width: int, height: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of what is shown of a picture, in its pixels."""
        shown_width, shown_height = width / self.factor, height / self.factor
        return (
            self.x * width - shown_width / 2,
            self.y * height - shown_height / 2,
            shown_width,
            shown_height,
        )


def _within(factor: float, x: float, y: float) -> Zoom:
    margin = 0.5 / factor
    return Zoom(factor, min(1.0 - margin, max(margin, x)), min(1.0 - margin, max(margin, y)))


WHOLE = Zoom()


def zoom_of(part: ZoomPart | None) -> Zoom:
    """All of a stored part is seen, and as much beside it as the picture's shape needs."""
    if part is None:
        return WHOLE
    factor = 1000 / max(part.width, part.height)
    if factor <= 1.0:
        return WHOLE
    return _within(factor, (part.left + part.width / 2) / 1000, (part.top + part.height / 2) / 1000)


def part_of(zoom: Zoom) -> ZoomPart | None:
    """As it is stored and sent; None for the whole."""
    return part_around(zoom.factor, zoom.x, zoom.y)


def zoom_words(zoom: Zoom) -> tuple[str, ...]:
    """That it is a part, so that nobody takes it for the whole; longest first."""
    return (f"ZOOM {zoom.factor:.1f}x", f"{zoom.factor:.1f}x")


def demanded(box: tuple[int, int], zoom: Zoom, source: tuple[int, int]) -> tuple[int, int]:
    """The size of the whole picture, so that a zoomed view of this box is sharp; the box if not zoomed.

    It grows by halves, for each size has a slot of its own, and ends at its ``source``'s size (0 for
    unknown): more pixels would say nothing.
    """
    (width, height), (source_width, source_height) = box, source
    if zoom.factor == 1.0 or not source_width or not source_height:
        return box
    fit = min(width / source_width, height / source_height)
    scale = min(1.0, fit * math.ceil(zoom.factor * 2) / 2)
    if scale <= fit:
        return box
    return round(source_width * scale), round(source_height * scale)
