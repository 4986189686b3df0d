"""The pinhole camera that a scene is seen through."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WIDTH_PX = 1280
HEIGHT_PX = 720
NEAREST_M = 0.3


@dataclass(frozen=True)
class View:
    """A camera on a pole at (x_m, y_m): x to the right, y away, z up; yaw to the right, tilt downwards."""

    height_m: float
    tilt_deg: float
    fov_deg: float
    yaw_deg: float = 0.0
    x_m: float = 0.0
    y_m: float = 0.0

    @cached_property
    def focal_px(self) -> float:
        return float(WIDTH_PX / 2 / np.tan(np.radians(self.fov_deg) / 2))

    @cached_property
    def position(self) -> Floats:
        return np.array([self.x_m, self.y_m, self.height_m], np.float32)

    @cached_property
    def axes(self) -> Floats:
        """Rows: right, down, forward, in world coordinates."""
        tilt, yaw = np.radians([self.tilt_deg, self.yaw_deg])
        forward = [np.sin(yaw) * np.cos(tilt), np.cos(yaw) * np.cos(tilt), -np.sin(tilt)]
        right = [np.cos(yaw), -np.sin(yaw), 0.0]
        return np.array([right, np.cross(forward, right), forward], np.float32)

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Pixel positions (N, 2) and depths in metres (N) of world points (N, 3); below zero: behind."""
        seen = (np.asarray(points, np.float32) - self.position) @ self.axes.T
        depth = seen[:, 2]
        scale = self.focal_px / np.maximum(depth, NEAREST_M)
        return np.stack([WIDTH_PX / 2 + seen[:, 0] * scale, HEIGHT_PX / 2 + seen[:, 1] * scale], 1), depth

    def project_polygon(self, corners: Floats) -> Floats:
        """Pixel positions of a flat polygon's part before the camera; none if all of it is behind."""
        seen = (np.asarray(corners, np.float32) - self.position) @ self.axes.T
        if seen[:, 2].min() < NEAREST_M:
            seen = _before(seen)
        if not len(seen):
            return np.zeros((0, 2), np.float32)
        flat = seen[:, :2] * (self.focal_px / seen[:, 2:])
        return (flat + np.array([WIDTH_PX / 2, HEIGHT_PX / 2])).astype(np.float32)

    def rays(self, supersample: int) -> Floats:
        """World directions through the pixel centres; their forward part is 1, so that lengths are depths."""
        xs = (np.arange(WIDTH_PX * supersample, dtype=np.float32) + 0.5) / supersample - WIDTH_PX / 2
        ys = (np.arange(HEIGHT_PX * supersample, dtype=np.float32) + 0.5) / supersample - HEIGHT_PX / 2
        right, down, forward = self.axes
        across = xs[None, :, None] * (right / self.focal_px)
        return (across + ys[:, None, None] * (down / self.focal_px) + forward).astype(np.float32)

    def distance_to(self, x_m: float, y_m: float) -> float:
        return float(np.hypot(x_m - self.x_m, y_m - self.y_m))


def _before(seen: Floats) -> Floats:
    """Cuts a polygon (right, down, forward) off at the nearest depth."""
    kept = []
    for here, after in zip(seen, np.roll(seen, -1, axis=0), strict=True):
        if here[2] >= NEAREST_M:
            kept.append(here)
        if (here[2] >= NEAREST_M) != (after[2] >= NEAREST_M):
            kept.append(here + (after - here) * ((NEAREST_M - here[2]) / (after[2] - here[2])))
    return np.array(kept, np.float32).reshape(-1, 3)
