"""``bench replay``: from the command to leap until every camera is painted at its new moment."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from console.app.bench.made_package import MONITORS, make_package
from console.app.bench.pictures_in_step import watch_in_step
from console.app.bench.progress import tell
from console.app.bench.switch_run import switch_figures
from console.app.bench.wall_run import Figures
from console.app.ctl.session import ask, bus
from console.app.own_code import OWN_CODE
from console.app.process_clock import PROCESS_CLOCK
from console.domain.errors import NoAnswer, SightlineError
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints
from console.protocol.replay_messages import GetReplay, SeekReplay
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import GetProcesses, SupervisorRequest

START_LIMIT_S = 60.0
PAINTED_LIMIT_S = 5.0
PLAYED_S = 30.0
FPS = 15
"""Of the simulated scenes."""
LOOK_S = 0.2
TELL_EVERY = 10


def bench_replay(home: Path, cameras: int, seconds: int, seeks: int, seed: int = 3) -> Figures:
    """Leap anywhere in it, so many times, then play for a while. Raises SightlineError."""
    package = home / "package"
    begun_s = time.monotonic()
    make_package(package, home, cameras, seconds, tell)
    tell(f"made in {time.monotonic() - begun_s:.0f} s; starting the replay")
    with ReplayedPackage(home, package, cameras) as replayed:
        chance = random.Random(seed)
        took_ms: list[float] = []
        for number in range(1, seeks + 1):
            took = replayed.leap(chance.randrange(1_000, seconds * 1000 - 1_000))
            if took is not None:
                took_ms.append(took)
            if number % TELL_EVERY == 0:
                tell(f"{number} of {seeks} leaps")
        tell("playing")
        replayed.leap(seconds * 1000 // 2)
        in_step = watch_in_step(replayed.endpoints, min(PLAYED_S, seconds / 4), 1000 / FPS)
        errors = replayed.errors()
    figures = switch_figures(took_ms, seeks)
    return {
        "cameras": cameras,
        "seconds": seconds,
        "seeks": seeks,
        "missed": figures["missed"],
        "seek_ms": figures["switch_ms"],
        "in_step": in_step,
        "errors": errors,
    }


class ReplayedPackage:
    """``sightline replay`` as a process of its own, moved over its sockets."""

    def __init__(self, home: Path, package: Path, cameras: int) -> None:
        self._home = home
        self._package = package
        self._cameras = cameras
        self.endpoints = Endpoints(home / "run" / "sightline" / "made-replay")
        self._popen: subprocess.Popen[bytes] | None = None
        self._begin_ms = 0

    def __enter__(self) -> "ReplayedPackage":
        """Start it and wait until it stands at its beginning, with every camera painted."""
        (self._home / "run").mkdir(mode=0o700, parents=True)
        environment = os.environ | {"XDG_RUNTIME_DIR": str(self._home / "run"), "QT_QPA_PLATFORM": "xcb"}
        with (self._home / "replay.err").open("wb") as errors:
            self._popen = subprocess.Popen(
                [sys.executable, *OWN_CODE, "console.app.command_line", "replay", str(self._package)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        try:
            self._begin_ms = self._wait_ready()
            until_s = time.monotonic() + START_LIMIT_S
            while self.leap(5_000) is None and time.monotonic() < until_s:
                continue
        except BaseException:  # Ctrl+C too: without __enter__ there is no __exit__ that stops it
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()

    def _wait_ready(self) -> int:
        until_s = time.monotonic() + START_LIMIT_S
        while time.monotonic() < until_s:
            try:
                return int(ask(self.endpoints.core_commands, GetReplay(), Request, 1.0)["begin_ms"])
            except NoAnswer:
                time.sleep(LOOK_S)
        raise SightlineError(f"the replay did not start: {self._last_words()}")

    def _last_words(self) -> str:
        return (self._home / "replay.err").read_text(encoding="utf-8", errors="replace")[-500:]

    def leap(self, after_ms: int) -> float | None:
        """Milliseconds from the command to the end of the last camera's paint; None when one is missing."""
        with bus() as context:
            requester = Requester(context, self.endpoints.core_commands, "bench", PROCESS_CLOCK)
            requester.start()
            sent_ns = time.monotonic_ns()
            requester.call(SeekReplay(self._begin_ms + after_ms))
            requester.stop()
        until_s = time.monotonic() + PAINTED_LIMIT_S
        while time.monotonic() < until_s:
            time.sleep(LOOK_S)
            painted_ns = [at_ns for at_ns in self._painted_ns() if at_ns > sent_ns]
            if len(painted_ns) >= self._cameras:
                return (max(painted_ns) - sent_ns) / 1e6
        return None

    def _painted_ns(self) -> list[float]:
        try:
            told = ask(self.endpoints.supervisor, GetProcesses(), SupervisorRequest, 2.0)["processes"]
        except NoAnswer:
            return []
        names = {f"display-{monitor}" for monitor in MONITORS}
        stats: list[dict[str, Any]] = [one["stats"] for one in told if one["name"] in names]
        return [float(at_ns) for one in stats for name, at_ns in one.items() if name.endswith("_live_ns")]

    def errors(self) -> list[str]:
        """What it said on its terminal."""
        return [line for line in self._last_words().splitlines() if "error" in line.lower()]

    def stop(self) -> None:
        """In order, by force after a while."""
        if self._popen is None:
            return
        self._popen.send_signal(signal.SIGTERM)
        try:
            self._popen.wait(15)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._popen = None
