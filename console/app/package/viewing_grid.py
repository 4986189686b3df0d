"""Draws one picture of a viewing copy: all cameras side by side, with names and their pictures' times."""

import math
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np

from console.app.package.recorded_view import Canvas, Picture
from console.domain.wording import visible

WIDTH = 1920
STRIP = 32
LABEL = 26
"""Above each picture, so that words hide nothing of it."""

FONT = "uni"
"""OpenCV's own with the most letters: Latin with its accents, Greek, Cyrillic."""
FONT_PX = 15
MARGIN = 8

STANDS_AFTER_NS = 1_500_000_000
"""A picture that is older stands still, and says so."""

WORDS = "VIEWING COPY, encoded anew; the movies beside it are the originals"
_WHITE, _GREY, _RED = (255, 255, 255), (150, 150, 150), (80, 80, 255)


class Grid(NamedTuple):
    """Columns and rows of pictures, each ``width`` by ``height`` pixels below its label."""

    columns: int
    rows: int
    width: int
    height: int

    @property
    def size(self) -> tuple[int, int]:
        """Of the whole picture, in pixels."""
        return self.columns * self.width, self.rows * (self.height + LABEL) + STRIP


def grid_for(cameras: int) -> Grid:
    """As square as may be; even numbers of pixels, as encoders want them."""
    columns = math.ceil(math.sqrt(max(1, cameras)))
    width = min(960, WIDTH // columns) // 4 * 4
    return Grid(columns, math.ceil(max(1, cameras) / columns), width, width * 9 // 16 // 2 * 2)


def draw(grid: Grid, names: list[str], pictures: list[Picture | None], at_ns: int, wall_ms: int) -> Canvas:
    """At log time ``at_ns``, which was ``wall_ms``."""
    width, height = grid.size
    canvas = np.zeros((height, width, 3), np.uint8)
    for place, (name, picture) in enumerate(zip(names, pictures, strict=True)):
        top, left = place // grid.columns * (grid.height + LABEL), place % grid.columns * grid.width
        cell = canvas[top : top + grid.height + LABEL, left : left + grid.width]
        _draw_cell(cell, name, picture, at_ns, wall_ms)
    _write(canvas, f"{utc_words(wall_ms)}   {WORDS}", height - 10, _WHITE)
    return canvas


def _draw_cell(cell: Canvas, name: str, picture: Picture | None, at_ns: int, wall_ms: int) -> None:
    words, colour = "no picture yet", _RED
    if picture is not None:
        age_ns = at_ns - picture.at_ns
        came = utc_words(wall_ms - age_ns // 1_000_000)[11:]
        is_standing = age_ns > STANDS_AFTER_NS
        np.copyto(cell[LABEL:], picture.pixels // 3 if is_standing else picture.pixels)
        words, colour = (f"no picture since {came}", _RED) if is_standing else (came, _WHITE)
    room = cell.shape[1] - 2 * MARGIN - _width(f"   {words}")
    _write(cell, f"{_shortened(visible(name), room)}   {words}", LABEL - 8, colour)
    cv2.rectangle(cell, (0, 0), (cell.shape[1] - 1, cell.shape[0] - 1), _GREY, 1)


def _write(canvas: Canvas, text: str, y: int, colour: tuple[int, int, int]) -> None:
    cv2.putText(canvas, visible(text), (MARGIN, y), colour, _font(), FONT_PX)


def _shortened(name: str, room: int) -> str:
    """What goes into so many pixels: the time behind a name is never cut off."""
    if _width(name) <= room:
        return name
    fit = [cut for cut in range(len(name)) if _width(f"{name[:cut].rstrip()}…") <= room]
    return f"{name[: fit[-1]].rstrip()}…" if fit else "…"


def _width(text: str) -> int:
    _, _, width, _ = cv2.getTextSize((WIDTH, LABEL), text, (0, 0), _font(), FONT_PX)
    return int(width)


@cache
def _font() -> cv2.FontFace:
    return cv2.FontFace(FONT)


def utc_words(wall_ms: int) -> str:
    """``2026-11-28 14:02:11.3 UTC``."""
    moment = datetime.fromtimestamp(wall_ms / 1000, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 100_000} UTC"
