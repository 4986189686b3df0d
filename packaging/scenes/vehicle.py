"""Draws vehicles: faces towards the camera, lit; wheels; shadows; lamps at night."""

from dataclasses import dataclass

import cv2
import numpy as np

from scenes.canvas import Canvas
from scenes.light import Light, linear
from scenes.model import MODELS, TRAM_PITCH_M, Face, Model
from scenes.traffic import Moving
from scenes.view import HEIGHT_PX, WIDTH_PX, Floats

PAINTS = [
    (205, 206, 206),
    (150, 152, 152),
    (88, 88, 90),
    (34, 34, 36),
    (112, 60, 34),
    (38, 34, 148),
    (205, 206, 206),
    (70, 74, 78),
    (150, 168, 178),
    (90, 78, 40),
    (44, 42, 44),
    (176, 176, 176),
]
LIVERIES = {
    "bus": [
        ((158, 92, 28), (210, 212, 212)),
        ((196, 196, 196), (150, 80, 30)),
        ((60, 120, 60), (200, 204, 204)),
    ],
    "tram": [((86, 126, 62), (110, 190, 220)), ((60, 60, 170), (200, 204, 206))],
}
FIXED = {
    "trim": (30, 30, 31),
    "seam": (40, 40, 42),
    "dark": (16, 16, 17),
    "plate": (196, 200, 200),
    "roof": (150, 152, 152),
    "head": (226, 228, 228),
    "tail": (30, 24, 130),
    "sign": (20, 90, 130),
}
LENS = np.radians(np.arange(0, 360, 24))


@dataclass
class Placed:
    """A rigid piece of a vehicle on the road."""

    model: Model
    kind: str
    seed: int
    front: tuple[float, float]
    rear: tuple[float, float]
    braking: bool = False
    lights_on: bool = True

    @property
    def ahead(self) -> Floats:
        run = np.array([self.front[0] - self.rear[0], self.front[1] - self.rear[1], 0], np.float32)
        return run / max(1e-6, float(np.linalg.norm(run)))

    @property
    def middle(self) -> tuple[float, float]:
        return (self.front[0] + self.rear[0]) / 2, (self.front[1] + self.rear[1]) / 2

    def world(self, local: Floats) -> Floats:
        left = np.array([-self.ahead[1], self.ahead[0], 0], np.float32)
        basis = np.stack([self.ahead, left, np.array([0, 0, 1], np.float32)])
        return np.array([*self.front, 0], np.float32) + local @ basis

    def direction(self, local: Floats) -> Floats:
        left = np.array([-self.ahead[1], self.ahead[0], 0], np.float32)
        return local[0] * self.ahead + local[1] * left + np.array([0, 0, local[2]], np.float32)


def pieces(moving: Moving) -> list[Placed]:
    """The rigid pieces of a vehicle on its path, each held by the path under its front and rear."""
    found = []
    for index, model in enumerate(MODELS[moving.driver.kind]):
        front_s = moving.front_s_m - index * TRAM_PITCH_M
        front, rear = moving.path.at(front_s), moving.path.at(front_s - model.length_m)
        found.append(Placed(model, moving.driver.kind, moving.driver.seed, front, rear, moving.braking))
    return found


def draw_shadow(canvas: Canvas, placed: Placed) -> None:
    """The soft dark below, and the sun's shadow beside."""
    model = placed.model
    half, rear = model.width_m / 2, -model.length_m
    foot = np.array([(0, half, 0), (0, -half, 0), (rear, -half, 0), (rear, half, 0)], np.float32)
    pixels = canvas.view.project_polygon(placed.world(foot * np.array([1.01, 1.06, 1], np.float32)))
    metre_px = canvas.view.focal_px / max(4.0, canvas.view.distance_to(*placed.middle))
    if canvas.light.sunny and (sunlit := canvas.sunlit(*placed.middle)) > 0.1:
        sun = canvas.light.sun_direction
        slide = np.array([-sun[0] / sun[2], -sun[1] / sun[2], 0], np.float32)
        belt = placed.world(foot * np.array([1, 0.9, 1], np.float32)) + slide * model.height_m * 0.6
        narrow = foot * np.array([0.85, 0.7, 1], np.float32) + np.array(
            [-0.1 * model.length_m, 0, 0], np.float32
        )
        roof = placed.world(narrow) + slide * model.height_m
        outline = cv2.convexHull(np.concatenate([placed.world(foot), belt, roof])[:, :2].astype(np.float32))[
            :, 0
        ]
        cast = canvas.view.project_polygon(np.pad(outline, ((0, 0), (0, 1))))
        if len(cast):
            canvas.darken([cast], 0.58 * sunlit, min(4, 0.06 * metre_px))
    if len(pixels):
        canvas.darken([pixels], 0.5 if canvas.light.night else 0.62, min(12, 0.22 * metre_px))


