"""The simulated cameras' process: RTSP server, faults on command, figures once a second."""

import logging
from importlib.resources.abc import Traversable
from pathlib import Path

import zmq

from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.process_config import SimulatorConfig
from console.protocol.reply import Refusal
from console.protocol.responder import Asked, Responder
from console.protocol.simulator_messages import SetFault, SimulatorRequest
from console.sim.digest import DigestCheck
from console.sim.rtsp_server import RtspServer
from console.sim.scene_files import SceneError, scenes_folder
from console.sim.scene_variants import SceneVariants, cache_folder
from console.sim.streams import LoopStock, SimulatedStream, open_streams

log = logging.getLogger("sightline.sim")

COMMANDS_INTERVAL_NS = 20_000_000
BEAT_INTERVAL_NS = int(BEAT_INTERVAL_S * 1e9)


class Cameras:
    """The server and its command socket, turned by one loop."""

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        config: SimulatorConfig,
        streams: dict[str, SimulatedStream],
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._streams = streams
        endpoint = Endpoints(Path(config.run_dir)).simulator
        self._responder = Responder(context, (endpoint,), SimulatorRequest, clock)
        check = DigestCheck(config.username, config.password)
        self.server = RtspServer(config.port, streams, check, clock)
        self._commands_due_ns = 0
        self._beat_due_ns = 0
        self._beaten = (0, 0)

    def start(self) -> None:
        """Listen for clients and for commands."""
        self.server.start()
        self._responder.start()

    def turn(self, lifeline: Lifeline) -> None:
        """Serve for about 20 ms at most; then commands and the beat, when they are due."""
        self.server.turn(COMMANDS_INTERVAL_NS / 1e9)
        now_ns = self._clock.monotonic_ns()
        if now_ns >= self._commands_due_ns:
            self._commands_due_ns = now_ns + COMMANDS_INTERVAL_NS
            for asked in self._responder.receive():
                self._obey(asked)
        if now_ns >= self._beat_due_ns:
            lifeline.beat(self._stats(now_ns))
            self._beat_due_ns = now_ns + BEAT_INTERVAL_NS

    def _obey(self, asked: Asked[SimulatorRequest]) -> None:
        command = asked.request.command
        if not isinstance(command, SetFault):
            clocks = [stream.clock() for stream in self._streams.values()]
            self._responder.reply(asked, {"streams": clocks})
            return
        known = {stream.feed for stream in self._streams.values()}
        unknown = sorted(set(command.feeds) - known)
        if unknown:
            text = f"no simulated camera is called {', '.join(unknown)}; nothing was changed"
            self._responder.reply(asked, refused=Refusal("unknown_feed", text))
            return
        touched = self.server.apply_fault(command.feeds, command.fault)
        log.info("fault %s for %d simulated cameras", command.fault, len(command.feeds))
        self._responder.reply(asked, {"streams": touched})

    def _stats(self, now_ns: int) -> dict[str, float]:
        frames, at_ns = self._beaten
        self._beaten = (self.server.frames_sent, now_ns)
        elapsed_s = max(1e-3, (now_ns - at_ns) / 1e9)
        return {
            "sessions": self.server.sessions,
            "frames_per_s": round((self.server.frames_sent - frames) / elapsed_s, 1) if at_ns else 0.0,
            "late_frames": self.server.late_frames,
            "cut_sessions": self.server.cut_sessions,
        }

    def stop(self) -> None:
        """Close everything."""
        self._responder.stop()
        self.server.stop()


def serve(config: SimulatorConfig, lifeline: Lifeline, clock: Clock, folder: Traversable) -> int:
    """Serve cameras that show the scenes in ``folder`` until the lifeline says stop; see ``run``."""
    variants = SceneVariants(folder, Path(config.cache_dir) if config.cache_dir else cache_folder())
    try:
        streams = open_streams(config.cameras, LoopStock(folder, variants), clock.monotonic_ns())
    except SceneError as error:
        log.error("the simulated cameras can't start: %s", error)
        return 1
    cameras = Cameras(zmq.Context.instance(), config, streams, clock)
    try:
        cameras.start()
    except OSError as error:
        log.error("the simulated cameras can't listen on 127.0.0.1:%d: %s", config.port, error)
        cameras.stop()
        return 1
    log.info("%d simulated streams on rtsp://127.0.0.1:%d", len(streams), cameras.server.port)
    try:
        while not lifeline.stopping.is_set():
            cameras.turn(lifeline)
    finally:
        cameras.stop()
        variants.stop()
    return 0


def run(config: SimulatorConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Serve the simulated cameras until the lifeline says stop. Exit status 1 when they can't be served."""
    return serve(config, lifeline, clock, scenes_folder())
