"""Core as a process of its own, started as the supervisor starts it, killed and stopped on demand."""

import subprocess
import time
from pathlib import Path
from typing import Any

import msgspec
import zmq

from console.app.bench.progress import tell
from console.app.ctl.session import ask
from console.app.free_ports import free_ports
from console.app.process_usage import CLOCK_TICKS
from console.app.supervised_process import Child, ProcessSpec, SupervisedProcess
from console.domain.errors import CommandRefused, NoAnswer, SightlineError
from console.domain.ids import MonitorId
from console.domain.monitor import MonitorSpec
from console.protocol.core_messages import GetStatus, Request
from console.protocol.endpoints import Endpoints
from console.protocol.process_config import CoreConfig
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from console.sim.city import demo_cameras

STOP_LIMIT_S = 15.0
LAYOUT = "8x4"
"""Two monitors of 32 cells, as in the demo."""


class CoreAlone:
    """``folder`` is short, as sockets lie below it. The data folder is ``folder/data``."""

    def __init__(self, folder: Path, cameras: int) -> None:
        ports = free_ports(2)
        self.config = CoreConfig(
            name="core",
            site="bench",
            run_dir=str(folder),
            log_dir=str(folder / "logs"),
            data_dir=str(folder / "data"),
            cameras=demo_cameras(cameras),
            monitors=tuple(MonitorSpec(MonitorId(name), LAYOUT) for name in ("wall-1", "wall-2")),
            alerts_endpoint=f"tcp://127.0.0.1:{ports[0]}",
            simple_alerts_endpoint=f"tcp://127.0.0.1:{ports[1]}",
        )
        self.endpoints = Endpoints(folder)
        self.database = folder / "data" / "core.sqlite"
        self._logs = folder / "logs"
        self._process = SupervisedProcess(ProcessSpec("core", "core", self.config, 0), self._logs)

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        return self._popen().pid

    def start(self) -> None:
        """Start it; ``wait_ready`` says when it answers."""
        self._logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._process.start(time.monotonic())

    def status(self, timeout_s: float = 1.0) -> dict[str, Any] | None:
        """What it says of itself; None without an answer."""
        try:
            answer = ask(self.endpoints.core_commands, GetStatus(), Request, timeout_s)
        except (NoAnswer, CommandRefused):
            return None
        return dict(answer)

    def wait_ready(self, limit_s: float) -> dict[str, Any]:
        """Wait until it has taken its log up. Raises SightlineError."""
        until_s = time.monotonic() + limit_s
        while time.monotonic() < until_s:
            status = self.status()
            if status is not None and status.get("state", "ready") == "ready":
                return status
            if self._popen().poll() is not None:
                raise SightlineError(f"core ended by itself; see {self._logs}")
            time.sleep(0.02)
        raise SightlineError(f"core was not ready within {limit_s:g} s; see {self._logs}")

    def kill_and_start(self) -> None:
        """End it as a crash or a power cut would, and start it again."""
        self._process.kill()
        self._popen().wait()
        self._close_lifeline()
        self._process.start(time.monotonic())

    def stop(self) -> None:
        """Stop it in order, by force after the limit."""
        popen = self._process.popen
        if popen is None:
            return
        self._close_lifeline()
        try:
            popen.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            tell("core did not leave by itself; it is killed")
            popen.kill()
            popen.wait()

    def _close_lifeline(self) -> None:
        popen = self._popen()
        if popen.stdin is not None and not popen.stdin.closed:
            popen.stdin.close()

    def _popen(self) -> Child:
        if self._process.popen is None:
            raise SightlineError("core was not started")
        return self._process.popen


class Beats:
    """Hears core's heartbeats in the supervisor's place; ``longest_silence_s`` since ``open``."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], endpoint: str) -> None:
        self._socket = context.socket(zmq.ROUTER)
        self._socket.setsockopt(zmq.LINGER, 0)
        self._endpoint = endpoint
        self._decoder = msgspec.json.Decoder(SupervisorRequest)
        self._heard_s = 0.0
        self.count = 0
        self.longest_silence_s = 0.0

    def open(self) -> None:
        """Bind, and begin to count."""
        self._socket.bind(self._endpoint)
        self._heard_s = time.monotonic()

    def take(self) -> None:
        """Take what came; call often."""
        while self._socket.poll(0):
            message = self._decoder.decode(self._socket.recv_multipart()[-1])
            if isinstance(message.command, Beat):
                self.count += 1
                self.longest_silence_s = max(self.longest_silence_s, time.monotonic() - self._heard_s)
                self._heard_s = time.monotonic()

    def close(self) -> None:
        """Unbind."""
        self._socket.close()


def thread_cpu_s(pid: int) -> dict[int, float]:
    """CPU time that each thread of a process has used (proc(5)); the first one's id is the process's."""
    used: dict[int, float] = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            fields = (task / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        used[int(task.name)] = (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
    return used
