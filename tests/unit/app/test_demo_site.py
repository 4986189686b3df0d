from console.app.demo_site import with_mains
from console.domain.camera import Profile
from console.sim.city import demo_cameras


def test_the_first_cameras_that_have_a_main_stream_keep_it() -> None:
    cameras = demo_cameras(24)
    having = [camera.feed for camera in cameras if Profile.MAIN in camera.profiles]
    kept = with_mains(cameras, 3)
    assert [camera.feed for camera in kept if Profile.MAIN in camera.profiles] == having[:3]
    assert all(Profile.SUB in camera.profiles for camera in kept)
    assert [camera.feed for camera in kept] == [camera.feed for camera in cameras]
    assert {camera.profiles for camera in with_mains(cameras, 0)} == {(Profile.SUB,)}
