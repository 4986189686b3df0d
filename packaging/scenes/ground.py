"""The ground of a place, painted from above in metres: materials, lane markings, wear."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import cv2
import numpy as np

from scenes.stage import Surface
from scenes.texture import CodeColour, Codes, asphalt, fractal, grass, gravel, slabs, snow

Point = tuple[float, float]
Material = Callable[[np.random.Generator, int, int, float], Codes]

PPM = 22.0
SHIFT = 4  # fractional bits of OpenCV's drawing coordinates
WHITE_PAINT = (196, 200, 200)
YELLOW_PAINT = (70, 170, 200)


def paving(base: CodeColour = (136, 140, 142), length_m: float = 0.6, depth_m: float = 0.4) -> Material:
    """Slabs of the given size."""
    return lambda rng, height, width, ppm: slabs(rng, height, width, ppm, base, length_m, depth_m)


def cobbles(base: CodeColour = (104, 110, 114)) -> Material:
    """Small setts."""
    return paving(base, 0.24, 0.16)


class Ground:
    """Painted with x to the right and y upwards in metres, within the given limits."""

    def __init__(self, rng: np.random.Generator, x0_m: float, x1_m: float, y0_m: float, y1_m: float) -> None:
        self._rng = rng
        self.x0_m, self.x1_m, self.y0_m, self.y1_m = x0_m, x1_m, y0_m, y1_m
        self._size = (int((y1_m - y0_m) * PPM), int((x1_m - x0_m) * PPM))
        self._picture = asphalt(rng, *self._size, PPM)

    def rect(self, material: Material, x0: float, y0: float, x1: float, y1: float) -> None:
        self.polygon(material, [(x0, y0), (x1, y0), (x1, y1), (x0, y1)])

    def polygon(self, material: Material, points: Sequence[Point]) -> None:
        """Fills an area with a material; made only as large as the area's bounds."""
        mask = np.zeros(self._size, np.uint8)
        cv2.fillPoly(mask, [self._pixels(points)], 255, cv2.LINE_AA, SHIFT)
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        if len(rows) and len(columns):
            area = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
            height, width = mask[area].shape
            self._mix(area, material(self._rng, height, width, PPM), mask[area].astype(np.float32) / 255)

    def disc(self, material: Material, x: float, y: float, radius_m: float) -> None:
        turns = np.linspace(0, 2 * np.pi, 64, endpoint=False)
        self.polygon(material, [(x + radius_m * np.cos(a), y + radius_m * np.sin(a)) for a in turns])

    def road(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.rect(asphalt, x0, y0, x1, y1)

    def line(
        self,
        points: Sequence[Point],
        width_m: float = 0.12,
        dash_m: tuple[float, float] | None = None,
        colour: CodeColour = WHITE_PAINT,
        strength: float = 0.85,
    ) -> None:
        """A worn painted line; `dash_m`: length of a dash and of the gap after it."""
        mask = np.zeros(self._size, np.uint8)
        for start, end in pairwise(points):
            self._stroke(mask, start, end, width_m, dash_m)
        self._paint(mask, colour, strength)

    def zebra(
        self, x0: float, y0: float, x1: float, y1: float, along_x: bool = True, bar_m: float = 0.5
    ) -> None:
        """Bars beside each other along x (a street that runs along y is crossed), or along y."""
        mask = np.zeros(self._size, np.uint8)
        at = x0 if along_x else y0
        while at + bar_m <= (x1 if along_x else y1) + 0.01:
            bar = (at, y0, at + bar_m, y1) if along_x else (x0, at, x1, at + bar_m)
            corners = [(bar[0], bar[1]), (bar[2], bar[1]), (bar[2], bar[3]), (bar[0], bar[3])]
            cv2.fillPoly(mask, [self._pixels(corners)], 255, cv2.LINE_AA, SHIFT)
            at += 2 * bar_m
        self._paint(mask, WHITE_PAINT, 0.9)

    def kerb(self, points: Sequence[Point], colour: CodeColour = (150, 154, 156)) -> None:
        self.line(points, 0.32, None, tuple(int(c * 0.42) for c in colour), 0.55)  # type: ignore[arg-type]
        self.line(points, 0.17, None, colour, 1.0)

    def wear(self, points: Sequence[Point], track_m: float = 1.5, strength: float = 0.1) -> None:
        """Darker wheel tracks and an oil stripe between them."""
        mask = np.zeros(self._size, np.uint8)
        for start, end in pairwise(points):
            run = np.array([end[0] - start[0], end[1] - start[1]])
            side = np.array([-run[1], run[0]]) / max(1e-6, float(np.hypot(*run))) * track_m / 2
            for offset in (side, -side):
                begin, stop = np.array(start) + offset, np.array(end) + offset
                self._stroke(mask, (begin[0], begin[1]), (stop[0], stop[1]), 0.5, None)
            self._stroke(mask, start, end, 0.3, None)
        soft = cv2.GaussianBlur(mask, (0, 0), 0.22 * PPM).astype(np.float32) * (strength / 255)
        soft *= np.clip(1 + fractal(self._rng, *self._size, [(3 * PPM, 0.4)]), 0, 2)
        self._picture = (self._picture * (1 - soft[..., None])).astype(np.uint8)

    def cover(self, x: float, y: float, radius_m: float = 0.32) -> None:
        """A manhole cover."""
        centre = self._pixels([(x, y)])[0]
        cv2.circle(
            self._picture, centre.tolist(), int(radius_m * PPM * 16), (58, 60, 62), -1, cv2.LINE_AA, SHIFT
        )
        cv2.circle(
            self._picture, centre.tolist(), int(radius_m * PPM * 16), (44, 45, 46), 1, cv2.LINE_AA, SHIFT
        )

    def patch(self, x0: float, y0: float, x1: float, y1: float, base: CodeColour = (74, 73, 72)) -> None:
        """A mended piece of asphalt."""
        self.rect(lambda rng, height, width, ppm: asphalt(rng, height, width, ppm, base), x0, y0, x1, y1)

    def snow_over(self, amount: float) -> None:
        """Snow in irregular patches; 0 none, 1 everywhere."""
        field = fractal(self._rng, *self._size, [(4 * PPM, 0.3), (1.2 * PPM, 0.22), (0.3 * PPM, 0.12)])
        cover = np.clip((field + amount * 2 - 1) * 2 + 0.5, 0, 0.96)
        self._mix((slice(None), slice(None)), snow(self._rng, *self._size, PPM), cover)

    def darken(self, factor: float) -> None:
        """Wet ground."""
        self._picture = (self._picture * factor).astype(np.uint8)

    def surface(self) -> Surface:
        return Surface(
            np.array([self.x0_m, self.y0_m, 0], np.float32),
            np.array([1, 0, 0], np.float32),
            np.array([0, 1, 0], np.float32),
            self.x1_m - self.x0_m,
            self.y1_m - self.y0_m,
            self._picture,
            is_ground=True,
        )

    def _stroke(
        self, mask: Codes, start: Point, end: Point, width_m: float, dash_m: tuple[float, float] | None
    ) -> None:
        first, last = np.array(start, float), np.array(end, float)
        length = float(np.hypot(*(last - first)))
        if length < 1e-6:
            return
        ahead = (last - first) / length
        side = np.array([-ahead[1], ahead[0]]) * width_m / 2
        dash, gap = dash_m or (length, 1.0)
        at = 0.0
        while at < length:
            begin, stop = first + ahead * at, first + ahead * min(length, at + dash)
            corners = [tuple(begin + side), tuple(stop + side), tuple(stop - side), tuple(begin - side)]
            cv2.fillPoly(mask, [self._pixels(corners)], 255, cv2.LINE_AA, SHIFT)  # type: ignore[arg-type]
            at += dash + gap

    def _paint(self, mask: Codes, colour: CodeColour, strength: float) -> None:
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        if not len(rows):
            return
        area = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        height, width = mask[area].shape
        worn = np.clip(
            strength + fractal(self._rng, height, width, [(1, 0.1), (0.2 * PPM, 0.1), (1.5 * PPM, 0.12)]),
            0,
            1,
        )
        flat = np.empty((height, width, 3), np.uint8)
        flat[:] = colour
        self._mix(area, flat, mask[area].astype(np.float32) / 255 * worn)

    def _mix(self, area: tuple[slice, slice], over: Codes, cover: np.ndarray) -> None:
        under = self._picture[area].astype(np.float32)
        self._picture[area] = (under + (over - under) * cover[..., None]).astype(np.uint8)

    def _pixels(self, points: Sequence[Point]) -> np.ndarray:
        flat = np.array([((x - self.x0_m) * PPM, (self.y1_m - y) * PPM) for x, y in points])
        return np.round(flat * (1 << SHIFT)).astype(np.int32)


__all__ = ["YELLOW_PAINT", "Ground", "asphalt", "cobbles", "grass", "gravel", "paving", "snow"]
