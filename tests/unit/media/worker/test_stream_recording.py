"""What is told of the streams that a worker records: up to when they are on disk, and what is missing."""

import errno
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import StreamPlan
from console.domain.picture import LostCause
from console.media.worker.ring import PacketRing
from console.media.worker.stream_recording import StreamRecording
from console.protocol.clock import SystemClock
from console.protocol.recording_messages import RecordedStream
from tests.unit.media.worker.segments.disks import FailingDisk
from tests.unit.media.worker.segments.test_recorder import KEY, fill
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FailingDisk:
    made = FailingDisk()
    monkeypatch.setattr(
        "console.media.worker.stream_recording.ReservedDisk", lambda _least: SimpleNamespace(create=made)
    )
    return made


@pytest.fixture
def ring() -> PacketRing:
    ring = PacketRing(keep_s=2.0)
    fill(ring)
    return ring


@pytest.fixture
def recording(tmp_path: Path, disk: FailingDisk, ring: PacketRing) -> Iterator[StreamRecording]:
    made = StreamRecording(str(tmp_path), SystemClock(), "ab12")
    made.carry_out((StreamPlan(*KEY, record=True),), {KEY: ring})
    yield made
    disk.error = 0
    made.stop()


def told(recording: StreamRecording, lost: LostCause | None = None) -> RecordedStream:
    (one,) = recording.report({} if lost is None else {KEY: lost})
    return one


def written(recording: StreamRecording) -> RecordedStream:
    return wait_until(lambda: told(recording) if told(recording).written_at_ms else None, 20, "it is safe")


def test_during_a_full_disk_it_says_up_to_when_pictures_are_on_it_and_counts_the_open_gap(
    recording: StreamRecording, disk: FailingDisk, ring: PacketRing, expected_log: ExpectedLog
) -> None:
    expected_log("the disk is full: make room")
    before = written(recording)
    disk.error = errno.ENOSPC
    for times in range(1, 4):
        fill(ring, ahead_ns=times * 4_000_000_000)
    wait_until(lambda: told(recording).trouble, 10, "it is full")
    during = wait_until(lambda: told(recording) if told(recording).gaps else None, 10, "the ring let it go")
    assert "the disk is full" in during.trouble and during.written_at_ms >= before.written_at_ms > 0
    assert during.gaps == 1


def test_a_camera_that_is_lost_has_a_gap_that_is_open(recording: StreamRecording) -> None:
    assert told(recording, LostCause.REFUSED).gaps == 0, "nothing of it is there yet"
    before = written(recording)
    lost = told(recording, LostCause.REFUSED)
    assert (before.gaps, lost.gaps, lost.written_at_ms) == (0, 1, before.written_at_ms)
    assert told(recording).gaps == 0
    assert told(recording) == RecordedStream(FeedId("cam-1"), Profile.SUB, before.written_at_ms)
