"""Procedural materials: picture codes (blue, green, red), made from seeded noise."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from scenes.view import Floats

Codes = NDArray[np.uint8]
CodeColour = tuple[int, int, int]


def fractal(
    rng: np.random.Generator, height: int, width: int, octaves: Sequence[tuple[float, float]]
) -> Floats:
    """Noise about zero: the sum of smooth random fields, each (cell size in pixels, amplitude)."""
    total = np.zeros((height, width), np.float32)
    for cell, amplitude in octaves:
        small = rng.standard_normal((int(height / cell) + 3, int(width / cell) + 3), np.float32) * amplitude
        if cell <= 1:
            total += small[:height, :width]
        else:
            big = cv2.resize(
                small, (int(small.shape[1] * cell), int(small.shape[0] * cell)), interpolation=cv2.INTER_CUBIC
            )
            total += big[:height, :width]
    return total


def tinted(base: CodeColour, grey: Floats, tint: Floats | None = None) -> Codes:
    """A base colour lightened and darkened by `grey`, warmed and cooled by `tint`."""
    picture = np.empty((*grey.shape, 3), np.float32)
    for channel, warm in enumerate((-0.7, 0.0, 0.7)):
        picture[..., channel] = base[channel] + grey * (0.4 + base[channel] / 190)
        if tint is not None:
            picture[..., channel] += warm * tint
    return np.clip(picture, 0, 255).astype(np.uint8)


def asphalt(
    rng: np.random.Generator, height: int, width: int, ppm: float, base: CodeColour = (92, 91, 90)
) -> Codes:
    """Grain, stains, fine cracks."""
    grey = fractal(rng, height, width, [(1, 5), (2, 3), (0.5 * ppm, 3), (3 * ppm, 4), (11 * ppm, 5)])
    cracks = fractal(rng, height, width, [(2.2 * ppm, 1), (0.3 * ppm, 0.25)])
    grey[np.abs(cracks) < 0.008] -= 16
    return tinted(base, grey, fractal(rng, height, width, [(5 * ppm, 2)]))


def slabs(
    rng: np.random.Generator,
    height: int,
    width: int,
    ppm: float,
    base: CodeColour,
    length_m: float,
    depth_m: float,
) -> Codes:
    """Paving in a running bond: each stone a shade of its own, dark joints, stains."""
    rows = (np.arange(height) / (depth_m * ppm)).astype(int)
    shifted = np.arange(width)[None, :] + (rows[:, None] % 2) * (length_m * ppm / 2)
    columns = (shifted / (length_m * ppm)).astype(int)
    shades = rng.standard_normal((rows.max() + 1, columns.max() + 1)).astype(np.float32) * 5
    grey = shades[rows[:, None], columns]
    joint = np.maximum(1.3, 0.02 * ppm)
    in_row = np.arange(height) % (depth_m * ppm) < joint
    in_column = shifted % (length_m * ppm) < joint
    grey = np.where(in_row[:, None] | in_column, grey - 22, grey)
    grey += fractal(rng, height, width, [(1, 4), (0.8 * ppm, 3), (5 * ppm, 5)])
    return tinted(base, grey, fractal(rng, height, width, [(3 * ppm, 3)]))


def grass(
    rng: np.random.Generator, height: int, width: int, ppm: float, base: CodeColour = (48, 98, 82)
) -> Codes:
    """Lawn, patchy."""
    grey = fractal(rng, height, width, [(1, 9), (0.15 * ppm, 7), (1.2 * ppm, 6), (7 * ppm, 7)])
    return tinted(base, grey, fractal(rng, height, width, [(2 * ppm, 6), (0.3 * ppm, 5)]))


def gravel(
    rng: np.random.Generator, height: int, width: int, ppm: float, base: CodeColour = (118, 138, 150)
) -> Codes:
    """Fine gravel of a path."""
    grey = fractal(rng, height, width, [(1, 9), (0.1 * ppm, 6), (1.5 * ppm, 5), (6 * ppm, 5)])
    return tinted(base, grey)


def snow(rng: np.random.Generator, height: int, width: int, ppm: float) -> Codes:
    """Trodden snow."""
    grey = fractal(rng, height, width, [(1, 2), (0.25 * ppm, 4), (1.5 * ppm, 4), (6 * ppm, 6)])
    return tinted((222, 218, 214), grey)


def plaster(rng: np.random.Generator, height: int, width: int, ppm: float, base: CodeColour) -> Codes:
    """Rendered wall, streaky towards its foot."""
    grey = fractal(rng, height, width, [(1, 2), (0.4 * ppm, 2), (2 * ppm, 3), (6 * ppm, 3)])
    streaks = fractal(rng, 2, width, [(0.3 * ppm, 3)])[0]
    return tinted(base, grey + streaks[None, :] * np.linspace(0.3, 1, height, dtype=np.float32)[:, None])


def bricks(rng: np.random.Generator, height: int, width: int, ppm: float, base: CodeColour) -> Codes:
    """Brickwork; coarser where the texture can't show single bricks."""
    return slabs(rng, height, width, ppm, base, 0.26, 0.09 if ppm > 30 else 0.14)
