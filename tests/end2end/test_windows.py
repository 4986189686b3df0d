"""Windows come back however they ended, unless a person closed them."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end2end.running_site import RunningSite
from tests.watch.waiting import wait_until

pytestmark = [pytest.mark.timeout(180)]

WINDOWS = ("display-wall-1", "display-wall-2", "desk")


@contextmanager
def x_server(number: int) -> Iterator[None]:
    """A virtual X server of this number, as large as two monitors above a desk."""
    command = ["Xvfb", f":{number}", "-screen", "0", "3840x1848x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: os.path.exists(f"/tmp/.X11-unix/X{number}"), 10.0, "the X server is there")
        yield
    finally:
        server.kill()
        server.wait()
        for left in (f"/tmp/.X11-unix/X{number}", f"/tmp/.X{number}-lock"):
            Path(left).unlink(missing_ok=True)


def free_number() -> int:
    return next(n for n in range(110, 200) if not os.path.exists(f"/tmp/.X{n}-lock"))


def shown(site: RunningSite) -> bool:
    return site.all_running() and site.tiles_live() == site.tiles


def test_windows_come_back(run_dir: Path) -> None:
    number = free_number()
    site = RunningSite(run_dir, display=f":{number}")
    try:
        with x_server(number):
            site.start()
            site.wait(lambda: shown(site), 30.0, "every tile is live")
            before = {name: site.pid(name) for name in WINDOWS}
            for name in WINDOWS:
                site.kill(name, signal.SIGTERM)
            site.wait(
                lambda: shown(site) and all(site.pid(name) != before[name] for name in WINDOWS),
                30.0,
                "every window is back after SIGTERM",
            )
        site.wait(
            lambda: all("does not answer" in site.processes()[name]["trouble"] for name in WINDOWS),
            20.0,
            "windows wait for their display, and say so",
        )
        assert f":{number} does not answer" in (site.home / "up.err").read_text()
        with x_server(number):
            site.wait(lambda: shown(site), 10.0, "every window is back on the new X server")
            site.ctl("window", "close", "wall-1")
            site.wait(lambda: site.processes()["display-wall-1"]["state"] == "closed", 10.0, "it is closed")
            site.ctl("window", "close", "wall-9", status=4)
            site.ctl("window", "open", "wall-1")
            site.wait(lambda: shown(site), 20.0, "it is opened again")
            assert site.stop() == 0
    finally:
        site.stop()
