"""Worker and engine as the processes they are: start, beat, and leave in time though a camera is stuck."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Priority, SlotKey, SlotPlan, StreamPlan
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import WorkerPlan, WorkerReport
from console.protocol.process_config import EngineConfig, StreamSource, WorkerConfig
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from tests.watch.figures import Figure

PASSWORD = "hunter2-of-cam-1"
WORKER_LEAVES_S, ENGINE_LEAVES_S = 2.5, 1.5
RUN = """
import sys, logging, msgspec, zmq
from console.media.{part}.process import run
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import Lifeline
from console.protocol.process_config import {config}
from pathlib import Path
logging.basicConfig(level=logging.DEBUG)
config = msgspec.json.decode(sys.stdin.buffer.readline(), type={config})
context = zmq.Context()
lifeline = Lifeline(context, Endpoints(Path(config.run_dir)).supervisor, config.name)
lifeline.start()
status = run(config, lifeline, SystemClock())
lifeline.stop()
context.term()
sys.exit(status)
"""


class Child:
    """One process under a supervisor's pipe; ``beat`` waits for its next heartbeat."""

    def __init__(self, part: str, config: WorkerConfig | EngineConfig) -> None:
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._supervisor = self._context.socket(zmq.ROUTER)
        self._supervisor.bind(Endpoints(Path(config.run_dir)).supervisor)
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN.format(part=part, config=type(config).__name__)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(msgspec.json.encode(config) + b"\n")
        self.process.stdin.flush()

    def beat(self) -> Beat:
        assert self._supervisor.poll(10_000), "no heartbeat"
        command = msgspec.json.decode(self._supervisor.recv_multipart()[1], type=SupervisorRequest).command
        assert isinstance(command, Beat)
        return command

    def leave(self) -> tuple[int, float, str]:
        """End its standard input: its exit status, how long it took, all it said."""
        clock = SystemClock()
        began_ns = clock.monotonic_ns()
        said, _ = self.process.communicate(timeout=10)
        took_s = (clock.monotonic_ns() - began_ns) / 1e9
        return self.process.returncode, took_s, said.decode()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        self._supervisor.close()
        self._context.term()


@pytest.fixture
def silent_camera() -> Iterator[int]:
    """A port that accepts connections and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    yield listener.getsockname()[1]
    listener.close()


def test_worker_leaves_though_a_camera_is_stuck(run_dir: Path, silent_camera: int, figure: Figure) -> None:
    frames = run_dir / "frames"
    frames.mkdir()
    url = f"rtsp://127.0.0.1:{silent_camera}/1"
    source = StreamSource(FeedId("cam-1"), Profile.SUB, url, "wall", PASSWORD)
    config = WorkerConfig(
        name="worker-0", site="t", run_dir=str(run_dir), frames_dir=str(frames), streams=(source,)
    )
    child = Child("worker", config)
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    engine = context.socket(zmq.DEALER)
    try:
        engine.connect(Endpoints(run_dir).worker("worker-0"))
        key = SlotKey(FeedId("cam-1"), Profile.SUB, 160, 90)
        plan = WorkerPlan("b", 1, (StreamPlan(key.feed, key.profile),), (SlotPlan(key, Priority.GRID),))
        engine.send(msgspec.json.encode(plan))
        assert engine.poll(10_000)
        report = msgspec.json.decode(engine.recv(), type=WorkerReport)
        assert [place.key for place in report.places] == [key]
        assert len(list(frames.glob("worker-0-*-0"))) == 1
        stats = child.beat().stats
        while not stats["sessions"]:
            stats = child.beat().stats
        assert stats["slots"] == 1
        status, took_s, said = child.leave()
    finally:
        engine.close(0)
        context.term()
        child.close()
    assert (status, list(frames.iterdir())) == (0, [])
    figure("a worker with a stuck camera leaves", took_s, "s", f"{WORKER_LEAVES_S:g} s")
    assert took_s <= WORKER_LEAVES_S
    assert PASSWORD not in said


def test_engine_serves_and_leaves(run_dir: Path, figure: Figure) -> None:
    config = EngineConfig(
        name="engine",
        site="t",
        run_dir=str(run_dir),
        workers=("worker-0",),
        feeds={FeedId("cam-1"): (Profile.SUB,)},
    )
    child = Child("engine", config)
    try:
        assert child.beat().stats["slots"] == 0
        status, took_s, _ = child.leave()
    finally:
        child.close()
    assert status == 0
    figure("the engine leaves", took_s, "s", f"{ENGINE_LEAVES_S:g} s")
    assert took_s <= ENGINE_LEAVES_S
