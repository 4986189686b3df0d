"""What moves by itself: rain, snow, ripples on water, a fountain's drops. All of it repeats with the loop."""

import cv2
import numpy as np

from scenes.canvas import Canvas
from scenes.place import Fountain
from scenes.stage import Backdrop
from scenes.texture import Codes
from scenes.traffic import FPS, LOOP_FRAMES
from scenes.view import HEIGHT_PX, WIDTH_PX, Floats, View

GRAVITY = 9.81
SHUTTER_S = 1 / 30


class Rain:
    """Streaks at another place in every frame, as rain at 15 frames a second looks."""

    def draw(self, picture: Codes, frame: int) -> None:
        rng = np.random.default_rng(5000 + frame)
        layer = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
        for _ in range(130):
            x, y = rng.uniform(-20, WIDTH_PX), rng.uniform(-60, HEIGHT_PX)
            long, level = rng.uniform(18, 70), int(rng.uniform(12, 48))
            cv2.line(layer, (int(x), int(y)), (int(x + long * 0.12), int(y + long)), level, 1, cv2.LINE_AA)
        layer = cv2.blur(layer, (2, 3))
        cv2.add(picture, cv2.merge([layer, layer, layer]), picture)


class Snowfall:
    """Flakes that fall a whole number of times through the picture in one loop."""

    def __init__(self, rng: np.random.Generator, count: int = 260) -> None:
        near = rng.uniform(0, 1, count) ** 2.2
        self._radius = 1.0 + 3.2 * near
        self._falls = np.round(3 + 9 * near)
        self._x, self._y = rng.uniform(0, 1, count), rng.uniform(0, 1, count)
        self._drifts = np.round(rng.uniform(-2, 2.4, count))
        self._waves = rng.integers(2, 7, count)

    def draw(self, picture: Codes, frame: int) -> None:
        share = frame / LOOP_FRAMES
        ys = (self._y + share * self._falls) % 1 * (HEIGHT_PX + 20) - 10
        wobble = 0.008 * np.sin(2 * np.pi * (share * self._waves + self._x * 9))
        xs = (self._x + share * self._drifts + wobble) % 1 * (WIDTH_PX + 20) - 10
        layer = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
        for x, y, radius in zip(xs, ys, self._radius, strict=True):
            centre, axes = (int(x * 16), int(y * 16)), (int(radius * 14), int(radius * 20))
            cv2.ellipse(layer, centre, axes, 0, 0, 360, 120 if radius > 3 else 150, -1, cv2.LINE_AA, 4)
        layer = cv2.blur(layer, (3, 3))
        cv2.add(picture, cv2.merge([layer, layer, layer]), picture)


class Ripples:
    """Waves on water: sines whose periods divide the loop; weaker far away, where they would flicker."""

    def __init__(
        self, view: View, backdrop: Backdrop, areas: list[tuple[float, float, float, float]]
    ) -> None:
        rays = view.rays(1)[::2, ::2]
        with np.errstate(divide="ignore", invalid="ignore"):
            depth = np.where(rays[..., 2] < -1e-4, -view.height_m / rays[..., 2], 1e6)
        self._x, self._y = view.x_m + rays[..., 0] * depth, view.y_m + rays[..., 1] * depth
        inside = np.zeros(depth.shape, bool)
        for x0, y0, x1, y1 in areas:
            inside |= (self._x > x0) & (self._x < x1) & (self._y > y0) & (self._y < y1)
        inside &= backdrop.ground[::2, ::2] > 0
        self._rows = slice(*(np.flatnonzero(inside.any(1))[[0, -1]] * 2 + [0, 2]))
        half = slice(self._rows.start // 2, self._rows.stop // 2)
        self._x, self._y = self._x[half], self._y[half]
        self._level = (inside[half] * np.exp(-depth[half] / 45)).astype(np.float32)
        rng = np.random.default_rng(7)
        turns = rng.normal(0.5, 0.7, 7)
        lengths = np.array([5.0, 3.1, 2.2, 1.5, 1.0, 0.75, 0.55])
        self._waves = [
            (
                2 * np.pi / length * np.cos(turn),
                2 * np.pi / length * np.sin(turn),
                round(20 * 1.25 / np.sqrt(length)),
                0.5 + length * 0.1,
            )
            for turn, length in zip(turns, lengths, strict=True)
        ]

    def draw(self, canvas: Canvas, frame: int) -> None:
        share = 2 * np.pi * frame / LOOP_FRAMES
        slope = np.zeros_like(self._level)
        for index, (kx, ky, turns, weight) in enumerate(self._waves):
            slope += weight * np.sin(
                (kx * self._x + ky * self._y).astype(np.float32) - np.float32(turns * share - index)
            )
        slope *= self._level
        grey = slope * 9 + np.maximum(slope - 1.6, 0) * 26
        big = cv2.resize(grey, (WIDTH_PX, self._rows.stop - self._rows.start), interpolation=cv2.INTER_LINEAR)
        area = canvas.picture[self._rows]
        cv2.add(area, cv2.merge([big * 1.05, big, big * 0.95]), area, dtype=cv2.CV_8U)


class Sparkle:
    """A fountain's drops on their parabolas."""

    def __init__(self, fountain: Fountain, rng: np.random.Generator, drops: int = 700) -> None:
        self.fountain = fountain
        turn = rng.integers(0, fountain.jets, drops) / fountain.jets * 2 * np.pi + rng.normal(0, 0.05, drops)
        inner = rng.random(drops) < 0.3
        out = np.where(inner, rng.uniform(0, 0.35, drops), fountain.spread_mps * rng.uniform(0.9, 1.1, drops))
        self._vx, self._vy = out * np.cos(turn), out * np.sin(turn)
        self._life = np.where(inner, 25, 20)
        self._offset = rng.integers(0, 100, drops) + rng.uniform(0, 1, drops)

    def draw(self, canvas: Canvas, frame: int) -> None:
        age = (frame + self._offset) % self._life / FPS
        now, depth = canvas.view.project(self._positions(age))
        before, _ = canvas.view.project(self._positions(np.maximum(age - SHUTTER_S, 0)))
        size = max(1, round(0.06 * canvas.view.focal_px / float(depth.mean())))
        top = np.array([[self.fountain.x_m, self.fountain.y_m, 3.0]], np.float32)
        falling = canvas.light.irradiance(top, np.array([0, 0, 1], np.float32), 1.0)[0]
        layer = np.zeros_like(canvas.picture)
        for start, end in zip(before, now, strict=True):
            ends = [np.round(point * 16).astype(int).tolist() for point in (start, end)]
            cv2.line(layer, *ends, canvas.light.code(falling * 0.6), size, cv2.LINE_AA, 4)
        cv2.max(canvas.picture, cv2.blur(layer, (3, 3)), canvas.picture)

    def _positions(self, age: np.ndarray) -> Floats:
        lift = GRAVITY * self._life / FPS / 2
        height = self.fountain.base_m + lift * age - GRAVITY / 2 * age**2
        across = (self.fountain.x_m + self._vx * age, self.fountain.y_m + self._vy * age)
        return np.stack([*across, height], 1).astype(np.float32)