def draw(canvas: Canvas, placed: Placed) -> None:
    """The vehicle itself, hidden where something still stands nearer."""
    model = placed.model
    middle = placed.middle
    all_corners = placed.world(np.concatenate([face.corners for face in model.faces]))
    pixels, depth = canvas.view.project(all_corners)
    if depth.max() < 0.8:
        return
    if depth.min() < 0.8:  # partly behind the camera: any part of the picture may be touched
        pixels = np.array([(0, 0), (WIDTH_PX, HEIGHT_PX)], np.float32)
    if not _in_picture(pixels):
        return
    light = canvas.light_near(*middle)
    painter = _Painter(canvas, placed, light, canvas.sunlit(*middle, 1.0))
    with canvas.hidden_by_nearer(pixels, float(depth.mean()) - 0.4):
        painter.tyres()
        for part in range(model.faces[-1].part + 1):
            for face in model.faces:
                if face.part == part:
                    painter.face(face)
            if part == 0:
                painter.wheels()


def draw_lights(canvas: Canvas, placed: Placed, wet: bool = False) -> None:
    """Head lamps, tail lamps and their halos, for dusk and night; on a wet road also their reflections."""
    camera = canvas.view.position
    for lamps, towards, ahead in ((placed.model.head_lamps, 1, True), (placed.model.tail_lamps, -1, False)):
        if not len(lamps):
            continue
        points = placed.world(lamps)
        pixels, depth = canvas.view.project(points)
        if depth.min() < 1:
            continue
        for point, pixel, far in zip(points, pixels, depth, strict=True):
            to_camera = camera - point
            facing = float(placed.ahead @ to_camera) / float(np.linalg.norm(to_camera)) * towards
            if facing <= 0.05:
                continue
            metre_px = canvas.view.focal_px / float(far)
            if wet:
                _draw_reflection(canvas, pixel, metre_px, (90, 110, 120) if ahead else (10, 10, 110))
            if ahead:
                colour = np.array([215, 238, 250]) * (0.3 + 0.7 * facing)
                canvas.glow(pixel, max(5, metre_px * (0.3 + 0.9 * facing**2)), colour, float(far))
            else:
                canvas.glow(
                    pixel, max(4, metre_px * (0.7 if placed.braking else 0.4)), (30, 30, 250), float(far)
                )


def draw_beam(canvas: Canvas, placed: Placed, strength: float = 1.0) -> None:
    """The head lamps' light on the road ahead."""
    if not len(placed.model.head_lamps):
        return
    beam = np.array(
        [(0.6, 0.6, 0), (0.6, -0.6, 0), (9, -2.2, 0), (13, -1.2, 0), (13, 1.2, 0), (9, 2.2, 0)], np.float32
    )
    near = np.array([(0.4, 0.5, 0), (0.4, -0.5, 0), (5, -1.2, 0), (5, 1.2, 0)], np.float32)
    for shape, level in ((beam, 34), (near, 26)):
        pixels, depth = canvas.view.project(placed.world(shape))
        if depth.min() < 1.5:
            continue
        soft = min(26.0, max(2.0, canvas.view.focal_px / float(depth.mean()) * 0.5))
        canvas.brighten([pixels], np.array([0.8, 0.95, 1.0]) * level * strength, soft)


def _draw_reflection(canvas: Canvas, pixel: Floats, metre_px: float, colour: tuple[int, int, int]) -> None:
    half, top, bottom = metre_px * 0.09, metre_px * 0.6, metre_px * 3.2
    streak = np.array([(-half, top), (half, top), (half, bottom), (-half, bottom)], np.float32) + pixel
    canvas.brighten([streak], colour, max(1.0, metre_px * 0.12))


def _in_picture(pixels: Floats) -> bool:
    low, high = pixels.min(0), pixels.max(0)
    return bool(high[0] > 0 and high[1] > 0 and low[0] < WIDTH_PX and low[1] < HEIGHT_PX)


