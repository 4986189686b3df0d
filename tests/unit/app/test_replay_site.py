"""What a recorded folder is played as."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from console.app.process_plan import plan_processes
from console.app.replay_site import (
    ROUNDED_MS,
    frame_ms,
    log_times,
    movies_of,
    pictures_ms,
    replay_site,
    runs_folder,
)
from console.app.runtime_folder import RuntimeFolder
from console.core.log.input_log import CommandGiven, HoldEnds, LogEntry, TimerFired
from console.core.replay.feed_states import FOR_EVER_MS
from console.core.replay.log_slice import write_slice
from console.domain.ids import FeedId, IncidentId
from console.domain.picture import PictureState
from console.protocol.core_messages import CloseIncident, FeedState, ReportFeeds
from console.protocol.process_config import RecordedState
from console.protocol.time_anchor import TimeAnchor
from tests.fakes.input_feeder import InputFeeder
from tests.fakes.recorded_log import write_log

PACKAGE = Path(__file__).parent.parent.parent / "data" / "package-v1"


def test_a_step_goes_as_far_as_the_fastest_camera_s_pictures_are_apart() -> None:
    assert frame_ms(movies_of(PACKAGE)) == 67
    site = replay_site(PACKAGE, Path("/nowhere"))
    assert site.replay is not None and site.replay.frame_ms == 67


def test_a_folder_without_movies_steps_as_most_cameras_do(tmp_path: Path) -> None:
    assert frame_ms(movies_of(tmp_path)) == 67
    assert pictures_ms(movies_of(tmp_path)) == (0, 0)


def test_runs_are_kept_where_a_person_s_data_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert runs_folder() == Path("/data/sightline/runs")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/ana")
    assert runs_folder() == Path("/home/ana/.local/share/sightline/runs")
    site = replay_site(PACKAGE, Path("/nowhere"), Path("/elsewhere"))
    assert site.replay is not None and site.replay.runs == Path("/elsewhere")


@pytest.mark.parametrize("desk", [True, False])
def test_it_has_a_desk_unless_none_is_wanted(run_dir: Path, desk: bool) -> None:
    site = replay_site(PACKAGE, run_dir / "data", desk=desk)
    specs = plan_processes(site, RuntimeFolder(run_dir / "run", site.name, site.data_dir, run_dir), run_dir)
    assert sum(spec.kind == "desk" for spec in specs) == desk
    assert [spec.name for spec in specs if spec.kind == "display"]


def test_it_begins_where_the_first_cameras_all_have_a_picture_and_ends_with_the_last() -> None:
    (movie,) = movies_of(PACKAGE)
    late = replace(movie, begin_ms=movie.begin_ms + 4_000, end_ms=movie.end_ms + 9_000)
    joined = replace(movie, begin_ms=movie.begin_ms + 6_000)
    assert pictures_ms((movie, late, joined)) == (late.begin_ms + ROUNDED_MS, late.end_ms)


def test_wall_time_is_brought_to_log_time_as_the_two_stood_then() -> None:
    """A clock that was set moves the one and not the other."""
    given = CommandGiven("ann", CloseIncident(IncidentId("i-000001")))
    times = ((1_000, 1_000), (2_000, 2_000), (5_000, 3_605_000))  # log, wall: then it was set by an hour
    timer = TimerFired(HoldEnds(4_000, IncidentId("i-000001")))
    entries = [LogEntry(2, n, at_ms, wall_ms, given) for n, (at_ms, wall_ms) in enumerate(times, 1)]
    log_ms = log_times([*entries, LogEntry(2, 4, 4_000, 3_604_000, timer)])
    assert [log_ms(wall_ms) for wall_ms in (900, 1_500, 3_605_100)] == [900, 1_500, 5_100]
    assert log_times([])(1_000) == 1_000


def test_its_workers_are_told_how_each_camera_was(run_dir: Path) -> None:
    feeder, frozen = InputFeeder(cameras=3), FeedState(FeedId("cam-002"), PictureState.FROZEN, since_ms=77)
    feeder.feed(replace(feeder.site, anchor=TimeAnchor("boot", 0, feeder.now_ms)))
    feeder.command(ReportFeeds((frozen,)))
    write_log(run_dir / "data", feeder.entries, (1,))
    write_slice(run_dir / "data" / "core.sqlite", 2, len(feeder.entries), run_dir / "slice")
    played = replay_site(run_dir / "slice", run_dir / "played").replay
    assert played is not None
    told = {one.feed: one.states for one in played.source.recorded}
    assert told == {"cam-002": (RecordedState(feeder.now_ms, FOR_EVER_MS, PictureState.FROZEN, since_ms=77),)}


@pytest.mark.parametrize("words", ["", "x.mp4 is missing"])
def test_each_process_is_told_what_is_not_as_it_was_signed(run_dir: Path, words: str) -> None:
    """At each of its starts: who is killed comes back with it."""
    site = replay_site(PACKAGE, run_dir / "data", not_as_signed=words)
    specs = plan_processes(site, RuntimeFolder(run_dir / "run", site.name, site.data_dir, run_dir), run_dir)
    assert {spec.kind for spec in specs} >= {"core", "display", "desk"}
    assert {spec.config.not_as_signed for spec in specs} == {words}
