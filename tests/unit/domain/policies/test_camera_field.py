"""The cameras in question for a point, against looking at each."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.policies.camera_field import CameraField
from console.domain.policies.geometry import Point, best_sightings

city_cameras = st.lists(
    st.builds(
        lambda number, lat, lon, azimuth, fov, reach: Camera(
            feed=FeedId(f"cam-{number}"),
            number=number,
            name="",
            lat_deg=lat,
            lon_deg=lon,
            azimuth_deg=azimuth,
            fov_deg=fov,
            range_m=reach,
        ),
        st.integers(0, 9_999),
        st.none() | st.floats(60.17, 60.172) | st.floats(-90, 90),
        st.floats(24.94, 24.944) | st.floats(-180, 180),
        st.none() | st.floats(0, 360),
        st.floats(10, 360),
        st.none() | st.floats(0, 400),
    ),
    max_size=40,
    unique_by=lambda camera: camera.feed,
)


@given(
    city_cameras,
    st.floats(60.1, 60.25) | st.floats(-90, 90),
    st.floats(24.8, 25.0) | st.floats(-180, 180),
    st.integers(0, 6),
    st.data(),
)
def test_the_field_finds_the_same_cameras_as_looking_at_all(
    cameras: list[Camera], lat_deg: float, lon_deg: float, count: int, data: st.DataObject
) -> None:
    lost = data.draw(st.sets(st.sampled_from([c.feed for c in cameras]))) if cameras else set()
    field, point = CameraField(cameras), Point(lat_deg, lon_deg)
    for seen in ({}, lost):
        assert field.best_sightings(point, seen, count) == best_sightings(cameras, point, seen, count)


def test_a_camera_far_beyond_the_nearest_ones_that_sees_the_point_comes_first() -> None:
    def camera(number: int, east_deg: float, reach_m: float, azimuth_deg: float = 90.0) -> Camera:
        return Camera(
            feed=FeedId(f"cam-{number}"), number=number, name="", lat_deg=60.17, lon_deg=24.94 + east_deg,
            azimuth_deg=azimuth_deg, fov_deg=60.0, range_m=reach_m,
        )  # fmt: skip

    near = [camera(number, 0.0001 * number, 1.0) for number in range(1, 31)]
    far = camera(99, 0.02, 3_000.0, azimuth_deg=270.0)
    point = Point(60.17, 24.94)
    found = CameraField([*near, far]).best_sightings(point, (), 2)
    assert [sighting.number for sighting in found] == [99, 1]
