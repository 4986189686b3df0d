"""What a package lacks is told from what was never recorded."""

import os
import shutil
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from console.app.package.cutting import Span
from console.app.package.left_out import left_out_of, others_recorded
from console.app.package.making import PackageMaking
from console.app.package.manifest import LeftOut, PackageManifest
from console.app.package.progress import Progress
from console.app.package.wishes import wish_for_time
from console.app.replay_site import replay_site
from console.domain.ids import FeedId
from console.protocol.process_config import LeftOutFeed
from tests.fakes.recorded_site import MAKER, RecordedSite, large_packets, recorded_site, small_packets
from tests.fakes.set_clock import SetClock

ONE, TWO, THREE = (FeedId(f"cam-00{n}") for n in (1, 2, 3))
SITE = (ONE, TWO, THREE)


@pytest.fixture
def site(tmp_path: Path) -> RecordedSite:
    made = recorded_site(tmp_path)
    made.film(ONE, small_packets())
    made.film(TWO, small_packets())
    return made


def packaged(
    site: RecordedSite, folder: Path, to_ms: int, *cameras: FeedId, from_ms: int = 0
) -> PackageManifest:
    clock = SetClock()
    begun_ms = site.begun_wall_ms
    wish = wish_for_time(site.data_dir, begun_ms + from_ms, begun_ms + to_ms, cameras)
    return PackageMaking(site.data_dir, wish, MAKER, clock, Progress(clock)).make(folder)


def wholly(feed: FeedId) -> LeftOutFeed:
    return LeftOutFeed(feed, before=True, between=True, after=True)


def test_a_camera_that_was_recorded_and_not_asked_for_is_left_out(site: RecordedSite, tmp_path: Path) -> None:
    night = tmp_path / "night"
    made = packaged(site, night, 9_000, ONE)
    assert made.package.others == (TWO,)
    assert left_out_of(made, night, SITE) == (wholly(TWO),), "nothing was recorded of the third"
    played = replay_site(night, tmp_path / "played").replay
    assert played is not None and played.source.left_out == (wholly(TWO),)


def test_of_all_cameras_none_is_left_out(site: RecordedSite, tmp_path: Path) -> None:
    made = packaged(site, tmp_path / "night", 9_000)
    assert made.package.others == () and left_out_of(made, tmp_path / "night", SITE) == ()


def test_a_movie_that_goes_on_beyond_the_package_was_recorded_there(tmp_path: Path) -> None:
    site = recorded_site(tmp_path)
    site.film(ONE, large_packets())
    made = packaged(site, tmp_path / "night", 10_000, ONE)
    assert left_out_of(made, tmp_path / "night", SITE) == (LeftOutFeed(ONE, after=True),)


def test_a_movie_that_began_before_the_package_was_recorded_there(tmp_path: Path) -> None:
    site = recorded_site(tmp_path)
    site.film(ONE, large_packets())
    made = packaged(site, tmp_path / "night", 3_600_000, ONE, from_ms=10_000)
    assert left_out_of(made, tmp_path / "night", SITE) == (LeftOutFeed(ONE, before=True),)


def test_of_an_older_package_nobody_knows_where_a_movie_was_cut(tmp_path: Path) -> None:
    site = recorded_site(tmp_path)
    site.film(ONE, large_packets())
    made = packaged(site, tmp_path / "night", 10_000, ONE)
    movies = tuple(replace(one, cut_begin=UNSET, cut_end=UNSET) for one in made.package.movies)
    older = replace(made, package=replace(made.package, movies=movies))
    assert left_out_of(older, tmp_path / "night", SITE) == (LeftOutFeed(ONE, before=True, after=True),)


def test_a_movie_that_was_still_written_went_on(site: RecordedSite, tmp_path: Path) -> None:
    night = tmp_path / "night"
    made = packaged(site, night, 9_000)
    movies = tuple(replace(one, unfinished=True) if one.feed == TWO else one for one in made.package.movies)
    running = replace(made, package=replace(made.package, movies=movies))
    assert left_out_of(running, night, SITE) == (LeftOutFeed(TWO, after=True),)


def test_a_movie_that_could_not_be_read_or_is_gone_was_recorded(site: RecordedSite, tmp_path: Path) -> None:
    night = tmp_path / "night"
    made = packaged(site, night, 9_000)
    lost = replace(made.package, left_out=(LeftOut(f"video/{THREE}/sub-1-a1-0.mp4", "damaged"),))
    assert left_out_of(replace(made, package=lost), night, SITE) == (wholly(THREE),)
    shutil.rmtree(night / "video" / TWO)
    assert left_out_of(made, night, SITE) == (wholly(TWO),)


def test_of_an_older_package_those_that_nobody_named_may_have_been_recorded(
    site: RecordedSite, tmp_path: Path
) -> None:
    night = tmp_path / "night"
    made = packaged(site, night, 9_000, ONE)
    older = replace(made, package=replace(made.package, others=UNSET))
    assert left_out_of(older, night, SITE) == (wholly(TWO), wholly(THREE))
    of_recording = replace(older.package, asked=replace(older.package.asked, recording="r-000004"))
    assert left_out_of(replace(made, package=of_recording), night, SITE) == ()


def test_other_movies_are_known_by_their_times(site: RecordedSite) -> None:
    video, begun = site.data_dir / "video", site.begun_wall_ms
    (movie,) = (video / TWO).glob("*.mp4")
    os.utime(movie, ((begun + 8_000) / 1000,) * 2)
    assert others_recorded(video, (ONE,), Span(begun, begun + 1_000)) == (TWO,)
    assert others_recorded(video, (ONE,), Span(begun + 8_001, None)) == ()
    assert others_recorded(video, (ONE,), Span(begun - 9_000, begun - 1)) == ()
    assert others_recorded(video, (), Span(begun, None)) == ()
    movie.with_suffix(".jsonl").unlink()
    assert others_recorded(video, (ONE,), Span(begun, None)) == (), "no movie without its index"
