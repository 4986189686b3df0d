"""A camera that keeps the connection alive without ever sending a picture, over a real socket."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import StreamPlan
from console.domain.picture import LostCause, PictureState
from console.media.worker import worker as worker_module
from console.media.worker.worker import Worker
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import WorkerPlan
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import StreamSource, WorkerConfig
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until


class TricklingCamera:
    """Answers each connection with one byte of a header every 0.1 s, so that no read ever times out."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera")
        self.port: int = self._listener.getsockname()[1]
        self.connections: list[socket.socket] = []

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                self.connections.append(self._listener.accept()[0])
            for connection in self.connections:
                with contextlib.suppress(OSError):
                    connection.send(b"x")

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._thread.join()
        for connection in self.connections:
            connection.close()
        self._listener.close()


@pytest.fixture
def camera() -> Iterator[TricklingCamera]:
    camera = TricklingCamera()
    camera.start()
    yield camera
    camera.stop()


def test_stuck_session_is_replaced_said_to_be_lost_and_bounded(
    run_dir: Path, camera: TricklingCamera, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("its session is replaced")
    monkeypatch.setattr(worker_module, "STUCK_NS", 700_000_000)
    (run_dir / "frames").mkdir()
    source = StreamSource(FeedId("cam-1"), Profile.SUB, f"rtsp://127.0.0.1:{camera.port}/1")
    config = WorkerConfig(
        name="worker-0",
        site="t",
        run_dir=str(run_dir),
        frames_dir=str(run_dir / "frames"),
        streams=(source,),
    )
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    clock = SystemClock()
    worker = Worker(config, context, clock, PictureClock(clock))
    worker.start()
    try:
        worker.carry_out(WorkerPlan("b", 1, (StreamPlan(source.feed, source.profile),), ()))
        most = 1 + worker_module.MOST_ABANDONED

        def turned() -> bool:
            worker.turn(20)
            return len(camera.connections) == most

        wait_until(turned, 10.0, "as many sessions as may be")
        assert worker.beat_stats()["abandoned_sessions"] == worker_module.MOST_ABANDONED
        (health,) = worker.report().feeds
        assert (health.state, health.cause) == (PictureState.LOST, LostCause.NO_PICTURE)
        # Time for another one, were there no bound.
        until_ns = clock.monotonic_ns() + 2 * worker_module.STUCK_NS
        wait_until(lambda: turned() and clock.monotonic_ns() > until_ns, 10.0, "none more came")
        assert len(camera.connections) == most
    finally:
        camera.stop()
        assert worker.stop(wait_s=5.0)
        context.term()
