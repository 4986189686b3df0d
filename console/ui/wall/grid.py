"""Where the cells of a monitor's grid lie, in its device pixels. Pure."""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple, TypeVar

from console.domain.ids import CellIndex
from console.domain.wall import MonitorView
from console.ui import theme

Cell = TypeVar("Cell", bound=Hashable)
"""However the caller names a cell: by its index, or with its monitor."""


class Box(NamedTuple):
    """A rectangle in the window's device pixels."""

    x: int
    y: int
    width: int
    height: int


def cell_boxes(view: MonitorView, width: int, height: int, edge_px: int = 0) -> dict[CellIndex, Box]:
    """The box of each cell, with the wall's gap between them, inside a frame of that many pixels.

    All cells of the same span are equally large, so that displays share slots; what the division leaves over
    is split between the two margins. A window too small for its grid gets boxes of one pixel.
    """
    column_px, left = _pitch(width - 2 * edge_px, view.columns)
    row_px, top = _pitch(height - 2 * edge_px, view.rows)
    gap = theme.WALL_GAP_PX
    return {
        cell.cell: Box(
            edge_px + left + cell.column * (column_px + gap),
            edge_px + top + cell.row * (row_px + gap),
            cell.column_span * (column_px + gap) - gap,
            cell.row_span * (row_px + gap) - gap,
        )
        for cell in view.cells
    }


def _pitch(length_px: int, count: int) -> tuple[int, int]:
    gaps = theme.WALL_GAP_PX * (count - 1)
    each = max(1, (length_px - gaps) // count)
    return each, max(0, (length_px - gaps - each * count) // 2)


def fitted(box: Box, width: int, height: int) -> Box:
    """Where a picture of this size lies in a box: centred, its shape kept, 1:1 when it has the box's size.

    A picture that the worker made for this box touches two of its sides and is not scaled again.
    """
    if width <= box.width and height <= box.height and (width == box.width or height == box.height):
        shown_width, shown_height = width, height
    else:
        scale = min(box.width / width, box.height / height)
        shown_width, shown_height = max(1, round(width * scale)), max(1, round(height * scale))
    x = box.x + (box.width - shown_width) // 2
    y = box.y + (box.height - shown_height) // 2
    return Box(x, y, shown_width, shown_height)


@lru_cache(maxsize=1024)
def bars_around(box: Box, place: Box) -> tuple[Box, ...]:
    """What a picture at ``place`` leaves free of its box: at most four bars, none of them empty."""
    left, above = place.x - box.x, place.y - box.y
    right, below = box.width - place.width - left, box.height - place.height - above
    bars = (
        Box(box.x, box.y, box.width, above),
        Box(box.x, place.y + place.height, box.width, below),
        Box(box.x, place.y, left, place.height),
        Box(place.x + place.width, place.y, right, place.height),
    )
    return tuple(bar for bar in bars if bar.width > 0 and bar.height > 0)


def neighbour(boxes: dict[Cell, Box], cell: Cell, right: int, down: int) -> Cell:
    """The nearest cell in a direction (``right`` and ``down`` are -1, 0 or 1); the same one at the edge."""
    x, y = _centre(boxes[cell])
    ahead: list[tuple[float, int, Cell]] = []
    for order, (other, box) in enumerate(boxes.items()):
        dx, dy = _centre(box)[0] - x, _centre(box)[1] - y
        forward, aside = dx * right + dy * down, abs(dx * down) + abs(dy * right)
        if forward > 0 and forward >= aside:
            ahead.append((forward + 2 * aside, order, other))
    return min(ahead)[2] if ahead else cell


def _centre(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2
