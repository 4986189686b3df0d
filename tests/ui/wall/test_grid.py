"""Cells and pictures in device pixels."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from console.domain.media import Demand
from console.domain.wall import CellView, Layer, MonitorView
from console.ui import theme
from console.ui.wall.demands import demands_of
from console.ui.wall.grid import Box, bars_around, cell_boxes, fitted, neighbour


def grid(columns: int, rows: int) -> MonitorView:
    cells = tuple(
        CellView(index, index % columns, index // columns, 1, 1, True, "cam-1", Layer.BASE)
        for index in range(columns * rows)
    )
    return MonitorView("wall-1", "grid", columns, rows, cells)


@given(st.integers(1, 24), st.integers(1, 24), st.integers(640, 7680), st.integers(360, 4320))
def test_cells_are_equal_inside_the_window_and_a_gap_apart(
    columns: int, rows: int, width: int, height: int
) -> None:
    boxes = list(cell_boxes(grid(columns, rows), width, height).values())
    assert len({(box.width, box.height) for box in boxes}) == 1
    assert all(box.x >= 0 and box.x + box.width <= width for box in boxes)
    assert all(box.y >= 0 and box.y + box.height <= height for box in boxes)
    if columns > 1:
        assert boxes[1].x - (boxes[0].x + boxes[0].width) == theme.WALL_GAP_PX


def test_a_spanning_cell_covers_its_cells_and_their_gap() -> None:
    view = MonitorView("w", "l", 4, 4, (CellView(0, 1, 1, 2, 2, True, None, Layer.BASE),))
    assert cell_boxes(view, 1920, 1080)[0] == Box(481, 271, 958, 538)


@given(st.integers(40, 2000), st.integers(40, 2000), st.integers(40, 4000), st.integers(40, 4000))
def test_a_picture_stays_inside_and_keeps_its_shape(
    box_width: int, box_height: int, width: int, height: int
) -> None:
    box = Box(10, 20, box_width, box_height)
    place = fitted(box, width, height)
    assert place.x >= 10 and place.x + place.width <= 10 + box_width
    assert place.y >= 20 and place.y + place.height <= 20 + box_height
    assert place.width == box_width or place.height == box_height
    assert abs(place.width / width - place.height / height) * min(width, height) <= 1.01


def test_a_picture_made_for_the_box_is_not_scaled() -> None:
    assert fitted(Box(0, 0, 238, 133), 236, 133) == Box(1, 0, 236, 133)


def test_arrows_go_to_the_nearest_cell_and_stop_at_the_edge() -> None:
    boxes = cell_boxes(grid(3, 2), 1920, 1080)
    assert neighbour(boxes, 0, 1, 0) == 1
    assert neighbour(boxes, 1, 0, 1) == 4
    assert neighbour(boxes, 5, 1, 0) == 5


def test_one_feed_in_two_equal_cells_is_one_demand() -> None:
    view = grid(2, 1)
    assert demands_of(view, cell_boxes(view, 642, 180)) == (Demand("cam-1", 320, 180),)
    assert demands_of(None, {}) == ()


@given(
    st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(1, 900), st.integers(1, 900)),
    st.tuples(st.integers(1, 2000), st.integers(1, 2000)),
)
def test_bars_and_picture_fill_the_box_without_overlap(
    sides: tuple[int, int, int, int], picture: tuple[int, int]
) -> None:
    box = Box(*sides)
    place = fitted(box, *picture)
    parts = [place, *bars_around(box, place)]
    assert sum(part.width * part.height for part in parts) == box.width * box.height
    for part in parts:
        assert part.width > 0 and part.height > 0
        assert box.x <= part.x and part.x + part.width <= box.x + box.width
        assert box.y <= part.y and part.y + part.height <= box.y + box.height
    for one, other in combinations(parts, 2):
        assert not QRect(*one).intersects(QRect(*other))
