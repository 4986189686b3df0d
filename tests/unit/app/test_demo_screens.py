"""The demo fits the screens there are, and nothing overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.demo_screens import arrange
from console.domain.errors import SightlineError
from console.domain.monitor import Geometry

sizes = st.tuples(st.integers(640, 7680), st.integers(480, 4320))


def side_by_side(shapes: list[tuple[int, int]]) -> list[Geometry]:
    screens: list[Geometry] = []
    for width, height in shapes:
        x = screens[-1].x + screens[-1].width if screens else 0
        screens.append(Geometry(x, 0, width, height))
    return screens


def overlap(one: Geometry, other: Geometry) -> bool:
    apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
    apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (apart_x or apart_y)


@given(st.lists(sizes, min_size=1, max_size=4))
def test_nothing_overlaps_and_all_lies_on_screens(shapes: list[tuple[int, int]]) -> None:
    screens = side_by_side(shapes)
    places = arrange(screens)
    rectangles = [*places.walls, places.desk]
    assert not any(overlap(a, b) for i, a in enumerate(rectangles) for b in rectangles[:i])
    for place in rectangles:
        assert any(
            s.x <= place.x
            and s.y <= place.y
            and place.x + place.width <= s.x + s.width
            and place.y + place.height <= s.y + s.height
            for s in screens
        )


def test_with_three_screens_the_desk_is_on_the_first() -> None:
    screens = side_by_side([(1920, 1080)] * 3)
    assert arrange(screens).desk == screens[0]


def test_without_a_screen_it_says_what_to_do() -> None:
    with pytest.raises(SightlineError, match="--headless"):
        arrange([])
