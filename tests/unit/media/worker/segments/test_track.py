import errno
import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.ring import PacketRing
from console.media.worker.rtsp_source import Connection, StreamFormat
from console.media.worker.segments.disk import OpenFile
from console.media.worker.segments.movie import index_of
from console.media.worker.segments.movie_report import MovieReport
from console.media.worker.segments.reserve import ReservedDisk
from console.media.worker.segments.shape import with_start_codes
from console.media.worker.segments.track import PATIENCE_NS, RETRY_NS, Place, Track
from console.protocol.movie_index import (
    CLOSED,
    CONNECTION,
    DISK,
    DISK_FAILED,
    RING,
    UNFIT,
    GapRecord,
    MovieIndex,
    read_index,
)
from tests.fakes.held_clock import HeldClock
from tests.unit.media.worker.segments.disks import FailingDisk
from tests.unit.media.worker.segments.filmed import (
    FPS,
    complaints,
    connection,
    encoded,
    is_key,
    packet,
    probed,
    repeated,
    sample_units,
    samples,
    units,
)
from tests.watch.logs import ExpectedLog

KEY = FeedId("cam-1"), Profile.SUB
SOURCE = encoded(frames=150, gop=15)


class Bench:
    """A track, its ring, and the steps that a recorder and a camera would make."""

    def __init__(self, folder: Path, ring: PacketRing | None = None, reserve: OpenFile | None = None) -> None:
        self.folder = folder / "movies"
        self.clock = HeldClock()
        self.disk = FailingDisk()
        self.ring = ring or PacketRing(keep_s=600.0, max_bytes=2**30)
        counts = itertools.count(1)
        place = Place(
            self.folder,
            "machine",
            self.clock,
            lambda key, _wall_ms: self.folder / key[0] / f"sub-{next(counts):03}.mp4",
            reserve or self.disk,
        )
        self.track = Track(KEY, self.ring, place)
        self.sent: list[bytes] = []
        self._connection = connection()

    def receive(self, data: Sequence[bytes], of: Connection | None = None, *, looks: bool = True) -> None:
        """These packets arrive at their pace; three of them lie between two looks of the recorder."""
        self._connection = of or self._connection
        codec = {"hevc": "h265"}.get(self._connection.form.codec, self._connection.form.codec)
        for one in data:
            self.clock.pass_s(1 / FPS)
            made = packet(one, key=is_key(codec, one), pts=len(self.sent) * 90_000 // FPS)
            self.ring.append(self._connection, made, self.clock.monotonic_ns())
            self.sent.append(one)
            if looks and len(self.sent) % 3 == 0:
                self.track.turn()

    def wait(self, seconds: float) -> None:
        """Time passes without a packet."""
        for _ in range(round(seconds * 5)):
            self.clock.pass_s(0.2)
            self.track.turn()

    def leave(self) -> None:
        self.track.leave(self.ring.head(), self.clock.monotonic_ns())
        self.track.turn()

    def movies(self) -> list[Path]:
        return sorted(self.folder.glob("*/*.mp4"))

    def indexes(self) -> list[MovieIndex]:
        return [read_index(index_of(path)) for path in self.movies()]

    def numbers(self) -> list[list[int]]:
        return [[one.number for one in index.packets] for index in self.indexes()]

    def gaps(self) -> list[GapRecord]:
        return [gap for index in self.indexes() for gap in index.gaps]

    def check_movies(self) -> None:
        """Each holds what was sent under its numbers, and nothing else."""
        for path, index in zip(self.movies(), self.indexes(), strict=True):
            assert index.missing == ""
            sent = [units(self.sent[one.number - 1]) for one in index.packets]
            assert [sample_units(sample) for sample in samples(path)] == sent
            assert index.packets[0].keyframe


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_the_seconds_before_are_recorded_and_what_arrived_until_it_is_left(bench: Bench) -> None:
    bench.receive(SOURCE[:60], looks=False)
    bench.receive(SOURCE[60:100])
    bench.leave()
    bench.receive(SOURCE[100:])
    bench.track.turn()
    assert bench.track.is_done
    assert bench.numbers() == [list(range(1, 101))]
    assert bench.gaps() == []
    bench.check_movies()
    (report,) = bench.track.finished
    first, last = bench.indexes()[0].packets[0], bench.indexes()[0].packets[-1]
    assert report == MovieReport(
        *KEY,
        file="cam-1/sub-001.mp4",
        is_open=False,
        first_wall_ms=first.arrival_wall_ms,
        last_wall_ms=last.arrival_wall_ms,
        first_ns=first.arrival_ns,
        last_ns=last.arrival_ns,
        size=bench.movies()[0].stat().st_size,
    )
    # Read in one go three seconds later, they still have their own wall times:
    assert last.arrival_wall_ms - first.arrival_wall_ms == pytest.approx(99 * 1000 / FPS, abs=99)


def test_only_what_is_safe_is_reported(bench: Bench) -> None:
    bench.receive(SOURCE[:60])
    report = bench.track.report()
    assert (report.is_open, report.file, report.last_ns, report.size) == (True, "cam-1/sub-001.mp4", 0, 0)
    bench.receive(SOURCE[60:])
    safe_ns = bench.track.report().last_ns
    assert 0 <= bench.clock.monotonic_ns() - safe_ns <= 7_000_000_000
    bench.leave()


def test_nothing_recorded_yet_is_reported_so(bench: Bench) -> None:
    assert bench.track.report() == MovieReport(*KEY, file="", is_open=False)
    bench.leave()
    assert bench.track.is_done
    assert bench.track.finished == []


def test_what_the_ring_dropped_is_a_gap(tmp_path: Path) -> None:
    bench = Bench(tmp_path, PacketRing(keep_s=2.0))
    bench.receive(SOURCE[:60])
    bench.receive(SOURCE[60:], looks=False)
    assert bench.track.report().behind_s == pytest.approx(90 / FPS, abs=0.1)
    bench.receive(SOURCE)
    bench.leave()
    assert bench.track.report().behind_s == 0.0
    (numbers,) = bench.numbers()
    (gap,) = bench.gaps()
    assert gap.reason == RING
    assert gap.from_number == 60
    assert gap.to_number == numbers[60] > 100
    records = bench.indexes()[0].packets
    assert (gap.from_ns, gap.to_ns) == (records[59].arrival_ns, records[60].arrival_ns)
    bench.check_movies()
    assert complaints(bench.movies()[0]) == ""
    assert bench.track.finished[0].gaps == 1


def test_a_camera_that_was_lost_is_a_gap_in_the_same_movie(bench: Bench) -> None:
    bench.receive(SOURCE[:50])
    bench.wait(30.0)
    bench.receive(SOURCE[:50], connection(number=2))
    bench.leave()
    assert bench.numbers() == [list(range(1, 101))]
    (gap,) = bench.gaps()
    assert (gap.reason, gap.from_number, gap.to_number) == (CONNECTION, 50, 51)
    assert gap.to_ns - gap.from_ns > 30_000_000_000
    assert complaints(bench.movies()[0]) == ""


def test_other_parameters_in_the_stream_begin_a_new_movie(bench: Bench) -> None:
    bench.receive(SOURCE[:50])
    bench.receive(encoded(frames=50, width=320, height=180))
    bench.receive(SOURCE[:50])
    bench.leave()
    assert bench.numbers() == [list(range(1, 51)), list(range(51, 101)), list(range(101, 151))]
    assert [probed(path) for path in bench.movies()] == [
        "h264,160,90,50",
        "h264,320,180,50",
        "h264,160,90,50",
    ]
    assert [complaints(path) for path in bench.movies()] == ["", "", ""]
    assert bench.gaps() == []
    bench.check_movies()


def test_parameters_in_a_packet_of_their_own_begin_a_new_movie_at_the_keyframe_behind_them(
    bench: Bench,
) -> None:
    other = encoded(frames=50, width=320, height=180)
    sets = tuple(unit for unit in units(other[0]) if unit[0] & 31 in (7, 8))
    rest = tuple(unit for unit in units(other[0]) if unit[0] & 31 not in (7, 8))
    bench.receive(SOURCE[:50])
    bench.receive([with_start_codes(sets), with_start_codes(rest), *other[1:30]])
    bench.leave()
    assert [probed(path) for path in bench.movies()] == ["h264,160,90,50", "h264,320,180,30"]
    assert [complaints(path) for path in bench.movies()] == ["", ""]
    assert bench.numbers() == [list(range(1, 51)), list(range(51, 82))]
    assert next(samples(bench.movies()[1])).startswith(b"\0\0\0" + bytes([len(sets[0])]) + sets[0])


def test_another_codec_begins_a_new_movie(bench: Bench) -> None:
    bench.receive(SOURCE[:40])
    bench.receive(encoded("h265"), connection("h265", number=2))
    bench.receive(encoded("mjpeg"), connection("mjpeg", number=3))
    bench.leave()
    assert [probed(path) for path in bench.movies()] == [
        "h264,160,90,40",
        "hevc,160,90,60",
        "mjpeg,160,90,60",
    ]
    assert [gap.reason for gap in bench.gaps()] == [CONNECTION, CONNECTION]
    assert [complaints(path) for path in bench.movies()] == ["", "", ""]


def test_a_codec_that_no_movie_holds_is_said_and_leaves_a_gap(
    bench: Bench, expected_log: ExpectedLog
) -> None:
    expected_log("cam-1/sub is not recorded: mpeg4 can't be recorded")
    bench.receive(SOURCE[:30])
    bench.receive([b"\0\0\1\x65x"] * 30, Connection(2, StreamFormat("mpeg4", None, 160, 90)))
    assert "mpeg4 can't be recorded, only h264" in bench.track.report().trouble
    bench.receive(SOURCE[:60], connection(number=3))
    assert bench.track.report().trouble == ""
    bench.leave()
    assert bench.numbers() == [list(range(1, 31)), list(range(61, 121))]
    assert [(gap.reason, gap.from_number, gap.to_number) for gap in bench.gaps()] == [(UNFIT, 30, 61)]


def test_after_an_hour_the_next_movie_begins(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.media.worker.segments.movie.LONGEST_NS", 4_000_000_000)
    bench.receive(SOURCE)
    bench.leave()
    assert bench.numbers() == [list(range(1, 61)), list(range(61, 121)), list(range(121, 151))]
    assert bench.gaps() == []


def test_a_damaged_jpeg_stands_as_it_came(bench: Bench) -> None:
    pictures = list(encoded("mjpeg", frames=30))
    pictures[10] = b"\xff\xd8damaged"
    bench.receive(pictures, connection("mjpeg"))
    bench.leave()
    (path,) = bench.movies()
    assert list(samples(path)) == pictures


@pytest.mark.parametrize(
    ("fault", "gop"), [(errno.ENOSPC, 15), (errno.EIO, 15), (errno.EROFS, 15), (errno.EIO, 150)]
)
def test_a_disk_that_fails_for_a_while_loses_nothing_that_the_ring_holds(
    bench: Bench, expected_log: ExpectedLog, fault: int, gop: int
) -> None:
    expected_log("cam-1/sub is not recorded: the disk")
    source = encoded(frames=150, gop=gop)
    bench.receive(source)
    bench.disk.error = fault
    bench.receive(source)
    report = bench.track.report()
    assert report.trouble.startswith("the disk")
    assert "tried again each 3 s" in report.trouble
    assert str(bench.folder) in report.trouble
    assert not report.is_open
    assert bench.track.finished[0].last_ns > 0
    bench.disk.error = 0
    bench.receive(source)
    assert bench.track.report().trouble == ""
    bench.leave()
    assert bench.gaps() == []
    assert sorted({number for numbers in bench.numbers() for number in numbers}) == list(range(1, 451))
    assert len(bench.movies()) == 2
    bench.check_movies()
    assert [complaints(path) for path in bench.movies()] == ["", ""]
    assert [index.end.how for index in bench.indexes() if index.end] == [DISK_FAILED, CLOSED], (
        "nothing crashed"
    )
    assert [report.file for report in bench.track.finished] == [
        "cam-1/sub-001.mp4",
        f"cam-1/{bench.movies()[1].name}",
    ]
    assert [report.size for report in bench.track.finished] == [
        path.stat().st_size for path in bench.movies()
    ]


def test_a_disk_at_its_last_bytes_takes_no_more_until_there_is_room_again(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("cam-1/sub is not recorded: the disk has less than 2.0 GB left")
    free = [3_000_000_000]
    bench = Bench(tmp_path, reserve=ReservedDisk(2_000_000_000, lambda folder: free[0]).create)
    bench.receive(SOURCE)
    free[0] = 1_999_999_999
    bench.receive(SOURCE)
    sizes = [path.stat().st_size for path in bench.movies()]
    bench.receive(SOURCE)
    assert [path.stat().st_size for path in bench.movies()] == sizes
    assert "the disk has less than 2.0 GB left: make room" in bench.track.report().trouble
    free[0] = 3_000_000_000
    bench.receive(SOURCE)
    assert bench.track.report().trouble == ""
    bench.leave()
    assert bench.gaps() == []  # the ring held all of it
    bench.check_movies()


@pytest.mark.parametrize("seconds", [8, 10, 12, 14])
def test_what_the_ring_dropped_while_the_disk_failed_is_a_gap_behind_the_last_picture(
    tmp_path: Path, expected_log: ExpectedLog, seconds: int
) -> None:
    """Whatever of it was made safe before the disk was full."""
    expected_log("the disk is full: make room")
    bench = Bench(tmp_path, PacketRing(keep_s=3.0))
    bench.receive(repeated(SOURCE, 2)[: seconds * FPS])
    bench.disk.full_at = bench.disk.written + 1000
    bench.receive(repeated(SOURCE, 3))
    bench.disk.full_at = None
    bench.receive(SOURCE)
    bench.leave()
    before, after = bench.numbers()
    (gap,) = bench.gaps()
    assert gap.reason == DISK
    last = bench.indexes()[0].packets[-1]
    assert (gap.from_number, gap.to_number) == (before[-1], after[0])
    assert gap.from_ns == last.arrival_ns == bench.track.finished[0].last_ns
    assert before == list(range(1, before[-1] + 1))
    assert after == list(range(after[0], (seconds + 40) * FPS + 1))
    assert (seconds + 30) * FPS - after[0] <= 6 * FPS
    bench.check_movies()


def test_while_the_disk_is_full_it_is_told_up_to_when_pictures_are_on_it_and_what_is_lost(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("the disk is full: make room")
    bench = Bench(tmp_path, PacketRing(keep_s=3.0))
    bench.receive(SOURCE)
    assert not bench.track.report().is_gap_open
    bench.disk.full_at = bench.disk.written + 1000
    bench.receive(repeated(SOURCE, 3))
    (before,) = bench.indexes()
    during = bench.track.report()
    assert (during.written_wall_ms, during.is_gap_open) == (before.packets[-1].arrival_wall_ms, True)
    assert sum(one.gaps for one in (*bench.track.finished, during)) == 0
    bench.disk.full_at = None
    bench.receive(SOURCE)
    after = bench.track.report()
    assert after.written_wall_ms > during.written_wall_ms
    assert (after.is_gap_open, after.gaps) == (False, 1)
    bench.leave()


def test_a_gap_that_never_came_to_the_disk_is_counted_once(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("the disk is full: make room")
    bench = Bench(tmp_path, PacketRing(keep_s=3.0))
    bench.receive(SOURCE)
    bench.receive(repeated(SOURCE, 2), looks=False)
    bench.disk.full_at = bench.disk.written
    bench.receive(SOURCE)
    bench.disk.full_at = None
    bench.receive(SOURCE)
    bench.leave()
    assert sum(one.gaps for one in bench.track.finished) == len(bench.gaps()) == 1


def test_a_disk_that_fails_is_tried_every_few_seconds_only(bench: Bench, expected_log: ExpectedLog) -> None:
    expected_log("the disk fails: replace it")
    bench.disk.error = errno.EIO
    bench.receive(repeated(SOURCE, 2))
    assert bench.disk.tries == 1 + (300 - 3) * 1_000_000_000 // FPS // RETRY_NS
    bench.disk.error = 0
    bench.wait(4.0)
    bench.leave()
    assert bench.numbers() == [list(range(1, 301))]
    assert bench.gaps() == []


def test_a_full_disk_is_said_once_and_leaves_no_pieces(bench: Bench, expected_log: ExpectedLog) -> None:
    expected_log("the disk is full: make room")
    bench.disk.full_at = 3000
    troubles = []
    for _ in range(4):
        bench.receive(SOURCE)
        troubles.append(bench.track.report().trouble)
    assert all("the disk is full" in trouble for trouble in troubles)
    bench.disk.full_at = None
    bench.wait(4.0)
    bench.leave()
    assert bench.numbers() == [list(range(1, 601))]
    assert len(list(bench.folder.rglob("*.*"))) == 2


def test_a_folder_that_went_away_is_made_again(bench: Bench, expected_log: ExpectedLog) -> None:
    expected_log("the folder is gone")
    bench.receive(SOURCE[:75])
    for file in [*bench.folder.glob("*/*"), *bench.folder.glob("*")]:
        file.rmdir() if file.is_dir() else file.unlink()
    bench.receive(SOURCE[75:])
    bench.receive(SOURCE)
    bench.leave()
    (numbers,) = bench.numbers()
    assert numbers[0] <= 76
    assert numbers == list(range(numbers[0], 301))
    assert bench.folder.stat().st_mode & 0o777 == 0o700
    assert (bench.folder / "cam-1").stat().st_mode & 0o777 == 0o700


def test_a_stream_that_is_left_lets_its_ring_go_though_the_disk_fails(
    bench: Bench, expected_log: ExpectedLog
) -> None:
    expected_log("the disk fails")
    bench.receive(SOURCE)
    bench.disk.error = errno.EIO
    bench.receive(SOURCE[:60])
    bench.leave()
    bench.wait(PATIENCE_NS / 1e9 - 1)
    assert not bench.track.is_done
    bench.wait(5.0)
    assert bench.track.is_done
    assert bench.track.finished[0].last_ns > 0
    assert "the disk fails" in bench.track.finished[-1].trouble
