"""Draws people: jointed figures with a walking gait, clothes, shadows, umbrellas in the rain."""

from dataclasses import dataclass

import cv2
import numpy as np

from scenes.canvas import Canvas
from scenes.light import linear
from scenes.view import Floats

STRIDE_M = 1.45
COATS = [
    (40, 38, 40),
    (92, 62, 44),
    (54, 48, 128),
    (128, 132, 134),
    (78, 96, 84),
    (160, 150, 140),
    (58, 110, 150),
    (60, 44, 40),
    (110, 60, 90),
    (190, 192, 192),
    (46, 66, 96),
    (48, 140, 196),
]
TROUSERS = [(48, 42, 38), (96, 72, 52), (70, 72, 76), (40, 40, 42), (120, 128, 134), (84, 60, 40)]
SKINS = [(140, 165, 205), (120, 150, 195), (70, 95, 140), (50, 70, 105)]
HAIRS = [(28, 32, 40), (44, 66, 96), (90, 130, 160), (24, 24, 26), (130, 134, 138)]
UMBRELLAS = [(38, 38, 40), (60, 50, 130), (110, 70, 40), (90, 130, 60), (44, 42, 44)]
CIRCLE = np.radians(np.arange(0, 360, 30))


@dataclass
class Figure:
    """A person in one frame; `walked_m` sets the gait's phase, None for standing."""

    x_m: float
    y_m: float
    heading: tuple[float, float]
    seed: int
    walked_m: float | None = None
    sway: float = 0.0
    umbrella: bool = False


def draw_shadow(canvas: Canvas, figure: Figure) -> None:
    """The dark under the feet, and the sun's shadow."""
    foot = np.array([[figure.x_m, figure.y_m, 0]], np.float32)
    ring = np.stack([np.cos(CIRCLE), np.sin(CIRCLE), CIRCLE * 0], 1).astype(np.float32)
    pixels, depth = canvas.view.project(foot + ring * 0.27)
    if depth.min() < 1:
        return
    metre_px = canvas.view.focal_px / float(depth.mean())
    if canvas.light.sunny and (sunlit := canvas.sunlit(figure.x_m, figure.y_m, 1.0)) > 0.1:
        sun = canvas.light.sun_direction
        slide = np.array([-sun[0] / sun[2], -sun[1] / sun[2], 0], np.float32)
        body = np.concatenate(
            [foot + ring * 0.12, foot + slide * 0.9 + ring * 0.2, foot + slide * 1.4 + ring * 0.2]
        )
        head = foot + slide * 1.62 + ring * 0.12
        shapes = [canvas.view.project(part.astype(np.float32))[0] for part in (body, head)]
        canvas.darken(shapes, 0.55 * sunlit, min(3, 0.04 * metre_px))
    canvas.darken([pixels], 0.5, min(7, 0.13 * metre_px))


def draw(canvas: Canvas, figure: Figure) -> None:
    """The figure itself; its looks follow from its seed."""
    rng = np.random.default_rng(figure.seed)
    tall = rng.uniform(0.9, 1.06)
    _Body(canvas, figure, rng, tall).draw()


