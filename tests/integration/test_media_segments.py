"""Movies on a real disk, read by other programs; a writer that is killed, refused, and measured."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.ring import KeptPacket, PacketRing
from console.media.worker.segments.disk import DiskFile
from console.media.worker.segments.movie import index_of
from console.media.worker.segments.repair import repair_left_over
from console.media.worker.segments.track import Place, Track
from console.protocol.movie_index import MovieIndex, read_index
from tests.fakes.held_clock import HeldClock
from tests.unit.media.worker.segments.filmed import (
    FPS,
    INTERVAL_NS,
    complaints,
    connection,
    encoded,
    film,
    is_key,
    kept,
    packet,
    probed,
    sample_units,
    samples,
    scene,
    units,
)
from tests.unit.media.worker.segments.test_track import Bench
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

MOST_LOST_NS = 7_000_000_000
STREAMS = 4


# --- what other programs make of them -------------------------------------------------------------------


@pytest.mark.parametrize("codec", ["h264", "h265", "mjpeg"])
def test_every_codec_is_read_and_decoded_without_a_complaint(tmp_path: Path, codec: str) -> None:
    path = film(tmp_path / "a.mp4", kept(encoded(codec, frames=150), codec=codec))
    name = {"h265": "hevc"}.get(codec, codec)
    assert probed(path) == f"{name},160,90,150"
    assert complaints(path) == ""


@pytest.mark.parametrize("name", ["scene-01.sub", "scene-01.main"])
def test_a_shipped_scene_is_read_and_decoded_without_a_complaint(tmp_path: Path, name: str) -> None:
    width, height = (640, 360) if name.endswith("sub") else (1280, 720)
    path = film(tmp_path / "a.mp4", kept(scene(name), connection(width=width, height=height)))
    assert probed(path) == f"h264,{width},{height},300"
    assert complaints(path) == ""


@pytest.mark.parametrize("size", [(160, 90), (0, 0)], ids=["size announced", "no size announced"])
def test_parameters_announced_once_or_only_sent_are_enough(tmp_path: Path, size: tuple[int, int]) -> None:
    data = encoded(frames=60)
    sets = b"".join(b"\0\0\0\1" + one for one in units(data[0]) if one[0] & 31 in (7, 8))
    bare = [b"".join(b"\0\0\0\1" + one for one in units(two) if one[0] & 31 not in (7, 8)) for two in data]
    for name, announced, sent in (("announced", sets, bare), ("sent", None, data)):
        of = connection("h264", *size, extradata=announced)
        path = film(tmp_path / f"{name}.mp4", kept(sent, of))
        assert probed(path) == "h264,160,90,60"
        assert complaints(path) == ""


def reordered() -> tuple[list[KeptPacket], list[int]]:
    """A camera with B-frames, and each packet's place in the order of showing; times as FFmpeg says them."""
    data = encoded(frames=60, b_frames=2)
    places: list[int] = []
    for index in range(len(data)):
        gop, at = divmod(index, 30)
        inside = 0 if at == 0 else (at - 1) // 3 * 3 + ((at - 1) % 3 or 3)
        places.append(gop * 30 + min(inside, 29))
    packets = []
    for index, (one, place) in enumerate(zip(data, places, strict=True)):
        key = is_key("h264", one)
        made = packet(one, key=key, pts=place * 6000, dts=(index - 1) * 6000)
        packets.append(KeptPacket(index + 1, B_FRAMES, made, index * INTERVAL_NS, key, len(one)))
    return packets, places


B_FRAMES = connection()


def test_pictures_that_are_sent_in_another_order_are_shown_in_the_right_one(tmp_path: Path) -> None:
    packets, places = reordered()
    path = film(tmp_path / "a.mp4", packets)
    assert complaints(path) == ""
    with av.open(path) as container:
        video = container.streams.video[0]
        read = [one for one in container.demux(video) if one.size]
        shown = [round((one.pts - read[0].pts) * Fraction(one.time_base) * FPS) for one in read]
        assert all(one.dts <= one.pts for one in read)
    assert shown == places


# --- a writer that is killed ----------------------------------------------------------------------------


class Writer:
    """The process, and what it has said."""

    def __init__(self, folder: Path, *arguments: int) -> None:
        command = [sys.executable, "-m", "tests.fakes.recording_process", str(folder), *map(str, arguments)]
        root = Path(__file__).resolve().parents[2]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}
        )
        self.arrivals_ns: dict[int, int] = {}
        self.safe: dict[str, int] = {}
        self.troubles: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            if "number" in said:
                self.arrivals_ns[said["number"]] = said["arrival_ns"]
            elif "safe" in said:
                self.safe[said["safe"]] = said["size"]
            else:
                self.troubles.append(said["trouble"])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def writing(folder: Path, *arguments: int) -> Iterator[Writer]:
    writer = Writer(folder, *arguments)
    try:
        yield writer
    finally:
        writer.kill()


