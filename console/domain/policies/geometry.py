"""Who sees a point: distances, bearings and a camera's field of view, on a local flat earth.

Over a city an equirectangular projection is good to a few millimetres in a kilometre, far below the error
of any sensor. Results are integers (centimetres, hundredths of a degree) so that a replay compares the same.
"""

import math
from collections.abc import Collection, Iterable

from msgspec import Struct

from console.domain.camera import Camera
from console.domain.ids import FeedId

EARTH_RADIUS_M = 6_371_008.8
"""IUGG mean radius."""

NEAREST_LIMIT_CM = 5_000 * 100
"""A camera that does not see the point is of no use when it stands farther away than this."""


class Point(Struct, frozen=True):
    """A place on earth, WGS 84 degrees."""

    lat_deg: float
    lon_deg: float


class Sighting(Struct, frozen=True):
    """What a camera has to do with a point: how far it stands, whether its field of view covers it."""

    feed: FeedId
    number: int
    distance_cm: int
    sees_point: bool


def offset_m(origin: Point, to: Point) -> tuple[float, float]:
    """Metres east and north from ``origin`` to ``to``, the short way round the earth."""
    lon_step_deg = (to.lon_deg - origin.lon_deg + 180.0) % 360.0 - 180.0
    middle_rad = math.radians((origin.lat_deg + to.lat_deg) / 2)
    east_m = math.radians(lon_step_deg) * math.cos(middle_rad) * EARTH_RADIUS_M
    north_m = math.radians(to.lat_deg - origin.lat_deg) * EARTH_RADIUS_M
    return east_m, north_m


def distance_cm(east_m: float, north_m: float) -> int:
    """Length of an offset in whole centimetres."""
    return round(math.hypot(east_m, north_m) * 100)


def bearing_centideg(east_m: float, north_m: float) -> int:
    """Direction of an offset, clockwise from north, 0 to 35999."""
    return round(math.degrees(math.atan2(east_m, north_m)) * 100) % 36_000


def sees(camera: Camera, east_m: float, north_m: float) -> bool:
    """Whether a point at this offset lies in the camera's wedge: its range, half its opening angle each way.

    A camera with an unknown azimuth, angle or range is not said to see anything.
    """
    if camera.azimuth_deg is None or camera.fov_deg is None or camera.range_m is None:
        return False
    away_cm = distance_cm(east_m, north_m)
    if away_cm > round(camera.range_m * 100):
        return False
    turn = abs(bearing_centideg(east_m, north_m) - round(camera.azimuth_deg * 100)) % 36_000
    return away_cm == 0 or min(turn, 36_000 - turn) * 2 <= round(camera.fov_deg * 100)


def sighting(camera: Camera, point: Point) -> Sighting | None:
    """The camera's sighting of the point; None for a camera without a position."""
    if camera.lat_deg is None or camera.lon_deg is None:
        return None
    offset = offset_m(Point(camera.lat_deg, camera.lon_deg), point)
    return Sighting(camera.feed, camera.number, distance_cm(*offset), sees(camera, *offset))


def best_sightings(
    cameras: Iterable[Camera], point: Point, lost: Collection[FeedId], count: int
) -> list[Sighting]:
    """The ``count`` best cameras for a point: those that see it, nearest first, then the nearest others.

    Never one whose feed is LOST; equal distances go by camera number.
    """
    found = [sighting(camera, point) for camera in cameras if camera.feed not in lost]
    useful = [s for s in found if s is not None and (s.sees_point or s.distance_cm <= NEAREST_LIMIT_CM)]
    useful.sort(key=lambda s: (not s.sees_point, s.distance_cm, s.number, s.feed))
    return useful[:count]
