import errno
import stat
from itertools import pairwise
from pathlib import Path

import av
import pytest

from console.media.worker.segments.disk import DiskFile
from console.media.worker.segments.movie import MOST_UNSAFE_NS, SAFE_WITHIN_NS, Movie, index_of
from console.media.worker.segments.pending import FRAGMENT_NS
from console.media.worker.segments.repair import repair
from console.media.worker.segments.units import NotRecordable
from console.protocol.movie_index import CLOSED, DISK, EndRecord, GapRecord, read_index
from tests.unit.media.worker.segments.filmed import (
    FIRST_WALL_MS,
    INTERVAL_NS,
    OF,
    connection,
    encoded,
    film,
    kept,
    repeated,
    sample_units,
    samples,
    scene,
    units,
    wall_ms,
    write_all,
)


class PowerCutFile(DiskFile):
    """Knows how much of it a power cut leaves."""

    safe = 0

    def sync(self) -> None:
        super().sync()
        self.safe = self.position


class Opener:
    """Remembers the files that were opened."""

    def __init__(self) -> None:
        self.files: list[PowerCutFile] = []

    def __call__(self, path: Path) -> PowerCutFile:
        file = PowerCutFile.create(path)
        assert isinstance(file, PowerCutFile)
        self.files.append(file)
        return file


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_a_movie_holds_every_unit_of_every_packet_as_it_came(tmp_path: Path, codec: str) -> None:
    packets = kept(encoded(codec), codec=codec)
    path = film(tmp_path / "a.mp4", packets)
    assert [sample_units(sample) for sample in samples(path)] == [units(bytes(one.packet)) for one in packets]


def test_other_programs_find_the_keyframes(tmp_path: Path) -> None:
    packets = kept(encoded())
    as_the_file_says = {"fflags": "noparse"}
    with av.open(film(tmp_path / "a.mp4", packets), options=as_the_file_says) as container:
        found = [one.is_keyframe for one in container.demux(video=0) if one.size]
    assert found == [one.is_keyframe for one in packets]


def test_jpegs_are_there_byte_for_byte(tmp_path: Path) -> None:
    packets = kept(encoded("mjpeg"), codec="mjpeg")
    path = film(tmp_path / "a.mp4", packets)
    assert list(samples(path)) == [bytes(one.packet) for one in packets]


