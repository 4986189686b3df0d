"""Plays a recorded folder: on the monitors there are, or on virtual ones, with a report."""

import json
import os
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from console.app.borrowing import Borrower, check_monitors, paired
from console.app.ctl.session import ask
from console.app.ctl.site_commands import take_shot
from console.app.demo_screens import VIRTUAL_SCREENS, arrange, desktop_screens
from console.app.process_clock import PROCESS_CLOCK
from console.app.replay_site import replay_site
from console.app.site import Site
from console.app.site_runtime import find_run_dir, is_replay
from console.app.site_start import run_site, start_site
from console.app.terminal import say
from console.app.virtual_display import VirtualDisplay
from console.domain.errors import CommandRefused, NoAnswer
from console.domain.ids import MonitorId
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints, runtime_root
from console.protocol.replay_messages import GetReplay, PlayReplay

NICE = 5
"""A replay yields to a wall that is live beside it."""

STANDS = "It stands at its first pictures: Space plays it, or `sightline ctl replay play`."

READY_WITHIN_S = 30.0
LOOK_S = 0.25


def play(folder: Path, runs: Path | None) -> None:
    """Until Ctrl+C; what is decided again is kept below ``runs``. Raises SightlineError, SliceError."""
    os.nice(NICE)
    with tempfile.TemporaryDirectory(prefix="sightline-replay-") as home:
        site = replay_site(folder, Path(home) / "data", runs)
        say(STANDS)
        run_site(_on_screens(site, arrange(desktop_screens()).walls))


def play_on(folder: Path, runs: Path | None, monitors: Sequence[MonitorId], live: Path | None) -> None:
    """As ``play``, on these monitors of the site that runs in ``live``, else of the only one.

    Raises SightlineError, SliceError.
    """
    lender = find_run_dir(live, meant=lambda run_dir: not is_replay(run_dir))
    check_monitors(lender, monitors)
    os.nice(NICE)
    with tempfile.TemporaryDirectory(prefix="sightline-replay-") as home:
        site = replay_site(folder, Path(home) / "data", runs)
        pairs = paired([one.monitor for one in site.monitors], monitors)
        if site.replay is not None:
            site = replace(site, replay=replace(site.replay, borrows=True))
        supervisor = start_site(site)
        say(f"{site.name} plays on {', '.join(monitors)}. Ctrl+C stops it and gives back what was lent.")
        run_dir = runtime_root() / site.name
        borrower = Borrower(lender, run_dir, site.name, pairs, supervisor.serves, PROCESS_CLOCK)
        borrower.start()
        say(STANDS)
        try:
            supervisor.run()
        finally:
            borrower.stop()


def play_without_display(folder: Path, output: Path, seconds: int) -> int:
    """For some seconds; what its windows show at the end, and where it came to, below ``output``."""
    output.mkdir(parents=True, exist_ok=True)
    say(f"There is no display: it plays for {seconds} s on a virtual one and writes {output}/")
    with VirtualDisplay(), tempfile.TemporaryDirectory(prefix="sightline-replay-") as home:
        site = _on_screens(replay_site(folder, Path(home) / "data"), VIRTUAL_SCREENS.walls)
        supervisor = start_site(replace(site, desk_geometry=VIRTUAL_SCREENS.desk))
        watch = ReplayWatch(runtime_root() / site.name, site, seconds, output)
        thread = threading.Thread(target=watch.run, args=(supervisor.stopping,), name="replay-watch")
        thread.start()
        supervisor.run()
        thread.join()
        return watch.write_report()


def _on_screens(site: Site, walls: tuple[object, ...]) -> Site:
    """Its monitors as windows on the screens there are, as far as these go: its own may be anywhere."""
    placed = zip(site.monitors, walls, strict=False)
    return replace(
        site,
        monitors=tuple(
            replace(monitor, geometry=place, manufacturer="", model="", serial="", connector="")  # type: ignore[arg-type]
            for monitor, place in placed
        ),
    )


class ReplayWatch:
    """Plays it, waits, and takes the pictures; then stops the site."""

    def __init__(self, run_dir: Path, site: Site, seconds: int, output: Path) -> None:
        self._endpoints = Endpoints(run_dir)
        self._site = site
        self._seconds = seconds
        self._output = output
        self._found: dict[str, object] = {}
        self._errors: list[str] = []

    def run(self, stopping: threading.Event) -> None:
        """In a thread of its own."""
        try:
            if self._wait_ready(stopping):
                ask(self._endpoints.core_commands, PlayReplay(), Request, 5.0)
                stopping.wait(self._seconds)
                self._found = ask(self._endpoints.core_commands, GetReplay(), Request, 5.0)
                for window in (*(f"display-{one.monitor}" for one in self._site.monitors), "desk"):
                    take_shot(self._endpoints.window(window), self._output / f"{window}.png")
        except (NoAnswer, CommandRefused) as error:
            self._errors.append(str(error))
        stopping.set()

    def _wait_ready(self, stopping: threading.Event) -> bool:
        until_s = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < until_s and not stopping.wait(LOOK_S):
            try:
                ask(self._endpoints.core_commands, GetReplay(), Request, 1.0)
                return True
            except NoAnswer:
                continue
        self._errors.append(f"the replay was not ready within {READY_WITHIN_S:.0f} s")
        return False

    def write_report(self) -> int:
        """``report.json``, and a line for people; the exit status."""
        report = {"replay": {k: v for k, v in self._found.items() if k != "events"}, "errors": self._errors}
        (self._output / "report.json").write_text(json.dumps(report, indent=2) + "\n")
        for error in self._errors:
            say(error, error=True)
        if self._found:
            done_s = (int(str(self._found["at_ms"])) - int(str(self._found["begin_ms"]))) / 1000
            say(f"played {done_s:.1f} s; {self._output}/ has what its windows showed")
        return 1 if self._errors else 0
