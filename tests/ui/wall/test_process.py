"""The display as a process of its own: it beats, and leaves when its lifeline ends."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import zmq

from console.protocol.endpoints import Endpoints
from console.protocol.supervisor_messages import Beat, SupervisorRequest

CHILD = """
import sys, zmq
from console.domain.monitor import Geometry, MonitorSpec
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from console.protocol.lifeline import Lifeline
from console.protocol.process_config import DisplayConfig
from console.ui.wall.process import run
from pathlib import Path
run_dir = sys.argv[1]
lifeline = Lifeline(zmq.Context.instance(), Endpoints(Path(run_dir)).supervisor, "display-wall-1")
lifeline.start()
monitor = MonitorSpec("wall-1", geometry=Geometry(0, 0, 320, 200))
config = DisplayConfig(name="display-wall-1", site="t", run_dir=run_dir, monitor=monitor)
status = run(config, lifeline, SystemClock())
lifeline.stop()
sys.exit(status)
"""


def test_it_beats_from_its_gui_thread_and_leaves_with_its_supervisor(run_dir: Path) -> None:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    supervisor = context.socket(zmq.ROUTER)
    supervisor.bind(Endpoints(run_dir).supervisor)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(run_dir)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        assert supervisor.poll(20_000)
        beat = msgspec.json.decode(supervisor.recv_multipart()[-1], type=SupervisorRequest)
        assert isinstance(beat.command, Beat)
        assert (beat.by, beat.command.pid) == ("display-wall-1", child.pid)
        assert beat.command.stats["tiles"] == 0
        _, errors = child.communicate(timeout=5)  # closes its standard input
        assert (child.returncode, errors) == (0, b"")
    finally:
        child.kill()
        child.wait()
        supervisor.close(0)
        context.term()
