"""The display as a process of its own: it shows its monitor, beats, and leaves when its lifeline ends."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import zmq

from console.domain.camera import Camera
from console.domain.wall import CellView, Layer, MonitorView
from console.protocol.endpoints import Endpoints
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from tests.fakes.shown_child import shown_child

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


def test_it_shows_what_core_says_answers_for_its_picture_and_keeps_the_machine_awake(run_dir: Path) -> None:
    with shown_child(run_dir, "wall") as child:
        cells = tuple(CellView(k, k, 0, 1, 1, True, f"cam-{k}", Layer.BASE) for k in range(2))
        child.site.cameras = tuple(Camera(f"cam-{k}", k, f"Corner {k}") for k in range(2))
        child.site.monitors = (MonitorView("wall-1", "2x1", 2, 1, cells),)
        child.until(lambda: child.beats and child.beats[-1].stats["tiles"] == 2, "both tiles are shown")
        assert child.beats[-1].notice == ""
        child.until(lambda: len(child.site.demands.get("display-wall-1", ())) == 2, "both are demanded")
        told = child.shot(run_dir / "wall.png").result
        assert (told["width"], told["height"]) == (640, 360)
        child.until(child.inhibited, "nobody lets the machine sleep")
        _, errors = child.process.communicate(timeout=5)
        assert (child.process.returncode, errors) == (0, b"")
        child.until(lambda: child.inhibited()[1:] == ["ended"], "it may sleep again")
