"""The log of a run: what was answered is in it, whatever happened after."""

import errno
import os
from pathlib import Path

import pytest

from console.core.log.input_log import CommandGiven
from console.core.replay.run_log import (
    ACTS,
    HEAD,
    RunError,
    RunHead,
    RunLog,
    is_run,
    manifest_digest,
    read_run,
)
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.core_messages import AssignFeed

RUN = RunHead(1, "0.1.0", "/recorded", "ab", 5_000)
GIVEN = CommandGiven("ana", AssignFeed(MonitorId("wall-1"), CellIndex(2), FeedId("cam-001")), "id-1")


def full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def begun(folder: Path) -> RunLog:
    log = RunLog(folder / "run", RUN)
    log.start()
    return log


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    log = begun(tmp_path)
    log.act(6_000, GIVEN)
    log.came_to(9_000)
    log.stop()
    run = read_run(log.folder)
    assert (run.head, run.end_ms) == (RUN, 9_000)
    assert [(act.at_ms, act.given) for act in run.acts] == [(6_000, GIVEN)]
    assert is_run(log.folder) and not is_run(tmp_path)


def test_one_without_acts_ends_where_it_began(tmp_path: Path) -> None:
    log = begun(tmp_path)
    log.stop()
    assert (read_run(log.folder).acts, read_run(log.folder).end_ms) == ((), 5_000)


def test_a_run_has_a_folder_from_its_first_act_on(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "runs" / "run", RUN)
    log.try_place()
    log.came_to(6_000)
    log.stop()
    assert not log.folder.exists()
    log.act(7_000, GIVEN)
    log.came_to(8_000)
    log.stop()
    run = read_run(log.folder)
    assert ([act.at_ms for act in run.acts], run.end_ms) == ([7_000], 8_000)


def test_a_place_that_takes_nothing_is_said_before_anybody_acts(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunError, match="can't be written"):
        RunLog(tmp_path / "runs" / "run", RUN).try_place()


def test_an_act_that_found_no_room_for_the_run_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = RunLog(tmp_path / "run", RUN)
    with monkeypatch.context() as patched:
        patched.setattr("console.core.replay.run_log.os.fsync", full)
        with pytest.raises(RunError, match="No space left"):
            log.act(7_000, GIVEN)
    assert not log.folder.exists()
    log.act(8_000, GIVEN)
    log.stop()
    assert [act.at_ms for act in read_run(log.folder).acts] == [8_000]


def test_an_act_is_on_disk_before_it_is_answered_and_half_a_line_of_a_crash_is_none(tmp_path: Path) -> None:
    log = begun(tmp_path)
    log.act(6_000, GIVEN)
    with (log.folder / ACTS).open("ab") as file:
        file.write(b'{"line":"act","at_ms":7')
    assert [act.at_ms for act in read_run(log.folder).acts] == [6_000]
    log.stop()


def test_a_full_disk_is_said_and_spoils_no_line_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = begun(tmp_path)
    log.act(6_000, GIVEN)

    with monkeypatch.context() as patched:
        patched.setattr("console.core.replay.run_log.os.fsync", full)
        with pytest.raises(RunError, match=r"No space left on device.*--runs"):
            log.act(7_000, GIVEN)
    log.act(8_000, GIVEN)
    log.stop()
    assert [act.at_ms for act in read_run(log.folder).acts] == [6_000, 8_000]


def test_a_folder_that_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    begun(tmp_path).stop()
    with pytest.raises(RunError, match="File exists"):
        RunLog(tmp_path / "run", RUN).start()


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        (HEAD, b'{"schema": 2}', "newer Sightline"),
        (HEAD, b"nonsense", "is not that of a run"),
        (HEAD, b"\xff\xfe", "is not that of a run"),
        (HEAD, b'{"schema": 1}', "is not that of a run"),
        (ACTS, b"nonsense\n", "is damaged"),
        (ACTS, b'{"line":"act","at_ms":1,"given":{"input":"unheard"}}\n', "is damaged"),
    ],
)
def test_what_is_no_run_is_refused_with_its_name(tmp_path: Path, name: str, body: bytes, words: str) -> None:
    log = begun(tmp_path)
    log.stop()
    (log.folder / name).write_bytes(body)
    with pytest.raises(RunError, match=words) as told:
        read_run(log.folder)
    assert str(log.folder) in str(told.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=f"{HEAD} can't be read"):
        read_run(tmp_path)
    with pytest.raises(RunError, match="can't be read"):
        manifest_digest(tmp_path)


def test_another_goes_on_with_it(tmp_path: Path) -> None:
    log = begun(tmp_path)
    log.act(6_000, GIVEN)
    log.stop()
    with (log.folder / ACTS).open("ab") as file:
        file.write(b'{"line":"act","at_ms":6500,"gi')  # never answered
    another = RunLog(log.folder, RUN)
    assert [act.at_ms for act in another.take_up(has_acts=True)] == [6_000]
    another.act(7_000, GIVEN)
    another.came_to(8_000)
    another.stop()
    run = read_run(log.folder)
    assert ([act.at_ms for act in run.acts], run.end_ms) == ([6_000, 7_000], 8_000)


@pytest.mark.parametrize("left", ["nothing", "a folder", "its head"])
def test_one_that_came_to_no_act_begins_with_its_first(tmp_path: Path, left: str) -> None:
    log = RunLog(tmp_path / "run", RUN)
    if left != "nothing":
        log.folder.mkdir()
    if left == "its head":
        (log.folder / HEAD).write_text("{")
    assert log.take_up(has_acts=False) == ()
    assert not log.has_acts and not log.folder.exists()
    log.act(7_000, GIVEN)
    log.stop()
    assert log.has_acts and len(read_run(log.folder).acts) == 1


def test_one_that_is_gone_or_another_is_not_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"run\.json can't be read"):
        RunLog(tmp_path / "run", RUN).take_up(has_acts=True)
    begun(tmp_path).stop()
    with pytest.raises(RunError, match="is another run"):
        RunLog(tmp_path / "run", RunHead(1, "0.1.0", "/recorded", "ab", 5_001)).take_up(has_acts=True)


def test_a_line_that_is_missing_before_another_is_said(tmp_path: Path) -> None:
    log = begun(tmp_path)
    log.act(6_000, GIVEN)
    log.came_to(6_500)
    log.stop()
    another = RunLog(log.folder, RUN)
    another.take_up(has_acts=True)
    another.act(7_000, GIVEN)
    another.stop()
    acts = log.folder / ACTS
    lines = acts.read_bytes().splitlines(keepends=True)
    for left, words in (
        (lines[1:], "line 1 was line 2"),
        ([lines[0], lines[2]], "line 2 was line 3"),
        ([lines[1], lines[0]], "line 1 was line 2"),
        ([*lines, lines[2]], "line 4 was line 3"),
    ):
        acts.write_bytes(b"".join(left))
        with pytest.raises(RunError, match=rf"acts\.jsonl is damaged: {words}; copy the folder again"):
            read_run(log.folder)


def test_a_run_whose_older_program_numbered_no_line_is_read_and_gone_on_with(tmp_path: Path) -> None:
    log = begun(tmp_path)
    log.act(6_000, GIVEN)
    log.stop()
    acts = log.folder / ACTS
    acts.write_bytes(acts.read_bytes().replace(b',"n":1', b""))
    assert b'"n":' not in acts.read_bytes()
    another = RunLog(log.folder, RUN)
    assert len(another.take_up(has_acts=True)) == 1
    another.came_to(7_000)
    another.stop()
    assert read_run(log.folder).end_ms == 7_000
