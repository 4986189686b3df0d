"""The whole product with a display of its own that can be taken away, and alerts that go on all the time."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from console.app.bench.product import tiles_up
from console.app.ctl.session import ask, bus
from console.app.demo_site import DemoSite, write_demo_site
from console.app.map_sandbox import trial_flags
from console.app.own_code import OWN_CODE
from console.app.process_clock import PROCESS_CLOCK, STEP_FILE
from console.app.runtime_folder import RunFile
from console.app.screen_places import VIRTUAL_SCREENS
from console.app.site_runtime import read_run_file
from console.domain.alert import AlertKind, Severity
from console.domain.errors import CommandRefused, NoAnswer, SightlineError
from console.protocol.alert_messages import AlertAcknowledged, AlertMessage
from console.protocol.core_messages import GetStatus, Request
from console.protocol.endpoints import Endpoints
from console.protocol.outbox import Outbox
from console.protocol.supervisor_messages import GetProcesses, SupervisorRequest

CAMERAS = 8
ALERT_EVERY_S = 0.2
POLL_S = 0.02
X_SOCKETS = Path("/tmp/.X11-unix")
START_LIMIT_S = 15.0


class Screen:
    """An X server of one number, that comes and goes."""

    def __init__(self) -> None:
        if shutil.which("Xvfb") is None:
            raise SightlineError("Xvfb is not installed; install it with: apt-get install xvfb")
        self.number = next(n for n in range(200, 400) if not Path(f"/tmp/.X{n}-lock").exists())
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        screen = ["-screen", "0", "3840x2160x24", "-nolisten", "tcp"]
        quiet = subprocess.DEVNULL
        self._server = subprocess.Popen(["Xvfb", f":{self.number}", *screen], stdout=quiet, stderr=quiet)
        until_s = time.monotonic() + START_LIMIT_S
        while not (X_SOCKETS / f"X{self.number}").exists():
            if time.monotonic() > until_s:
                raise SightlineError(f"the virtual display :{self.number} did not start")
            time.sleep(POLL_S)

    def stop(self) -> None:
        """End it as a crash does."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
        for left in (X_SOCKETS / f"X{self.number}", Path(f"/tmp/.X{self.number}-lock")):
            left.unlink(missing_ok=True)


class ChaosSite:
    """``sightline up`` on a demo site. ``home`` is short, as sockets lie below it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.screen = Screen()
        self.data_dir = home / "data"
        self.clock_step = home / "clock-step"
        self.name = f"chaos-{os.getpid()}"
        self.endpoints = Endpoints(home / "run" / "sightline" / self.name)
        self._file = home / "site.toml"
        self._popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """The display, then the product."""
        (self.home / "run").mkdir(mode=0o700, parents=True)
        layouts = ("2x2", "2x2")
        site = DemoSite(
            self.data_dir, CAMERAS, VIRTUAL_SCREENS, False, 60.0, 1, name=self.name, layouts=layouts
        )
        write_demo_site(site, self._file)
        self.screen.start()
        self.start_supervisor()

    def start_supervisor(self) -> None:
        """As the service manager does, also after it was killed."""
        own = {
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "DISPLAY": f":{self.screen.number}",
            STEP_FILE: str(self.clock_step),
        }
        with (self.home / "up.err").open("ab") as errors:
            self._popen = subprocess.Popen(
                [
                    sys.executable,
                    *OWN_CODE,
                    "console.app.command_line",
                    "up",
                    str(self._file),
                    *trial_flags(),
                ],
                env=os.environ | own | {"QT_QPA_PLATFORM": "xcb"},
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )

    def look_after_supervisor(self) -> None:
        """Start it again if it ended."""
        if self._popen is not None and self._popen.poll() is not None:
            self.start_supervisor()

    @property
    def supervisor_pid(self) -> int:
        """Its process; 0 for none."""
        return self._popen.pid if self._popen is not None and self._popen.poll() is None else 0

    def processes(self) -> list[dict[str, Any]]:
        """As the supervisor tells; none while it does not answer."""
        try:
            result = ask(self.endpoints.supervisor, GetProcesses(), SupervisorRequest, 1.0)
        except NoAnswer:
            return []
        return list(result["processes"])

    def core_status(self) -> dict[str, Any]:
        """Core's own words; nothing while it does not answer."""
        try:
            status: dict[str, Any] = ask(self.endpoints.core_commands, GetStatus(), Request, 1.0)
        except (NoAnswer, CommandRefused):
            return {}
        return status

    def missing(self) -> list[str]:
        """What is not as it should be: processes, tiles, core."""
        processes = self.processes()
        if not processes:
            return ["the supervisor does not answer"]
        found = [f"{p['name']} is {p['state']}" for p in processes if p["state"] != "running"]
        live = tiles_up(processes)
        if live < CAMERAS:
            found.append(f"{live} of {CAMERAS} tiles are live")
        status = self.core_status()
        if status.get("state") != "ready" or status["data_folder"]["state"] != "ok":
            found.append(f"core is {status.get('state', 'silent')}")
        return found

    def run_file(self) -> RunFile:
        """Where the alerts go."""
        return read_run_file(self.endpoints.run_dir)

    def stop(self) -> None:
        """In order, by force after a while."""
        if self._popen is not None and self._popen.poll() is None:
            self._popen.send_signal(signal.SIGCONT)
            self._popen.terminate()
            try:
                self._popen.wait(START_LIMIT_S)
            except subprocess.TimeoutExpired:
                self._popen.kill()
                self._popen.wait()
        self.screen.stop()


class Sender:
    """A thread that sends an alert now and then; ``acknowledged``: when core took which, epoch ms."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alerts")
        self.acknowledged: dict[str, int] = {}
        self.sent = 0
        self.left = 0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def _run(self) -> None:
        with bus() as context:
            outbox = Outbox(context, self._endpoint, PROCESS_CLOCK)
            outbox.start()
            due_s = time.monotonic()
            while not self._stopping.is_set() or (
                outbox.pending and time.monotonic() < due_s + START_LIMIT_S
            ):
                if not self._stopping.is_set() and time.monotonic() >= due_s:
                    due_s = time.monotonic() + ALERT_EVERY_S
                    self.sent += 1
                    outbox.send(_alert(self.sent))
                for answer in outbox.poll():
                    if isinstance(answer, AlertAcknowledged):
                        self.acknowledged[answer.ack] = PROCESS_CLOCK.now_ms()
                time.sleep(POLL_S)
            self.left = outbox.pending
            outbox.stop()

    def stop(self) -> None:
        """Send no more, and wait for the answers that are due."""
        self._stopping.set()
        self._thread.join()


def _alert(number: int) -> AlertMessage:
    return AlertMessage(
        v=1,
        source=f"chaos-{number % 7}",
        id=f"alert-{number}",
        kind=AlertKind.ALPR,
        severity=Severity.MINOR,
        time="2026-01-01T00:00:00Z",
        place=f"Reader {number % 7}",
    )
