"""What no shipped file shows is made on first use: main streams, H.265, another size in mid-session."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.process_config import SimulatedCamera
from console.protocol.simulator_messages import Fault
from console.sim import frame_strip
from console.sim.scene_files import Codec
from console.sim.scene_variants import SceneVariants, Variant
from tests.fakes.scene_clips import GOP_FRAMES, write_scene
from tests.fakes.simulated_city import RunningCameras, running_cameras
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

LOOP_FRAMES = GOP_FRAMES + 10
OPTIONS = {"rtsp_transport": "tcp", "probesize": "65536", "analyzeduration": "200000", "timeout": "9000000"}
BOTH = (Profile.SUB, Profile.MAIN)


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenes")
    write_scene(folder, 1, frames=LOOP_FRAMES)
    return folder


@pytest.fixture
def cameras(run_dir: Path, scenes: Path) -> Iterator[RunningCameras]:
    simulated = (
        SimulatedCamera(FeedId("cam-001"), 1, profiles=BOTH),
        SimulatedCamera(FeedId("cam-002"), 1, phase_frames=7, profiles=BOTH, h265=True),
    )
    with running_cameras(run_dir, scenes, simulated) as running:
        yield running


def probe(url: str) -> dict[str, object]:
    program = shutil.which("ffprobe")
    if program is None:
        pytest.skip("needs ffprobe")
    command = [program, "-v", "error", "-rtsp_transport", "tcp", "-show_streams", "-of", "json", url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return dict(json.loads(done.stdout)["streams"][0])


def opened(url: str) -> av.container.InputContainer | None:
    """None while the camera says 503, as it does where making the stream takes long."""
    try:
        return av.open(url, mode="r", options=OPTIONS)
    except av.HTTPServerError:
        return None


class Reader:
    """Reads (width, strip's frame) with PyAV."""

    def __init__(self, url: str) -> None:
        self._container = wait_until(lambda: opened(url), 30, f"{url} is made")
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = 1

    def pictures(self, count: int) -> list[tuple[int, int]]:
        read: list[tuple[int, int]] = []
        for packet in self._container.demux(self._stream):
            for frame in packet.decode():
                shown = frame_strip.read(np.asarray(frame.to_ndarray(format="gray"), dtype=np.uint8))
                assert shown is not None and shown >> 16 == 1
                read.append((frame.width, shown & 0xFFFF))
            if len(read) >= count:
                break
        return read

    def close(self) -> None:
        self._container.close()


def no_frame_is_lost(pictures: list[tuple[int, int]]) -> bool:
    return {(after - before) % LOOP_FRAMES for (_, before), (_, after) in pairwise(pictures)} == {1}


@pytest.mark.parametrize(
    ("path", "codec", "width"),
    [("/cam-001/main", "h264", 1280), ("/cam-002/sub", "hevc", 640)],
)
def test_a_stream_that_is_not_shipped_is_made_and_played(
    cameras: RunningCameras, path: str, codec: str, width: int
) -> None:
    reader = Reader(cameras.url(path))
    pictures = reader.pictures(LOOP_FRAMES)
    reader.close()
    assert {size for size, _ in pictures} == {width}
    assert no_frame_is_lost(pictures)
    found = probe(cameras.url(path))
    assert (found["codec_name"], found["width"], found["avg_frame_rate"]) == (codec, width, "15/1")


def test_another_size_in_the_same_session_and_back(cameras: RunningCameras) -> None:
    reader = Reader(cameras.url("/cam-001/sub"))
    reader.pictures(1)
    cameras.set_fault("cam-001", Fault.RESIZE)
    sizes: list[int] = []
    while 480 not in sizes and len(sizes) < 20 * GOP_FRAMES:
        sizes += [width for width, _ in reader.pictures(1)]
    assert sizes == sorted(sizes, reverse=True)
    assert {width for width, _ in reader.pictures(8)} == {480}
    assert probe(cameras.url("/cam-001/sub"))["width"] == 480
    cameras.set_fault("cam-001", Fault.NONE)
    back = reader.pictures(GOP_FRAMES + 10)
    reader.close()
    assert {width for width, _ in back[-5:]} == {640}
    assert no_frame_is_lost(back[-5:])


def test_what_was_made_is_kept_and_older_ones_go(scenes: Path, tmp_path: Path) -> None:
    variant = Variant(1, 320, 180, Codec.H264)
    tmp_path.joinpath("scene-01.320x180.h264.0123.mp4").touch()
    first = SceneVariants(scenes, tmp_path)
    wait_until(lambda: first.get(variant), 20, "the variant is made")
    first.stop()
    (file,) = tmp_path.iterdir()
    stamp = file.stat().st_mtime_ns
    second = SceneVariants(scenes, tmp_path)
    wait_until(lambda: second.get(variant), 20, "the variant is read")
    second.stop()
    assert file.stat().st_mtime_ns == stamp


def test_what_can_not_be_made_is_said_once_and_refused(
    scenes: Path, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("a variant of scene 1 can't be made")
    (tmp_path / "file").touch()
    variants = SceneVariants(scenes, tmp_path / "file" / "below")
    variant = Variant(1, 320, 180, Codec.H264)
    wait_until(lambda: variants.get(variant) or variants.has_failed(variant), 20, "it was tried")
    assert variants.has_failed(variant)
    variants.stop()


def test_an_end_in_the_midst_leaves_nothing_half_made(scenes: Path, tmp_path: Path) -> None:
    variants = SceneVariants(scenes, tmp_path)
    variants.get(Variant(1, 1280, 720, Codec.H264))
    wait_until(lambda: list(tmp_path.iterdir()), 20, "it is being made")
    variants.stop()
    assert not list(tmp_path.glob("*.part"))