def test_a_shipped_scene_is_there_byte_for_byte(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", kept(scene()))
    assert [sample_units(sample) for sample in samples(path)] == [units(one) for one in scene()]


def test_the_index_says_of_each_packet_what_the_ring_knew(tmp_path: Path) -> None:
    packets = kept(encoded(frames=40), first=7)
    packets[3] = packets[3]._replace(after_loss=True)
    path = film(tmp_path / "a.mp4", packets)
    index = read_index(index_of(path))
    header = index.header
    assert (header.feed, header.profile, header.machine_boot) == (OF.feed, OF.profile, OF.machine_boot)
    assert (header.codec, header.width, header.height) == ("h264", 160, 90)
    for record, one in zip(index.packets, packets, strict=True):
        assert (record.number, record.arrival_ns, record.arrival_wall_ms) == (
            one.number,
            one.arrival_ns,
            wall_ms(one),
        )
        assert record.source_us == round(one.packet.pts / 90_000 * 1e6)
        assert (record.keyframe, record.after_loss) == (one.is_keyframe, one.number == 10)
        assert record.size == one.packet.size
    times = [record.file_us for record in index.packets if record.file_us is not None]
    assert len(times) == len(packets)
    assert all(earlier < later for earlier, later in pairwise(times))
    assert index.end == EndRecord(CLOSED, path.stat().st_size)
    assert index.fragments[-1].end == path.stat().st_size


def test_only_their_owner_may_read_the_files(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", kept(encoded()))
    assert [stat.S_IMODE(file.stat().st_mode) for file in (path, index_of(path))] == [0o600, 0o600]


def test_a_camera_that_goes_silent_has_its_last_pictures_on_disk(tmp_path: Path) -> None:
    packets = kept(encoded(frames=10))
    movie = write_all(Movie.begin(tmp_path / "a.mp4", OF, packets[0]), packets)
    assert movie.written.last is None
    movie.look(packets[0].arrival_ns + FRAGMENT_NS)
    assert movie.written.last is not None
    assert movie.written.last.number == 10
    assert movie.safe.last is None
    movie.look(packets[0].arrival_ns + SAFE_WITHIN_NS - 1)
    assert movie.safe.last is None
    movie.look(packets[0].arrival_ns + SAFE_WITHIN_NS)
    assert movie.safe == movie.written
    movie.close()


def lose_power(opener: Opener) -> None:
    """Only what was made safe is left."""
    for file in opener.files:
        with file._path.open("r+b") as left:
            left.truncate(file.safe)


@pytest.mark.parametrize("gop", [8, 30, 150])
def test_a_power_cut_at_any_moment_takes_seven_seconds_at_most(tmp_path: Path, gop: int) -> None:
    packets = kept(repeated(encoded(frames=150, gop=gop), 2))
    for cut_at in range(15, 300, 31):
        opener = Opener()
        path = tmp_path / f"{gop}-{cut_at}.mp4"
        movie = Movie.begin(path, OF, packets[0], open_file=opener)
        for one in packets[:cut_at]:
            movie.write(one, wall_ms(one))
            if one.number % 3 == 0:  # as often as the recorder looks
                movie.look(one.arrival_ns)
        movie.abandon()
        lose_power(opener)
        repair(path)
        last_ns = packets[0].arrival_ns
        if path.exists():
            last_ns = read_index(index_of(path)).packets[-1].arrival_ns
            assert len(list(samples(path))) == len(read_index(index_of(path)).packets)
        assert packets[cut_at - 1].arrival_ns - last_ns <= 7_000_000_000
        assert path.exists() or cut_at < 7_000_000_000 // INTERVAL_NS


def test_the_seconds_before_are_safe_as_soon_as_they_are_read(tmp_path: Path) -> None:
    packets = kept(repeated(encoded(frames=150, gop=15), 4))
    movie = Movie.begin(tmp_path / "a.mp4", OF, packets[0])
    for one in packets:
        movie.write(one, wall_ms(one))
        written, safe = movie.written.last, movie.safe.last or movie.written.first
        assert written is None or safe is None or written.arrival_ns - safe.arrival_ns <= MOST_UNSAFE_NS
    movie.look(packets[-1].arrival_ns)
    assert movie.safe.last is not None
    assert packets[-1].arrival_ns - movie.safe.last.arrival_ns <= FRAGMENT_NS
    movie.close()


def test_a_pause_of_hours_is_no_fault(tmp_path: Path) -> None:
    packets = kept(encoded()[:10]) + kept(encoded()[:10], first=11, first_ns=20_000_000_000_000)
    path = film(tmp_path / "a.mp4", packets)
    assert len(list(samples(path))) == 20


def test_pictures_are_safe_before_what_says_that_they_are(tmp_path: Path) -> None:
    order: list[str] = []

    class Noting(DiskFile):
        def sync(self) -> None:
            order.append(self._path.suffix)
            super().sync()

    packets = kept(encoded())
    movie = write_all(Movie.begin(tmp_path / "a.mp4", OF, packets[0], open_file=Noting.create), packets)
    order.clear()
    movie.sync()
    movie.sync()
    movie.close()
    assert order == [".mp4", ".jsonl", ".mp4", ".jsonl"]


def test_other_parameters_or_another_size_do_not_fit(tmp_path: Path) -> None:
    first = kept(encoded())
    movie = write_all(Movie.begin(tmp_path / "a.mp4", OF, first[0]), first[:30])
    same = kept(encoded(), connection(number=2), first=31)
    other = kept(encoded(width=320, height=180), first=31)
    assert all(movie.fits(one) for one in first)
    assert movie.fits(same[0])
    assert not movie.fits(other[0])
    assert movie.fits(other[1])  # only a keyframe begins anything
    movie.close()
    packets = kept(encoded("mjpeg"), codec="mjpeg")
    movie = Movie.begin(tmp_path / "b.mp4", OF, packets[0])
    assert movie.fits(packets[1])
    assert not movie.fits(kept(encoded("mjpeg", 2, 320, 180), codec="mjpeg")[0])
    movie.close()


def test_another_codec_does_not_fit(tmp_path: Path) -> None:
    packets = kept(encoded())
    movie = Movie.begin(tmp_path / "a.mp4", OF, packets[0])
    other = kept(encoded("h265"), connection("h265", number=2), codec="h265")
    assert not movie.fits(other[0])
    movie.abandon()


def test_a_gap_lies_before_the_packet_that_comes_next(tmp_path: Path) -> None:
    packets = kept(encoded())
    movie = write_all(Movie.begin(tmp_path / "a.mp4", OF, packets[0]), packets[:30])
    gap = GapRecord(DISK, 30, 31, 1, 2)
    movie.note_gap(gap)
    write_all(movie, packets[30:]).close()
    assert read_index(index_of(movie.path)).gaps == (gap,)
    assert movie.gaps == 1


@pytest.mark.parametrize("suffix", [".mp4", ".jsonl"])
def test_a_movie_that_could_not_begin_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    class Full(DiskFile):
        def write(self, data: bytes) -> None:
            if self._path.suffix == suffix:
                super().write(data[:10])
                raise OSError(errno.ENOSPC, "full")
            super().write(data)

    with pytest.raises(OSError, match="full"):
        Movie.begin(tmp_path / "a.mp4", OF, kept(encoded())[0], open_file=Full.create)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_packet_of_the_stream_is_refused(tmp_path: Path) -> None:
    packets = kept(encoded())
    movie = Movie.begin(tmp_path / "a.mp4", OF, packets[0])
    with pytest.raises(NotRecordable):
        movie.write(kept([b"rubbish"])[0], FIRST_WALL_MS)
    movie.abandon()


def test_a_file_whose_folder_is_gone_does_not_pretend(tmp_path: Path) -> None:
    packets = kept(encoded())
    (tmp_path / "feed").mkdir()
    movie = write_all(Movie.begin(tmp_path / "feed" / "a.mp4", OF, packets[0]), packets)
    for file in (tmp_path / "feed").iterdir():
        file.unlink()
    with pytest.raises(FileNotFoundError):
        movie.sync()
    movie.abandon()
