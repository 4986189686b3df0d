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


def packaged(site: RecordedSite, folder: Path, to_ms: int, *cameras: FeedId) -> PackageManifest:
    clock = SetClock()
    wish = wish_for_time(site.data_dir, site.begun_wall_ms, site.begun_wall_ms + to_ms, cameras)
    return PackageMaking(site.data_dir, wish, MAKER, clock, Progress(clock)).make(folder)


def test_a_camera_that_was_recorded_and_not_asked_for_is_left_out(site: RecordedSite, tmp_path: Path) -> None:
    night = tmp_path / "night"
    made = packaged(site, night, 9_000, ONE)
    assert made.package.others == (TWO,)
    assert left_out_of(made, night, SITE) == (TWO,), "nothing was recorded of the third"
    played = replay_site(night, tmp_path / "played").replay
    assert played is not None and played.source.left_out == (TWO,)


def test_of_all_cameras_none_is_left_out(site: RecordedSite, tmp_path: Path) -> None:
    made = packaged(site, tmp_path / "night", 9_000)
    assert made.package.others == () and left_out_of(made, tmp_path / "night", SITE) == ()


def test_a_movie_that_goes_on_beyond_the_package_was_recorded_there(tmp_path: Path) -> None:
    site = recorded_site(tmp_path)
    site.film(ONE, large_packets())
    made = packaged(site, tmp_path / "night", 10_000, ONE)
    assert left_out_of(made, tmp_path / "night", SITE) == (ONE,)


def test_a_movie_that_could_not_be_read_or_is_gone_was_recorded(site: RecordedSite, tmp_path: Path) -> None:
    night = tmp_path / "night"
    made = packaged(site, night, 9_000)
    lost = replace(made.package, left_out=(LeftOut(f"video/{THREE}/sub-1-a1-0.mp4", "damaged"),))
    assert left_out_of(replace(made, package=lost), night, SITE) == (THREE,)
    shutil.rmtree(night / "video" / TWO)
    assert left_out_of(made, night, SITE) == (TWO,)


def test_of_an_older_package_those_that_nobody_named_may_have_been_recorded(
    site: RecordedSite, tmp_path: Path
) -> None:
    night = tmp_path / "night"
    made = packaged(site, night, 9_000, ONE)
    older = replace(made, package=replace(made.package, others=UNSET))
    assert left_out_of(older, night, SITE) == (TWO, THREE)
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
