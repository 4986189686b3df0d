"""The simulated cameras' process, run in a thread of the test."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
import zmq

from console.app.free_ports import free_ports
from console.domain.ids import FeedId
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import Lifeline
from console.protocol.process_config import SimulatedCamera, SimulatorConfig
from console.protocol.requester import Requester
from console.protocol.simulator_messages import Fault, GetStreams, SetFault, SimulatorRequest, StreamClock
from console.sim.process import serve

USERNAME, PASSWORD = "viewer", "let me see"


class BeatKeeper(Lifeline):
    """A lifeline without a supervisor; keeps what was beaten."""

    def __init__(self) -> None:
        super().__init__(zmq.Context.instance(), "inproc://nobody", "simulated")
        self.beats: list[Mapping[str, float]] = []

    def beat(self, stats: Mapping[str, float] | None = None) -> None:
        self.beats.append(dict(stats or {}))


class RunningCameras:
    """How a test talks to the running process."""

    def __init__(self, port: int, requester: Requester, lifeline: BeatKeeper) -> None:
        self.port = port
        self.lifeline = lifeline
        self._requester = requester

    def url(self, path: str, *, credentials: str = "viewer:let%20me%20see@") -> str:
        return f"rtsp://{credentials}127.0.0.1:{self.port}{path}"

    def clocks(self) -> dict[str, StreamClock]:
        reply = self._requester.call(GetStreams())
        streams = msgspec.convert(reply["streams"], list[StreamClock])
        return {f"/{stream.feed}/{stream.profile}": stream for stream in streams}

    def set_fault(self, feed: str, fault: Fault) -> None:
        self._requester.call(SetFault((FeedId(feed),), fault))


@contextmanager
def running_cameras(
    run_dir: Path, scenes: Path, cameras: tuple[SimulatedCamera, ...]
) -> Iterator[RunningCameras]:
    """The process serves until the block ends; its exit status must be 0."""
    (port,) = free_ports(1)
    config = SimulatorConfig(
        name="simulator",
        site="test",
        run_dir=str(run_dir),
        port=port,
        cameras=cameras,
        username=USERNAME,
        password=PASSWORD,
        cache_dir=str(scenes / "made"),
    )
    lifeline, clock = BeatKeeper(), SystemClock()
    status: list[int] = []
    thread = threading.Thread(target=lambda: status.append(serve(config, lifeline, clock, scenes)))
    requester = Requester(
        zmq.Context.instance(), Endpoints(run_dir).simulator, "test", clock, SimulatorRequest
    )
    thread.start()
    requester.start()
    try:
        running = RunningCameras(port, requester, lifeline)
        running.clocks()  # it serves once it answers
        yield running
    finally:
        requester.stop()
        lifeline.stopping.set()
        thread.join(5)
    assert status == [0]
