"""The simulated cameras as a process of their own: the product and its peers read the same streams."""

import secrets
import subprocess
import time
from pathlib import Path
from typing import Any

from console.app.ctl.session import ask
from console.app.demo_site import USERNAME, CameraServer, with_mains
from console.app.free_ports import free_ports
from console.app.process_plan import MEDIA_NICE
from console.app.supervised_process import ProcessSpec, SupervisedProcess
from console.domain.errors import NoAnswer, SightlineError
from console.domain.ids import FeedId
from console.protocol.endpoints import Endpoints
from console.protocol.process_config import SimulatorConfig
from console.protocol.simulator_messages import Fault, GetStreams, SetFault, SimulatorRequest
from console.sim.city import demo_cameras, simulated_cameras

START_LIMIT_S = 30.0
STOP_LIMIT_S = 5.0


class CameraProcess:
    """Sub streams of the first ``count`` cameras of the simulated city, and ``mains`` main streams.

    ``folder`` is its own and short.
    """

    def __init__(self, folder: Path, count: int, mains: int = 0) -> None:
        self.server = CameraServer(free_ports(1)[0], secrets.token_urlsafe(12), mains)
        self.feeds = tuple(camera.feed for camera in demo_cameras(count))
        self.endpoint = Endpoints(folder).simulator
        config = SimulatorConfig(
            name="simulator",
            site="bench",
            run_dir=str(folder),
            log_dir=str(folder),
            port=self.server.port,
            cameras=simulated_cameras(with_mains(demo_cameras(count), mains)),
            username=USERNAME,
            password=self.server.password,
        )
        self._folder = folder
        spec = ProcessSpec("simulator", "simulator", config, MEDIA_NICE)
        self._process = SupervisedProcess(spec, folder)

    def __enter__(self) -> "CameraProcess":
        """Start it, and wait until it serves."""
        self._folder.mkdir(mode=0o700)
        self._process.start(time.monotonic())
        until_s = time.monotonic() + START_LIMIT_S
        try:
            while not self._answers():
                popen = self._process.popen
                if time.monotonic() > until_s or popen is None or popen.poll() is not None:
                    raise SightlineError(f"the simulated cameras did not start; see {self._folder}")
        except BaseException:  # Ctrl+C too: without __enter__ there is no __exit__ that stops it
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self._stop()

    def urls(self, count: int) -> list[str]:
        """The first streams' addresses, without credentials."""
        return [f"rtsp://127.0.0.1:{self.server.port}/{feed}/sub" for feed in self.feeds[:count]]

    def ask(self, command: SetFault | GetStreams, timeout_s: float = 5.0) -> Any:
        """Its answer. Raises NoAnswer, CommandRefused."""
        return ask(self.endpoint, command, SimulatorRequest, timeout_s)

    def set_fault(self, feeds: tuple[FeedId, ...], fault: Fault) -> None:
        """Make cameras faulty, or heal them."""
        self.ask(SetFault(feeds, fault))

    def _answers(self) -> bool:
        try:
            self.ask(GetStreams(), 0.5)
        except NoAnswer:
            return False
        return True

    def _stop(self) -> None:
        popen = self._process.popen
        if popen is None:
            return
        if popen.stdin is not None:
            popen.stdin.close()
        try:
            popen.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            popen.kill()
            popen.wait()
