"""The guard's thread: deletes, asks, tells; whatever the disk does it neither ends nor spins."""

import errno
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from console.core.recording.movie_files import MovieFiles
from console.core.recording.movie_holders import Wanted
from console.core.recording.video_room import SLOW_NS, RoomFacts, VideoRoom
from console.domain.ids import RecordingId
from console.domain.recording import Recording
from tests.fakes.set_clock import SetClock
from tests.fakes.stored_movies import put_movie
from tests.unit.core.recording.test_room_plan import HOUR_MS, KEEP_MS, NOW_MS, recording
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import becomes_true

WITHIN_S = 10.0


class Loop:
    """Answers the thread as core's loop does, until it is satisfied."""

    def __init__(self, room: VideoRoom, keep_bytes: int = 1_000_000_000) -> None:
        self.room = room
        self.keep_bytes = keep_bytes
        self.recordings: list[Recording] = []
        self.gave_way: list[RecordingId] = []
        self.looks = 0
        self._pause = threading.Event()

    def turn(self) -> None:
        """Give up what is asked for, tell what is left."""
        needed = self.room.take_need()
        if needed is not None:
            self.gave_way += needed.recordings
            self.recordings = [one for one in self.recordings if one.recording not in needed.recordings]
        if self.room.waits:
            self.looks += 1
            self.room.tell(
                RoomFacts(Wanted(tuple(self.recordings), NOW_MS, NOW_MS, KEEP_MS), self.keep_bytes, 0)
            )

    def until(self, condition: Callable[[], object]) -> None:
        """Turn until it holds."""
        until_s = time.monotonic() + WITHIN_S
        while not condition():
            assert time.monotonic() < until_s, "it never came to that"
            self.turn()
            self._pause.wait(0.002)

    def never(self, condition: Callable[[], object], within_s: float) -> None:
        """Turn so long; it must not come to hold."""
        until_s = time.monotonic() + within_s
        while time.monotonic() < until_s:
            self.turn()
            assert not condition()
            self._pause.wait(0.002)


@contextmanager
def running(folder: Path, clock: SetClock | None = None, every_s: float = 0.02) -> Iterator[Loop]:
    room = VideoRoom(folder, clock or SetClock(NOW_MS), every_s)
    room.start()
    try:
        yield Loop(room)
    finally:
        room.stop()
        assert not [one for one in threading.enumerate() if one.name == "video-room"]


def movies(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.rglob("*.mp4")}


def test_recordings_give_way_and_then_their_movies_go(tmp_path: Path) -> None:
    for feed, ago in (("old", 20), ("new", 5), ("mine", 30)):
        put_movie(tmp_path, feed, NOW_MS - ago * HOUR_MS, NOW_MS - (ago - 1) * HOUR_MS, size=1_000)
    with running(tmp_path) as loop:
        loop.recordings = [
            recording("r-2", "new", hours_ago=5),
            recording("r-1", "old", hours_ago=20),
            recording("r-0", "mine", hours_ago=30, protected=True),
        ]
        loop.until(lambda: loop.room.seen.room)
        assert set(loop.room.seen.sizes) == {"r-0", "r-1", "r-2"}
        assert loop.room.seen.sizes[RecordingId("r-1")] > 1_000
        loop.keep_bytes = 2_900
        loop.until(lambda: "old" not in movies(tmp_path))
        assert loop.gave_way[0] == "r-1" and set(loop.gave_way) == {"r-1"}
        looks = loop.looks
        loop.until(lambda: loop.looks > looks + 3)
        assert movies(tmp_path) == {"new", "mine"}
        assert loop.room.seen.room is not None and loop.room.seen.room.movies == 2


def test_a_look_says_when_it_was_and_comes_sooner_where_a_recording_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.core.recording.video_room.BEGUN_S", 0.01)
    clock = SetClock(NOW_MS)
    with running(tmp_path, clock, every_s=60.0) as loop:
        loop.until(lambda: loop.room.seen.room)
        assert loop.room.seen.room is not None and loop.room.seen.room.seen_at_ms == NOW_MS
        put_movie(tmp_path, "a", NOW_MS - 2 * HOUR_MS, NOW_MS - HOUR_MS)
        clock.pass_ms(9_000)
        loop.room.look_soon()
        loop.until(lambda: loop.room.seen.room and loop.room.seen.room.movies)
        assert loop.room.seen.room.seen_at_ms == NOW_MS + 9_000


