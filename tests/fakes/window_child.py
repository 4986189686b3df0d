"""A window's process, as the supervisor starts it: ``python -m tests.fakes.window_child desk|wall RUN_DIR``.

Where INHIBITED names a folder, the machine is taken for one that systemd has booted.
"""

import os
import sys
from pathlib import Path

import zmq

from console.domain.ids import MonitorId
from console.domain.monitor import Geometry, MonitorSpec
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import Lifeline
from console.protocol.process_config import DeskConfig, DisplayConfig
from console.ui import idle_inhibitors

WALL_1 = MonitorId("wall-1")
PLACE, DESK = Geometry(0, 0, 640, 360), Geometry(0, 0, 800, 500)


def main() -> int:
    """Show it until the lifeline ends."""
    kind, run_dir = sys.argv[1:]
    idle_inhibitors.BOOTED_WITH_SYSTEMD = Path(os.environ.get("INHIBITED", "/no such folder"))
    name = "desk" if kind == "desk" else "display-wall-1"
    lifeline = Lifeline(zmq.Context.instance(), Endpoints(Path(run_dir)).supervisor, name)
    lifeline.start()
    if kind == "desk":
        from console.ui.desk.process import run as run_desk

        config = DeskConfig(name=name, site="t", run_dir=run_dir, geometry=DESK, map_dir="")
        status = run_desk(config, lifeline, SystemClock())
    else:
        from console.ui.wall.process import run as run_wall

        monitor = MonitorSpec(WALL_1, geometry=PLACE)
        wall = DisplayConfig(name=name, site="t", run_dir=run_dir, monitor=monitor, windowed=True)
        status = run_wall(wall, lifeline, SystemClock())
    lifeline.stop()
    return status


if __name__ == "__main__":
    sys.exit(main())