def check_movie(path: Path, writer: Writer) -> MovieIndex:
    """It is whole, plays, and holds what the source sent."""
    index = read_index(index_of(path))
    assert index.missing == ""
    numbers = [one.number for one in index.packets]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert probed(path) == f"h264,640,360,{len(numbers)}"
    assert complaints(path) == ""
    source = scene()
    assert [sample_units(one) for one in samples(path)] == [
        units(source[(n - 1) % len(source)]) for n in numbers
    ]
    assert all(one.arrival_ns == writer.arrivals_ns.get(one.number, one.arrival_ns) for one in index.packets)
    return index


def kill_and_repair(folder: Path, after_s: float) -> None:
    with writing(folder, STREAMS) as writer:
        wait_until(lambda: len(list(folder.glob("*/*.mp4"))) == STREAMS, 30, "all movies are begun")
        threading.Event().wait(after_s)
    last_ns = max(writer.arrivals_ns.values())
    repair_left_over(folder, "none")
    assert repair_left_over(folder, "none") == ()
    for number in range(STREAMS):
        movies = list(folder.glob(f"cam-{number}/*.mp4"))
        if not movies:
            # Killed before its first fragment: the ten seconds before are written in the first turn.
            assert after_s < 1.0
            continue
        (path,) = movies
        index = check_movie(path, writer)
        assert index.packets[0].number == 1
        assert last_ns - index.packets[-1].arrival_ns <= MOST_LOST_NS


@pytest.mark.parametrize("turn", range(2))
def test_a_writer_that_is_killed_loses_its_last_seconds_alone(tmp_path: Path, turn: int) -> None:
    kill_and_repair(tmp_path, random.Random(turn).uniform(0.0, 3.0))


@pytest.mark.long
@pytest.mark.parametrize("turn", range(20))
def test_a_writer_that_is_killed_at_any_moment_loses_its_last_seconds_alone(
    tmp_path: Path, turn: int
) -> None:
    kill_and_repair(tmp_path, random.Random(f"long {turn}").uniform(0.0, 12.0))


# --- a disk that refuses --------------------------------------------------------------------------------


def test_a_disk_that_takes_no_larger_file_is_said_and_the_next_file_goes_on(tmp_path: Path) -> None:
    """The kernel refuses in the middle of a write (RLIMIT_FSIZE)."""
    size = sum(len(one) for one in scene()) * 3 // 4  # 15 s
    with writing(tmp_path, 1, size) as writer:
        wait_until(lambda: "" in writer.troubles, 40, "it is well again")
        assert "the disk takes no larger file" in writer.troubles[0]
    repair_left_over(tmp_path, "none")
    movies = sorted(tmp_path.glob("*/*.mp4"), key=lambda path: int(path.stem.split("-")[1]))
    assert len(movies) >= 2
    indexes = [check_movie(path, writer) for path in movies]
    recorded = {one.number for index in indexes for one in index.packets}
    assert recorded == set(range(1, max(recorded) + 1))
    assert not any(index.gaps for index in indexes)


def test_a_full_disk_is_said_in_the_kernels_words(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("the disk is full: make room")
    bench = Bench(tmp_path)
    is_full = True

    def open_file(path: Path) -> DiskFile:
        return DiskFile(path, os.open("/dev/full", os.O_WRONLY)) if is_full else DiskFile.create(path)

    track = Track(
        (FeedId("cam-1"), Profile.SUB),
        bench.ring,
        Place(
            bench.folder,
            "machine",
            bench.clock,
            lambda key, _wall_ms: bench.folder / key[0] / "sub-001.mp4",
            open_file,
        ),
    )
    bench.track = track
    bench.receive(encoded())
    assert "the disk is full" in track.report().trouble
    assert bench.movies() == []
    is_full = False
    bench.receive(encoded())
    bench.leave()
    assert bench.numbers() == [list(range(1, 121))]


# --- what it costs --------------------------------------------------------------------------------------


def test_sixty_four_streams_cost_a_small_part_of_a_core(tmp_path: Path) -> None:
    seconds, clock, source = 10, HeldClock(), scene()
    of = connection(width=640, height=360)
    rings = [PacketRing(keep_s=10.0) for _ in range(64)]
    counts = itertools.count()
    place = Place(tmp_path, "", clock, lambda key, _wall_ms: tmp_path / key[0] / f"sub-{next(counts)}.mp4")
    tracks = [Track((FeedId(f"cam-{number}"), Profile.SUB), ring, place) for number, ring in enumerate(rings)]
    spent_s = 0.0
    for index in range(seconds * FPS):
        clock.pass_s(1 / FPS)
        data = source[index % len(source)]
        made = packet(data, key=is_key("h264", data), pts=index * 6000)
        for ring in rings:
            ring.append(of, made, clock.monotonic_ns())
        if index % 3 == 2:
            began_s = time.thread_time()
            for track in tracks:
                track.turn()
            spent_s += time.thread_time() - began_s
    cores = spent_s / seconds
    print(f"64 streams of {FPS} packets/s: {cores:.3f} of a core")
    for track in tracks:
        track.give_up()
    assert cores < 0.15