class _Painter:
    def __init__(self, canvas: Canvas, placed: Placed, light: Light, sunlit: float) -> None:
        self._canvas, self._placed, self._light, self._sunlit = canvas, placed, light, sunlit
        self._middle = np.array([[*placed.middle, 1.0]], np.float32)
        first, second = _livery(placed)
        self._albedo = {"paint": first, "livery": first, "livery2": second, **FIXED}
        if placed.kind == "taxi":
            self._albedo["paint"] = (60, 170, 205)

    def face(self, face: Face) -> None:
        normal = self._placed.direction(face.normal)
        corners = self._placed.world(face.corners)
        if float(normal @ (self._canvas.view.position - corners.mean(0))) <= 0:
            return
        falling = self._light.irradiance(self._middle, normal, self._sunlit)[0]
        self._polygon(corners, self._colour(face.material, falling, normal))
        for decal, material in face.decals:
            self._polygon(self._placed.world(decal), self._colour(material, falling, normal))

    def tyres(self) -> None:
        for x, y, radius in self._placed.model.wheels:
            for sign in (1, -1):
                ring = _ring(x, radius)
                outer, inner = ring + np.array([0, sign * y, 0]), ring + np.array([0, sign * (y - 0.2), 0])
                tyre = self._placed.world(np.concatenate([outer, inner]).astype(np.float32))
                pixels, depth = self._canvas.view.project(tyre)
                if depth.min() > 0.8:
                    black = self._light.code(linear((24, 24, 25)) * self._ambient())
                    self._canvas.fill(cv2.convexHull(pixels)[:, 0], black)

    def wheels(self) -> None:
        """Arch, tyre and rim on the sides that face the camera."""
        left = self._placed.direction(np.array([0, 1, 0], np.float32))
        seen = float(left @ (self._canvas.view.position - self._middle[0]))
        sign = 1.0 if seen > 0 else -1.0
        if abs(seen) < self._placed.model.width_m / 2:
            return
        falling = self._light.irradiance(self._middle, left * sign, self._sunlit)[0]
        for x, y, radius in self._placed.model.wheels:
            for scale, code in (
                (1.2, (14, 14, 14)),
                (1.0, (30, 30, 31)),
                (0.62, (120, 122, 122)),
                (0.2, (60, 60, 60)),
            ):
                ring = _ring(x, radius, scale) + np.array([0, sign * y, 0], np.float32)
                ring[:, 2] = np.maximum(ring[:, 2], 0.02)
                self._polygon(self._placed.world(ring), self._light.code(linear(code) * falling))

    def _ambient(self) -> Floats:
        return self._light.irradiance(self._middle, np.array([0, 0, 0], np.float32), 0)[0]

    def _polygon(self, corners: Floats, colour: tuple[int, int, int]) -> None:
        pixels = self._canvas.view.project_polygon(corners)
        if len(pixels):
            self._canvas.fill(np.clip(pixels, -30000, 30000), colour)

    def _colour(self, material: str, falling: Floats, normal: Floats) -> tuple[int, int, int]:
        night = self._light.night and self._placed.lights_on
        if material in ("glass", "screen", "cabin"):
            upward = max(0.0, float(normal[2]))
            mirrored = np.array(self._light.zenith, np.float32) * (0.05 + 0.2 * upward) + falling * 0.012
            if material == "cabin" and night:
                mirrored = mirrored + np.array([0.35, 0.5, 0.58], np.float32) / self._light.exposure * 0.5
            return self._light.code(mirrored)
        if night and material == "head":
            return 250, 252, 252
        if night and material == "sign":
            return 60, 190, 250
        if material == "tail":
            if self._placed.braking:
                return 60, 50, 245
            if night:
                return 40, 30, 200
        radiance = linear(self._albedo[material]) * falling
        if material in ("paint", "livery", "roof"):
            radiance = radiance + np.array(self._light.zenith, np.float32) * 0.05 * max(0.0, float(normal[2]))
        return self._light.code(radiance)


def _ring(x: float, radius: float, scale: float = 1.0) -> Floats:
    return np.stack(
        [x + radius * scale * np.cos(LENS), LENS * 0, radius + radius * scale * np.sin(LENS)], 1
    ).astype(np.float32)


def _livery(placed: Placed) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    if placed.kind in LIVERIES:
        return LIVERIES[placed.kind][placed.seed % len(LIVERIES[placed.kind])]
    paint = PAINTS[placed.seed % len(PAINTS)]
    if placed.kind == "van" and placed.seed % 3:
        paint = (205, 206, 206)
    return paint, paint
