"""A package holds what was asked for, whole, or is not there; the site's own files stay as they are."""

import errno
import hashlib
import os
import shutil
import subprocess
import threading
import zipfile
from pathlib import Path

import msgspec
import pytest
from msgspec import UNSET

from console.app.package.errors import NothingRecorded, PackageError
from console.app.package.making import PackageMaking
from console.app.package.manifest import MANIFEST, README, SUMS, PackageManifest
from console.app.package.progress import Progress
from console.app.package.signing import KEY_FILE
from console.app.package.times import utc_time
from console.app.package.verification import verify
from console.app.package.wishes import wish_for_recording, wish_for_time
from console.core.replay.check import check_slice
from console.core.replay.log_slice import last_input, read_slice
from console.core.replay.slice_format import SliceError
from console.domain.errors import WrongUse
from console.domain.ids import FeedId
from console.media.worker.replay.stream_tape import movies_below
from console.media.worker.segments.repair import repair
from console.protocol.movie_index import CONNECTION, CRASH, DISK_FAILED, GROWING, GapRecord, read_index
from tests.fakes.recorded_site import (
    BEFORE_MS,
    MAKER,
    RECORDED_MS,
    RecordedSite,
    large_packets,
    recorded_site,
    small_packets,
)
from tests.fakes.set_clock import SetClock
from tests.unit.media.worker.segments.filmed import FIRST_NS, complaints, encoded, kept, probed


@pytest.fixture
def site(tmp_path: Path) -> RecordedSite:
    return recorded_site(tmp_path)


def files_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def package_of_time(
    site: RecordedSite, folder: Path, from_ms: int, to_ms: int, *cameras: str
) -> PackageManifest:
    clock = SetClock()
    feeds = tuple(FeedId(one) for one in cameras)
    wish = wish_for_time(site.data_dir, site.begun_wall_ms + from_ms, site.begun_wall_ms + to_ms, feeds)
    return PackageMaking(site.data_dir, wish, MAKER, clock, Progress(clock)).make(folder)


def test_a_recording_is_put_together_with_its_part_of_the_log(site: RecordedSite, tmp_path: Path) -> None:
    movie = site.film("cam-001", small_packets())
    site.film("cam-003", small_packets())
    before = files_of(site.data_dir)
    made = site.package(tmp_path / "night", zipped=True)
    after = files_of(site.data_dir)
    assert {name: after[name] for name in before} == before
    assert all(name == KEY_FILE or name.startswith("core.sqlite-") for name in after.keys() - before.keys())
    contents = made.package
    assert (contents.operator, contents.reason, contents.clock_offset_ms) == (*MAKER, None)
    assert (contents.asked.recording, contents.asked.from_ms) == ("r-000004", site.begun_wall_ms + BEFORE_MS)
    assert [(one.feed, one.packets, one.cut, one.repaired) for one in contents.movies] == [
        ("cam-001", 120, False, False)
    ]
    assert [(one.what, one.why) for one in contents.left_out] == [
        ("cam-002", "nothing was recorded of it then"),
        ("cam-001", "nothing from 2026-03-01 12:00:07 UTC to 2026-03-01 12:01:04 UTC"),
    ]
    assert (tmp_path / "night" / contents.movies[0].file).samefile(movie), "no second copy on the same disk"
    assert not made.is_unfinished and made.reaches_ms == contents.asked.to_ms
    assert made.to_n < last_input(site.data_dir / "core.sqlite"), "what came after the recording is no part"
    assert set(contents.files) == set(files_of(tmp_path / "night")) - {MANIFEST, SUMS, "manifest.sig"}
    readme = (tmp_path / "night" / README).read_text()
    assert "case 26-1182" in readme and contents.movies[0].file in readme and "cam-002: nothing" in readme


def test_its_log_comes_to_the_same_and_its_pictures_are_found(site: RecordedSite, tmp_path: Path) -> None:
    site.film("cam-001", small_packets())
    made = site.package(tmp_path / "night")
    recorded = read_slice(tmp_path / "night")
    assert msgspec.to_builtins(recorded.manifest).items() <= msgspec.to_builtins(made).items()
    found = check_slice(recorded)
    assert found.is_equal and found.inputs == made.to_n - made.checkpoint_n
    (movie,) = movies_below(tmp_path / "night" / "video")[FeedId("cam-001"), "sub"]
    assert sum(len(movie.packets(at)) for at in range(len(movie.fragments))) == 120


