"""Room on the recordings' disk, made by a real core: logged, told, and a worker without it goes on."""

import errno
import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from console.core.log.input_log import RoomNeeded
from console.core.log.reading import entries
from console.core.log.versions import read_entry
from console.core.recording.video_room import VideoRoom
from console.domain.camera import Profile
from console.domain.ids import FeedId, RecordingId
from console.domain.recording import recording_id
from console.media.worker.ring import PacketRing
from console.media.worker.segments.disk import DiskFile
from console.media.worker.segments.recorder import Recorder
from console.protocol.clock import SystemClock
from console.protocol.core_messages import GetStatus
from console.protocol.recording_messages import (
    ListRecordings,
    ProtectRecording,
    StartRecording,
    StopRecording,
)
from tests.fakes.core_site import RunningCore, core_config, running_core
from tests.fakes.stored_movies import put_movie
from tests.unit.core.recording.test_video_room import running
from tests.unit.media.worker.segments.filmed import INTERVAL_NS, connection, encoded, is_key, packet
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

LOOK_S = 0.05


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard looks often, and nothing is too young."""
    monkeypatch.setattr("console.core.process.VideoRoom", partial(VideoRoom, every_s=LOOK_S))
    monkeypatch.setattr("console.core.recording.room_plan.SAFE_MS", 0)
    monkeypatch.setattr("console.core.recording.movie_file.YOUNG_MS", 0)


def told(core: RunningCore) -> dict[str, Any]:
    found: dict[str, Any] = core.requester.call(ListRecordings())
    return found


def recorded(core: RunningCore, video: Path, feed: str) -> RecordingId:
    """A recording that is ended, with a movie of it."""
    name = recording_id(core.requester.call(StartRecording((FeedId(feed),)))["n"])
    now_ms = SystemClock().now_ms()
    put_movie(video, feed, now_ms, now_ms)
    core.requester.call(StopRecording(name))
    wait_until(lambda: name in told(core)["sizes"], 10.0, "its size is known")
    return name


@pytest.mark.usefixtures("_quick")
def test_an_ended_recording_makes_room_and_a_protected_one_is_told_of(
    run_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = core_config(run_dir)
    video = Path(config.data_dir) / "video"
    with running_core(config) as core:
        first, second = recorded(core, video, "cam-001"), recorded(core, video, "cam-002")
        core.requester.call(ProtectRecording(second))
        room = told(core)["room"]
        assert (room["movies"], room["limit_bytes"], room["trouble"]) == (2, 50_000_000_000, "")
        assert room["free_bytes"] > 0 and not core.requester.call(GetStatus())["problems"]
        monkeypatch.setattr("console.protocol.process_config.GB", 1)
        wait_until(lambda: not (video / "cam-001").exists(), 10.0, "its movie and its folder are gone")
        assert [one["recording"] for one in told(core)["recordings"]] == [second]
        assert len(list((video / "cam-002").iterdir())) == 2
        words = wait_until(lambda: core.requester.call(GetStatus())["problems"], 10.0, "it is said")
        assert words[0].startswith("The room for recordings is used up: protected recordings take 0 MB")
    logged = [
        read_entry(n, body).input for n, _, body, _ in entries(Path(config.data_dir) / "core.sqlite", 0)
    ]
    needs = [one for one in logged if isinstance(one, RoomNeeded)]
    assert needs and needs[0].recordings == (first,) and needs[0].limit_bytes == 50
    with running_core(config) as core:
        assert [one["recording"] for one in told(core)["recordings"]] == [second]


@pytest.mark.usefixtures("_quick")
def test_movies_from_before_a_lost_log_stay(run_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.protocol.process_config.GB", 1)
    config = core_config(run_dir)
    movie = put_movie(Path(config.data_dir) / "video", "cam-001", 1_000, 2_000)
    with running_core(config) as core:
        room = wait_until(lambda: told(core)["room"], 10.0, "the disk was looked at")
        assert room["unknown_bytes"] > 1_000
        words = wait_until(lambda: core.requester.call(GetStatus())["problems"], 10.0, "it is said")
        assert "movies from before core's log" in words[0]
    assert movie.exists()


class FullDisk(DiskFile):
    """One of a few kilobytes, whose files are real ones."""

    folder = Path()
    room = 0

    def write(self, data: bytes) -> None:
        used = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        if used + len(data) > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().write(data)


def test_recording_goes_on_by_itself_once_there_is_room(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("is not recorded: the disk is full")
    old = put_movie(tmp_path, "cam-9", 1_000, 2_000, size=900_000)
    ring, now_ns = PacketRing(keep_s=600.0), SystemClock().monotonic_ns()
    source, of = encoded(), connection()
    for index in range(60):
        made = packet(
            source[index % len(source)], key=is_key("h264", source[index % len(source)]), pts=index * 6000
        )
        ring.append(of, made, now_ns - (60 - index) * INTERVAL_NS)
    FullDisk.folder, FullDisk.room = tmp_path, 900_500
    recorder = Recorder(tmp_path, SystemClock(), "cd34", FullDisk.create)
    recorder.start()
    recorder.record((FeedId("cam-1"), Profile.SUB), ring)
    try:
        wait_until(lambda: any("is full" in one.trouble for one in recorder.reports()), 10.0, "it is said")
        with running(tmp_path) as loop:
            loop.until(lambda: not old.exists())
        wait_until(
            lambda: any(one.last_ns and not one.trouble for one in recorder.reports()), 10.0, "it goes on"
        )
    finally:
        recorder.stop()
