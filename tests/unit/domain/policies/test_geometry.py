"""Distances, bearings and fields of view."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.policies.geometry import (
    Point,
    bearing_centideg,
    best_sightings,
    distance_cm,
    offset_m,
    sees,
    sighting,
)

HELSINKI = Point(60.17, 24.94)
points = st.builds(Point, st.floats(-80, 80), st.floats(-180, 180))


def moved(origin: Point, bearing_deg: float, distance_m: float) -> Point:
    """The point so far away in that direction (inverse of the projection, small distances only)."""
    north_m = math.cos(math.radians(bearing_deg)) * distance_m
    east_m = math.sin(math.radians(bearing_deg)) * distance_m
    lat_deg = origin.lat_deg + math.degrees(north_m / 6_371_008.8)
    middle_rad = math.radians((origin.lat_deg + lat_deg) / 2)
    return Point(lat_deg, origin.lon_deg + math.degrees(east_m / 6_371_008.8 / math.cos(middle_rad)))


def camera(azimuth_deg: float | None = 90.0, fov_deg: float | None = 70.0, number: int = 1) -> Camera:
    return Camera(
        FeedId(f"cam-{number}"),
        number,
        "",
        "",
        HELSINKI.lat_deg,
        HELSINKI.lon_deg,
        azimuth_deg,
        fov_deg,
        100.0,
    )


def test_a_degree_of_latitude_is_111_km() -> None:
    assert distance_cm(*offset_m(Point(60.0, 25.0), Point(61.0, 25.0))) == pytest.approx(11_119_508, abs=50)


def test_the_date_line_is_no_wall() -> None:
    assert distance_cm(*offset_m(Point(0.0, 179.999), Point(0.0, -179.999))) < 23_000


@given(points, points)
def test_distance_is_the_same_both_ways(one: Point, other: Point) -> None:
    assert distance_cm(*offset_m(one, other)) == distance_cm(*offset_m(other, one)) >= 0


@given(st.floats(0, 359.99), st.floats(1, 2000))
def test_bearing_and_distance_find_a_moved_point(bearing_deg: float, distance_m: float) -> None:
    point = moved(HELSINKI, bearing_deg, distance_m)
    off = abs(bearing_centideg(*offset_m(HELSINKI, point)) - bearing_deg * 100) % 36_000
    assert min(off, 36_000 - off) <= 2
    assert distance_cm(*offset_m(HELSINKI, point)) == pytest.approx(distance_m * 100, abs=2)


@given(st.floats(0, 359.99), st.floats(10, 180), st.floats(-180, 180), st.floats(1, 200))
def test_a_camera_sees_its_wedge_and_nothing_else(
    azimuth_deg: float, fov_deg: float, turn_deg: float, distance_m: float
) -> None:
    point = moved(HELSINKI, azimuth_deg + turn_deg, distance_m)
    inside = abs(turn_deg) < fov_deg / 2 - 0.05 and distance_m < 99.9
    outside = abs(turn_deg) > fov_deg / 2 + 0.05 or distance_m > 100.1
    seen = sees(camera(azimuth_deg, fov_deg), *offset_m(HELSINKI, point))
    assert (seen or not inside) and not (seen and outside)


@pytest.mark.parametrize("unknown", [camera(azimuth_deg=None), camera(fov_deg=None)])
def test_a_camera_without_a_direction_is_not_said_to_see(unknown: Camera) -> None:
    assert not sees(unknown, *offset_m(HELSINKI, moved(HELSINKI, 90, 10)))


def test_a_camera_without_a_position_has_no_sighting() -> None:
    assert sighting(Camera(FeedId("x"), 1, ""), HELSINKI) is None


def test_those_that_see_the_point_come_first_then_the_nearest_never_a_lost_one() -> None:
    point = moved(HELSINKI, 90, 50)
    seeing, away, lost = camera(90.0, number=3), camera(270.0, number=2), camera(90.0, number=1)
    best = best_sightings([away, lost, seeing], point, {lost.feed}, 5)
    assert [(s.feed, s.sees_point) for s in best] == [(seeing.feed, True), (away.feed, False)]


def test_a_camera_in_another_town_is_no_nearest_camera() -> None:
    assert best_sightings([camera()], moved(HELSINKI, 0, 6_000), (), 4) == []
