"""When each camera was recorded is known without reading its movies."""

from pathlib import Path

import pytest

from console.app.package.recorded_times import JOINED_MS, SILENT_MS, recorded_times
from console.domain.camera import Profile
from console.domain.ids import FeedId
from tests.fakes.recorded_site import RecordedSite, recorded_site, small_packets
from tests.unit.media.worker.segments.filmed import encoded, kept

ONE, TWO = FeedId("cam-001"), FeedId("cam-002")


@pytest.fixture
def site(tmp_path: Path) -> RecordedSite:
    return recorded_site(tmp_path)


def test_a_camera_was_recorded_from_its_first_packet_to_its_last(site: RecordedSite) -> None:
    packets = small_packets()
    site.film(ONE, packets)
    begun_ms = site.begun_wall_ms
    found = recorded_times(site.data_dir / "video", begun_ms, begun_ms + 999_000)
    assert found == {ONE: {Profile.SUB: ((begun_ms, site.wall_ms(packets[-1])),)}}


@pytest.mark.parametrize(("away_ms", "count"), [(JOINED_MS, 1), (JOINED_MS + 1_000, 2)])
def test_movies_that_follow_each_other_are_one_time(site: RecordedSite, away_ms: int, count: int) -> None:
    packets = small_packets()
    site.film(ONE, packets)
    late = kept(encoded(frames=30), first=900, first_ns=packets[-1].arrival_ns + away_ms * 1_000_000)
    movie = site.begin_movie(ONE, late[0])
    for one in late:
        movie.write(one, site.wall_ms(one))
    movie.close()
    found = recorded_times(site.data_dir / "video", site.begun_wall_ms, 0)[ONE][Profile.SUB]
    assert len(found) == count and found[0][0] == site.begun_wall_ms
    assert found[-1][1] == site.wall_ms(late[-1])


@pytest.mark.parametrize("silent_ms", [1_000, SILENT_MS - 2_000, SILENT_MS + 3_000])
def test_a_movie_that_is_written_goes_on_until_now_unless_its_camera_is_silent(
    site: RecordedSite, silent_ms: int
) -> None:
    packets = small_packets()
    movie = site.begin_movie(TWO, packets[0])
    for one in packets:
        movie.write(one, site.wall_ms(one))
    assert movie.written.last is not None
    written_ms = movie.written.last.wall_ms
    now_ms = written_ms + silent_ms
    ((_, to_ms),) = recorded_times(site.data_dir / "video", site.begun_wall_ms, now_ms)[TWO][Profile.SUB]
    assert to_ms == (written_ms if silent_ms > SILENT_MS else now_ms)
    movie.close()


def test_what_ended_before_is_no_part_of_it_nor_what_tells_no_time(site: RecordedSite) -> None:
    packets = small_packets()
    path = site.film(ONE, packets)
    video, later_ms = site.data_dir / "video", site.wall_ms(packets[-1]) + 60_001
    assert recorded_times(video, later_ms - 1, 0).keys() == {ONE}
    assert recorded_times(video, later_ms, 0) == {}
    path.with_suffix(".jsonl").write_bytes(b"rubbish\n")
    assert recorded_times(video, site.begun_wall_ms, 0) == {}
    path.with_suffix(".jsonl").unlink()
    assert recorded_times(video, site.begun_wall_ms, 0) == {}
    (video / "stranger").mkdir()
    (video / "stranger" / "notes.txt").write_text("mine")
    assert recorded_times(video, site.begun_wall_ms, 0) == {}
