"""The picture of one frame while things are drawn into it, behind and in front of what stands still."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import cv2
import numpy as np

from scenes.light import Light
from scenes.stage import Backdrop, Shade
from scenes.texture import Codes
from scenes.view import HEIGHT_PX, WIDTH_PX, Floats, View

SHIFT = 4
LAMP_REACH_M = 22.0


@dataclass
class Canvas:
    """One frame in the making. Drawing methods change `picture` in place."""

    picture: Codes
    view: View
    light: Light
    shade: Shade
    backdrop: Backdrop

    @contextmanager
    def hidden_by_nearer(self, pixels: Floats, depth_m: float) -> Iterator[None]:
        """What is drawn within the pixels' bounds meanwhile is undone where something still stands nearer."""
        rows, columns = bounds(pixels, 3)
        before = self.picture[rows, columns].copy()
        yield
        if before.size:
            nearer = (self.backdrop.depth[rows, columns] < depth_m).astype(np.uint8)
            if nearer.any():
                self.picture[rows, columns] = np.where(nearer[..., None], before, self.picture[rows, columns])

    def fill(self, pixels: Floats, colour: Sequence[float]) -> None:
        """An anti-aliased convex polygon."""
        cv2.fillConvexPoly(
            self.picture, np.round(pixels * 16).astype(np.int32), tuple(colour), cv2.LINE_AA, SHIFT
        )

    def darken(self, polygons: Sequence[Floats], strength: float, soft_px: float) -> None:
        """A soft shadow on the bare ground within polygons of pixels."""
        rows, columns = bounds(np.concatenate(polygons), soft_px * 3)
        mask = self._mask(polygons, rows, columns, soft_px)
        if mask is None:
            return
        keep = 255 - (cv2.bitwise_and(mask, self.backdrop.ground[rows, columns]) * strength).astype(np.uint8)
        area = self.picture[rows, columns]
        cv2.multiply(area, cv2.merge([keep, keep, keep]), area, scale=1 / 255)

    def brighten(
        self, polygons: Sequence[Floats], colour: Sequence[float], soft_px: float, ground: bool = True
    ) -> None:
        """Soft light (picture codes to add) within polygons of pixels, on bare ground or on everything."""
        rows, columns = bounds(np.concatenate(polygons), soft_px * 3)
        mask = self._mask(polygons, rows, columns, soft_px)
        if mask is None:
            return
        if ground:
            mask = cv2.bitwise_and(mask, self.backdrop.ground[rows, columns])
        added = cv2.merge([cv2.convertScaleAbs(mask, alpha=part / 255) for part in colour])
        area = self.picture[rows, columns]
        cv2.add(area, added, area)

    def glow(self, at: Floats, radius_px: float, colour: Sequence[float], depth_m: float) -> None:
        """A round halo around a light, fading outwards."""
        x, y = float(at[0]), float(at[1])
        rows, columns = bounds(np.array([[x, y]], np.float32), radius_px)
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        ix, iy = min(max(int(x), 0), WIDTH_PX - 1), min(max(int(y), 0), HEIGHT_PX - 1)
        if self.backdrop.depth[iy, ix] < depth_m - 1.0:
            return
        ys = (np.arange(rows.start, rows.stop) - y)[:, None] / radius_px
        xs = (np.arange(columns.start, columns.stop) - x)[None, :] / radius_px
        near = np.clip(1 - np.sqrt(ys**2 + xs**2), 0, 1) ** 2.4
        area = self.picture[rows, columns]
        cv2.add(area, (near[..., None] * np.array(colour)).astype(np.uint8), area)

    def sunlit(self, x_m: float, y_m: float, z_m: float = 0.8) -> float:
        return float(self.shade.sunlit(np.array([[x_m, y_m, z_m]], np.float32))[0])

    def light_near(self, x_m: float, y_m: float) -> Light:
        """The light with only the lamps that matter there."""
        near = [lamp for lamp in self.light.lamps if np.hypot(lamp.x_m - x_m, lamp.y_m - y_m) < LAMP_REACH_M]
        return replace(self.light, lamps=near) if len(near) < len(self.light.lamps) else self.light

    @staticmethod
    def _mask(polygons: Sequence[Floats], rows: slice, columns: slice, soft_px: float) -> Codes | None:
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if height <= 1 or width <= 1:
            return None
        mask = np.zeros((height, width), np.uint8)
        corner = np.array([columns.start, rows.start], np.float32)
        for polygon in polygons:
            hull = cv2.convexHull(np.round((polygon - corner) * 16).astype(np.int32))
            cv2.fillConvexPoly(mask, hull, 255, cv2.LINE_AA, SHIFT)
        size = int(soft_px) * 2 + 1
        return cv2.blur(cv2.blur(mask, (size, size)), (size, size)) if size > 1 else mask


def bounds(pixels: Floats, margin_px: float) -> tuple[slice, slice]:
    """Rows and columns of the picture around pixel positions."""
    low = np.clip(np.floor(pixels.min(0) - margin_px), 0, [WIDTH_PX, HEIGHT_PX]).astype(int)
    high = np.clip(np.ceil(pixels.max(0) + margin_px), 0, [WIDTH_PX, HEIGHT_PX]).astype(int)
    return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))
