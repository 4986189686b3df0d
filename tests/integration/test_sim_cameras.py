"""The simulated cameras over real sockets, read by PyAV, by ffprobe, and by a bare client."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from console.domain.camera import Profile
from console.domain.errors import CommandRefused
from console.domain.ids import FeedId
from console.protocol.process_config import SimulatedCamera
from console.protocol.simulator_messages import Fault, StreamClock
from console.sim import frame_strip
from tests.fakes.rtsp_client import INTERLEAVED, RtspClient
from tests.fakes.scene_clips import GOP_FRAMES, write_scene
from tests.fakes.simulated_city import PASSWORD, USERNAME, RunningCameras, running_cameras
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

FPS = 15
LOOP_FRAMES = GOP_FRAMES + 15
OPTIONS = {"rtsp_transport": "tcp", "probesize": "65536", "analyzeduration": "200000", "timeout": "5000000"}
CAMERAS = (
    SimulatedCamera(FeedId("cam-001"), 1, 0, (Profile.SUB, Profile.MAIN)),
    SimulatedCamera(FeedId("cam-002"), 2, 17),
)


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenes")
    write_scene(folder, 1, frames=LOOP_FRAMES)
    write_scene(folder, 2, frames=LOOP_FRAMES)
    write_scene(folder, 1, Profile.MAIN, frames=LOOP_FRAMES, noise=60)
    return folder


@pytest.fixture
def cameras(run_dir: Path, scenes: Path) -> Iterator[RunningCameras]:
    with running_cameras(run_dir, scenes, CAMERAS) as running:
        yield running


@pytest.fixture
def client(cameras: RunningCameras) -> Iterator[Callable[..., RtspClient]]:
    opened: list[RtspClient] = []

    def open_client(password: str = PASSWORD, receive_buffer: int = 0) -> RtspClient:
        opened.append(RtspClient(cameras.port, USERNAME, password, receive_buffer))
        return opened[-1]

    yield open_client
    for one in opened:
        one.close()


def strips(url: str, seconds: float) -> list[tuple[int, int, int]]:
    """(arrival, strip's scene, strip's frame) of each picture that PyAV decodes for so long."""
    read: list[tuple[int, int, int]] = []
    with av.open(url, mode="r", options=OPTIONS) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        until_ns = time.monotonic_ns() + int(seconds * 1e9)
        for packet in container.demux(stream):
            arrival_ns = time.monotonic_ns()
            for frame in packet.decode():
                luma = np.asarray(frame.to_ndarray(format="gray"), dtype=np.uint8)
                shown = frame_strip.read(luma)
                assert shown is not None
                read.append((arrival_ns, shown >> 16, shown & 0xFFFF))
            if arrival_ns > until_ns:
                break
    return read


@pytest.mark.parametrize("path", ["/cam-001/main", "/cam-002/sub"])
def test_pictures_arrive_at_the_time_their_clock_says(cameras: RunningCameras, path: str) -> None:
    pictures = strips(cameras.url(path), 3.2)
    clock = cameras.clocks()[path]
    assert {scene for _, scene, _ in pictures} == {clock.scene}
    frames = [frame for _, _, frame in pictures]
    steps = {(after - before) % LOOP_FRAMES for before, after in pairwise(frames)}
    assert steps == {1}, "a frame was lost or repeated, or the loop has a seam"
    assert frames[0] in (0, GOP_FRAMES)
    ages_ms = [age_ms(clock, arrival_ns, frame) for arrival_ns, _, frame in pictures]
    live = ages_ms[GOP_FRAMES + 2 :]
    assert len(live) > FPS / 2
    assert min(ages_ms) > 0
    # FFmpeg hands a picture on when the next one begins, so it is one interval old by then.
    # A busy machine makes pictures late, never early: the quickest tells.
    assert 1000 / FPS - 1 < min(live) < 1000 / FPS + 60


def age_ms(clock: StreamClock, arrival_ns: int, frame: int) -> float:
    """How long ago that frame of the loop was due."""
    position = (arrival_ns - clock.epoch_mono_ns) * clock.fps / 1e9 + clock.phase_frames
    return (position - frame) % clock.loop_frames / clock.fps * 1000


def test_frames_leave_when_they_are_due(cameras: RunningCameras, client: Callable[..., RtspClient]) -> None:
    playing = client()
    assert playing.play("/cam-002/sub") == 200
    clock = cameras.clocks()["/cam-002/sub"]
    late_ms = []
    while len(late_ms) < GOP_FRAMES + FPS:
        channel, packet = playing.packet()
        if channel == 0 and packet[1] & 0x80:
            late_ms.append((time.monotonic_ns() - clock.epoch_mono_ns) % (10**9 / FPS) / 1e6)
    assert sorted(late_ms[GOP_FRAMES:])[FPS // 2] < 20


def test_ffprobe_reads_a_stream(cameras: RunningCameras) -> None:
    program = shutil.which("ffprobe")
    if program is None:
        pytest.skip("needs ffprobe")
    asked = ["-show_entries", "stream=codec_name,width,height,avg_frame_rate", "-of", "csv=p=0"]
    url = cameras.url("/cam-001/sub")
    command = [program, "-v", "error", "-rtsp_transport", "tcp", *asked, url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "h264,640,360,15/1"


def test_a_wrong_password_is_refused(cameras: RunningCameras, client: Callable[..., RtspClient]) -> None:
    assert client(password="wrong").ask("DESCRIBE", "/cam-001/sub")[0] == 401
    with pytest.raises(av.HTTPUnauthorizedError):
        av.open(cameras.url("/cam-001/sub", credentials="viewer:wrong@"), options=OPTIONS)


def test_a_third_session_of_a_stream_is_refused(
    cameras: RunningCameras, client: Callable[..., RtspClient]
) -> None:
    assert [client().play("/cam-001/sub") for _ in range(2)] == [200, 200]
    assert client().play("/cam-001/sub") == 453
    assert client().play("/cam-001/main") == 200
    assert cameras.clocks()["/cam-001/sub"].sessions == 2


def test_a_session_that_ends_makes_room(cameras: RunningCameras, client: Callable[..., RtspClient]) -> None:
    first, second = client(), client()
    assert [first.play("/cam-002/sub"), second.play("/cam-002/sub")] == [200, 200]
    assert first.ask("TEARDOWN", "/cam-002/sub")[0] == 200
    assert client().play("/cam-002/sub") == 200
    second.close()
    wait_until(lambda: cameras.clocks()["/cam-002/sub"].sessions == 1, 5, "one session left")


def test_what_cameras_answer_to_clients_that_err(client: Callable[..., RtspClient]) -> None:
    one = client()
    assert one.ask("OPTIONS", "/cam-001/sub")[0] == 200
    assert one.ask("DESCRIBE", "/no-such/sub")[0] == 404
    assert one.ask("PLAY", "/cam-001/sub")[0] == 455
    assert one.ask("RECORD", "/cam-001/sub")[0] == 501
    udp = {"Transport": "RTP/AVP;unicast;client_port=5000-5001"}
    assert one.ask("SETUP", "/cam-001/sub/trackID=1", udp)[0] == 461
    assert one.ask("SETUP", "/cam-001/sub/trackID=1", INTERLEAVED)[0] == 200
    assert one.ask("GET_PARAMETER", "/cam-001/sub")[0] == 200
    one.session = "not-mine"
    assert one.ask("PLAY", "/cam-001/sub")[0] == 454
    one.send(b"this is no request\r\n\r\n")
    assert one.is_closed_by_server()


def test_refusing_camera_cuts_and_answers_503_until_healed(
    cameras: RunningCameras, client: Callable[..., RtspClient]
) -> None:
    playing, other = client(), client()
    assert [playing.play("/cam-001/sub"), other.play("/cam-002/sub")] == [200, 200]
    cameras.set_fault("cam-001", Fault.REFUSE)
    assert playing.is_closed_by_server()
    assert client().ask("DESCRIBE", "/cam-001/main")[0] == 503
    assert other.packet()[1]
    cameras.set_fault("cam-001", Fault.NONE)
    assert client().play("/cam-001/sub") == 200


def test_cut_closes_sessions_once(cameras: RunningCameras, client: Callable[..., RtspClient]) -> None:
    playing = client()
    assert playing.play("/cam-001/sub") == 200
    cameras.set_fault("cam-001", Fault.CUT)
    assert playing.is_closed_by_server()
    assert client().play("/cam-001/sub") == 200


def test_stalled_session_stays_and_goes_on_from_a_keyframe(
    cameras: RunningCameras, client: Callable[..., RtspClient]
) -> None:
    playing = client()
    assert playing.play("/cam-001/sub") == 200
    cameras.set_fault("cam-001", Fault.STALL)
    playing._socket.settimeout(0.5)
    with pytest.raises(TimeoutError):
        while True:
            playing.packet()
    assert cameras.clocks()["/cam-001/sub"].sessions == 1
    cameras.set_fault("cam-001", Fault.NONE)
    playing._socket.settimeout(5)
    channel, packet = playing.packet()
    while channel != 0:
        channel, packet = playing.packet()
    assert packet[12] & 0x1F == 7, "a parameter set comes first"


def test_an_unknown_camera_can_not_be_made_faulty(cameras: RunningCameras) -> None:
    with pytest.raises(CommandRefused, match="cam-999"):
        cameras.set_fault("cam-999", Fault.STALL)


def test_a_reader_that_does_not_read_is_cut_and_others_go_on(
    cameras: RunningCameras, client: Callable[..., RtspClient], expected_log: ExpectedLog
) -> None:
    expected_log("a session of a simulated camera was cut")
    slow, good = client(receive_buffer=4096), client()
    assert [slow.play("/cam-001/main"), good.play("/cam-002/sub")] == [200, 200]
    wait_until(lambda: cameras.clocks()["/cam-001/main"].sessions == 0, 20, "the slow reader was cut")
    wait_until(lambda: cameras.lifeline.beats[-1]["cut_sessions"] == 1, 5, "the cut is counted")
    assert good.packet()[1]
    assert cameras.clocks()["/cam-002/sub"].sessions == 1


def test_figures_are_beaten_each_second(cameras: RunningCameras, client: Callable[..., RtspClient]) -> None:
    assert client().play("/cam-001/sub") == 200
    beats = cameras.lifeline.beats
    wait_until(lambda: beats and beats[-1]["sessions"] == 1, 5, "the session is counted")
    wait_until(lambda: 13 < beats[-1]["frames_per_s"] < 17, 5, "the rate is told")
    wait_until(
        lambda: len(beats) > 1 and beats[-1]["late_frames"] == beats[-2]["late_frames"],
        10,
        "in a second in which the machine has time no frame is late",
    )
