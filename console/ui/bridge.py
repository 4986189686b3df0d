"""The one bridge from the bus into the GUI thread: re-emits what comes as Qt signals."""

import zmq
from PySide6.QtCore import QObject, QTimer, Signal

from console.protocol.clock import Clock
from console.protocol.command_sender import CommandSender
from console.protocol.core_changes import CorePublished, CoreSnapshot
from console.protocol.core_messages import GetSnapshot
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import (
    EnginePublished,
    EngineRequest,
    EngineSnapshot,
    GetEngineSnapshot,
)
from console.protocol.follower import Follower
from console.protocol.requester import Requester
from console.protocol.trouble_file import TroubleFile
from console.ui.socket_bell import SocketBell

POLL_INTERVAL_MS = 33
"""How often windows look at their slots and paint; messages are taken when they come, or then at last."""
CONTROL_LOST_AFTER_NS = 2_800_000_000
"""Two heartbeats of a second may be missed; with a look and a paint it is said within 3 s of the last one."""
LOOK_NS = 1_000_000_000

CoreFollower = Follower[CoreSnapshot, CorePublished]
EngineFollower = Follower[EngineSnapshot, EnginePublished]


def core_follower(
    context: zmq.Context[zmq.Socket[bytes]], endpoints: Endpoints, by: str, clock: Clock
) -> CoreFollower:
    """Follow core; its requester sends commands in the name of ``by``."""
    requester = Requester(context, endpoints.core_commands, by, clock, only_connected=True)
    return Follower(
        context, endpoints.core_changes, requester, GetSnapshot(), CoreSnapshot, CorePublished, clock
    )


def engine_follower(
    context: zmq.Context[zmq.Socket[bytes]], endpoints: Endpoints, by: str, clock: Clock
) -> EngineFollower:
    """Follow the engine; its requester declares demands in the name of ``by``."""
    requester = Requester(context, endpoints.engine_commands, by, clock, EngineRequest)
    return Follower(
        context,
        endpoints.engine_changes,
        requester,
        GetEngineSnapshot(),
        EngineSnapshot,
        EnginePublished,
        clock,
    )


class Bridge(QObject):
    """Signals: ``core_said`` and ``engine_said`` (a snapshot or a published change), ``replied`` (a Reply to
    what was sent through ``core.requester``), ``came_out`` (the Outcome of one of ``commands``, a person's),
    ``control_lost_changed`` (core fell silent or isn't ready, why it isn't, or it is back).

    ``lost_since_ms`` (epoch) holds while ``control_lost``; ``why_lost`` is core's own words, or what
    the supervisor says of it, "" for silence.
    """

    core_said = Signal(object)
    engine_said = Signal(object)
    replied = Signal(object)
    came_out = Signal(object)
    control_lost_changed = Signal(bool)

    def __init__(
        self,
        core: CoreFollower,
        engine: EngineFollower,
        clock: Clock,
        troubles: TroubleFile,
        parent: QObject | None = None,
    ):
        super().__init__(parent)
        self.core = core
        self.engine = engine
        self._clock = clock
        self.control_lost = True
        self.lost_since_ms = clock.now_ms()
        self.why_lost = ""
        self._trouble_file = troubles
        self._troubles: dict[str, str] = {}
        self._troubles_ns = 0
        self.commands = CommandSender(core.requester, clock)
        self._bell = SocketBell(self.poll, self)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_INTERVAL_MS)
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        """Connect and begin to listen."""
        self.core.start()
        self.engine.start()
        self._bell.start((*self.core.sockets, *self.engine.sockets))
        self._timer.start()

    def poll(self) -> None:
        """Take everything that is there and emit it."""
        for said in self.core.poll():
            self.core_said.emit(said)
        for spoken in self.engine.poll():
            self.engine_said.emit(spoken)
        self.engine.replies.clear()
        replies, self.core.replies = self.core.replies, []
        for reply in replies:
            self.replied.emit(reply)
            self.commands.take(reply)
        self._judge_control()
        self.commands.tick()
        for outcome in self.commands.outcomes():
            self.came_out.emit(outcome)

    def _judge_control(self) -> None:
        heard_ns = self.core.heard_ns
        silent = not heard_ns or self._clock.monotonic_ns() - heard_ns > CONTROL_LOST_AFTER_NS
        lost, why = silent or bool(self.core.not_ready), self.core.not_ready
        if lost and not why:
            why = self._core_trouble()
        if (lost, why) == (self.control_lost, self.why_lost):
            return
        if lost and not self.control_lost:
            self.lost_since_ms = self._clock.now_ms()
        self.control_lost = self.commands.control_lost = lost
        self.why_lost = why
        self.control_lost_changed.emit(lost)

    def troubles(self) -> dict[str, str]:
        """What the supervisor says of processes that don't come, looked at once a second."""
        now_ns = self._clock.monotonic_ns()
        if now_ns - self._troubles_ns >= LOOK_NS:
            self._troubles_ns = now_ns
            self._troubles = self._trouble_file.read()
        return self._troubles

    def _core_trouble(self) -> str:
        trouble = self.troubles().get("core", "")
        return f"core {trouble}" if trouble else ""

    def stop(self) -> None:
        """Stop listening and disconnect."""
        self._timer.stop()
        self._bell.stop()
        self.core.stop()
        self.engine.stop()
