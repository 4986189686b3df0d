from console.app.package.holes import LEAST_HOLE_MS, holes_of
from console.app.package.manifest import LeftOut, MovieFacts
from console.domain.camera import Profile
from console.domain.ids import FeedId

DAY_MS = 1_795_824_000_000
"""2026-11-28, in UTC."""


def movie(feed: str, begin_s: int, end_s: int, profile: Profile = Profile.SUB) -> MovieFacts:
    times = (DAY_MS + begin_s * 1000, DAY_MS + end_s * 1000)
    return MovieFacts("file", FeedId(feed), profile, "h264", 640, 360, *times, packets=1, gaps=0)


def test_a_time_between_two_movies_is_told_with_its_ends() -> None:
    movies = [movie("b", 0, 10), movie("a", 3600, 3700), movie("a", 0, 60)]
    assert holes_of(movies) == [
        LeftOut("a", "nothing from 2026-11-28 00:01:00 UTC to 2026-11-28 01:00:00 UTC")
    ]


def test_what_another_stream_of_the_camera_has_is_no_hole() -> None:
    movies = [movie("a", 0, 60), movie("a", 30, 100, Profile.MAIN), movie("a", 40, 50), movie("a", 101, 200)]
    assert holes_of(movies) == []


def test_the_shortest_that_is_told() -> None:
    least_s = LEAST_HOLE_MS // 1000
    assert holes_of([movie("a", 0, 10), movie("a", 10 + least_s - 1, 30)]) == []
    assert len(holes_of([movie("a", 0, 10), movie("a", 10 + least_s, 30)])) == 1
