"""A virtual display has its window manager, and ends with whoever started it."""

import subprocess
import sys
from pathlib import Path

from console.app.virtual_display import VirtualDisplay
from tests.rig.shown_windows import is_managed
from tests.watch.waiting import wait_until

STARTS = """
import sys
from console.app.virtual_display import VirtualDisplay
with VirtualDisplay(640, 480) as display:
    print(display._server.pid, display._manager.pid, display.name, flush=True)
    sys.stdin.read()
"""


def ended(pid: str) -> bool:
    """Gone, or a zombie that nobody has looked at."""
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_of_one_whose_owner_was_killed_nothing_is_left() -> None:
    command = [sys.executable, "-c", STARTS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        server, manager, name = owner.stdout.readline().split()
        owner.kill()
    wait_until(lambda: ended(server) and ended(manager), 5.0, "both are gone")
    socket = Path(f"/tmp/.X11-unix/X{name.removeprefix(':')}")
    wait_until(lambda: not socket.exists(), 5.0, "its number is free again")


def test_its_window_manager_is_there_when_it_has_started() -> None:
    """One that still starts may never show a window that comes meanwhile."""
    with VirtualDisplay(640, 480) as display:
        assert is_managed(display.name)
