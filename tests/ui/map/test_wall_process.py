"""The wall's map process as it is started: it waits without a browser, then draws what is wanted."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq
from PySide6.QtGui import QImage

from console.domain.cell_content import MapContent
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import SlotPlace
from console.protocol.frame_file import map_frame_file
from console.protocol.map_messages import MapRequest, WantMap
from console.protocol.process_config import AnyConfig, MapConfig
from console.protocol.requester import Requester
from console.protocol.slots import SlotReader
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from console.ui import theme
from console.ui.frames import image_over
from tests.fakes.desk_city import city_cameras
from tests.fakes.spoken_site import SpokenSite
from tests.ui.painting import where
from tests.watch.pictures import keep_picture
from tests.watch.waiting import wait_until

CLOCK = SystemClock()
START_WITHIN_S = 40.0
WHOLE = WantMap(MapContent(), 480, 270)


class MapProcess:
    """It, its supervisor's ears, and a display that asks it."""

    def __init__(self, run_dir: Path, context: "zmq.Context[zmq.Socket[bytes]]") -> None:
        endpoints = Endpoints(run_dir)
        self.site = SpokenSite(context, run_dir, CLOCK)
        self.site.cameras = city_cameras()
        self.site.start()
        self.beats: list[Beat] = []
        self._supervisor = context.socket(zmq.ROUTER)
        self._supervisor.bind(endpoints.supervisor)
        self._asker = Requester(context, endpoints.wall_map, "display-wall-1", CLOCK, MapRequest)
        self._asker.start()
        self.frames_dir = run_dir / "frames"
        self.frames_dir.mkdir()
        (self.frames_dir / "map-1").write_bytes(b"what a killed life left")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "console.app.child", "map"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        config: AnyConfig = MapConfig(
            name="map",
            site="testville",
            run_dir=str(run_dir),
            log_dir=str(run_dir / "logs"),
            frames_dir=str(self.frames_dir),
        )
        assert self.process.stdin is not None
        self.process.stdin.write(msgspec.json.encode(config) + b"\n")
        self.process.stdin.flush()

    def pump(self) -> None:
        self.site.pump()
        while self._supervisor.poll(0):
            said = msgspec.json.decode(self._supervisor.recv_multipart()[-1], type=SupervisorRequest)
            assert isinstance(said.command, Beat)
            self.beats.append(said.command)

    def maps(self) -> list[float]:
        """How many it drew at its last beat."""
        return [beat.stats["maps"] for beat in self.beats[-1:] if "maps" in beat.stats]

    def place(self, wanted: WantMap) -> SlotPlace:
        """Asked for again and again, as a display does, until there is a picture."""
        found: list[SlotPlace] = []
        asked_ns = [0]

        def answered() -> bool:
            self.pump()
            if CLOCK.monotonic_ns() - asked_ns[0] > 500_000_000:
                asked_ns[0] = CLOCK.monotonic_ns()
                self._asker.send(wanted)
            results = [reply.result for reply in self._asker.poll()]
            found.extend(msgspec.convert(one["place"], SlotPlace) for one in results if one["place"])
            return bool(found)

        wait_until(answered, START_WITHIN_S, "there is a picture of the map")
        return found[0]

    def stop(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        status = self.process.wait(START_WITHIN_S)
        self._asker.stop()
        self._supervisor.close(0)
        self.site.stop()
        return status


@pytest.fixture
def child(run_dir: Path) -> Iterator[MapProcess]:
    with zmq.Context() as context:
        made = MapProcess(run_dir, context)
        try:
            yield made
        finally:
            if made.process.poll() is None:
                made.process.kill()
            if made.process.stdin is not None and not made.process.stdin.closed:
                made.stop()


def memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def picture(reader: SlotReader) -> QImage:
    taken = reader.picture()
    return image_over(taken).copy() if taken is not None else QImage()


@pytest.mark.timeout(120)
@pytest.mark.shares_processes
def test_it_waits_for_little_then_draws_and_ends_with_its_supervisor(child: MapProcess) -> None:
    wait_until(lambda: child.pump() or bool(child.beats), START_WITHIN_S, "it beats while it waits")
    assert memory_mb(child.process.pid) < 80, "no browser yet"
    assert not list(child.frames_dir.iterdir()), "what another life left is gone"

    place = child.place(WHOLE)
    assert (place.key.width, place.key.height) == (480, 270)
    reader = SlotReader(map_frame_file(Path(place.file)), place)

    def shows_cameras() -> bool:
        child.place(WHOLE)
        return where(picture(reader), theme.MUTED).width() > 100

    wait_until(shows_cameras, START_WITHIN_S, "cameras of the whole city are drawn")
    keep_picture(picture(reader), "map-cell")
    first = reader.written().arrival_ns

    def is_drawn_again() -> bool:
        child.place(WHOLE)
        return reader.written().arrival_ns > first

    wait_until(is_drawn_again, START_WITHIN_S, "it is drawn again, so that it is seen to live")
    assert child.stop() == 0
    assert not list(child.frames_dir.iterdir())


@pytest.mark.timeout(120)
@pytest.mark.shares_processes
def test_the_browser_outlives_its_last_map_so_that_the_next_one_comes_soon(child: MapProcess) -> None:
    child.place(WHOLE)
    wait_until(lambda: child.pump() or child.maps() == [1.0], START_WITHIN_S, "it beats of one map")
    wait_until(
        lambda: child.pump() or child.process.poll() is not None or child.maps() == [0.0],
        START_WITHIN_S,
        "nobody wants one any more, and it goes",
    )
    assert child.process.poll() is None
    child.place(WHOLE)
