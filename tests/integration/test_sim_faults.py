"""A simulated camera goes wrong in each way it can, in mid-session and from the start, and is healed."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from console.domain.ids import FeedId
from console.protocol.process_config import SimulatedCamera
from console.protocol.simulator_messages import Fault
from console.sim import frame_strip
from tests.fakes.rtsp_client import RtspClient
from tests.fakes.scene_clips import GOP_FRAMES, write_scene
from tests.fakes.simulated_city import PASSWORD, USERNAME, RunningCameras, running_cameras

FPS = 15
FEED, PATH = "cam-001", "/cam-001/sub"
OPTIONS = {"rtsp_transport": "tcp", "probesize": "65536", "analyzeduration": "200000", "timeout": "1000000"}
PROBE = ("-rtsp_transport", "tcp", "-probesize", "65536", "-analyzeduration", "200000")


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenes")
    write_scene(folder, 1, frames=2 * GOP_FRAMES)
    return folder


@pytest.fixture
def cameras(run_dir: Path, scenes: Path) -> Iterator[RunningCameras]:
    with running_cameras(run_dir, scenes, (SimulatedCamera(FeedId(FEED), 1),)) as running:
        yield running


@pytest.fixture
def client(cameras: RunningCameras) -> Iterator[Callable[[], RtspClient]]:
    opened: list[RtspClient] = []

    def open_client() -> RtspClient:
        opened.append(RtspClient(cameras.port, USERNAME, PASSWORD))
        return opened[-1]

    yield open_client
    for one in opened:
        one.close()


class Reader:
    """One PyAV session that goes on through faults."""

    def __init__(self, url: str) -> None:
        self._container = av.open(url, mode="r", options=OPTIONS)
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = 1
        self.sizes: set[tuple[int, int]] = set()

    def pictures(self, count: int) -> list[tuple[int, int]]:
        """(media time in frame intervals, strip's frame) of so many pictures."""
        read: list[tuple[int, int]] = []
        for packet in self._container.demux(self._stream):
            for frame in packet.decode():
                if frame.pts is None or frame.time_base is None:
                    continue  # FFmpeg knows no times before the first sender report
                shown = frame_strip.read(np.asarray(frame.to_ndarray(format="gray"), dtype=np.uint8))
                assert shown is not None
                self.sizes.add((frame.width, frame.height))
                read.append((round(frame.pts * frame.time_base * FPS), shown & 0xFFFF))
            if len(read) >= count:
                break
        return read

    def close(self) -> None:
        self._container.close()


@pytest.fixture
def reader(cameras: RunningCameras) -> Iterator[Reader]:
    opened = Reader(cameras.url(PATH))
    yield opened
    opened.close()


def ffmpeg_frames(url: str, count: int, limit_s: float = 8) -> list[tuple[int, str]]:
    """(media time in frame intervals, hash) of each frame that the ffmpeg program decodes until then."""
    program = shutil.which("ffmpeg")
    if program is None:
        pytest.skip("needs ffmpeg")
    asked = ["-frames:v", str(count), "-fps_mode", "passthrough", "-enc_time_base", f"1:{FPS}"]
    command = [program, "-v", "quiet", *PROBE, "-i", url, *asked, "-f", "framemd5", "-"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        said, _ = process.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        process.terminate()
        said, _ = process.communicate()
    rows = [line.split(",") for line in said.splitlines() if line and line[0] != "#"]
    return [(int(row[2]), row[5].strip()) for row in rows]


def steps(times: list[int]) -> set[int]:
    return {after - before for before, after in pairwise(times)}


def test_frozen_camera_repeats_a_picture_in_live_packets(cameras: RunningCameras, reader: Reader) -> None:
    reader.pictures(GOP_FRAMES // 2)
    cameras.set_fault(FEED, Fault.FREEZE)
    reader.pictures(GOP_FRAMES)  # sent before
    frozen = reader.pictures(10)
    assert len({shown for _, shown in frozen}) == 1
    assert steps([at for at, _ in frozen]) == {1}
    assert len({picture for _, picture in ffmpeg_frames(cameras.url(PATH), 12)}) == 1
    cameras.set_fault(FEED, Fault.NONE)
    healed: list[tuple[int, int]] = []
    while len(healed) < 5:
        healed += [picture for picture in reader.pictures(1) if healed or picture[1] != frozen[0][1]]
    assert {step % (2 * GOP_FRAMES) for step in steps([shown for _, shown in healed])} == {1}


def test_slow_camera_sends_a_third_of_the_frames(cameras: RunningCameras) -> None:
    cameras.set_fault(FEED, Fault.SLOW)
    reader = Reader(cameras.url(PATH))
    slow = reader.pictures(9)
    reader.close()
    assert steps([at for at, _ in slow]) == {3}
    assert steps([at for at, _ in ffmpeg_frames(cameras.url(PATH), 4)]) == {3}


def test_garbage_has_no_picture_and_ends(cameras: RunningCameras, client: Callable[[], RtspClient]) -> None:
    playing = client()
    assert playing.play(PATH) == 200
    cameras.set_fault(FEED, Fault.GARBAGE)
    for _ in range(2 * GOP_FRAMES):
        assert playing.packet()[1]
    assert ffmpeg_frames(cameras.url(PATH), 1, limit_s=2) == []
    cameras.set_fault(FEED, Fault.NONE)
    assert len(ffmpeg_frames(cameras.url(PATH), 12)) == 12


def test_a_camera_whose_password_changed_refuses_everybody(
    cameras: RunningCameras, client: Callable[[], RtspClient]
) -> None:
    playing = client()
    assert playing.play(PATH) == 200
    cameras.set_fault(FEED, Fault.UNAUTHORISED)
    assert playing.is_closed_by_server()
    assert client().ask("OPTIONS", PATH)[0] == 401
    with pytest.raises(av.HTTPUnauthorizedError):
        av.open(cameras.url(PATH), options=OPTIONS)
    cameras.set_fault(FEED, Fault.NONE)
    assert client().play(PATH) == 200


def test_a_silent_camera_takes_connections_and_says_nothing(
    cameras: RunningCameras, client: Callable[[], RtspClient]
) -> None:
    playing = client()
    assert playing.play(PATH) == 200
    cameras.set_fault(FEED, Fault.SILENT)
    assert playing.is_closed_by_server()
    waiting = client()
    waiting._socket.settimeout(0.4)
    with pytest.raises(TimeoutError):
        waiting.ask("OPTIONS", PATH)
    with pytest.raises(av.FFmpegError):
        av.open(cameras.url(PATH), options=OPTIONS | {"timeout": "400000"})
    cameras.set_fault(FEED, Fault.NONE)
    assert client().play(PATH) == 200
