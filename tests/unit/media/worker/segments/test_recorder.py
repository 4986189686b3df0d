import os
import re
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.ring import PacketRing
from console.media.worker.rtsp_source import Connection
from console.media.worker.segments.movie import index_of
from console.media.worker.segments.movie_report import MovieReport
from console.media.worker.segments.recorder import BOOT_ID, SLOW_NS, Recorder
from console.media.worker.segments.track import Track
from console.protocol.clock import SystemClock
from console.protocol.movie_index import MovieIndex, read_index
from tests.unit.media.worker.segments.disks import FailingDisk
from tests.unit.media.worker.segments.filmed import INTERVAL_NS, connection, encoded, is_key, packet
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

KEY = FeedId("cam-1"), Profile.SUB
OTHER = FeedId("cam-2"), Profile.MAIN
SOURCE = encoded()


class Hurried(SystemClock):
    """May be moved on."""

    ahead_ns = 0

    def monotonic_ns(self) -> int:
        return super().monotonic_ns() + self.ahead_ns


def fill(ring: PacketRing, count: int = 60, ahead_ns: int = 0, of: Connection | None = None) -> None:
    """Packets that have arrived one after another, the last just now or ``ahead_ns`` later."""
    now_ns = SystemClock().monotonic_ns() + ahead_ns
    of = of or connection()
    for index in range(count):
        data = SOURCE[index % len(SOURCE)]
        made = packet(data, key=is_key("h264", data), pts=index * 6000)
        ring.append(of, made, now_ns - (count - 1 - index) * INTERVAL_NS)


def full_ring() -> PacketRing:
    ring = PacketRing(keep_s=600.0)
    fill(ring)
    return ring


@pytest.fixture
def disk() -> FailingDisk:
    return FailingDisk()


@pytest.fixture
def clock() -> Hurried:
    return Hurried()


@pytest.fixture
def recorder(tmp_path: Path, disk: FailingDisk, clock: Hurried) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "movies", clock, "ab12", disk)
    recorder.start()
    yield recorder
    disk.answers.set()
    assert recorder.stop()


def report_of(recorder: Recorder, key: tuple[FeedId, Profile] = KEY) -> MovieReport:
    return [one for one in recorder.reports() if (one.feed, one.profile) == key][-1]


def ended(recorder: Recorder) -> tuple[MovieReport, ...]:
    return wait_until(
        lambda: tuple(one for one in recorder.reports() if one.last_ns and not one.is_open), 10, "ended"
    )


def index_at(folder: Path, report: MovieReport) -> MovieIndex:
    return read_index(index_of(folder / "movies" / report.file))


def test_streams_are_recorded_until_they_are_left(recorder: Recorder, tmp_path: Path) -> None:
    recorder.record(KEY, full_ring())
    recorder.record(OTHER, full_ring())
    recorder.leave(KEY)
    (report,) = ended(recorder)
    assert (report.feed, report.profile) == KEY
    index = index_at(tmp_path, report)
    assert [one.number for one in index.packets] == list(range(1, 61))
    assert index.header.machine_boot == BOOT_ID.read_text().strip()
    assert report.file == f"cam-1/sub-{index.packets[0].arrival_wall_ms}-ab12-{report.file[-5]}.mp4"
    wait_until(lambda: report_of(recorder, OTHER).is_open, 10, "the other is still recorded")


def test_a_stop_ends_all_movies_after_what_arrived(recorder: Recorder, tmp_path: Path) -> None:
    rings = [full_ring(), full_ring()]
    recorder.record(KEY, rings[0])
    recorder.record(OTHER, rings[1])
    wait_until(lambda: all(one.is_open for one in recorder.reports()), 10, "both are open")
    fill(rings[0])
    assert recorder.stop(10.0)
    assert [len(index_at(tmp_path, one).packets) for one in recorder.reports()] == [120, 60]
    assert all(index_at(tmp_path, one).missing == "" for one in recorder.reports())


def test_the_same_ring_again_changes_nothing_and_another_begins_a_new_movie(
    recorder: Recorder, tmp_path: Path
) -> None:
    ring = full_ring()
    recorder.record(KEY, ring)
    recorder.record(KEY, ring)
    assert len(recorder.reports()) == 1
    recorder.record(KEY, full_ring())
    recorder.leave(KEY)
    recorder.leave(KEY)
    wait_until(lambda: len(ended(recorder)) == 2, 10, "two movies")
    assert [len(index_at(tmp_path, one).packets) for one in recorder.reports()] == [60, 60]


