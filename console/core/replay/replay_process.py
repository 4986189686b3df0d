"""The core process of a replay: reads the recorded log, then plays it."""

import logging
import uuid
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import zmq

from console.core.boundary.porter import NotReady, Porter
from console.core.replay.kept_transport import KeptTransport
from console.core.replay.log_slice import read_slice
from console.core.replay.played import Recording
from console.core.replay.replay_core import ReplayCore
from console.core.replay.slice_format import SliceError
from console.core.replay.tape import Tape
from console.protocol.clock import Clock
from console.protocol.core_changes import AnyCoreChange, CorePublished, Welcome
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.process_config import CoreConfig
from console.protocol.publisher import Publisher
from console.protocol.responder import Responder

log = logging.getLogger("sightline.core")

KEPT_FILE = "transport.json"
WAIT_NOT_READY_MS = 100
BEFORE_MS = 30_000
"""So long before the first input that was asked for a replay begins, if it is recorded."""


def run_replay(
    context: zmq.Context[zmq.Socket[bytes]], config: CoreConfig, lifeline: Lifeline, clock: Clock
) -> None:
    """Play the folder of ``config.replay_dir`` until the lifeline says stop."""
    folder = Path(config.replay_dir)
    beats = _Beats(lifeline, clock)
    try:
        tape, bounds_ms = read_tape(folder, beats.due, config.pictures_ms)
    except SliceError as error:
        _stay_shut(context, config, lifeline, clock, error)
        return
    recording = Recording(folder, Path(config.runs_dir), version("sightline-console"))
    kept = KeptTransport(Path(config.data_dir) / KEPT_FILE)
    core = ReplayCore(
        context,
        Path(config.run_dir),
        tape,
        recording,
        bounds_ms,
        clock,
        config.frame_ms,
        kept,
        not_as_signed=config.not_as_signed,
        told=beats.due,
    )
    core.start()
    try:
        core.run(lifeline)
    finally:
        core.stop()


def read_tape(
    folder: Path, told: Callable[[int], None], pictures_ms: tuple[int, int] = (0, 0)
) -> tuple[Tape, tuple[int, int, int]]:
    """The whole recorded log, between which log times it is played, and where it stands first: at the first
    pictures. ``pictures_ms`` as in CoreConfig. Raises SliceError.
    """
    recorded = read_slice(folder)
    inputs = []
    for one in recorded.inputs():
        inputs.append(one)
        told(len(inputs))
    entries = [one.entry for one in inputs]
    state = recorded.state()
    first_ms = next((entry.at_ms for entry in entries if entry.n >= recorded.manifest.from_n), state.at_ms)
    begin_ms = max(state.at_ms, first_ms - BEFORE_MS) if state.n else first_ms
    end_ms = max(begin_ms, entries[-1].at_ms if entries else state.at_ms)
    tape = Tape(state, entries, told, inputs)
    first_wall_ms, last_wall_ms = pictures_ms
    ahead_ms, ahead_at_end_ms = tape.wall_ms(begin_ms) - begin_ms, tape.wall_ms(end_ms) - end_ms
    end_ms = max(end_ms, last_wall_ms - ahead_at_end_ms)
    return tape, (begin_ms, end_ms, min(end_ms, max(begin_ms, first_wall_ms - ahead_ms)))


class _Beats:
    """Keeps the supervisor's trust while a long log is read."""

    def __init__(self, lifeline: Lifeline, clock: Clock) -> None:
        self._lifeline = lifeline
        self._clock = clock
        self._beat_ns = 0

    def due(self, inputs: int) -> None:
        """So many inputs are read."""
        now_ns = self._clock.monotonic_ns()
        if now_ns - self._beat_ns >= BEAT_INTERVAL_S * 1e9:
            self._beat_ns = now_ns
            self._lifeline.beat({"inputs": inputs})


def _stay_shut(
    context: zmq.Context[zmq.Socket[bytes]],
    config: CoreConfig,
    lifeline: Lifeline,
    clock: Clock,
    error: SliceError,
) -> None:
    """Say why until somebody stops it: another try would find the same."""
    log.error("this can't be replayed: %s", error)
    endpoints = Endpoints(Path(config.run_dir))
    publisher = Publisher[AnyCoreChange](
        context, (endpoints.core_changes,), uuid.uuid4().hex[:12], CorePublished, Welcome()
    )
    responder = Responder(context, (endpoints.core_commands,), Request, clock, remember=False)
    publisher.start()
    responder.start()
    beats = _Beats(lifeline, clock)
    porter = Porter(responder, config.site, publisher.boot)
    while not lifeline.stopping.is_set():
        responder.socket.poll(WAIT_NOT_READY_MS)
        publisher.greet()
        porter.answer(NotReady("unreadable", str(error)))
        beats.due(0)
    responder.stop()
    publisher.stop()
