"""The whole product on a generated site, started and stopped as a person would."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from console.app.bench.camera_process import CameraProcess
from console.app.bench.grid_layout import grid_layout, shares
from console.app.bench.progress import tell
from console.app.ctl.session import ask
from console.app.demo_report import logged_errors
from console.app.demo_site import DemoSite, write_demo_site
from console.app.map_sandbox import trial_flags
from console.app.own_code import OWN_CODE
from console.app.process_samples import Sample, display_stats
from console.app.screen_places import virtual_screens
from console.domain.errors import CommandRefused, NoAnswer, SightlineError
from console.domain.ids import MonitorId
from console.protocol.core_messages import GetStatus, Request
from console.protocol.endpoints import Endpoints
from console.protocol.layout_messages import ImportLayout, LoadLayout
from console.protocol.supervisor_messages import GetProcesses, SupervisorRequest

START_LIMIT_S = 60.0
STOP_LIMIT_S = 15.0
LOOK_INTERVAL_S = 0.2
MONITORS = (MonitorId("wall-1"), MonitorId("wall-2"))
FIRST_LAYOUT = "2x2"
"""Until core has taken the generated layouts, some milliseconds after its start."""


class Product:
    """``sightline up`` with all of ``cameras`` connected and ``tiles`` of them shown on its monitors.

    ``home`` is short, as sockets lie below it. ``all_live_s`` counts from the start of the program.
    """

    def __init__(
        self, home: Path, cameras: CameraProcess, tiles: int, ring_s: int, monitors: int = len(MONITORS)
    ) -> None:
        self.tiles = tiles
        self.monitors = tuple(MonitorId(f"wall-{number}") for number in range(1, monitors + 1))
        self.feeds = cameras.feeds
        self.shown = cameras.feeds[:tiles]
        self.name = f"bench-{os.getpid()}"
        self.endpoints = Endpoints(home / "run" / "sightline" / self.name)
        self.all_live_s = self.all_connected_s = 0.0
        self._home = home
        self._cameras = cameras
        self._ring_s = ring_s
        self._file = home / "site.toml"
        self._popen: subprocess.Popen[bytes] | None = None
        self._started_s = 0.0

    def __enter__(self) -> "Product":
        """Start it, load the layouts, wait until every tile is live and every camera is connected."""
        (self._home / "run").mkdir(mode=0o700, parents=True)
        self._write_site()
        try:
            self.start()
            self._load_layouts()
            self._wait_live()
        except BaseException:  # Ctrl+C too: without __enter__ there is no __exit__ that stops it
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it; everything it made is gone then."""
        self.stop()

    def _write_site(self) -> None:
        site = DemoSite(
            data_dir=self._home / "data",
            cameras=len(self.feeds),
            screens=virtual_screens(len(self.monitors)),
            alerts=False,
            interval_s=60.0,
            seed=1,
            name=self.name,
            layouts=(FIRST_LAYOUT,) * len(self.monitors),
            desk=False,
            served_by=self._cameras.server,
            ring_s=self._ring_s,
        )
        write_demo_site(site, self._file)

    def start(self, *options: str) -> None:
        """Start the program, with more options of ``up``."""
        environment = os.environ | {"XDG_RUNTIME_DIR": str(self._home / "run"), "QT_QPA_PLATFORM": "xcb"}
        self._started_s = time.monotonic()
        with (self._home / "up.err").open("wb") as errors:
            self._popen = subprocess.Popen(
                [
                    sys.executable,
                    *OWN_CODE,
                    "console.app.command_line",
                    "up",
                    str(self._file),
                    *options,
                    *trial_flags(),
                ],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,  # Ctrl+C is ours: we stop it in order
            )

    def _load_layouts(self) -> None:
        self.wait(self._core_answers, START_LIMIT_S, "core answers")
        for monitor, feeds in zip(self.monitors, shares(self.shown, len(self.monitors)), strict=True):
            if feeds:
                layout = grid_layout(f"bench {len(feeds)} {monitor}", feeds)
                self.ask_core(ImportLayout(layout, replace=True))
                self.ask_core(LoadLayout(monitor, layout.name))

    def _core_answers(self) -> bool:
        try:
            self.ask_core(GetStatus(), 0.5)
        except NoAnswer:
            return False
        return True

    def _wait_live(self) -> None:
        def all_live() -> bool:
            self.all_live_s = self.since_start_s()
            return self.tiles_up() >= self.tiles

        def all_connected() -> bool:
            self.all_connected_s = self.since_start_s()
            return self.connected() >= len(self.feeds)

        self.wait(all_live, START_LIMIT_S, f"all {self.tiles} tiles are live", may_miss=True)
        self.wait(all_connected, START_LIMIT_S, f"all {len(self.feeds)} cameras are connected", may_miss=True)

    def since_start_s(self) -> float:
        """Seconds since the program was started."""
        return time.monotonic() - self._started_s

    def wait(
        self, condition: Callable[[], bool], limit_s: float, what: str, *, may_miss: bool = False
    ) -> bool:
        """Wait for a condition, telling so now and then; False after the limit if it may be missed.

        Raises SightlineError after the limit else, and when the product ended by itself.
        """
        until_s = time.monotonic() + limit_s
        told_s = time.monotonic()
        while not condition():
            if self._popen is None or self._popen.poll() is not None:
                raise SightlineError(f"the product ended by itself: {self._last_words()}")
            if time.monotonic() > until_s:
                if may_miss:
                    tell(f"not within {limit_s:g} s: {what}")
                    return False
                raise SightlineError(f"not within {limit_s:g} s: {what}. {self._last_words()}")
            if time.monotonic() - told_s > 2:
                told_s = time.monotonic()
                tell(f"waiting: {what} ({self.tiles_up()} tiles are live)")
            time.sleep(LOOK_INTERVAL_S)
        return True

    def _last_words(self) -> str:
        lines = (self._home / "up.err").read_text(encoding="utf-8", errors="replace").splitlines()
        return " | ".join([*lines[-3:], *self.errors()[-3:]])

    def errors(self) -> list[str]:
        """Every error that a process of the product logged."""
        return logged_errors(self._home / "data" / "logs")

    def ask_core(self, command: msgspec.Struct, timeout_s: float = 5.0) -> Any:
        """Core's result. Raises NoAnswer, CommandRefused."""
        return ask(self.endpoints.core_commands, command, Request, timeout_s)

    def sample(self) -> Sample:
        """What the supervisor tells of every process; empty while it does not answer."""
        try:
            result = ask(self.endpoints.supervisor, GetProcesses(), SupervisorRequest, 2.0)
        except NoAnswer:
            return []
        return list(result["processes"])

    def tiles_up(self) -> int:
        """Tiles that show moving pictures: LIVE, or KEY where they are thinned out."""
        return tiles_up(self.sample())

    def connected(self) -> int:
        """Cameras that core knows to deliver pictures."""
        try:
            feeds = self.ask_core(GetStatus())["counts"]["feeds"]
        except (NoAnswer, CommandRefused, KeyError):
            return 0
        absent = ("LOST", "STALE", "CONNECTING", "UNKNOWN")
        return sum(count for state, count in feeds.items() if state not in absent)

    def pids(self) -> list[int]:
        """Every process of the product, by its head: the supervisor and its children."""
        assert self._popen is not None
        return [self._popen.pid]

    def stop(self) -> None:
        """Stop in order, by force after the limit."""
        if self._popen is None:
            return
        self._popen.send_signal(signal.SIGTERM)
        try:
            self._popen.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._popen = None


def tiles_up(sample: Sample) -> int:
    """Tiles that the displays say are LIVE, or KEY where they are thinned out."""
    return int(sum(stats.get("tiles_live", 0) + stats.get("tiles_key", 0) for stats in display_stats(sample)))
