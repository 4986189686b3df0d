import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.movie_names import boot_of, feed_folder, movie_path


@given(st.text(min_size=1, max_size=300))
def test_any_feed_has_a_folder_that_any_file_system_takes(feed: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_%~-]{1,120}", feed_folder(FeedId(feed)))


@given(st.text(min_size=1, max_size=140), st.text(min_size=1, max_size=140))
def test_two_feeds_never_share_a_folder(one: str, other: str) -> None:
    assert (feed_folder(FeedId(one)) == feed_folder(FeedId(other))) == (one == other)


def test_long_names_differ_by_their_ends() -> None:
    assert feed_folder(FeedId("a" * 200)) != feed_folder(FeedId("a" * 201))


def test_a_path_says_stream_time_and_life() -> None:
    path = movie_path(Path("/r"), FeedId("../x"), Profile.MAIN, 1_700_000_000_000, "ab12cd34", 7)
    assert path == Path("/r/%2E%2E%2Fx/main-1700000000000-ab12cd34-7.mp4")
    assert boot_of(path) == "ab12cd34"
    assert boot_of(movie_path(Path("/r"), FeedId("x"), Profile.SUB, -5, "b", 1)) == "b"
    assert boot_of(Path("/r/x/holiday.mp4")) is None
