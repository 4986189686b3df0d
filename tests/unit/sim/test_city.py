"""The city's cameras: deterministic, apart from each other, at real places, each with a scene."""

import math
from itertools import pairwise

import pytest

from console.domain.camera import Profile
from console.sim.city import (
    AGENCIES,
    CityError,
    corners,
    demo_cameras,
    demo_phase_frames,
    demo_scene,
    moved,
    simulated_cameras,
)


def test_three_hundred_cameras_differ_and_lie_in_the_centre() -> None:
    cameras = demo_cameras(300)
    assert len({camera.feed for camera in cameras}) == 300
    assert [camera.number for camera in cameras] == list(range(1, 301))
    viewpoints = {(camera.lat_deg, camera.lon_deg, camera.azimuth_deg) for camera in cameras}
    assert len(viewpoints) == 300
    for camera in cameras:
        assert camera.lat_deg is not None and 60.1640 < camera.lat_deg < 60.1793
        assert camera.lon_deg is not None and 24.9350 < camera.lon_deg < 24.9536
        assert camera.azimuth_deg is not None and 0 <= camera.azimuth_deg < 360
        assert camera.fov_deg is not None and 50 <= camera.fov_deg <= 100
        assert camera.range_m is not None and 60 <= camera.range_m <= 180
        assert camera.agency in AGENCIES
        assert " / " in camera.name


def test_fewer_cameras_are_the_same_ones() -> None:
    assert demo_cameras(300)[:64] == demo_cameras()


def test_every_agency_has_cameras() -> None:
    assert {camera.agency for camera in demo_cameras()} == set(AGENCIES)


def test_the_first_cameras_cover_the_centre_evenly() -> None:
    places = [(corner.lat_deg, corner.lon_deg) for corner in corners()[:32]]
    gaps = [
        math.dist((lat * 111_320, lon * 55_400), (other_lat * 111_320, other_lon * 55_400))
        for index, (lat, lon) in enumerate(places)
        for other_lat, other_lon in places[:index]
    ]
    assert min(gaps) > 120


def test_more_cameras_than_viewpoints_are_refused() -> None:
    with pytest.raises(CityError, match="viewpoints"):
        demo_cameras(1000)


@pytest.mark.parametrize("scenes", [(1,), (1, 2, 5), tuple(range(1, 13))])
def test_no_two_cameras_show_the_same_moment(scenes: tuple[int, ...]) -> None:
    count = min(300, 300 * len(scenes))
    shown = [(demo_scene(n, scenes), demo_phase_frames(n, len(scenes)) % 300) for n in range(1, count + 1)]
    assert len(set(shown)) == count
    assert {scene for scene, _ in shown} == set(scenes)
    if len(scenes) > 1:
        assert all(one[0] != other[0] or one[1] != other[1] for one, other in pairwise(shown))


def test_simulated_cameras_serve_what_the_cameras_offer() -> None:
    cameras = demo_cameras(24)
    simulated = simulated_cameras(cameras)
    assert [one.feed for one in simulated] == [camera.feed for camera in cameras]
    assert [one.profiles for one in simulated] == [camera.profiles for camera in cameras]
    assert all(Profile.SUB in one.profiles for one in simulated)


def test_every_camera_can_have_a_main_stream_and_some_h265() -> None:
    cameras = demo_cameras(24, main=True)
    assert {camera.profiles for camera in cameras} == {(Profile.MAIN, Profile.SUB)}
    simulated = simulated_cameras(cameras, (cameras[3].feed,))
    assert [one.feed for one in simulated if one.h265] == [cameras[3].feed]
    assert [one.profiles for one in simulated] == [camera.profiles for camera in cameras]


def test_moved_goes_where_the_bearing_points() -> None:
    lat, lon = moved(60.17, 24.94, 90, 100)
    assert lat == 60.17
    assert (lon - 24.94) * 111_320 * math.cos(math.radians(60.17)) == pytest.approx(100, abs=0.1)
    lat, lon = moved(60.17, 24.94, 180, 100)
    assert (60.17 - lat) * 111_320 == pytest.approx(100, abs=0.1)
    assert lon == 24.94
