"""Which part of a camera's picture a cell shows: digital zoom, as it is stored and sent."""

from msgspec import Struct

LEAST_PERMILLE = 50
"""Twenty times: less of a picture is a few of its pixels."""


class ZoomPart(Struct, frozen=True):
    """A rectangle of the picture, in permille of its width and height."""

    left: int
    top: int
    width: int
    height: int


def zoom_problem(part: ZoomPart) -> str:
    """What is wrong with it; "" for nothing."""
    inside = part.left >= 0 and part.top >= 0 and part.left + part.width <= 1000
    if not inside or part.top + part.height > 1000:
        return "a zoomed part lies within the picture (0 to 1000 permille)"
    if part.width < LEAST_PERMILLE or part.height < LEAST_PERMILLE:
        return f"a zoomed part has at least {LEAST_PERMILLE} permille of the picture each way"
    return ""


def part_around(factor: float, x: float, y: float) -> ZoomPart | None:
    """``factor`` times enlarged around a point in shares of the picture, moved to lie within it.

    None for the whole picture.
    """
    side = max(LEAST_PERMILLE, min(1000, round(1000 / factor)))
    if side == 1000:
        return None
    left, top = (min(1000 - side, max(0, round(share * 1000 - side / 2))) for share in (x, y))
    return ZoomPart(left, top, side, side)
