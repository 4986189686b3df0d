"""Trees as painted cards: crown of leaves, bare winter branches, conifers."""

import cv2
import numpy as np

from scenes.texture import Codes

PPM = 40.0


def leafy(
    rng: np.random.Generator, width_m: float, height_m: float, green: tuple[int, int, int] = (50, 92, 74)
) -> Codes:
    """A card of blue, green, red, alpha: a trunk and some thousand leaves, darker below and inside."""
    height, width = int(height_m * PPM), int(width_m * PPM)
    card = np.zeros((height, width, 4), np.uint8)
    _branch(rng, card, np.array([width / 2, height - 1.0]), -np.pi / 2, height * 0.3, max(4, 0.14 * PPM), 4)
    clumps = [
        (
            width * (0.5 + rng.normal(0, 0.17)),
            height * (0.38 + rng.normal(0, 0.14)),
            width * rng.uniform(0.13, 0.23),
        )
        for _ in range(26)
    ]
    leaves = []
    for x, y, radius in clumps:
        for _ in range(150):
            turn, out = rng.uniform(0, 2 * np.pi), radius * np.sqrt(rng.uniform(0, 1))
            leaves.append(
                (x + out * np.cos(turn), y + out * np.sin(turn) * 0.85, -np.sin(turn) * out / radius)
            )
    leaves.sort(key=lambda leaf: leaf[2] + rng.normal(0, 0.5))
    for x, y, lift in leaves:
        if height * 0.02 < y < height * 0.74 and width * 0.02 < x < width * 0.98:
            shade = 0.75 + 0.38 * lift + rng.normal(0, 0.16) - 0.45 * (y / height - 0.3)
            colour = (*(int(np.clip(c * shade, 6, 250)) for c in green), 255)
            axes = (int(rng.uniform(2, 6)), int(rng.uniform(2, 4)))
            cv2.ellipse(card, (int(x), int(y)), axes, rng.uniform(0, 180), 0, 360, colour, -1, cv2.LINE_AA)
    return card


def bare(rng: np.random.Generator, width_m: float, height_m: float) -> Codes:
    """A tree in winter: nothing but branches."""
    height, width = int(height_m * PPM), int(width_m * PPM)
    card = np.zeros((height, width, 4), np.uint8)
    _branch(rng, card, np.array([width / 2, height - 1.0]), -np.pi / 2, height * 0.27, max(4, 0.16 * PPM), 8)
    return card


def conifer(rng: np.random.Generator, width_m: float, height_m: float, snowy: bool = False) -> Codes:
    """A spruce; `snowy` with snow on its tiers."""
    height, width = int(height_m * PPM), int(width_m * PPM)
    card = np.zeros((height, width, 4), np.uint8)
    cv2.line(card, (width // 2, height), (width // 2, height // 3), (44, 56, 66, 255), max(3, int(0.2 * PPM)))
    for _ in range(2600):
        down = np.sqrt(rng.uniform(0, 1))
        tier = 0.75 + 0.25 * ((down * 9) % 1)
        x = width / 2 + rng.uniform(-1, 1) * down * width * 0.48 * tier
        y = height * (0.02 + 0.86 * down)
        shade = rng.uniform(0.55, 1.15) * (1.15 - 0.3 * ((down * 9) % 1))
        colour = (52, 70, 48)
        if snowy and rng.random() < 0.35 and (down * 9) % 1 < 0.5:
            colour, shade = (226, 222, 218), rng.uniform(0.85, 1.0)
        end = (int(x + np.sign(x - width / 2) * rng.uniform(2, 10)), int(y + rng.uniform(2, 9)))
        cv2.line(card, (int(x), int(y)), end, (*(int(c * shade) for c in colour), 255), 2, cv2.LINE_AA)
    return card


def _branch(
    rng: np.random.Generator,
    card: Codes,
    start: np.ndarray,
    turn: float,
    length: float,
    thick: float,
    left: int,
) -> None:
    if left == 0 or length < 3:
        return
    end = start + length * np.array([np.cos(turn), np.sin(turn)])
    shade = rng.uniform(0.8, 1.2)
    colour = (int(44 * shade), int(54 * shade), int(62 * shade), 255)
    cv2.line(
        card, start.astype(int).tolist(), end.astype(int).tolist(), colour, max(1, int(thick)), cv2.LINE_AA
    )
    for spread in (-0.42, 0.02, 0.42):
        if left > 5 or rng.random() < 0.86:
            wobble = turn + spread + rng.normal(0, 0.16)
            _branch(rng, card, end, wobble, length * rng.uniform(0.62, 0.84), thick * 0.62, left - 1)
