"""What one stream raises, over real sockets: its own loss, tried again, left out after three."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause
from console.media.worker.opening_gate import OpeningGate
from console.media.worker.rtsp_source import LostReason, StreamFormat, VideoPacket
from console.media.worker.session import Session
from console.protocol.clock import SystemClock
from console.protocol.process_config import SimulatedCamera, StreamSource
from tests.fakes.rtsp_proxy import RtspProxy
from tests.fakes.scene_clips import GOP_FRAMES, write_scene
from tests.fakes.simulated_city import PASSWORD, USERNAME, RunningCameras, running_cameras
from tests.watch.logs import ExpectedLog

FEED = FeedId("cam-001")


class Heard:
    """Keeps what a session says; ``raises`` at each connection where asked for."""

    def __init__(self, *, raises: bool = False) -> None:
        self.reasons: list[LostReason] = []
        self._raises = raises
        self.packets = threading.Semaphore(0)
        self.losses = threading.Semaphore(0)

    def connected(self, form: StreamFormat) -> None:
        if self._raises:
            raise UnicodeDecodeError("utf-8", b"rtsp://ann:hunter2@", 0, 1, "invalid")

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        self.packets.release()

    def lost(self, reason: LostReason) -> None:
        self.reasons.append(reason)
        self.losses.release()
        if self._raises:
            raise RuntimeError("nor can it be told")


@pytest.fixture
def cameras(run_dir: Path) -> Iterator[RunningCameras]:
    scenes = run_dir / "scenes"
    scenes.mkdir()
    write_scene(scenes, 1, frames=2 * GOP_FRAMES)
    with running_cameras(run_dir, scenes, (SimulatedCamera(FEED, 1),)) as running:
        yield running


def session_with(port: int, heard: Heard) -> Session:
    url = f"rtsp://127.0.0.1:{port}/{FEED}/sub"
    source = StreamSource(FEED, Profile.SUB, url, USERNAME, PASSWORD)
    session = Session(source, heard, OpeningGate(SystemClock()), SystemClock())
    session.start()
    return session


@pytest.mark.parametrize("name", [b"Caf\xe9", b"\xff\xfe\x01", b"\xc3", b"\x1b[2J" * 200, b""])
def test_whatever_a_camera_calls_itself_it_plays(cameras: RunningCameras, name: bytes) -> None:
    def renamed(description: bytes) -> bytes:
        lines = description.split(b"\r\n")
        return b"\r\n".join(b"s=" + name if line.startswith(b"s=") else line for line in lines)

    proxy, heard = RtspProxy(cameras.port, renamed), Heard()
    proxy.start()
    session = session_with(proxy.port, heard)
    try:
        assert heard.packets.acquire(timeout=10.0), heard.reasons
        assert session.is_whole()
    finally:
        session.ask_to_stop()
        proxy.stop()
        assert session.wait_stopped(8.0)


def test_what_one_stream_raises_is_its_loss(cameras: RunningCameras, expected_log: ExpectedLog) -> None:
    expected_log("cam-001/sub: UnicodeDecodeError at test_media_faults.py")
    expected_log("cam-001/sub: left out for 10 minutes after 3 faults")
    expected_log("cam-001/sub: its loss could not be said")
    heard = Heard(raises=True)
    session = session_with(cameras.port, heard)
    try:
        for _ in range(3):
            assert heard.losses.acquire(timeout=10.0)
        assert session.is_whole()
    finally:
        session.ask_to_stop()
        assert session.wait_stopped(8.0)
    assert [reason.cause for reason in heard.reasons] == [LostCause.FAULT] * 3
    assert heard.reasons[-1].detail.startswith(
        "left out for 10 minutes after 3 faults: UnicodeDecodeError at "
    )
    assert "hunter2" not in str(heard.reasons)
