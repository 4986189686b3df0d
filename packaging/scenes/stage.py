"""The still part of a scene: surfaces in metres, cast onto the picture ray by ray, with depth."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scenes.light import LINEAR_OF_CODE, Light
from scenes.texture import Codes, fractal
from scenes.view import HEIGHT_PX, WIDTH_PX, Floats, View

SUPERSAMPLE = 2
FAR_M = 1e6
LIGHT_GRID_PPM = 4.0


@dataclass(frozen=True)
class Box:
    """An upright block that throws a shadow."""

    x0_m: float
    y0_m: float
    x1_m: float
    y1_m: float
    height_m: float
    base_m: float = 0.0


@dataclass(frozen=True)
class Ball:
    """A tree's crown, as a thrower of shadow."""

    x_m: float
    y_m: float
    z_m: float
    radius_m: float
    density: float = 0.8


@dataclass
class Surface:
    """A flat rectangle: origin at its lower left seen from the front, `across` and `up` of unit length."""

    origin: Floats
    across: Floats
    up: Floats
    width_m: float
    height_m: float
    albedo: Codes
    glow: Codes | None = None
    glow_power: float = 1.0
    alpha: NDArray[np.uint8] | None = None
    is_ground: bool = False
    flat_light: bool = False  # light at its middle for all of it (a tree's card)

    def __post_init__(self) -> None:
        self.width_m, self.height_m = (
            float(self.width_m),
            float(self.height_m),
        )  # a NumPy float would widen all arrays

    @property
    def normal(self) -> Floats:
        return np.cross(self.across, self.up).astype(np.float32)

    @property
    def corners(self) -> Floats:
        right, top = self.across * self.width_m, self.up * self.height_m
        return np.stack([self.origin, self.origin + right, self.origin + right + top, self.origin + top])


@dataclass
class Backdrop:
    """The still picture (1280 x 720), its depths, and where the bare ground is seen (255)."""

    picture: Codes
    depth: Floats
    ground: Codes


class Shade:
    """How much of the sun points see past the scene's boxes and crowns."""

    def __init__(self, light: Light, boxes: list[Box], balls: list[Ball]) -> None:
        self._light, self._boxes, self._balls = light, boxes, balls

    def sunlit(self, points: Floats) -> Floats:
        seen = np.ones(len(points), np.float32)
        if not self._light.sunny:
            return seen
        for box in self._boxes:
            seen[self._behind(box, points)] = 0
        for ball in self._balls:
            seen *= 1 - self._through(ball, points)
        return seen

    def _behind(self, box: Box, points: Floats) -> NDArray[np.bool_]:
        towards = self._light.sun_direction
        low = np.array([box.x0_m, box.y0_m, box.base_m], np.float32) + 0.02
        high = np.array([box.x1_m, box.y1_m, box.base_m + box.height_m], np.float32) - 0.02
        steps = np.where(np.abs(towards) < 1e-4, 1e-4, towards)
        first, second = (low - points) / steps, (high - points) / steps
        enter = np.minimum(first, second).max(1)
        leave = np.maximum(first, second).min(1)
        return (leave > np.maximum(enter, 0.05)) & (leave > 0.05)

    def _through(self, ball: Ball, points: Floats) -> Floats:
        towards = self._light.sun_direction
        centre = np.array([ball.x_m, ball.y_m, ball.z_m], np.float32) - points
        along = centre @ towards
        off = np.sqrt(np.maximum((centre**2).sum(1) - along**2, 0)) / ball.radius_m
        ripple = (
            0.25
            * np.sin(points[:, 0] * 5.1 + points[:, 1] * 3.7)
            * np.sin(points[:, 1] * 5.9 - points[:, 0] * 2.3)
        )
        cover = (
            np.clip((1.05 + ripple - off) * 4, 0, 1) * ball.density * (1 - 0.5 * np.clip(ripple * 3, 0, 1))
        )
        return np.where(along > 0, cover, 0).astype(np.float32)

    def openness(self, points: Floats) -> Floats:
        """How open the sky is near the feet of boxes (ambient occlusion)."""
        open_sky = np.ones(len(points), np.float32)
        for box in self._boxes:
            beside_x = np.maximum(np.maximum(box.x0_m - points[:, 0], points[:, 0] - box.x1_m), 0)
            beside_y = np.maximum(np.maximum(box.y0_m - points[:, 1], points[:, 1] - box.y1_m), 0)
            reach = min(1.6, 0.25 + box.height_m * 0.2)
            open_sky *= 1 - 0.5 * np.exp(-np.hypot(beside_x, beside_y) / reach) * (points[:, 2] < 0.05)
        return open_sky * (1 - 0.3 * np.exp(-points[:, 2] / 1.5) * (points[:, 2] >= 0.05))