def test_the_zip_holds_the_same_as_the_folder(site: RecordedSite, tmp_path: Path) -> None:
    site.film("cam-001", small_packets())
    site.package(tmp_path / "night", zipped=True)
    with zipfile.ZipFile(tmp_path / "night.zip") as opened:
        opened.extractall(tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(tmp_path / "night")
    for place in ("night", "night.zip", "again"):
        assert verify(tmp_path / place, {}, Progress(SetClock())).is_intact


def test_sha256sum_agrees_on_every_file(site: RecordedSite, tmp_path: Path) -> None:
    site.film("cam-001", small_packets())
    site.package(tmp_path / "night")
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", SUMS],
        cwd=tmp_path / "night",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = [line.removesuffix(": OK") for line in done.stdout.splitlines()]
    assert done.returncode == 0 and {*told, SUMS} == set(files_of(tmp_path / "night"))


def test_a_movie_that_is_being_written_comes_as_far_as_it_is_whole(
    site: RecordedSite, tmp_path: Path
) -> None:
    """While a writer goes on; its own file is closed whole afterwards."""
    packets = large_packets()
    movie = site.begin_movie("cam-001", packets[0])
    written, stop = threading.Semaphore(0), threading.Event()

    def write() -> None:
        for one in packets:
            movie.write(one, site.wall_ms(one))
            written.release()
            if stop.wait(0.0005):
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = []
        for number in range(4):
            for _ in range(100):
                assert written.acquire(timeout=30)
            now_ms = site.wall_ms(packets[100 * number + 99])
            made = site.package(tmp_path / f"night-{number}", running_ms=now_ms)
            (one,) = made.package.movies
            copy = tmp_path / f"night-{number}" / one.file
            assert one.unfinished is True and not one.repaired and complaints(copy) == ""
            end = read_index(copy.with_suffix(".jsonl")).end
            assert end is not None and end.how == GROWING
            readme = (tmp_path / f"night-{number}" / README).read_text()
            assert "still being written" in readme and "crash" not in readme
            assert probed(copy) == f"h264,640,360,{one.packets}"
            assert verify(tmp_path / f"night-{number}", {}, Progress(SetClock())).is_intact
            sizes.append(one.packets)
        assert sizes == sorted(sizes) and sizes[0] >= 60 and sizes[-1] > sizes[0]
    finally:
        stop.set()
        writer.join()
    movie.close()
    (path,) = (site.data_dir / "video" / "cam-001").glob("*.mp4")
    assert complaints(path) == "" and path.stat().st_nlink == 1


def test_a_camera_that_was_lost_while_its_movie_grew_lacks_the_end(
    site: RecordedSite, tmp_path: Path
) -> None:
    """Nothing ends the movie of a lost camera as long as its recording goes on."""
    lost = large_packets()
    movie = site.begin_movie("cam-001", lost[0])
    for one in lost:
        movie.write(one, site.wall_ms(one))
    movie.sync()
    site.film("cam-002", small_packets())
    end_ms = site.wall_ms(lost[-1])
    made = site.package(tmp_path / "night", running_ms=end_ms + 49_000)
    movie.close()
    (one, _) = made.package.movies
    assert made.is_unfinished and one.unfinished is UNSET and not one.repaired
    (left, _) = made.package.left_out
    assert left.what == "cam-001"
    assert left.why == f"nothing from {utc_time(one.end_ms)} to {utc_time(end_ms + 49_000)}"
    readme = (tmp_path / "night" / README).read_text()
    assert f"    cam-001: {left.why}\n" in readme and "still being written" not in readme


def test_how_long_gaps_are_is_kept_without_what_lies_before_the_movie(
    site: RecordedSite, tmp_path: Path
) -> None:
    """The gap of a crash begins in the movie before."""
    early = small_packets()
    late = kept(encoded(frames=60), first=121, first_ns=FIRST_NS + 40_000_000_000)
    movie = site.begin_movie("cam-001", early[0])
    movie.note_gap(GapRecord(CRASH, 0, 1, FIRST_NS - 9_000_000_000, FIRST_NS))
    for one in early:
        movie.write(one, site.wall_ms(one))
    movie.note_gap(GapRecord(CONNECTION, 120, 121, early[-1].arrival_ns, late[0].arrival_ns))
    for one in late:
        movie.write(one, site.wall_ms(one))
    movie.close()
    (one,) = site.package(tmp_path / "night").package.movies
    assert (one.gaps, one.gaps_ms) == (2, (late[0].arrival_ns - early[-1].arrival_ns) // 1_000_000)
    assert one.film_ms == 7_933 + 3_933
    assert "film of 12 s in 44 s" in (tmp_path / "night" / README).read_text()


def test_a_film_whose_beginning_arrived_at_once_is_as_long_as_it_plays(
    site: RecordedSite, tmp_path: Path
) -> None:
    """Cameras send what came since their last keyframe to whoever connects."""
    packets = small_packets()
    caught_up_ns = packets[30].arrival_ns
    site.film("cam-001", [one._replace(arrival_ns=max(one.arrival_ns, caught_up_ns)) for one in packets])
    (one,) = site.package(tmp_path / "night").package.movies
    assert (one.film_ms, one.end_ms - one.begin_ms) == (7_933, 5_934)
    assert "film of 8 s\n" in (tmp_path / "night" / README).read_text()


def test_a_time_tells_what_is_missing_before_and_after(site: RecordedSite, tmp_path: Path) -> None:
    site.film("cam-001", small_packets())
    begun_ms = site.begun_wall_ms
    clock = SetClock(begun_ms + 90_000)
    wish = wish_for_time(site.data_dir, begun_ms - 10_000, begun_ms + 50_000, ())
    made = PackageMaking(site.data_dir, wish, MAKER, clock, Progress(clock)).make(tmp_path / "night")
    (one,) = made.package.movies
    assert [(left.what, left.why) for left in made.package.left_out] == [
        ("cam-001", f"nothing from {utc_time(begun_ms - 10_000)} to {utc_time(begun_ms)}"),
        ("cam-001", f"nothing from {utc_time(one.end_ms)} to {utc_time(begun_ms + 50_000)}"),
    ]


def test_a_movie_that_a_crash_left_is_repaired_in_the_package_alone(
    site: RecordedSite, tmp_path: Path
) -> None:
    packets = large_packets()
    movie = site.begin_movie("cam-001", packets[0])
    for one in packets[:200]:
        movie.write(one, site.wall_ms(one))
    movie.sync()
    movie.abandon()
    (path,) = (site.data_dir / "video" / "cam-001").glob("*.mp4")
    with path.open("ab") as file:
        file.write(b"half a fragment")
    before = files_of(site.data_dir / "video")
    (one,) = site.package(tmp_path / "night").package.movies
    assert files_of(site.data_dir / "video") == before
    assert one.repaired and one.unfinished is UNSET and complaints(tmp_path / "night" / one.file) == ""
    assert "repaired after a crash" in (tmp_path / "night" / README).read_text()
    repair(path)  # as the next start of the site does
    (again,) = site.package(tmp_path / "again").package.movies
    assert again.repaired and again.packets == one.packets, "it says so ever after"
    begun_ms = site.wall_ms(packets[0]) - site.begun_wall_ms
    (part,) = package_of_time(site, tmp_path / "part", begun_ms, begun_ms + 3_000).package.movies
    assert part.cut and not part.repaired, "how its end came about says nothing of what comes before"


def test_a_movie_that_the_disk_ended_is_not_told_as_crashed(site: RecordedSite, tmp_path: Path) -> None:
    packets = large_packets()
    movie = site.begin_movie("cam-001", packets[0])
    for one in packets[:200]:
        movie.write(one, site.wall_ms(one))
    movie.sync()
    movie.abandon()
    repair(movie.path, how=DISK_FAILED)  # as its recorder does once the disk works again
    (one,) = site.package(tmp_path / "night").package.movies
    assert one.disk_failed is True and not one.repaired and one.unfinished is UNSET
    readme = (tmp_path / "night" / README).read_text()
    assert "ends there: the disk failed" in readme and "crash" not in readme
    (part,) = package_of_time(site, tmp_path / "part", 0, 3_000).package.movies
    assert part.cut and part.disk_failed is UNSET, "how its end came about says nothing of what comes before"


def test_a_movie_that_is_damaged_beyond_a_crash_is_left_out_and_untouched(
    site: RecordedSite, tmp_path: Path
) -> None:
    packets = large_packets()
    movie = site.begin_movie("cam-001", packets[0])
    for one in packets:
        movie.write(one, site.wall_ms(one))
    movie.sync()
    movie.abandon()
    (path,) = (site.data_dir / "video" / "cam-001").glob("*.mp4")
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 3)
        file.write(b"\1" * (path.stat().st_size // 2))
    before = files_of(site.data_dir / "video")
    made = site.package(tmp_path / "night").package
    assert made.movies == () and files_of(site.data_dir / "video") == before
    (damaged, nothing) = made.left_out[:2]
    assert damaged.what.endswith(path.name) and "more of it is damaged than a crash explains" in damaged.why
    assert str(tmp_path) not in damaged.why and nothing.what == "cam-001"
    assert verify(tmp_path / "night", {}, Progress(SetClock())).is_intact


def test_a_movie_of_which_nothing_is_whole_is_left_out(site: RecordedSite, tmp_path: Path) -> None:
    packets = small_packets()
    movie = site.begin_movie("cam-001", packets[0])
    for one in packets:
        movie.write(one, site.wall_ms(one))
    movie.sync()
    movie.abandon()
    (path,) = (site.data_dir / "video" / "cam-001").glob("*.mp4")
    os.truncate(path, 100)
    before = files_of(site.data_dir / "video")
    made = site.package(tmp_path / "night").package
    assert made.movies == () and files_of(site.data_dir / "video") == before
    assert [one.why for one in made.left_out][:2] == [
        "nothing of it is whole",
        "nothing of it could be taken",
    ]
    assert verify(tmp_path / "night", {}, Progress(SetClock())).is_intact


def test_a_movie_that_cant_be_read_is_said_to_be_left_out(site: RecordedSite, tmp_path: Path) -> None:
    site.film("cam-002", small_packets())
    path = site.film("cam-001", small_packets())
    path.with_suffix(".jsonl").write_text("no index\n")
    contents = site.package(tmp_path / "night").package
    assert [one.feed for one in contents.movies] == ["cam-002"]
    assert [one.what for one in contents.left_out] == [f"video/cam-001/{path.name}", "cam-001", "cam-002"]
    assert contents.left_out[-1].why.startswith("nothing from")
    assert verify(tmp_path / "night", {}, Progress(SetClock())).is_intact


def test_a_time_takes_what_is_of_it_and_no_more(site: RecordedSite, tmp_path: Path) -> None:
    movie = site.film("cam-001", large_packets())
    site.film("cam-002", small_packets())
    before = files_of(site.data_dir / "video")
    made = package_of_time(site, tmp_path / "night", 20_000, 30_000)
    (one,) = made.package.movies
    assert one.cut and one.begin_ms <= site.begun_wall_ms + 20_000 < one.begin_ms + 2_100
    assert one.end_ms >= site.begun_wall_ms + 29_900 and one.end_ms < site.begun_wall_ms + 32_100
    assert complaints(tmp_path / "night" / one.file) == ""
    assert files_of(site.data_dir / "video") == before and movie.stat().st_nlink == 1
    assert verify(tmp_path / "night", {}, Progress(SetClock())).is_intact


def test_cameras_and_times_with_nothing_are_said(site: RecordedSite, tmp_path: Path) -> None:
    site.film("cam-001", small_packets())
    made = package_of_time(site, tmp_path / "night", 0, 5_000, "cam-001", "cam-003")
    assert [one.feed for one in made.package.movies] == ["cam-001"]
    assert [one.what for one in made.package.left_out] == ["cam-003"]
    with pytest.raises(NothingRecorded, match="before all that the log still holds"):
        package_of_time(site, tmp_path / "early", -90_000, -80_000)
    with pytest.raises(NothingRecorded, match=r"nothing is recorded between 20.*of cam-003"):
        package_of_time(site, tmp_path / "early", 0, 5_000, "cam-003")
    with pytest.raises(NothingRecorded, match="nothing is recorded between"):
        package_of_time(site, tmp_path / "late", 60_000, 70_000)
    with pytest.raises(WrongUse, match="the site has no camera cam-01: did you mean cam-001"):
        package_of_time(site, tmp_path / "typo", 0, 5_000, "cam-01", "cam-002")
    with pytest.raises(WrongUse, match="must be before"):
        package_of_time(site, tmp_path / "none", 5_000, 5_000)
    with pytest.raises(SliceError, match="on the site's own machine"):
        wish_for_time(tmp_path / "nowhere", 0, 1, ())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "night"]


def test_a_recording_of_which_neither_picture_nor_log_came_to_the_disk_is_refused(
    site: RecordedSite, tmp_path: Path
) -> None:
    last_n = last_input(site.data_dir / "core.sqlite")
    for ended_log_ms, times in ((None, "since 20"), (site.recording.ended_log_ms, "between 20")):
        recording = msgspec.structs.replace(
            site.recording, ended_log_ms=ended_log_ms, opened_n=last_n + 1, log_from_n=last_n
        )
        wish = wish_for_recording(site.data_dir, recording)
        clock = SetClock()
        with pytest.raises(NothingRecorded, match=f"nothing is recorded {times}.*of cam-001, cam-002; the"):
            PackageMaking(site.data_dir, wish, MAKER, clock, Progress(clock)).make(tmp_path / "night")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_of_a_recording_without_a_picture_the_log_comes_and_no_film_is_spoken_of(
    site: RecordedSite, tmp_path: Path
) -> None:
    made = site.package(tmp_path / "night")
    readme = (tmp_path / "night" / README).read_text()
    assert made.package.movies == () and made.to_n > made.from_n
    assert "TO SEE THE PICTURES\nThere are none in this package.\n" in readme and "films are" not in readme


def test_a_recording_that_goes_on_is_taken_up_to_now(site: RecordedSite, tmp_path: Path) -> None:
    running = msgspec.structs.replace(site.recording, ended_log_ms=None)
    wish = wish_for_recording(site.data_dir, running)
    assert (wish.to_n, wish.span.to_ms) == (last_input(site.data_dir / "core.sqlite"), None)
    ended = wish_for_recording(site.data_dir, site.recording)
    assert ended.span.to_ms == site.begun_wall_ms + BEFORE_MS + RECORDED_MS + 2_000


def test_what_is_there_already_is_left_alone(site: RecordedSite, tmp_path: Path) -> None:
    (tmp_path / "night").mkdir()
    (tmp_path / "night" / "mine").write_text("x")
    with pytest.raises(SliceError, match="night can't be written: it is there already"):
        site.package(tmp_path / "night")
    (tmp_path / "other.zip").write_text("x")
    with pytest.raises(PackageError, match=r"other\.zip is there already"):
        site.package(tmp_path / "other", zipped=True)
    assert (tmp_path / "night" / "mine").read_text() == (tmp_path / "other.zip").read_text() == "x"
    assert not (tmp_path / "other").exists()


class ClockThatEnds(SetClock):
    """Somebody presses Ctrl+C when it is asked for the so-many-th time."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left

    def monotonic_ns(self) -> int:
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return super().monotonic_ns()


def test_wherever_it_is_cancelled_nothing_is_left_behind(site: RecordedSite, tmp_path: Path) -> None:
    site.film("cam-001", small_packets())
    site.film("cam-002", small_packets())
    site.package(tmp_path / "whole", zipped=True)
    shutil.rmtree(tmp_path / "whole")
    (tmp_path / "whole.zip").unlink()
    before, left = files_of(tmp_path), 2
    while True:
        clock = ClockThatEnds(left)
        wish = wish_for_recording(site.data_dir, site.recording)
        making = PackageMaking(site.data_dir, wish, MAKER, clock, Progress(clock))
        try:
            making.make(tmp_path / "night", zipped=True)
            break
        except KeyboardInterrupt:
            assert files_of(tmp_path) == before
            assert [path.name for path in tmp_path.iterdir()] == ["data"]
        left += 1
    assert left > 20 and verify(tmp_path / "night.zip", {}, Progress(SetClock())).is_intact


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small file system")
def test_a_full_disk_leaves_nothing_behind(site: RecordedSite, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        site.film("cam-001", large_packets())
        with pytest.raises(OSError) as raised:
            site.package(small / "night")
        assert raised.value.errno == errno.ENOSPC and list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)