class _Body:
    def __init__(self, canvas: Canvas, figure: Figure, rng: np.random.Generator, tall: float) -> None:
        self._canvas, self._figure, self._tall = canvas, figure, tall
        forward = np.array([*figure.heading, 0], np.float32)
        self._forward = forward / max(1e-6, float(np.linalg.norm(forward)))
        self._left = np.array([-self._forward[1], self._forward[0], 0], np.float32)
        self._foot = np.array([figure.x_m, figure.y_m, 0], np.float32)
        self._coat = COATS[rng.integers(len(COATS))]
        self._trousers = TROUSERS[rng.integers(len(TROUSERS))]
        self._skin = SKINS[rng.integers(len(SKINS))]
        self._hair = HAIRS[rng.integers(len(HAIRS))]
        self._long_coat = rng.random() < 0.35
        self._bag = rng.random() < 0.4
        self._bag_colour = COATS[rng.integers(len(COATS))]
        self._canopy = UMBRELLAS[rng.integers(len(UMBRELLAS))]
        self._stout = rng.uniform(0.92, 1.2)

    def draw(self) -> None:
        pixels, depth = self._canvas.view.project(
            self._world([(-0.5, -0.6, 0), (0.5, 0.6, 2.3), (-0.5, 0.6, 0), (0.5, -0.6, 2.3)])
        )
        if depth.min() < 1.2:
            return
        self._metre_px = self._canvas.view.focal_px / float(depth.mean())
        self._tones()
        with self._canvas.hidden_by_nearer(pixels, float(depth.mean()) - 0.3):
            towards = float(self._left @ (self._canvas.view.position - self._foot))
            near = 1.0 if towards > 0 else -1.0
            self._leg(-near)
            self._leg(near)
            self._arm(-near)
            self._torso(near)
            self._arm(near)
            self._head()
            if self._figure.umbrella:
                self._umbrella()

    def _tones(self) -> None:
        canvas, figure = self._canvas, self._figure
        light = canvas.light_near(figure.x_m, figure.y_m)
        centre = self._foot[None] + np.array([0, 0, 1.1], np.float32)
        to_camera = canvas.view.position - centre[0]
        to_camera /= float(np.linalg.norm(to_camera))
        sunlit = canvas.sunlit(figure.x_m, figure.y_m, 1.1)
        self._lit = light.irradiance(
            centre, (to_camera * 0.7 + np.array([0, 0, 0.3])).astype(np.float32), sunlit
        )[0]
        self._dim = light.irradiance(centre, np.array([0, 0, 0], np.float32), 0)[0] * 0.8
        if light.sunny:
            self._bright = light.irradiance(centre, light.sun_direction, sunlit)[0]
        else:
            self._bright = light.irradiance(centre, np.array([0, 0, 1], np.float32), 0)[0] * 1.1
        self._light = light

    def _code(self, colour: tuple[int, int, int], level: float = 0.5) -> tuple[int, int, int]:
        """level: 0 the dim side, 0.5 towards the camera, 1 towards the sun."""
        falling = self._dim + (self._lit - self._dim) * min(1.0, level * 2)
        if level > 0.5:
            falling = falling + (self._bright - falling) * (level * 2 - 1)
        return self._light.code(linear(colour) * falling)

    def _side_level(self, side: float) -> float:
        return 0.5 if side * float(self._left @ self._canvas.light.sun_direction) > 0 else 0.28

    def _leg(self, side: float) -> None:
        (hip, knee, ankle, toe), _ = self._swings(side)
        level = self._side_level(side)
        trousers = self._code(self._trousers, level)
        self._capsule(ankle, toe, 0.05, 0.035, self._code((30, 30, 32), level))
        self._capsule(knee, ankle, 0.065, 0.05, trousers)
        self._capsule(hip, knee, 0.1 * self._stout, 0.068, trousers)

    def _arm(self, side: float) -> None:
        _, (shoulder, elbow, hand) = self._swings(side)
        level = self._side_level(side)
        coat = self._code(self._coat, level * 0.85)
        self._capsule(hand, hand, 0.045, 0.045, self._code(self._skin, level))
        self._capsule(elbow, hand, 0.052, 0.042, coat)
        self._capsule(shoulder, elbow, 0.068, 0.055, coat)

    def _swings(self, side: float) -> tuple[list[Floats], list[Floats]]:
        walked = self._figure.walked_m
        hip_h, thigh, shin = 0.9, 0.44, 0.44
        if walked is None:
            turn = self._figure.sway * 0.05
            swing, bend, arm_swing = 0.02 * side, 0.02, 0.05 + turn
        else:
            phase = 2 * np.pi * walked / STRIDE_M + (np.pi if side < 0 else 0)
            swing, bend = 0.42 * np.sin(phase), 0.12 + 0.75 * max(0.0, np.cos(phase)) ** 1.5
            arm_swing = -0.45 * np.sin(phase)
            hip_h -= 0.03 * np.sin(phase) ** 2
        out = 0.1 * side
        hip = (0.0, out, hip_h)
        knee = (thigh * np.sin(swing), out, hip_h - thigh * np.cos(swing))
        lower = swing - bend
        ankle = (knee[0] + shin * np.sin(lower), out, max(0.06, knee[2] - shin * np.cos(lower)))
        toe = (ankle[0] + 0.17, out, max(0.04, ankle[2] - 0.02 + 0.12 * np.sin(lower)))
        shoulder = (0.0, 0.2 * side * self._stout, 1.4)
        elbow = (0.29 * np.sin(arm_swing) - 0.02, 0.25 * side * self._stout, 1.4 - 0.28 * np.cos(arm_swing))
        bent = arm_swing + 0.35
        hand = (elbow[0] + 0.25 * np.sin(bent), 0.24 * side, elbow[2] - 0.25 * np.cos(bent))
        if self._figure.umbrella and side > 0:
            elbow, hand = (0.12, 0.24, 1.15), (0.24, 0.12, 1.3)
        joints = self._world([hip, knee, ankle, toe, shoulder, elbow, hand])
        return list(joints[:4]), list(joints[4:])

    def _torso(self, near: float) -> None:
        low = 0.62 if self._long_coat else 0.86
        wide = self._stout
        rings = [
            (0.0, 0.15 * wide, 1.42, 0.085),
            (0.0, -0.15 * wide, 1.42, 0.085),
            (0.02, 0.1 * wide, 1.15, 0.12),
            (0.02, -0.1 * wide, 1.15, 0.12),
            (0, 0.1 * wide, low, 0.12),
            (0, -0.1 * wide, low, 0.12),
        ]
        outline = np.concatenate([self._disc((x, y, z), r) for x, y, z, r in rings])
        self._canvas.fill(cv2.convexHull(outline)[:, 0], self._code(self._coat, 0.32))
        sun = self._canvas.light.sun_direction
        shift = float(self._canvas.view.axes[0] @ sun) * 0.05 if self._canvas.light.sunny else 0.0
        inner = [(x, y * 0.8, z + 0.03, r * 0.72) for x, y, z, r in rings]
        offset = np.array([shift * self._metre_px, -0.01 * self._metre_px], np.float32)
        lit = np.concatenate([self._disc((x, y, z), r) for x, y, z, r in inner]) + offset
        self._canvas.fill(cv2.convexHull(lit)[:, 0], self._code(self._coat, 0.75))
        if self._bag:
            points = self._world([(-0.05, 0.2 * near, 1.0), (0.05, 0.22 * near, 0.82)])
            self._capsule(points[0], points[1], 0.09, 0.13, self._code(self._bag_colour, 0.4))

    def _head(self) -> None:
        nod = 0.02 if self._figure.walked_m is not None else 0.01 * self._figure.sway
        neck, face, crown = self._world([(0, 0, 1.48), (0.035 + nod, 0, 1.6), (-0.015 + nod, 0, 1.655)])
        self._capsule(neck, face, 0.055, 0.06, self._code(self._skin, 0.4))
        self._capsule(crown, crown, 0.108, 0.108, self._code(self._hair, 0.45))
        towards = float(self._forward @ (self._canvas.view.position - self._foot))
        if towards > 0:
            self._capsule(face, face, 0.085, 0.085, self._code(self._skin, 0.6))

    def _umbrella(self) -> None:
        hand, top = self._world([(0.24, 0.1, 1.3), (0.18, 0.08, 2.05)])
        self._capsule(hand, top, 0.012, 0.012, self._code((60, 60, 60)))
        ring = [(0.18 + 0.52 * np.cos(a), 0.08 + 0.52 * np.sin(a), 1.86) for a in CIRCLE]
        rim, _ = self._canvas.view.project(self._world(ring))
        peak, _ = self._canvas.view.project(top[None])
        self._canvas.fill(cv2.convexHull(np.concatenate([rim, peak]))[:, 0], self._code(self._canopy, 0.4))
        for index in range(0, len(rim), 2):
            piece = np.stack([peak[0], rim[index], rim[(index + 1) % len(rim)]])
            self._canvas.fill(piece, self._code(self._canopy, 0.65))

    def _world(self, local: list[tuple[float, float, float]]) -> Floats:
        points = np.array(local, np.float32)
        across = self._forward * points[:, :1] + self._left * points[:, 1:2]
        return (self._foot + (across + np.array([0, 0, 1], np.float32) * points[:, 2:3]) * self._tall).astype(
            np.float32
        )

    def _disc(self, local: tuple[float, float, float], radius_m: float) -> Floats:
        centre, _ = self._canvas.view.project(self._world([local]))
        return (centre + np.stack([np.cos(CIRCLE), np.sin(CIRCLE)], 1) * radius_m * self._metre_px).astype(
            np.float32
        )

    def _capsule(
        self, start: Floats, end: Floats, r0_m: float, r1_m: float, colour: tuple[int, int, int]
    ) -> None:
        ends, _ = self._canvas.view.project(np.stack([start, end]))
        turn = np.stack([np.cos(CIRCLE), np.sin(CIRCLE)], 1)
        outline = np.concatenate(
            [ends[0] + turn * r0_m * self._metre_px, ends[1] + turn * r1_m * self._metre_px]
        )
        self._canvas.fill(cv2.convexHull(outline.astype(np.float32))[:, 0], colour)