class Stage:
    """Casts surfaces in any order, nearer ones hide farther ones; see-through ones from far to near."""

    def __init__(self, view: View, light: Light, shade: Shade, rng: np.random.Generator) -> None:
        self._view, self._light, self._shade, self._rng = view, light, shade, rng
        self._rays = view.rays(SUPERSAMPLE)
        self._colour = self._sky()
        self._depth = np.full(self._rays.shape[:2], FAR_M, np.float32)
        self._ground = np.zeros(self._rays.shape[:2], np.uint8)

    def cast(self, surface: Surface) -> None:
        rows, columns = self._bounds(surface)
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        rays = self._rays[rows, columns]
        facing = rays @ np.stack([surface.across, surface.up, surface.normal], 1).astype(np.float32)
        offset = self._view.position - surface.origin
        away = facing[..., 2]
        with np.errstate(divide="ignore", invalid="ignore"):
            depth = -float(offset @ surface.normal) / away
            across_m = float(offset @ surface.across) + depth * facing[..., 0]
            up_m = float(offset @ surface.up) + depth * facing[..., 1]
        inside = (depth > 0.2) & (depth < self._depth[rows, columns]) & (away < 0)
        inside &= (across_m >= 0) & (across_m <= surface.width_m) & (up_m >= 0) & (up_m <= surface.height_m)
        if inside.any():
            valid = (
                np.where(inside, depth, np.float32(1)),
                np.where(inside, across_m, 0),
                np.where(inside, up_m, 0),
            )
            self._blend(surface, rows, columns, *valid, inside)

    def _blend(
        self,
        surface: Surface,
        rows: slice,
        columns: slice,
        depth: Floats,
        across_m: Floats,
        up_m: Floats,
        inside: NDArray[np.bool_],
    ) -> None:
        radiance = self._radiance(surface, depth, across_m, up_m)
        haze = np.exp(-depth / self._light.haze_m)[..., None]
        radiance = radiance * haze + np.array(self._light.horizon, np.float32) * (1 - haze)
        cover = inside.astype(np.float32)
        if surface.alpha is not None:
            cover *= self._sampled(surface, surface.alpha, depth, across_m, up_m).astype(np.float32) / 255
        self._colour[rows, columns] += (radiance - self._colour[rows, columns]) * np.where(inside, cover, 0)[
            ..., None
        ]
        solid = inside & (cover > 0.5)
        self._depth[rows, columns][solid] = depth[solid]
        self._ground[rows, columns][solid] = 255 if surface.is_ground else 0

    def finish(self, wet: bool = False) -> Backdrop:
        size = (WIDTH_PX, HEIGHT_PX)
        radiance = cv2.resize(self._colour, size, interpolation=cv2.INTER_AREA)
        bright = np.clip(radiance * self._light.exposure - 1.2, 0, 4) / self._light.exposure
        if self._light.night:
            radiance += 0.25 * cv2.GaussianBlur(bright, (0, 0), 5) + 0.18 * cv2.GaussianBlur(
                bright, (0, 0), 22
            )
        depth = np.ascontiguousarray(self._depth[::SUPERSAMPLE, ::SUPERSAMPLE])
        ground = np.ascontiguousarray(self._ground[::SUPERSAMPLE, ::SUPERSAMPLE])
        depth[ground > 0] = FAR_M  # bare ground hides nothing that stands on it
        if wet:
            radiance += self._mirrored(radiance, 0.3 if self._light.night else 0.13) * (
                ground[..., None] / np.float32(255)
            )
        return Backdrop(self._light.tone(radiance), depth, ground)

    @staticmethod
    def _mirrored(radiance: Floats, strength: float) -> Floats:
        """A wet road's reflection of what shines above it: smeared downwards."""
        down = np.roll(cv2.GaussianBlur(radiance, (0, 0), sigmaX=3, sigmaY=60), 70, axis=0)
        down[:70] = 0
        return down * strength

    def _sky(self) -> Floats:
        height, width = self._rays.shape[:2]
        slope = self._rays[..., 2] / np.hypot(self._rays[..., 0], self._rays[..., 1])
        lift = np.clip(slope / 0.9, 0, 1)[..., None] ** 0.7
        sky = (
            np.array(self._light.horizon, np.float32) * (1 - lift)
            + np.array(self._light.zenith, np.float32) * lift
        )
        clouds = fractal(self._rng, height, width, [(420, 0.5), (160, 0.3), (60, 0.12)])
        clouds = cv2.GaussianBlur(np.clip(clouds, 0, 1), (0, 0), 9)[..., None]
        return (sky + (np.array(self._light.horizon, np.float32) * 1.1 - sky) * clouds * 0.7).astype(
            np.float32
        )

    def _bounds(self, surface: Surface) -> tuple[slice, slice]:
        pixels, depth = self._view.project(surface.corners)
        height, width = self._rays.shape[:2]
        if (depth < 0.5).any():
            return slice(0, height), slice(0, width)
        low = np.clip(np.floor(pixels.min(0) * SUPERSAMPLE) - 1, 0, [width, height]).astype(int)
        high = np.clip(np.ceil(pixels.max(0) * SUPERSAMPLE) + 1, 0, [width, height]).astype(int)
        return slice(low[1], high[1]), slice(low[0], high[0])

    def _sampled(
        self, surface: Surface, texture: Codes, depth: Floats, across_m: Floats, up_m: Floats
    ) -> Codes:
        """The texture under each pixel; coarser copies of it farther away, so that it doesn't sparkle."""
        ppm = texture.shape[1] / surface.width_m
        footprint = depth * (ppm / (self._view.focal_px * SUPERSAMPLE))
        result: Codes | None = None
        level = texture
        for step in range(4):
            shrink = 2.0**step
            scale_x, scale_y = level.shape[1] / surface.width_m, level.shape[0] / surface.height_m
            columns = np.clip(across_m * scale_x - 0.5, -2, level.shape[1] + 2)
            rows = np.clip((surface.height_m - up_m) * scale_y - 0.5, -2, level.shape[0] + 2)
            taken = cv2.remap(level, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            if result is None:
                result = taken
            else:
                coarse = footprint > shrink * 0.8
                result[coarse] = taken[coarse]
            if min(level.shape[:2]) < 16 or footprint.max() < shrink * 1.6:
                break
            level = cv2.resize(level, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        assert result is not None
        return result

    def _radiance(self, surface: Surface, depth: Floats, across_m: Floats, up_m: Floats) -> Floats:
        albedo = LINEAR_OF_CODE[self._sampled(surface, surface.albedo, depth, across_m, up_m)]
        light = self._light_map(surface)
        columns = np.clip(across_m / surface.width_m * light.shape[1] - 0.5, -1, light.shape[1])
        rows = np.clip((1 - up_m / surface.height_m) * light.shape[0] - 0.5, -1, light.shape[0])
        falling = cv2.remap(light, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        radiance = albedo * falling
        if surface.glow is not None and surface.glow_power > 0:
            glow = LINEAR_OF_CODE[self._sampled(surface, surface.glow, depth, across_m, up_m)]
            radiance += glow * surface.glow_power
        return radiance

    def _light_map(self, surface: Surface) -> Floats:
        """Irradiance over the surface, first row at its top; shadows softened."""
        ppm = LIGHT_GRID_PPM * (2 if surface.is_ground else 1)
        columns = 1 if surface.flat_light else max(2, int(surface.width_m * ppm))
        rows = 1 if surface.flat_light else max(2, int(surface.height_m * ppm))
        across = (np.arange(columns, dtype=np.float32) + 0.5) / columns * surface.width_m
        up = (1 - (np.arange(rows, dtype=np.float32) + 0.5) / rows) * surface.height_m
        points = (
            surface.origin
            + np.multiply.outer(up, surface.up)[:, None]
            + np.multiply.outer(across, surface.across)
        )
        points = points.reshape(-1, 3).astype(np.float32)
        lifted = points + surface.normal * 0.06
        sunlit = self._shade.sunlit(lifted).reshape(rows, columns)
        if not surface.flat_light:
            sunlit = cv2.GaussianBlur(sunlit, (0, 0), 1.3 if surface.is_ground else 0.8)
        normal = surface.normal if not surface.flat_light else np.array([0, 0, 0.8], np.float32)
        total = self._light.irradiance(points, normal, sunlit.ravel()) * self._shade.openness(points)[:, None]
        return total.reshape(rows, columns, 3)
