"""The real program in a subprocess, with a home, a runtime folder and ports of its own."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from console.app.demo_site import DemoSite, site_cameras, write_demo_site
from console.app.map_sandbox import trial_flags
from console.app.screen_places import ScreenPlaces
from console.domain.ids import FeedId
from console.domain.monitor import Geometry
from console.protocol.layout_file import shipped_layouts
from console.protocol.simulator_messages import Fault
from console.ui.desk.arrangement import Arrangement, ArrangementFile, arrangement_path
from tests.fakes.command_line import Answered, answered
from tests.watch.waiting import wait_until

START_LIMIT_S = 30.0
LOOK_EVERY_S = 0.1
"""Mostly a command to one of the site's processes, which has other things to do."""
OPERATOR = "operator"
"""Whose desk it is where nobody is named."""
SCREENS = ScreenPlaces(
    walls=(Geometry(0, 0, 1280, 720), Geometry(1920, 0, 1280, 720)), desk=Geometry(0, 1080, 1366, 768)
)


class RunningSite:
    """``sightline up`` on a generated demo site. ``home`` is short: sockets lie below it.

    ``are_slow``: its cameras send 5 pictures a second, as many a real one does, not 15: most tests wait
    for other things than pictures, and decoding is most of what a whole site costs meanwhile. ``shows_map``:
    whether its operator shows the desk's map, which costs as much as the rest of the desk.
    """

    def __init__(
        self,
        home: Path,
        cameras: int = 8,
        layouts: tuple[str, ...] = ("2x2", "2x2"),
        display: str = "",
        *,
        are_slow: bool = True,
        shows_map: bool = False,
        **changes: Any,
    ) -> None:
        self.display = display
        self.are_slow = are_slow
        self.added_environment: dict[str, str] = {}
        self.home = home
        self.name = f"t{os.getpid()}-{home.name[-8:]}".lower().replace("_", "-")
        self.file = home / "site.toml"
        self.data_dir = home / "data"
        self.run_dir = home / "run" / "sightline" / self.name
        self._process: subprocess.Popen[bytes] | None = None
        self.tiles = min(cameras, sum(len(shipped_layouts()[name].cells) for name in layouts))
        demo = DemoSite(
            data_dir=self.data_dir,
            cameras=cameras,
            screens=SCREENS,
            alerts=False,
            interval_s=5.0,
            seed=1,
            name=self.name,
            layouts=layouts,
        )
        (home / "run").mkdir(mode=0o700, exist_ok=True)
        demo = demo if not changes else replace_fields(demo, changes)
        self.cameras = site_cameras(demo)
        write_demo_site(demo, self.file)
        if not shows_map:
            self._hide_map()

    def _hide_map(self) -> None:
        ArrangementFile(arrangement_path(str(self.data_dir / "desk"), OPERATOR)).write(
            Arrangement(hidden=("map",))
        )

    @property
    def environment(self) -> dict[str, str]:
        own = {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home / "run")}
        shown = {"DISPLAY": self.display} if self.display else {}
        return os.environ | own | shown | self.added_environment

    @property
    def frames_dir(self) -> Path:
        return Path(f"/dev/shm/sightline-{os.getuid()}-{self.name}/frames")

    def start(self, within_s: float = START_LIMIT_S) -> None:
        """Start and wait until every process beats."""
        errors = (self.home / "up.err").open("wb")
        with errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "console.app.command_line", "up", str(self.file), *trial_flags()],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        self.wait(lambda: self.all_running(), within_s, "every process runs")
        if self.are_slow:
            self._set_fault(tuple(camera.feed for camera in self.cameras), Fault.SLOW)

    def wait(self, condition: Callable[[], Any], limit_s: float, what: str) -> Any:
        """Wait for a condition; on failure the tail of every log is in the message."""
        try:
            return wait_until(condition, limit_s, what, LOOK_EVERY_S)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log_tails()}") from None

    def all_running(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the site ended by itself\n{self.log_tails()}"
        processes = self.processes()
        return bool(processes) and all(process["state"] == "running" for process in processes.values())

    def ctl(self, *arguments: str, status: int = 0, stdin: bytes | None = None) -> Any:
        """What ``sightline ctl ... --json`` answers."""
        done = self.said(*arguments, "--json", stdin=stdin)
        assert done.returncode == status, (arguments, *done)
        return json.loads(done.stdout) if done.stdout.strip() else None

    def said(self, *arguments: str, stdin: bytes | None = None) -> Answered:
        """What ``sightline ctl ...`` says. In this process: one of its own takes half a second."""
        with mock.patch.dict(os.environ, self.environment), mock.patch.object(sys, "stdin", _input(stdin)):
            return answered("ctl", "--run", self.run_dir, *arguments)

    def ctl_process(self, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """The same of a process of its own, as a person's is."""
        return subprocess.run(
            [sys.executable, "-m", "console.app.command_line", "ctl", "--run", str(self.run_dir), *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            timeout=30,
            check=False,
        )

    def processes(self) -> dict[str, dict[str, Any]]:
        """By name; empty while the supervisor does not answer yet. Asked in this process: it is quick."""
        from console.app.ctl.session import ask
        from console.domain.errors import NoAnswer
        from console.protocol.endpoints import Endpoints
        from console.protocol.supervisor_messages import GetProcesses, SupervisorRequest

        try:
            result = ask(Endpoints(self.run_dir).supervisor, GetProcesses(), SupervisorRequest, 1.0)
        except NoAnswer:
            return {}
        return {process["name"]: process for process in result["processes"]}

    def snapshot(self) -> dict[str, Any]:
        """Core's, as data; empty while core does not answer."""
        from console.app.ctl.session import ask
        from console.domain.errors import CommandRefused, NoAnswer
        from console.protocol.core_messages import GetSnapshot, Request
        from console.protocol.endpoints import Endpoints

        try:
            result: dict[str, Any] = ask(Endpoints(self.run_dir).core_commands, GetSnapshot(), Request, 1.0)
        except (NoAnswer, CommandRefused):
            return {}
        return result

    def set_fault(self, feed: str, fault: str) -> None:
        """Have a simulated camera do something wrong, or heal it."""
        self._set_fault((FeedId(feed),), Fault(fault))

    def _set_fault(self, feeds: tuple[FeedId, ...], fault: Fault) -> None:
        from console.app.ctl.session import ask
        from console.protocol.endpoints import Endpoints
        from console.protocol.simulator_messages import SetFault, SimulatorRequest

        ask(Endpoints(self.run_dir).simulator, SetFault(feeds=feeds, fault=fault), SimulatorRequest, 3.0)

    def tiles_live(self) -> int:
        """Tiles that the displays say are LIVE."""
        return int(
            sum(p["stats"].get("tiles_live", 0) for p in self.processes().values() if p["kind"] == "display")
        )

    def pid(self, name: str) -> int:
        return int(self.processes()[name]["pid"])

    def kill(self, name: str, number: int = signal.SIGKILL) -> int:
        """Send a signal to one of the site's processes; its pid."""
        pid = self.pid(name)
        os.kill(pid, number)
        return pid

    def supervisor_pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> int:
        """Stop in order; the supervisor's exit status."""
        if self._process is None:
            return 0
        self._process.terminate()
        status = self._process.wait(15)
        self._process = None
        return status

    def kill_supervisor(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait(5)
        self._process = None

    def family_pids(self) -> list[int]:
        """Every process of the site, browsers' children included."""
        from console.app.process_usage import children_by_parent, family

        return family(self.supervisor_pid(), children_by_parent())

    def log_tails(self, lines: int = 12) -> str:
        texts = []
        for file in [self.home / "up.err", *sorted((self.data_dir / "logs").glob("*"))]:
            if file.is_file():
                tail = file.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
                texts.append(f"--- {file.name}\n" + "\n".join(tail))
        return "\n".join(texts)

    def logged(self, *levels: str) -> list[str]:
        """Log texts of these levels of every process."""
        found = []
        for file in sorted((self.data_dir / "logs").glob("*.log")):
            for line in file.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                if record["level"] in levels:
                    found.append(f"{file.stem}: {record['text']}")
        return found


def replace_fields(demo: DemoSite, changes: dict[str, Any]) -> DemoSite:
    from dataclasses import replace

    return replace(demo, **changes)


def _input(text: bytes | None) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text or b""), encoding="utf-8")
