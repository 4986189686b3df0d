"""Building fronts: walls with floors of windows, cornices, shop fronts, doors."""

from dataclasses import dataclass

import cv2
import numpy as np

from scenes.texture import CodeColour, Codes, bricks, fractal, plaster, slabs

PPM = 30.0  # texture pixels a metre


@dataclass(frozen=True)
class FacadeStyle:
    """Measures in metres; colours are picture codes; `lit` is the part of windows with light in them."""

    wall: CodeColour = (150, 175, 190)
    material: str = "plaster"
    floor_m: float = 3.6
    ground_floor_m: float = 4.4
    window_m: tuple[float, float] = (1.3, 1.9)
    pitch_m: float = 2.8
    shops: bool = True
    awning: CodeColour | None = None
    glass_wall: bool = False
    lit: float = 0.0
    cornice: bool = True


@dataclass(frozen=True)
class Front:
    """A facade's colours and its own light (codes of the light's colour, to be scaled by the scene)."""

    albedo: Codes
    glow: Codes


def px(metres: float) -> int:
    """Texture pixels of a length."""
    return round(metres * PPM)


class FrontPainter:
    """Paints one front; y in metres above the ground."""

    def __init__(self, rng: np.random.Generator, style: FacadeStyle, width_m: float, height_m: float) -> None:
        self._rng = rng
        self._style = style
        self._width_m, self._height_m = width_m, height_m
        size = (px(height_m), px(width_m))
        self._albedo = self._wall(*size)
        self._glow = np.zeros((*size, 3), np.uint8)

    def paint(self) -> Front:
        style = self._style
        floors = max(0, int((self._height_m - style.ground_floor_m - 0.5) / style.floor_m))
        if style.shops:
            self._shop_row()
        else:
            self._window_row(1.2, 0.85)
        for floor in range(floors):
            bottom = style.ground_floor_m + floor * style.floor_m
            self._window_row(bottom + 0.9, 1.0)
            if style.cornice:
                self._band(bottom, 0.18, 24)
        self._band(style.ground_floor_m - 0.1, 0.35, 20)
        self._band(self._height_m - 0.55, 0.55, 26)
        self._albedo[-px(0.5) :] = (self._albedo[-px(0.5) :] * 0.72).astype(np.uint8)
        return Front(self._albedo, self._glow)

    def _wall(self, height: int, width: int) -> Codes:
        if self._style.material == "brick":
            return bricks(self._rng, height, width, PPM, self._style.wall)
        if self._style.material == "stone":
            return slabs(self._rng, height, width, PPM, self._style.wall, 0.9, 0.45)
        return plaster(self._rng, height, width, PPM, self._style.wall)

    def _box(self, x_m: float, y_m: float, w_m: float, h_m: float) -> tuple[slice, slice]:
        top = px(self._height_m - y_m - h_m)
        return slice(max(top, 0), max(top + px(h_m), 0)), slice(max(px(x_m), 0), max(px(x_m + w_m), 0))

    def _band(self, y_m: float, h_m: float, lift: int) -> None:
        rows, _ = self._box(0, y_m, 1, h_m)
        self._albedo[rows] = np.clip(self._albedo[rows].astype(np.int16) + lift, 0, 255).astype(np.uint8)
        under = slice(rows.stop, rows.stop + px(0.14))
        self._albedo[under] = (self._albedo[under] * 0.55).astype(np.uint8)

    def _window_row(self, y_m: float, tallness: float) -> None:
        style = self._style
        w_m, h_m = style.window_m[0], style.window_m[1] * tallness
        pitch = style.pitch_m
        count = max(1, int((self._width_m - 0.6) / pitch))
        start = (self._width_m - count * pitch) / 2 + (pitch - w_m) / 2
        for index in range(count):
            self._window(start + index * pitch, y_m, w_m, h_m)

    def _window(self, x_m: float, y_m: float, w_m: float, h_m: float) -> None:
        style = self._style
        if not style.glass_wall:
            self._fill(
                x_m - 0.14, y_m - 0.14, w_m + 0.28, h_m + 0.28, tuple(min(255, c + 24) for c in style.wall)
            )
            self._fill(x_m - 0.2, y_m - 0.22, w_m + 0.4, 0.12, tuple(min(255, c + 38) for c in style.wall))
            self._fill(x_m - 0.2, y_m - 0.32, w_m + 0.4, 0.1, tuple(int(c * 0.55) for c in style.wall))
        self._glass(x_m, y_m, w_m, h_m, self._rng.random() < style.lit)
        frame = (70, 74, 78) if style.glass_wall else (196, 202, 206)
        self._fill(x_m + w_m / 2 - 0.03, y_m, 0.06, h_m, frame)
        self._fill(x_m, y_m + h_m * 0.68, w_m, 0.06, frame)

    def _glass(self, x_m: float, y_m: float, w_m: float, h_m: float, lit: bool) -> None:
        rows, columns = self._box(x_m, y_m, w_m, h_m)
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if height < 2 or width < 2:
            return
        level = np.linspace(92, 42, height, dtype=np.float32)[:, None] * self._rng.uniform(0.6, 1.25)
        sheen = level + fractal(self._rng, height, width, [(max(4, height / 3), 9)])
        pane = np.clip(sheen[..., None] * np.array([1.08, 1.0, 0.9], np.float32), 0, 255)
        curtain = px(w_m * self._rng.uniform(0.12, 0.26)) if self._rng.random() < 0.6 else 0
        if curtain:
            pane[:, :curtain] = pane[:, -curtain:] = (120, 128, 132)
        pane[: px(0.16)] *= 0.5
        pane[:, : px(0.1)] *= 0.6
        self._albedo[rows, columns] = pane[
            : self._albedo[rows, columns].shape[0], : self._albedo[rows, columns].shape[1]
        ]
        if lit:
            self._light_up(rows, columns, curtain)

    def _light_up(self, rows: slice, columns: slice, curtain: int) -> None:
        height, width = self._glow[rows, columns].shape[:2]
        if height < 2 or width < 2:
            return
        colour = np.array(
            ((95, 170, 235), (120, 190, 240), (190, 215, 225), (80, 150, 230))[self._rng.integers(4)],
            np.float32,
        )
        fall = np.linspace(1.0, 0.6, height, dtype=np.float32)[:, None] * self._rng.uniform(0.45, 1.0)
        inside = fall + fractal(self._rng, height, width, [(max(4, width / 3), 0.12)])
        if curtain:
            inside[:, :curtain] *= 0.55
            inside[:, -curtain:] *= 0.55
        self._glow[rows, columns] = np.clip(inside[..., None] * colour, 0, 255).astype(np.uint8)

    def _shop_row(self) -> None:
        style, rng = self._style, self._rng
        x_m = 0.5
        while x_m < self._width_m - 2.0:
            pane_m = min(rng.uniform(2.6, 4.6), self._width_m - 0.5 - x_m)
            top_m = style.ground_floor_m - 1.15
            if rng.random() < 0.22:
                self._door(x_m + 0.3)
                x_m += 2.4
                continue
            colour = tuple(int(c) for c in rng.integers(38, 78, 3))
            self._fill(x_m, 0.0, pane_m, top_m + 0.85, colour)
            self._glass(
                x_m + 0.15, 0.55, pane_m - 0.3, top_m - 0.55, rng.random() < max(style.lit * 1.8, 0.02)
            )
            self._goods(x_m + 0.2, pane_m - 0.4)
            self._sign(x_m, top_m, pane_m)
            if style.awning is not None and rng.random() < 0.6:
                self._awning(x_m, top_m, pane_m)
            x_m += pane_m + rng.uniform(0.35, 0.8)

    def _goods(self, x_m: float, width_m: float) -> None:
        for _ in range(int(width_m * 3)):
            colour = tuple(int(c) for c in self._rng.integers(28, 66, 3) + self._rng.integers(0, 50))
            left = x_m + self._rng.uniform(0, max(0.1, width_m - 0.5))
            self._fill(left, 0.6, self._rng.uniform(0.15, 0.45), self._rng.uniform(0.3, 1.3), colour)

    def _sign(self, x_m: float, y_m: float, width_m: float) -> None:
        base = self._rng.choice([30, 60, 170])
        self._fill(x_m, y_m + 0.1, width_m, 0.55, (int(base), int(base * 0.9), int(base * 0.85)))
        cursor, letter = x_m + width_m * 0.25, (215, 220, 222) if base < 100 else (50, 40, 40)
        while cursor < x_m + width_m * 0.75:
            wide = self._rng.uniform(0.12, 0.26)
            self._fill(cursor, y_m + 0.24, wide, 0.26, letter)
            cursor += wide + 0.07
        if self._style.lit and self._rng.random() < 0.7:
            rows, columns = self._box(x_m + width_m * 0.2, y_m + 0.1, width_m * 0.6, 0.55)
            colour = ((230, 200, 180), (90, 110, 240), (110, 220, 240), (235, 150, 110))[
                self._rng.integers(4)
            ]
            self._glow[rows, columns] = (np.array(colour) * 0.8).astype(np.uint8)

    def _awning(self, x_m: float, y_m: float, width_m: float) -> None:
        awning = self._style.awning or (60, 60, 140)
        stripe = 0.0
        while stripe < width_m - 0.01:
            colour = awning if round(stripe / 0.4) % 2 == 0 else (205, 212, 216)
            self._fill(x_m + stripe, y_m - 0.55, min(0.4, width_m - stripe), 0.75, colour)
            stripe += 0.4
        self._fill(x_m, y_m - 0.95, width_m, 0.4, (28, 28, 30))

    def _door(self, x_m: float) -> None:
        self._fill(x_m - 0.2, 0, 1.9, 3.0, tuple(min(255, c + 20) for c in self._style.wall))
        self._fill(x_m, 0, 1.5, 2.7, (38, 52, 74))
        self._fill(x_m + 0.15, 1.2, 0.5, 1.3, (62, 66, 66))
        self._fill(x_m + 0.85, 1.2, 0.5, 1.3, (62, 66, 66))
        self._fill(x_m + 0.73, 0, 0.04, 2.7, (20, 24, 30))

    def _fill(self, x_m: float, y_m: float, w_m: float, h_m: float, colour: tuple[int, ...]) -> None:
        rows, columns = self._box(x_m, y_m, w_m, h_m)
        cv2.rectangle(
            self._albedo,
            (columns.start, rows.start),
            (max(columns.stop - 1, columns.start), rows.stop - 1),
            colour,
            -1,
        )


def paint_front(rng: np.random.Generator, style: FacadeStyle, width_m: float, height_m: float) -> Front:
    """The front of one building side, `width_m` by `height_m`, at PPM pixels a metre."""
    return FrontPainter(rng, style, width_m, height_m).paint()
