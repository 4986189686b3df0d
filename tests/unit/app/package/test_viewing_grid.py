"""All cameras side by side; a picture that is old is not shown as if it were new."""

import numpy as np
import pytest

from console.app.package.recorded_view import Picture
from console.app.package.viewing_grid import LABEL, STANDS_AFTER_NS, draw, grid_for

WALL_MS = 1_772_366_400_000


@pytest.mark.parametrize("cameras", [0, 1, 2, 4, 5, 12, 64, 100])
def test_a_grid_has_room_for_all_and_sizes_that_encoders_take(cameras: int) -> None:
    grid = grid_for(cameras)
    width, height = grid.size
    assert grid.columns * grid.rows >= cameras
    assert width % 2 == height % 2 == grid.width % 2 == grid.height % 2 == 0 and width <= 1920


def test_pictures_are_shown_whole_below_their_labels_and_old_ones_dark() -> None:
    grid = grid_for(3)
    at_ns = 10_000_000_000
    white = np.full((grid.height, grid.width, 3), 255, np.uint8)
    pictures = [Picture(white, at_ns - STANDS_AFTER_NS), Picture(white, at_ns - STANDS_AFTER_NS - 1), None]
    drawn = draw(grid, ["cam-001", "cam-002", "cam-003"], pictures, at_ns, WALL_MS)
    assert drawn.shape[:2] == grid.size[::-1]
    middles = []
    for place in range(3):
        top = place // grid.columns * (grid.height + LABEL)
        left = place % grid.columns * grid.width
        label = drawn[top + 1 : top + LABEL, left + 1 : left + grid.width - 1]
        assert 0 < np.count_nonzero(label) < label.size / 4, "words on black"
        picture = drawn[top + LABEL : top + LABEL + grid.height - 1, left + 1 : left + grid.width - 1]
        assert (picture == picture[0, 0]).all(), "nothing is written over it"
        middles.append(int(picture[9, 9, 0]))
    assert middles == [255, 85, 0]


def test_what_is_written_follows_the_time_and_the_name() -> None:
    grid = grid_for(1)
    first = draw(grid, ["cam-001"], [None], 0, WALL_MS)
    assert (draw(grid, ["cam-001"], [None], 0, WALL_MS) == first).all()
    assert (draw(grid, ["cam-001"], [None], 0, WALL_MS + 100) != first).any()
    assert (draw(grid, ["cam-002"], [None], 0, WALL_MS) != first).any()
    draw(grid, ["Käräjä 日本 \x1b"], [None], 0, WALL_MS)


@pytest.mark.parametrize(("name", "other"), [("Bürger", "Burger"), ("Łódź", "odz"), ("Мир", "")])
def test_names_keep_their_letters(name: str, other: str) -> None:
    grid = grid_for(1)
    named, otherwise = (draw(grid, [one], [None], 0, WALL_MS) for one in (name, other))
    assert (named != otherwise).any()


def test_a_long_name_leaves_its_time_whole() -> None:
    grid = grid_for(16)
    at_ns = STANDS_AFTER_NS + 1
    pictures = [Picture(np.zeros((grid.height, grid.width, 3), np.uint8), 0)] * 16
    names = ["cam-001 " + "Broadway and 42nd Street, " * 9] * 16
    first = draw(grid, names, pictures, at_ns, WALL_MS)[1 : LABEL - 1, 1 : grid.width - 1]
    later = draw(grid, names, pictures, at_ns, WALL_MS + 7_000)[1 : LABEL - 1, 1 : grid.width - 1]
    assert (first != later).any(), "the time is to be seen"
    assert not first[:, -6:].any(), "and does not run out of its cell"
