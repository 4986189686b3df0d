"""A place: ground, buildings, trees, posts, who moves there, and the camera that watches it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from scenes import foliage
from scenes.facade import FacadeStyle, paint_front
from scenes.ground import Ground
from scenes.light import Lamp, Light
from scenes.stage import Ball, Box, Surface
from scenes.texture import CodeColour, Codes, fractal, tinted
from scenes.traffic import Flow, Stander, Stop, Walker
from scenes.view import Floats, View

UP = np.array([0, 0, 1], np.float32)
CARD_PPM = 40.0


@dataclass(frozen=True)
class Signal:
    """A traffic light's lens positions in the world (red, yellow, green) and when it is red."""

    lenses: tuple[tuple[float, float, float], ...]
    stop: Stop


@dataclass(frozen=True)
class Parked:
    """A vehicle that stands for good: where its front and rear are."""

    kind: str
    seed: int
    front: tuple[float, float]
    rear: tuple[float, float]


@dataclass(frozen=True)
class Fountain:
    """Jets from one nozzle at `base_m`; `spread_mps` is how fast drops move outwards."""

    x_m: float
    y_m: float
    base_m: float
    jets: int = 14
    spread_mps: float = 1.1


@dataclass
class Place:
    """Everything of one scene. Coordinates in metres: x to the right, y away from the camera, z up."""

    number: int
    title: str
    kind: str
    view: View
    light: Light
    limits_m: tuple[float, float, float, float] = (-40, 40, 0, 110)
    has_main: bool = False
    wet: bool = False
    falling: str = ""  # "rain" or "snow"
    beyond: CodeColour = (92, 96, 94)
    surfaces: list[Surface] = field(default_factory=list)
    cards: list[tuple[float, Surface]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    balls: list[Ball] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    walkers: list[Walker] = field(default_factory=list)
    standers: list[Stander] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    fountains: list[Fountain] = field(default_factory=list)
    water: list[tuple[float, float, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(1000 + self.number)
        self.ground = Ground(self.rng, *self.limits_m)

    def surroundings(self) -> Surface:
        """Flat land beyond the painted ground."""
        texture = self.texture(60, 60, self.beyond, 8)
        origin, across, up = (np.array(v, np.float32) for v in ((-700, -20, -0.05), (1, 0, 0), (0, 1, 0)))
        return Surface(origin, across, up, 1400, 1400, texture, flat_light=True)

    def building(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        height_m: float,
        style: FacadeStyle,
        sides: str = "auto",
    ) -> None:
        """A block with painted fronts on the sides that the camera sees."""
        self.boxes.append(Box(x0, y0, x1, y1, height_m))
        for origin, across, width in (
            ((x0, y0), (1, 0), x1 - x0),
            ((x1, y0), (0, 1), y1 - y0),
            ((x0, y1), (0, -1), y1 - y0),
            ((x1, y1), (-1, 0), x1 - x0),
        ):
            self._front(
                np.array([*origin, 0], np.float32), np.array([*across, 0], np.float32), width, height_m, style
            )

    def _front(
        self, origin: Floats, across: Floats, width_m: float, height_m: float, style: FacadeStyle
    ) -> None:
        surface = Surface(origin, across, UP, width_m, height_m, np.zeros((2, 2, 3), np.uint8))
        if float((self.view.position - origin) @ surface.normal) <= 0:
            return
        if (self.view.project(surface.corners)[1] < 0).all():
            return
        front = paint_front(self.rng, style, width_m, height_m)
        surface.albedo, surface.glow = front.albedo, front.glow
        surface.glow_power = 0.9 if self.light.night else 0.25
        self.surfaces.append(surface)

    def block(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        height_m: float,
        colour: CodeColour,
        base_m: float = 0.0,
        glow: float = 0.0,
    ) -> None:
        """A plain box: pedestal, bench, wall, kiosk, roof of a shelter."""
        self.boxes.append(Box(x0, y0, x1, y1, height_m, base_m))
        z = base_m
        for origin, across, up, width, tall in (
            ((x0, y0, z), (1, 0, 0), (0, 0, 1), x1 - x0, height_m),
            ((x1, y0, z), (0, 1, 0), (0, 0, 1), y1 - y0, height_m),
            ((x0, y1, z), (0, -1, 0), (0, 0, 1), y1 - y0, height_m),
            ((x0, y0, z + height_m), (1, 0, 0), (0, 1, 0), x1 - x0, y1 - y0),
        ):
            texture = self.texture(width, tall, colour)
            at, right, top = (np.array(v, np.float32) for v in (origin, across, up))
            self.surfaces.append(
                Surface(at, right, top, width, tall, texture, texture if glow else None, glow)
            )

    def texture(self, width_m: float, height_m: float, colour: CodeColour, ppm: float = 24.0) -> Codes:
        height, width = max(4, int(height_m * ppm)), max(4, int(width_m * ppm))
        return tinted(colour, fractal(self.rng, height, width, [(1, 3), (max(2, 0.5 * ppm), 3)]))

    def card(
        self,
        x: float,
        y: float,
        width_m: float,
        height_m: float,
        picture: Codes,
        base_m: float = 0.0,
        fixed: bool = False,
    ) -> None:
        """An upright picture (blue, green, red, alpha) facing the camera, or the world's -y when `fixed`."""
        away = np.array([x - self.view.x_m, y - self.view.y_m, 0], np.float32)
        away = np.array([0, 1, 0], np.float32) if fixed else away / np.linalg.norm(away)
        across = np.array([away[1], -away[0], 0], np.float32)
        origin = np.array([x, y, base_m], np.float32) - across * (width_m / 2)
        surface = Surface(
            origin,
            across,
            UP,
            width_m,
            height_m,
            np.ascontiguousarray(picture[..., :3]),
            alpha=np.ascontiguousarray(picture[..., 3]),
            flat_light=True,
        )
        self.cards.append((self.view.distance_to(x, y), surface))

    def tree(self, x: float, y: float, height_m: float = 8.0, kind: str = "leafy") -> None:
        width = height_m * (0.5 if kind == "conifer" else 0.78)
        if kind == "conifer":
            picture = foliage.conifer(self.rng, width, height_m, self.falling == "snow")
        elif kind == "bare":
            picture = foliage.bare(self.rng, width, height_m)
        else:
            green = ((50, 92, 74), (44, 84, 62), (56, 98, 90), (46, 104, 96))[int(self.rng.integers(4))]
            picture = foliage.leafy(self.rng, width, height_m, green)
        _bleed(picture)
        self.card(x, y, width, height_m, picture)
        density = 0.25 if kind == "bare" else 0.85
        self.balls.append(Ball(x, y, height_m * 0.62, height_m * 0.34, density))
        self.boxes.append(Box(x - 0.12, y - 0.12, x + 0.12, y + 0.12, height_m * 0.35))

    def lamp(
        self,
        x: float,
        y: float,
        height_m: float = 7.0,
        arm_m: float = 1.6,
        colour: tuple[float, float, float] = (0.45, 0.75, 1.0),
        power: float = 34.0,
    ) -> None:
        """A street lamp with its arm along x (negative: to the left); its light at night."""
        width = 2 * abs(arm_m) + 1.0
        card = np.zeros((int((height_m + 0.4) * CARD_PPM), int(width * CARD_PPM), 4), np.uint8)
        middle, floor = card.shape[1] // 2, card.shape[0]
        top = floor - int(height_m * CARD_PPM)
        end = middle + int(arm_m * CARD_PPM)
        cv2.line(card, (middle, floor), (middle, top + 10), (66, 68, 68, 255), 5)
        cv2.line(card, (middle - 2, floor), (middle - 2, top + 10), (96, 98, 98, 255), 2)
        cv2.line(card, (middle, top + 10), (end, top), (70, 72, 72, 255), 4, cv2.LINE_AA)
        head = int(0.35 * CARD_PPM) * (1 if arm_m > 0 else -1)
        cv2.line(card, (end - head, top + 2), (end + head, top), (80, 82, 82, 255), 8, cv2.LINE_AA)
        cv2.rectangle(card, (middle - 5, floor - 44), (middle + 5, floor), (60, 62, 62, 255), -1)
        self.card(x, y, width, height_m + 0.4, card, fixed=True)
        self.boxes.append(Box(x - 0.07, y - 0.07, x + 0.07, y + 0.07, height_m))
        if self.light.night:
            self.light.lamps.append(Lamp(x + arm_m, y, height_m - 0.15, colour, power))

    def post(
        self, x: float, y: float, height_m: float, radius_m: float = 0.06, colour: CodeColour = (88, 92, 94)
    ) -> None:
        shade = np.sin(np.linspace(0.35, np.pi - 0.25, 12)) * 0.6 + 0.45
        card = np.zeros((max(8, int(height_m * CARD_PPM)), 12, 4), np.uint8)
        card[..., :3] = np.clip(shade[None, :, None] * np.array(colour), 0, 255)
        card[..., 3] = 255
        self.card(x, y, 2 * radius_m, height_m, card)
        if height_m > 0.5:
            self.boxes.append(Box(x - radius_m, y - radius_m, x + radius_m, y + radius_m, height_m))

    def bollards(self, points: Sequence[tuple[float, float]]) -> None:
        for x, y in points:
            self.post(x, y, 0.9, 0.1, (60, 62, 64))

    def sign(self, x: float, y: float, colour: CodeColour, round_shape: bool = True) -> None:
        """A traffic sign on its post."""
        self.post(x, y, 2.3, 0.035)
        card = np.zeros((28, 28, 4), np.uint8)
        if round_shape:
            cv2.circle(card, (14, 14), 13, (*colour, 255), -1, cv2.LINE_AA)
            cv2.circle(card, (14, 14), 9, (210, 214, 214, 255), -1, cv2.LINE_AA)
        else:
            card[:] = (*colour, 255)
            cv2.rectangle(card, (3, 3), (24, 24), (210, 214, 214, 255), 2)
        self.card(x, y - 0.05, 0.7, 0.7, card, base_m=2.2)

    def signal(self, x: float, y: float, stop: Stop, height_m: float = 3.2) -> None:
        """A traffic light that shows its stop line's state towards the camera."""
        self.post(x, y, height_m - 0.9, 0.06)
        card = np.zeros((40, 16, 4), np.uint8)
        card[:] = (26, 26, 27, 255)
        self.card(x, y - 0.06, 0.42, 1.05, card, base_m=height_m - 1.0)
        lenses = tuple((x, y - 0.12, height_m - 1.0 + z) for z in (0.87, 0.53, 0.19))
        self.signals.append(Signal(lenses, stop))

    def shelter(
        self, x0: float, y0: float, length_m: float, depth_m: float = 1.5, along_x: bool = True
    ) -> None:
        """A stop's shelter: roof, posts, glass, bench."""
        x1, y1 = (x0 + length_m, y0 + depth_m) if along_x else (x0 + depth_m, y0 + length_m)
        self.block(x0 - 0.15, y0 - 0.15, x1 + 0.15, y1 + 0.15, 0.14, (70, 74, 76), base_m=2.35, glow=0.0)
        for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)):
            self.post(x, y, 2.4, 0.05, (60, 62, 62))
        bench = (
            (x0 + 0.4, y1 - 0.5, x1 - 0.4, y1 - 0.15)
            if along_x
            else (x1 - 0.5, y0 + 0.4, x1 - 0.15, y1 - 0.4)
        )
        self.block(*bench, 0.08, (70, 96, 120), base_m=0.42)
        self._glass((x0, y1), (1, 0) if along_x else (0, -1), length_m)
        if self.light.night:
            self.light.lamps.append(Lamp((x0 + x1) / 2, (y0 + y1) / 2, 2.3, (0.85, 0.9, 0.95), 5.0))

    def _glass(self, at: tuple[float, float], across: tuple[float, float], length_m: float) -> None:
        pane = self.texture(length_m, 1.9, (120, 118, 110))
        alpha = np.full(pane.shape[:2], 70, np.uint8)
        alpha[:2] = alpha[-2:] = 220
        alpha[:, :: max(2, int(pane.shape[1] / 4))] = 220
        origin, right = np.array([*at, 0.3], np.float32), np.array([*across, 0], np.float32)
        surface = Surface(origin, right, UP, length_m, 1.9, pane, alpha=alpha, flat_light=True)
        self.cards.append((self.view.distance_to(*at), surface))

    def bench(self, x: float, y: float, along_x: bool = True) -> None:
        long, deep = (1.8, 0.45) if along_x else (0.45, 1.8)
        self.block(x, y, x + long, y + deep, 0.07, (62, 92, 124), base_m=0.42)
        self.block(x + 0.15, y + 0.1, x + 0.25, y + deep - 0.1, 0.42, (50, 52, 52))
        self.block(x + long - 0.25, y + deep - 0.35, x + long - 0.15, y + deep - 0.1, 0.42, (50, 52, 52))

    def planter(self, x: float, y: float, size_m: float = 1.4) -> None:
        self.block(x, y, x + size_m, y + size_m, 0.6, (96, 100, 104))
        picture = foliage.leafy(self.rng, size_m * 1.3, 1.6, (48, 96, 76))[: int(1.1 * CARD_PPM)]
        self.card(x + size_m / 2, y + size_m / 2, size_m * 1.3, 1.1, picture, base_m=0.45)

    def park(
        self, kind: str, seed: int, x: float, y: float, heading: tuple[float, float], length_m: float = 4.4
    ) -> None:
        """A parked vehicle with its middle at (x, y)."""
        run = np.array(heading, float) / np.hypot(*heading) * length_m / 2
        self.parked.append(Parked(kind, seed, (x + run[0], y + run[1]), (x - run[0], y - run[1])))

    def row_of_cars(self, points: Sequence[tuple[float, float]], heading: tuple[float, float]) -> None:
        for x, y in points:
            kind, seed = (
                self.rng.choice(["car", "small", "estate", "car", "van"]),
                int(self.rng.integers(100)),
            )
            self.park(str(kind), seed, x + self.rng.normal(0, 0.08), y + self.rng.normal(0, 0.15), heading)


def _bleed(picture: Codes) -> None:
    """Gives see-through pixels their neighbours' colour, so that edges don't turn black."""
    solid = (picture[..., 3:] > 0).astype(np.float32)
    spread = cv2.blur(picture[..., :3].astype(np.float32) * solid, (21, 21))
    weight = cv2.blur(solid, (21, 21))
    colour = spread / np.maximum(weight[..., None] if weight.ndim == 2 else weight, 1e-3)
    empty = picture[..., 3] == 0
    picture[..., :3][empty] = np.clip(colour, 0, 255).astype(np.uint8)[empty]
