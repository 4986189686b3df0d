"""Sessions against cameras that refuse, over real sockets: what is said, and how often they are asked."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause
from console.media.worker.opening_gate import OpeningGate
from console.media.worker.rtsp_source import LostReason, StreamFormat, VideoPacket
from console.media.worker.session import Session
from console.protocol.clock import SystemClock
from console.protocol.process_config import StreamSource
from tests.fakes.refusing_camera import RefusingCamera

MD5 = 'WWW-Authenticate: Digest realm="camera", nonce="af0c"'
SHA_256 = 'WWW-Authenticate: Digest realm="camera", nonce="af0c", algorithm=SHA-256'
UNAUTHORISED = "401 Unauthorized"


class Losses:
    """Keeps what a session says."""

    def __init__(self) -> None:
        self.reasons: list[LostReason] = []
        self._said = threading.Semaphore(0)

    def connected(self, form: StreamFormat) -> None:
        raise AssertionError("a refusing camera let somebody in")

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        raise AssertionError("a refusing camera sent a picture")

    def lost(self, reason: LostReason) -> None:
        self.reasons.append(reason)
        self._said.release()

    def wait(self, count: int = 1) -> LostReason:
        for _ in range(count):
            assert self._said.acquire(timeout=10.0), "the session said nothing"
        return self.reasons[-1]


@contextmanager
def session_at(camera: RefusingCamera, gate: OpeningGate, username: str = "ann") -> Iterator[Losses]:
    with session_of(
        StreamSource(FeedId("cam-1"), Profile.SUB, camera.url, username, "hunter2"), gate
    ) as losses:
        yield losses


@contextmanager
def session_of(source: StreamSource, gate: OpeningGate) -> Iterator[Losses]:
    losses = Losses()
    session = Session(source, losses, gate, SystemClock())
    session.start()
    try:
        yield losses
    finally:
        session.ask_to_stop()
        assert session.wait_stopped(8.0)


@pytest.fixture
def camera_that() -> Iterator[Callable[..., RefusingCamera]]:
    cameras: list[RefusingCamera] = []

    def start(status: str, *headers: str) -> RefusingCamera:
        cameras.append(RefusingCamera(status, headers))
        cameras[-1].start()
        return cameras[-1]

    yield start
    for camera in cameras:
        camera.stop()


@pytest.fixture
def gate() -> OpeningGate:
    return OpeningGate(SystemClock())


def test_password_is_tried_twice_and_by_no_session_again(
    camera_that: Callable[..., RefusingCamera], gate: OpeningGate
) -> None:
    camera = camera_that(UNAUTHORISED, MD5)
    with session_at(camera, gate) as losses:
        assert losses.wait(2).cause is LostCause.UNAUTHORISED
    logins, connections = camera.logins, camera.connections
    assert logins > 0
    with session_at(camera, gate) as losses:
        said = losses.wait()
        assert (said.cause, said.detail) == (
            LostCause.UNAUTHORISED,
            "not tried: the camera refused this user twice",
        )
    assert (camera.logins, camera.connections) == (logins, connections)
    with session_at(camera, gate, username="bob") as losses:
        assert "not tried" not in losses.wait().detail


def test_unsupported_digest_is_told_from_a_wrong_password(
    camera_that: Callable[..., RefusingCamera], gate: OpeningGate
) -> None:
    camera = camera_that(UNAUTHORISED, SHA_256)
    with session_at(camera, gate) as losses:
        said = losses.wait()
    assert said.cause is LostCause.UNSUPPORTED_AUTHENTICATION
    assert said.detail == "the camera wants Digest SHA-256"
    assert camera.logins == 0


def test_camera_that_wants_a_password_nobody_gave_says_so(
    camera_that: Callable[..., RefusingCamera], gate: OpeningGate
) -> None:
    with session_at(camera_that(UNAUTHORISED, MD5), gate, username="") as losses:
        assert "the site has none for it" in losses.wait().detail


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        ("453 Not Enough Bandwidth", LostCause.SESSION_LIMIT),
        ("503 Service Unavailable", LostCause.REFUSED),
        ("404 Not Found", LostCause.NOT_FOUND),
        ("403 Forbidden", LostCause.UNAUTHORISED),
    ],
)
def test_refusals_have_their_causes(
    camera_that: Callable[..., RefusingCamera], gate: OpeningGate, status: str, cause: LostCause
) -> None:
    with session_at(camera_that(status), gate) as losses:
        assert losses.wait().cause is cause


def test_silent_camera_is_given_up_after_its_own_timeout_with_a_hint_for_udp(gate: OpeningGate) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # accepts, and never answers
        source = StreamSource(
            FeedId("cam-1"),
            Profile.SUB,
            f"rtsp://127.0.0.1:{listener.getsockname()[1]}/a",
            transport="udp",
            options={"timeout": "500000"},
        )
        with session_of(source, gate) as losses:
            said = losses.wait()
    assert said.cause is LostCause.SILENT
    assert "perhaps TCP gets through" in said.detail
