from msgspec import UNSET
from msgspec.structs import replace

from console.app.package.holes import ended_before, holes_of, until_ms
from console.app.package.manifest import Asked, LeftOut, MovieFacts
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.movie_index import LEAST_HOLE_MS

DAY_MS = 1_795_824_000_000
"""2026-11-28, in UTC."""


def movie(feed: str, begin_s: int, end_s: int, profile: Profile = Profile.SUB) -> MovieFacts:
    times = (DAY_MS + begin_s * 1000, DAY_MS + end_s * 1000)
    return MovieFacts("file", FeedId(feed), profile, "h264", 640, 360, *times, packets=1, gaps=0)


def holes(movies: list[MovieFacts], from_s: int, to_s: int) -> list[LeftOut]:
    return list(holes_of(movies, DAY_MS + from_s * 1000, DAY_MS + to_s * 1000))


def test_a_time_between_two_movies_is_told_with_its_ends() -> None:
    movies = [movie("b", 0, 10), movie("a", 3600, 3700), movie("a", 0, 60)]
    assert [one for one in holes(movies, 0, 3700) if one.what == "a"] == [
        LeftOut("a", "nothing from 2026-11-28 00:01:00 UTC to 2026-11-28 01:00:00 UTC")
    ]


def test_what_another_stream_of_the_camera_has_is_no_hole() -> None:
    movies = [movie("a", 0, 60), movie("a", 30, 100, Profile.MAIN), movie("a", 40, 50), movie("a", 101, 200)]
    assert holes(movies, 0, 200) == []


def test_the_shortest_that_is_told() -> None:
    least_s = LEAST_HOLE_MS // 1000
    assert holes([movie("a", 0, 10), movie("a", 10 + least_s - 1, 30)], 0, 30) == []
    assert len(holes([movie("a", 0, 10), movie("a", 10 + least_s, 30)], 0, 30)) == 1
    short = [movie("a", least_s - 1, 30)]
    assert holes(short, 0, 30 + least_s - 1) == []
    assert len(holes(short, -1, 30 + least_s)) == 2


def test_what_is_missing_at_both_ends_is_told() -> None:
    movies = [movie("a", 10, 20), movie("a", 15, 40, Profile.MAIN), movie("b", -60, 100)]
    assert holes(movies, 0, 95) == [
        LeftOut("a", "nothing from 2026-11-28 00:00:00 UTC to 2026-11-28 00:00:10 UTC"),
        LeftOut("a", "nothing from 2026-11-28 00:00:40 UTC to 2026-11-28 00:01:35 UTC"),
    ], "what b has before and after nobody asked for"


def test_pictures_are_awaited_up_to_the_asked_end_or_now() -> None:
    time = Asked(None, None, 0, 1_000, ())
    assert (until_ms(time, 5_000), until_ms(time, 500)) == (1_000, 500)
    ended = replace(time, recording="r-000004")
    assert until_ms(ended, 500) == 1_000, "somebody set the clock back since"
    assert until_ms(replace(ended, to_ms=None), 7_000) == 7_000


def test_an_open_movie_that_nothing_came_for_did_not_end_as_it_was_written() -> None:
    least_s = LEAST_HOLE_MS // 1000
    growing = replace(movie("a", 0, 10), unfinished=True)
    assert ended_before(growing, growing.end_ms + LEAST_HOLE_MS - 1) == growing
    assert ended_before(growing, DAY_MS + (10 + least_s) * 1000).unfinished is UNSET
