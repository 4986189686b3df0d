"""The demo fits the screens there are, and nothing overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.app.screen_places import (
    LEAST_DESK_HEIGHT_PX,
    LEAST_REPLAY_DESK_HEIGHT_PX,
    LEAST_WALL_HEIGHT_PX,
    VIRTUAL_SCREENS,
    DesktopScreen,
    arrange,
    virtual_places,
)
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


@given(st.lists(sizes, min_size=1, max_size=4), st.integers(1, 12))
def test_nothing_overlaps_and_all_lies_on_screens(shapes: list[tuple[int, int]], monitors: int) -> None:
    screens = side_by_side(shapes)
    places = arrange([DesktopScreen(screen) for screen in screens], monitors)
    assert len(places.walls) == monitors, "a wall is played whole"
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
    assert arrange([DesktopScreen(screen) for screen in screens]).desk == screens[0]


def test_each_monitor_has_a_screen_where_there_are_enough_and_shares_one_where_not() -> None:
    screens = [DesktopScreen(screen) for screen in side_by_side([(1920, 1080)] * 4)]
    assert list(arrange(screens, 3).walls) == [screen.place for screen in screens[1:]]
    walls = arrange(screens[:3], 3).walls
    assert walls == (Geometry(1920, 0, 960, 1080), Geometry(2880, 0, 960, 1080), screens[2].place)


def test_on_the_virtual_display_a_wall_of_any_size_is_played_whole() -> None:
    assert virtual_places(2) == VIRTUAL_SCREENS
    assert virtual_places(1).walls == (Geometry(0, 0, 3840, 1080),)
    assert virtual_places(8).walls[-1] == Geometry(2880, 540, 960, 540)


def test_without_a_screen_it_says_what_to_do() -> None:
    with pytest.raises(SightlineError, match="--headless"):
        arrange([])


@given(sizes, st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]))
def test_on_a_single_screen_the_desk_is_as_high_as_it_must_be_and_fills_it_with_the_walls(
    shape: tuple[int, int], scale: float
) -> None:
    width, height = shape
    places = arrange([DesktopScreen(Geometry(0, 0, width, height), scale)])
    least = LEAST_DESK_HEIGHT_PX * scale
    if height >= least + LEAST_WALL_HEIGHT_PX:
        assert places.desk.height >= least
    assert places.desk.height >= height - places.desk.height, "half of the screen at least"
    top = width * (height - places.desk.height)
    assert sum(wall.width * wall.height for wall in places.walls) == top >= width * LEAST_WALL_HEIGHT_PX


@pytest.mark.parametrize(
    ("shape", "desk"),
    [
        ((1366, 768), Geometry(0, 248, 1366, 520)),
        ((1024, 600), Geometry(0, 90, 1024, 510)),
        ((1920, 1080), Geometry(0, 540, 1920, 540)),
    ],
)
def test_where_the_desk_is_on_usual_single_screens(shape: tuple[int, int], desk: Geometry) -> None:
    assert arrange([DesktopScreen(Geometry(0, 0, *shape))]).desk == desk


@pytest.mark.parametrize(
    ("shape", "desk"),
    [
        ((1366, 768), Geometry(0, 166, 1366, 602)),
        ((1024, 600), Geometry(0, 90, 1024, 510)),
        ((1920, 1080), Geometry(0, 478, 1920, 602)),
    ],
)
def test_a_replays_desk_has_the_height_that_it_needs_where_the_screen_has_it(
    shape: tuple[int, int], desk: Geometry
) -> None:
    screen = DesktopScreen(Geometry(0, 0, *shape))
    assert arrange([screen], 4, least_desk_px=LEAST_REPLAY_DESK_HEIGHT_PX).desk == desk
