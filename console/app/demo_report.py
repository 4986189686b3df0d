"""Watches a demo without a display and writes what it saw: ``report.json`` and screenshots."""

import json
import logging
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from console.app.ctl.session import ask_unless
from console.app.ctl.site_commands import window_name
from console.app.own_code import OWN_CODE
from console.app.process_samples import Sample, by_kind, pictures_per_s, tiles_live, ui_ticks
from console.app.terminal import say
from console.domain.errors import CommandRefused, NoAnswer
from console.protocol.core_messages import GetStatus, Request
from console.protocol.endpoints import Endpoints
from console.protocol.supervisor_messages import GetProcesses, SupervisorRequest
from console.protocol.window_messages import TakeShot, WindowRequest

log = logging.getLogger("sightline.demo")

ALL_LIVE_WITHIN_S = 30
SAMPLE_INTERVAL_S = 1.0
ACKNOWLEDGED_WITHIN_S = 5.0
"""Alerts are acknowledged once they are on disk; a busy one takes its time."""
LOOK_INTERVAL_S = 0.1
WINDOWS = ("wall-1", "wall-2", "desk")


@dataclass
class DemoWatch:
    """Samples the running site once a second, and takes the screenshots just before the end."""

    run_dir: Path
    seconds: int
    output: Path
    alerts_expected: bool
    samples: list[Sample] = field(default_factory=list)
    status: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def run(self, stopping: threading.Event) -> None:
        """In a thread of its own, until the time is over; then stops the site.

        Once somebody else stops it nothing is asked any more: who would answer is leaving.
        """
        endpoints = Endpoints(self.run_dir)
        until_s = time.monotonic() + self.seconds
        told_s = time.monotonic()
        while time.monotonic() < until_s and not stopping.wait(SAMPLE_INTERVAL_S):
            self._sample(endpoints, stopping)
            if time.monotonic() - told_s >= 10:
                told_s = time.monotonic()
                print(f"  {max(0.0, until_s - told_s):3.0f} s to go: {self.live()} tiles live", flush=True)
        if stopping.is_set():
            self.errors.append(f"it was stopped before its {self.seconds} s were over")
        else:
            self._finish(endpoints, stopping)
        stopping.set()

    def _sample(self, endpoints: Endpoints, stopping: threading.Event) -> None:
        try:
            result = ask_unless(stopping, endpoints.supervisor, GetProcesses(), SupervisorRequest)
        except NoAnswer as error:
            if not stopping.is_set():
                self.errors.append(str(error))
            return
        self.samples.append(result["processes"])

    def _finish(self, endpoints: Endpoints, stopping: threading.Event) -> None:
        try:
            self.status = self._core_status(endpoints, stopping)
            for window in WINDOWS:
                shot = TakeShot(path=str((self.output / f"{window}.png").resolve()))
                ask_unless(stopping, endpoints.window(window_name(window)), shot, WindowRequest)
        except (NoAnswer, CommandRefused) as error:
            self.errors.append(str(error))
        grabbed = subprocess.run(
            [sys.executable, *OWN_CODE, "console.ui.screen_shot", str(self.output / "screen.png")],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        if grabbed.returncode:
            self.errors.append(f"the whole screen could not be saved: {grabbed.stderr.strip()[-300:]}")

    def _core_status(self, endpoints: Endpoints, stopping: threading.Event) -> dict[str, Any]:
        """Once nothing is on its way to the disk: what has just come is received, and acknowledged later."""
        until_s = time.monotonic() + ACKNOWLEDGED_WITHIN_S
        while True:
            status: dict[str, Any] = ask_unless(stopping, endpoints.core_commands, GetStatus(), Request)
            if not _unacknowledged(status) or time.monotonic() >= until_s or stopping.wait(LOOK_INTERVAL_S):
                return status

    def live(self) -> int:
        """Tiles that are LIVE in the last sample."""
        return tiles_live(self.samples[-1]) if self.samples else 0


def make_report(watch: DemoWatch, log_dir: Path, tiles: int) -> dict[str, Any]:
    """The figures, over the time from when all tiles were live (or 30 s at most) to the end."""
    first = next(
        (i for i, sample in enumerate(watch.samples) if tiles_live(sample) >= tiles), ALL_LIVE_WITHIN_S
    )
    # A display's rates look back 10 s: let the start leave that window.
    steady = watch.samples[first + 10 :] or watch.samples[-2:]
    last = watch.samples[-1] if watch.samples else []
    # A tile that is switched at the moment of a sample is live in the next one; any other trouble lasts.
    live = [tiles_live(sample) for sample in steady]
    counts = watch.status.get("counts", {})
    return {
        "tiles": tiles,
        "tiles_live": min((max(pair) for pair in pairwise(live)), default=max(live, default=0)),
        "all_live_s": first + 1,
        "pictures_per_s": pictures_per_s(steady),
        "alerts": {
            "received": counts.get("received", 0),
            "acknowledged": counts.get("acknowledged", 0),
            "lost": _unacknowledged(watch.status),
        },
        "switches": watch.status.get("switches", 0),
        "alert_to_picture_ms": watch.status.get("alert_to_picture_ms", {}),
        "ui_tick_ms": ui_ticks(steady),
        "cores": by_kind(steady, "cores"),
        "pss_mb": by_kind(steady, "pss_mb"),
        "restarts": sum(process["restarts"] for process in last),
        "errors": watch.errors + logged_errors(log_dir),
    }


def _unacknowledged(status: dict[str, Any]) -> int:
    """Alerts that core has received and not yet acknowledged."""
    counts = status.get("counts", {})
    return int(counts.get("received", 0)) - int(counts.get("acknowledged", 0))


def logged_errors(log_dir: Path) -> list[str]:
    """Every error that a process of the site logged."""
    found = []
    for file in sorted(log_dir.glob("*.log")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["level"] in ("error", "critical"):
                found.append(f"{file.stem}: {record['category']}: {record['text']}")
    return found


def write_report(watch: DemoWatch, log_dir: Path, output: Path, tiles: int) -> int:
    """Write ``report.json``, say in words whether all was well, and give the exit status."""
    report = make_report(watch, log_dir, tiles)
    (output / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    complaints = complain(report, output, alerts_expected=watch.alerts_expected)
    for complaint in complaints:
        say(f"not well: {complaint}")
    if not complaints:
        mean = report["pictures_per_s"]["mean"]
        print(f"All {tiles} tiles live at {mean} pictures/s. See {output}/report.json and the screenshots.")
    return 1 if complaints else 0


def complain(report: dict[str, Any], output: Path, *, alerts_expected: bool) -> list[str]:
    """What was not well; empty when all was."""
    found = [str(error) for error in report["errors"]]
    if report["tiles_live"] < report["tiles"]:
        found.append(f"only {report['tiles_live']} of {report['tiles']} tiles were live all the time")
    if report["alerts"]["lost"]:
        found.append(f"{report['alerts']['lost']} alerts were not acknowledged")
    if alerts_expected and not (report["alerts"]["received"] and report["switches"]):
        found.append(f"alerts: {report['alerts']}, switches: {report['switches']}")
    if report["restarts"]:
        found.append(f"{report['restarts']} processes had to be started again")
    found += [f"{name} was not saved" for name in _missing(output)]
    return found


def _missing(output: Path) -> list[str]:
    names = [*(f"{window}.png" for window in WINDOWS), "screen.png"]
    return [name for name in names if not (output / name).is_file()]