def test_nothing_goes_before_the_state_was_told(tmp_path: Path) -> None:
    put_movie(tmp_path, "a", 1_000, 2_000)
    with running(tmp_path) as loop:
        assert becomes_true(lambda: loop.room.waits, WITHIN_S)
        assert not becomes_true(lambda: not movies(tmp_path), 0.1)
        assert movies(tmp_path) == {"a"} and loop.room.seen.room is None
        loop.until(lambda: not movies(tmp_path))


def test_a_request_that_is_not_followed_is_no_busy_loop(tmp_path: Path) -> None:
    put_movie(tmp_path, "a", NOW_MS - 20 * HOUR_MS, NOW_MS - 19 * HOUR_MS)
    with running(tmp_path, every_s=5.0) as loop:
        held = [recording("r-1", "a", hours_ago=20)]
        loop.recordings, loop.keep_bytes = held, 0
        with patch("console.core.recording.video_room.SOON_S", 0.01):
            loop.until(lambda: loop.gave_way)
            loop.recordings = held  # the state keeps it all the same

            def asked_too_often() -> bool:
                loop.recordings = held
                return len(loop.gave_way) > 2 or loop.looks > 2

            loop.never(asked_too_often, 0.5)
        assert loop.looks == 2


def test_no_folder_is_no_trouble_until_there_was_one(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("the folder .* is gone")
    video = tmp_path / "video"
    with running(video) as loop:
        loop.until(lambda: loop.room.seen.room)
        assert loop.room.problems == ()
        put_movie(video, "a", NOW_MS - 2 * HOUR_MS, NOW_MS - HOUR_MS)
        loop.until(lambda: loop.room.seen.room and loop.room.seen.room.movies)
        shutil.rmtree(video)
        loop.until(lambda: loop.room.problems)
        assert "is gone" in loop.room.problems[0]
        put_movie(video, "a", NOW_MS - 2 * HOUR_MS, NOW_MS - HOUR_MS)
        loop.until(lambda: not loop.room.problems)


def failing(code: int) -> Callable[..., object]:
    def fail(self: object, *given: object) -> object:
        raise OSError(code, os.strerror(code), "/video/cam-1")

    return fail


@pytest.mark.parametrize(
    ("method", "code", "words"),
    [
        ("look", errno.EACCES, "can't be read (Permission denied); give this user the right"),
        ("look", errno.EIO, "the disk fails: replace it"),
        ("delete", errno.EROFS, "can't be deleted (Read-only file system); the disk is read-only"),
        ("delete", errno.EACCES, "can't be deleted (Permission denied)"),
    ],
)
def test_a_disk_that_refuses_is_said_and_tried_again_later(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
    method: str,
    code: int,
    words: str,
) -> None:
    expected_log("no room is made for recordings: '/video")
    put_movie(tmp_path, "a", 1_000, 2_000)
    monkeypatch.setattr(MovieFiles, method, failing(code))
    with running(tmp_path, every_s=0.05) as loop:
        loop.until(lambda: loop.room.problems)
        assert words in loop.room.problems[0]
        assert loop.room.problems[0].startswith("No room is made for recordings: '/video/cam-1' can't be")
        begun_s, looks = time.monotonic(), loop.looks
        loop.until(lambda: loop.looks > looks + 3)
        assert time.monotonic() - begun_s > 0.15, "it waits between two tries"
        assert movies(tmp_path) == {"a"}
        monkeypatch.undo()
        loop.until(lambda: not movies(tmp_path))
        loop.until(lambda: not loop.room.problems)


def test_a_defect_is_said_and_the_thread_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("was not looked after")
    expected_log("no room is made for recordings: 'a defect'")
    put_movie(tmp_path, "a", 1_000, 2_000)

    def defect(*_: object) -> None:
        raise KeyError("a defect")

    monkeypatch.setattr("console.core.recording.video_room.plan_room", defect)
    with running(tmp_path) as loop:
        loop.until(lambda: loop.room.problems)
        assert "a defect" in loop.room.problems[0]
        monkeypatch.undo()
        loop.until(lambda: not movies(tmp_path))


def test_a_disk_that_does_not_answer_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, answers = SetClock(NOW_MS), threading.Event()
    is_asked = threading.Event()

    def hang(self: MovieFiles, now_ms: int) -> list[object]:
        is_asked.set()
        assert answers.wait(WITHIN_S)
        return []

    monkeypatch.setattr(MovieFiles, "look", hang)
    with running(tmp_path, clock) as loop:
        assert is_asked.wait(WITHIN_S)
        assert loop.room.problems == ()
        clock.pass_ms(SLOW_NS // 1_000_000 + 1)
        assert "does not answer" in loop.room.problems[0]
        answers.set()
        loop.until(lambda: not loop.room.problems)
