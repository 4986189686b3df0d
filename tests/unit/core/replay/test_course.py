"""Recordings and their runs as courses of events, from real folders."""

import shutil
from pathlib import Path

import pytest

from console.core.decisions import Switched
from console.core.log.input_log import CommandGiven
from console.core.replay.compare import compare
from console.core.replay.course import deeds_of, read_course
from console.core.replay.log_slice import write_slice
from console.core.replay.played import Recording
from console.core.replay.run_log import RunError
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Overlay, Reason
from console.protocol.core_messages import AssignFeed, RewindCell
from tests.fakes.recorded_log import write_log
from tests.fakes.whole_life import lived_through

LIFE = lived_through(60)
AGAIN_MS, END_MS = LIFE.entries[20].at_ms, LIFE.entries[-20].at_ms
PUT = CommandGiven("ana", AssignFeed(MonitorId("wall-1"), CellIndex(3), FeedId("cam-007")))


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log")
    write_slice(write_log(folder, LIFE.entries), 1, LIFE.entries[-1].n, folder / "night")
    return folder / "night"


def a_run(recording: Path, runs: Path, *, acts: bool = True) -> Path:
    log = Recording(recording, runs, "test").new_run(AGAIN_MS)
    log.start()
    if acts:
        log.act(AGAIN_MS + 1_000, PUT)
    log.came_to(END_MS)
    log.stop()
    return log.folder


def test_a_recording_is_the_same_as_itself(recording: Path) -> None:
    course = read_course(recording)
    found = compare(course, course)
    assert found.same == len(course.deeds) > 20
    assert (course.begin_ms, course.end_ms) == (LIFE.entries[0].at_ms, LIFE.entries[-1].at_ms)


def test_a_run_is_as_recorded_until_it_begins_and_parts_by_its_acts(recording: Path, tmp_path: Path) -> None:
    run = read_course(a_run(recording, tmp_path))
    assert run.end_ms == END_MS
    found = compare(read_course(recording), run)
    assert found.same and all((one.a_ms or one.b_ms or 0) > AGAIN_MS for one in found.parted)
    mine = [one for one in found.parted if one.b_ms == AGAIN_MS + 1_000]
    assert "wall-1 cell 3: cam-007 put by hand" in [one.words for one in mine]
    acts = ("by hand", "s behind", "acknowledged by")
    of_then = [one.words for one in found.parted if one.b_ms is None]
    assert any(act in words for words in of_then for act in acts), "nobody does again what people did"


def test_what_was_done_at_the_moment_from_which_is_decided_again_was_done_before(
    recording: Path, tmp_path: Path
) -> None:
    acts = (one for one in LIFE.entries[10:-20] if isinstance(one.input, CommandGiven))
    at_ms = next(one.at_ms for one in acts if isinstance(one.input.command, AssignFeed | RewindCell))
    log = Recording(recording, tmp_path, "test").new_run(at_ms)
    log.start()
    log.came_to(END_MS)
    log.stop()
    course = read_course(recording)
    assert any(one.at_ms == at_ms for one in course.deeds), "something came of it"
    found = compare(course, read_course(log.folder))
    assert found.parted and all((one.a_ms or one.b_ms or 0) > at_ms for one in found.parted)


def test_a_run_whose_recording_was_moved_finds_it_on_the_other_side(recording: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(recording, tmp_path / "first")
    run = a_run(tmp_path / "first", tmp_path)
    (tmp_path / "first").rename(moved)
    assert read_course(run, (moved,)) == read_course(a_run(moved, tmp_path / "again"))
    with pytest.raises(RunError, match="copy that recording back"):
        read_course(run)
    (moved / "manifest.json").write_text("{}")
    with pytest.raises(RunError, match="was changed"):
        read_course(run, (moved,))


def test_two_runs_with_the_same_acts_do_not_part(recording: Path, tmp_path: Path) -> None:
    one, other = (read_course(a_run(recording, tmp_path / name)) for name in ("a", "b"))
    assert not compare(one, other).parted
    without = read_course(a_run(recording, tmp_path / "c", acts=False))
    assert compare(one, without).parted[0].a_ms == AGAIN_MS + 1_000


def test_each_camera_that_was_switched_up_is_a_deed_with_its_reason() -> None:
    overlay = Overlay(
        IncidentId("i-1"),
        MonitorId("w"),
        CellIndex(2),
        FeedId("a"),
        Reason(18_000, sees_point=True, displaced=None),
    )
    ((key, words),) = deeds_of(Switched(IncidentId("i-1"), (overlay,), 0), {})
    assert key == ("switched", "i-1", "w", "2", "a")
    assert "180 m" in words and "sees the point" in words
