"""What a package lacks is told from what was never recorded."""

import os
import shutil
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from console.app.package.cutting import Span
from console.app.package.left_out import ALWAYS, left_out_of, others_recorded
from console.app.package.making import PackageMaking
from console.app.package.manifest import LeftOut, PackageManifest
from console.app.package.progress import Progress
from console.app.package.wishes import wish_for_time
from console.app.replay_site import replay_site
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.process_config import RecordedFeed
from tests.fakes.recorded_site import MAKER, RecordedSite, recorded_site, small_packets
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


def test_what_the_site_recorded_is_left_out_where_the_package_has_it_not(
    site: RecordedSite, tmp_path: Path
) -> None:
    night, begun_ms = tmp_path / "night", site.begun_wall_ms
    made = packaged(site, night, 5_000, ONE)
    assert made.package.others == (TWO,)
    times = left_out_of(made, night, SITE)
    assert times.keys() == {ONE, TWO}, "nothing was recorded of the third"
    (only,) = times[TWO][Profile.SUB]
    assert only == (begun_ms, site.wall_ms(small_packets()[-1])), "and of the second no longer than that"
    played = replay_site(night, tmp_path / "played").replay
    assert played is not None
    log_ms = site.feeder.entries[0].at_ms
    lasts_ms = only[1] - only[0]
    assert played.source.recorded[1] == RecordedFeed(TWO, {Profile.SUB: ((log_ms, log_ms + lasts_ms),)})


def test_of_an_older_package_what_was_recorded_may_have_been_at_any_time(
    site: RecordedSite, tmp_path: Path
) -> None:
    night = tmp_path / "night"
    made = packaged(site, night, 9_000, ONE)
    asked = made.package.asked
    without_times = replace(made.package, recorded_ms=UNSET)
    assert left_out_of(replace(made, package=without_times), night, SITE) == {TWO: ALWAYS}
    older = replace(without_times, others=UNSET)
    assert left_out_of(replace(made, package=older), night, SITE) == {TWO: ALWAYS, THREE: ALWAYS}
    of_recording = replace(older, asked=replace(asked, recording="r-000004"))
    assert left_out_of(replace(made, package=of_recording), night, SITE) == {}
    cut = replace(of_recording, movies=tuple(replace(one, cut=True) for one in older.movies))
    assert left_out_of(replace(made, package=cut), night, SITE) == {ONE: ALWAYS}
    lost = replace(of_recording, left_out=(LeftOut(f"video/{THREE}/sub-1-a1-0.mp4", "damaged"),))
    assert left_out_of(replace(made, package=lost), night, SITE) == {THREE: ALWAYS}
    shutil.rmtree(night / "video" / ONE)
    assert left_out_of(replace(made, package=of_recording), night, SITE) == {ONE: ALWAYS}


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
