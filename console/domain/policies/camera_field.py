"""The cameras of a site, of which those in question for a point are found without looking at each."""

import math
from collections.abc import Collection, Sequence

import numpy as np

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.policies.geometry import EARTH_RADIUS_M, Point, Sighting, best_sightings


class CameraField:
    """A site's cameras, prepared so that the best ones for a point are found without looking at each.

    Distances of all cameras are taken at once with numpy, which may differ from ``math`` in the last bit; so
    they only choose, with SPARE_M to spare, whom the exact decision looks at.
    """

    SPARE_M = 1.0
    RANKED = 12
    """So many of a point's best cameras are kept: enough when some of them are LOST."""
    POINTS_KEPT = 2_000
    """Most sensors stand where they stand."""

    def __init__(self, cameras: Sequence[Camera]) -> None:
        self._ranked: dict[Point, list[Sighting]] = {}
        self._cameras = [c for c in cameras if c.lat_deg is not None and c.lon_deg is not None]
        self._index = {camera.feed: index for index, camera in enumerate(self._cameras)}
        self._half_lat_rad = np.radians([c.lat_deg or 0.0 for c in self._cameras]) / 2
        self._lon_deg = np.array([c.lon_deg or 0.0 for c in self._cameras])
        self._reach_m = np.array([c.range_m or 0.0 for c in self._cameras]) + self.SPARE_M

    def best_sightings(self, point: Point, lost: Collection[FeedId], count: int) -> list[Sighting]:
        """As the function of this name, over all cameras."""
        ranked = self._ranked_for(point)
        if not lost and len(ranked) >= count:
            return ranked[:count]
        found = [sighting for sighting in ranked if sighting.feed not in lost][:count]
        if len(found) == count or len(ranked) < self.RANKED:
            return found
        return best_sightings(self._in_question(point, lost, count), point, lost, count)

    def _ranked_for(self, point: Point) -> list[Sighting]:
        """The best RANKED of all cameras, whatever their pictures are."""
        ranked = self._ranked.get(point)
        if ranked is None:
            if len(self._ranked) >= self.POINTS_KEPT:
                self._ranked.clear()
            ranked = best_sightings(self._in_question(point, (), self.RANKED), point, (), self.RANKED)
            self._ranked[point] = ranked
        return ranked

    def _in_question(self, point: Point, lost: Collection[FeedId], count: int) -> list[Camera]:
        """The ``count`` nearest, and all that may see the point: whoever is best is among these."""
        if len(self._cameras) <= count:
            return self._cameras
        away_m = self._away_m(point)
        for feed in lost:
            if feed in self._index:
                away_m[self._index[feed]] = math.inf
        farthest_m = np.partition(away_m, count - 1)[count - 1] + self.SPARE_M if count else 0.0
        chosen = np.flatnonzero((away_m <= farthest_m) | (away_m <= self._reach_m))
        return [self._cameras[index] for index in chosen.tolist()]

    def _away_m(self, point: Point) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        half_rad = math.radians(point.lat_deg) / 2
        turn_deg = np.abs(self._lon_deg - point.lon_deg)
        lon_rad = np.radians(np.minimum(turn_deg, 360.0 - turn_deg))
        north_rad = 2 * (self._half_lat_rad - half_rad)
        away_m: np.ndarray[tuple[int], np.dtype[np.float64]] = EARTH_RADIUS_M * np.hypot(
            lon_rad * np.cos(self._half_lat_rad + half_rad), north_rad
        )
        return away_m
