"""The camera of a number, and the next one on each side."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.policies.next_camera import (
    Quarter,
    camera_of_number,
    next_camera,
    none_there_words,
    quarter_of,
)


def camera(number: int, lat_deg: float | None, lon_deg: float | None = 24.94) -> Camera:
    return Camera(FeedId(f"cam-{number:03d}"), number, f"Corner {number}", lat_deg=lat_deg, lon_deg=lon_deg)


MIDDLE = camera(1, 60.17)
NORTH, FAR_NORTH, SOUTH = camera(2, 60.172), camera(3, 60.18), camera(4, 60.168)
EAST, WEST = camera(5, 60.17, 24.95), camera(6, 60.17, 24.93)
NOWHERE = camera(7, None, None)
ALL = (MIDDLE, NORTH, FAR_NORTH, SOUTH, EAST, WEST, NOWHERE)


def test_the_nearest_on_each_side() -> None:
    found = {quarter: next_camera(ALL, MIDDLE, quarter) for quarter in Quarter}
    assert found == {
        Quarter.NORTH: NORTH,
        Quarter.EAST: EAST,
        Quarter.SOUTH: SOUTH,
        Quarter.WEST: WEST,
    }
    assert next_camera(ALL, NORTH, Quarter.NORTH) is FAR_NORTH
    assert next_camera(ALL, FAR_NORTH, Quarter.NORTH) is None
    assert none_there_words(FAR_NORTH, Quarter.NORTH) == "No camera stands to the north of 3."


def test_a_camera_without_a_place_is_on_no_side_and_has_none() -> None:
    assert next_camera(ALL, NOWHERE, Quarter.EAST) is None
    assert "no place on the map" in none_there_words(NOWHERE, Quarter.EAST)


def test_of_equally_near_ones_that_of_the_lower_number_and_none_on_the_same_pole() -> None:
    twin = camera(9, 60.172)
    assert next_camera((twin, *ALL), MIDDLE, Quarter.NORTH) is NORTH
    assert quarter_of(NORTH, twin) is None


places = st.tuples(st.floats(-85, 85, allow_nan=False), st.floats(-89, 89, allow_nan=False))
"""Not more than half round the earth from each other, where west is east."""


@given(places, places)
def test_another_camera_is_on_one_side_and_this_one_on_another_of_it(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    one, other = camera(1, *here), camera(2, *there)
    side, back = quarter_of(one, other), quarter_of(other, one)
    assert (side is None) == (back is None)
    if side is not None and back is not None:
        assert side[1] == back[1] and side[0] is not back[0]
        assert [quarter for quarter in Quarter if next_camera((one, other), one, quarter)] == [side[0]]


@given(st.lists(places, min_size=2, max_size=20))
def test_what_is_found_is_the_nearest_there_in_whatever_order(found_at: list[tuple[float, float]]) -> None:
    cameras = [camera(number, *place) for number, place in enumerate(found_at, 1)]
    for quarter in Quarter:
        found = next_camera(cameras, cameras[0], quarter)
        assert found == next_camera(cameras[::-1], cameras[0], quarter)
        sides = [quarter_of(cameras[0], one) for one in cameras[1:]]
        distances = [side[1] for side in sides if side is not None and side[0] is quarter]
        if found is None:
            assert distances == []
        else:
            there = quarter_of(cameras[0], found)
            assert there is not None and there[1] == min(distances)


def test_a_number_is_one_cameras_or_nobodys() -> None:
    assert camera_of_number(ALL, 3) is FAR_NORTH
    assert camera_of_number(ALL, 99) is None
