"""Which camera a person means: that of a number, or the next one on a side of another."""

from collections.abc import Iterable
from enum import StrEnum

from console.domain.camera import Camera
from console.domain.policies.geometry import Point, bearing_centideg, distance_cm, offset_m

QUARTER_CENTIDEG = 9_000
CIRCLE_CENTIDEG = 36_000


class Quarter(StrEnum):
    """A quarter of the horizon, clockwise; each reaches 45 degrees to both sides."""

    NORTH = "north"
    EAST = "east"
    SOUTH = "south"
    WEST = "west"


def camera_of_number(cameras: Iterable[Camera], number: int) -> Camera | None:
    """The camera that people know by this number; None if there is none."""
    found = [camera for camera in cameras if camera.number == number]
    return min(found, key=lambda camera: camera.feed, default=None)


def quarter_of(origin: Camera, to: Camera) -> tuple[Quarter, int] | None:
    """On which side of a camera another one stands, and how far (cm).

    None where one has no place, and for one on the same pole, which is on no side.
    """
    place, other = _place(origin), _place(to)
    if place is None or other is None:
        return None
    offset = offset_m(place, other)
    away_cm = distance_cm(*offset)
    turned = (bearing_centideg(*offset) + QUARTER_CENTIDEG // 2) % CIRCLE_CENTIDEG
    return (tuple(Quarter)[turned // QUARTER_CENTIDEG], away_cm) if away_cm else None


def next_camera(cameras: Iterable[Camera], origin: Camera, quarter: Quarter) -> Camera | None:
    """The nearest one on that side; of equally near ones that of the lower number. None if there is none."""
    found: list[tuple[int, int, str, Camera]] = []
    for camera in cameras:
        side = quarter_of(origin, camera)
        if side is not None and side[0] is quarter:
            found.append((side[1], camera.number, camera.feed, camera))
    return min(found, key=lambda one: one[:3])[3] if found else None


def none_there_words(origin: Camera, quarter: Quarter) -> str:
    """Why nothing came."""
    if _place(origin) is None:
        return f"Camera {origin.number} has no place on the map: nothing is {quarter} of it."
    return f"No camera stands to the {quarter} of {origin.number}."


def no_such_number_words(number: int) -> str:
    """Of a number that was typed whole."""
    return f"No camera has the number {number}."


def _place(camera: Camera) -> Point | None:
    if camera.lat_deg is None or camera.lon_deg is None:
        return None
    return Point(camera.lat_deg, camera.lon_deg)
