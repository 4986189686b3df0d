"""``sightline replay`` in a subprocess beside nothing else, and what its windows show."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from console.app.bench.tile_truth import shown_wall
from console.app.ctl.session import ask
from console.app.process_usage import children_by_parent, family
from console.domain.wall import MonitorView
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints
from console.protocol.replay_messages import ReplayCommand, ReplayStatus
from console.protocol.supervisor_messages import GetProcesses, SupervisorRequest
from tests.end2end.recorded_incident import EDGE_PX, WallShot, shot_of, strips_of
from tests.watch.waiting import wait_until

START_LIMIT_S = 40.0


class ReplayedSite:
    """``package`` played on the test's display. ``home`` is short: sockets lie below it."""

    def __init__(self, home: Path, package: Path, site: str) -> None:
        self._home = home
        self._package = package
        self.run_dir = home / "run" / "sightline" / f"{site}-replay"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        (self._home / "run").mkdir(mode=0o700, exist_ok=True)
        with (self._home / "replay.err").open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "console.app.command_line", "replay", str(self._package)],
                env=os.environ | {"HOME": str(self._home), "XDG_RUNTIME_DIR": str(self._home / "run")},
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        wait_until(self._is_ready, START_LIMIT_S, f"it is ready\n{self.said()}")

    def said(self) -> str:
        return (self._home / "replay.err").read_text(errors="replace")

    def _is_ready(self) -> bool:
        assert self._process is not None and self._process.poll() is None, self.said()
        return self._ctl("replay", "status").returncode == 0

    def _ctl(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "console.app.command_line", "ctl", "--run", str(self.run_dir)]
        return subprocess.run([*command, *arguments, "--json"], capture_output=True, timeout=30, check=False)

    def ctl(self, *arguments: str) -> Any:
        done = self._ctl(*arguments)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr, self.said())
        return json.loads(done.stdout)

    def ask(self, command: ReplayCommand) -> ReplayStatus:
        """As ``ctl replay`` does, but at once. Raises NoAnswer, CommandRefused."""
        return msgspec.convert(
            ask(Endpoints(self.run_dir).core_commands, command, Request, 5.0), ReplayStatus
        )

    def views(self) -> tuple[MonitorView, ...]:
        """What core says that they show. Raises NoAnswer."""
        return shown_wall(Endpoints(self.run_dir))

    def shots(self, views: tuple[MonitorView, ...] = ()) -> tuple[WallShot, ...]:
        """What its monitors show now; ``views`` where core can't be asked."""
        endpoints = Endpoints(self.run_dir)
        return tuple(
            shot_of(endpoints, view, self._home / f"{view.monitor}.png") for view in views or self.views()
        )

    def strips(self) -> dict[str, int]:
        """The frame numbers painted, by camera."""
        return {feed: strip for shot in self.shots() for (feed, _), strip in strips_of(shot, EDGE_PX).items()}

    def words(self) -> dict[str, str]:
        """What the engine says of each camera."""
        return {one["feed"]: one["state"] for one in self.ctl("health")}

    @property
    def supervisor_pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def pid(self, name: str) -> int:
        """Of one of its processes."""
        told = ask(Endpoints(self.run_dir).supervisor, GetProcesses(), SupervisorRequest, 2.0)["processes"]
        return int(next(one["pid"] for one in told if one["name"] == name))

    def kill(self) -> list[int]:
        """End its supervisor at once; whoever belonged to it."""
        assert self._process is not None
        pids = family(self._process.pid, children_by_parent())
        self._process.kill()
        self._process.wait(5)
        self._process = None
        return pids

    def stop(self) -> int:
        if self._process is None:
            return 0
        self._process.terminate()
        status = self._process.wait(15)
        self._process = None
        return status