def test_gaps_are_counted_over_all_movies_of_a_stream_however_many_there_were(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "_finished", deque(maxlen=1))
    for number in range(1, 4):
        ring = PacketRing(keep_s=600.0)
        fill(ring, 30)
        fill(ring, 30, of=connection(number=2))
        recorder.record(KEY, ring)
        recorder.leave(KEY)
        wait_until(lambda n=number: recorder.gaps() == {KEY: n}, 10, "the camera was lost once more")
    wait_until(lambda: len(recorder.reports()) == 1, 10, "of all of them one report is kept")


def test_up_to_when_a_stream_is_on_disk_is_known_though_its_ring_is_another(recorder: Recorder) -> None:
    recorder.record(KEY, full_ring())
    recorder.leave(KEY)
    ended(recorder)
    ring = full_ring()
    recorder.record(KEY, ring)
    wait_until(lambda: report_of(recorder).is_open, 10, "it is open")
    assert report_of(recorder).written_wall_ms == 0, "what was recorded before it was left is another matter"
    fill(ring, ahead_ns=SLOW_NS)
    written_ms = wait_until(lambda: report_of(recorder).written_wall_ms, 20, "it is safe")
    recorder.record(KEY, PacketRing())
    assert report_of(recorder).written_wall_ms >= written_ms


def test_a_disk_that_hangs_is_said_and_blocks_nobody(
    recorder: Recorder, disk: FailingDisk, clock: Hurried, tmp_path: Path
) -> None:
    ring = full_ring()
    recorder.record(KEY, ring)
    wait_until(lambda: report_of(recorder).is_open, 10, "it is open")
    disk.hang()
    clock.ahead_ns += SLOW_NS  # the next fragment is due
    assert disk.hangs.wait(10)
    fill(ring, ahead_ns=SLOW_NS)
    recorder.record(OTHER, full_ring())
    clock.ahead_ns += SLOW_NS
    report = report_of(recorder)
    assert re.match(r"the disk has not answered for \d+ s: look at it", report.trouble)
    assert report.behind_s >= SLOW_NS / 1e9 - 1.0
    assert report_of(recorder, OTHER).trouble.startswith("the disk has not answered")
    disk.answers.set()
    wait_until(
        lambda: not any(one.trouble or one.behind_s for one in recorder.reports()), 10, "it is well again"
    )
    recorder.leave(KEY)
    assert [one.number for one in index_at(tmp_path, ended(recorder)[0]).packets] == list(range(1, 121))


def test_a_stop_does_not_wait_for_a_disk_that_hangs(tmp_path: Path) -> None:
    disk = FailingDisk()
    recorder = Recorder(tmp_path, SystemClock(), "ab12", disk)
    recorder.start()
    disk.hang()
    recorder.record(KEY, full_ring())
    assert disk.hangs.wait(10)
    assert not recorder.stop(0.05)
    disk.answers.set()
    assert recorder.stop(10.0)


def test_a_defect_ends_one_streams_recording_alone(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("cam-1/sub: its recording failed and is given up")
    turn = Track.turn

    def defective(track: Track) -> None:
        if track.key == KEY:
            raise RuntimeError("a defect")
        turn(track)

    monkeypatch.setattr(Track, "turn", defective)
    recorder.record(KEY, full_ring())
    recorder.record(OTHER, full_ring())
    wait_until(lambda: report_of(recorder, OTHER).is_open, 10, "the other is recorded")
    assert KEY not in {(one.feed, one.profile) for one in recorder.reports() if one.is_open}
    assert recorder.is_whole()


def test_its_thread_steps_back_behind_all_others(recorder: Recorder) -> None:
    thread = wait_until(
        lambda: next((one.native_id for one in threading.enumerate() if one.name == "recorder"), None),
        10,
        "its thread",
    )
    expected = max(10, os.getpriority(os.PRIO_PROCESS, 0))
    wait_until(lambda: os.getpriority(os.PRIO_PROCESS, thread) == expected, 10, "its priority")


def test_one_that_never_started_stops(tmp_path: Path) -> None:
    assert Recorder(tmp_path, SystemClock(), "ab12").stop()
