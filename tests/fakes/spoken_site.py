"""Core and engine as a window hears them: real sockets, said by hand. Call ``pump`` to answer requests."""

from pathlib import Path
from typing import Any

import zmq

from console.domain.camera import Camera
from console.domain.media import Demand
from console.domain.wall import MonitorView
from console.protocol.clock import Clock
from console.protocol.core_changes import (
    AnyCoreChange,
    CorePublished,
    CoreSnapshot,
    Counts,
    Heartbeat,
    Welcome,
)
from console.protocol.core_messages import GetSnapshot, Request
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import (
    AnyEngineChange,
    DeclareDemands,
    EngineHeartbeat,
    EnginePublished,
    EngineRequest,
    EngineSnapshot,
    EngineWelcome,
    FeedHealth,
    SlotPlace,
)
from console.protocol.publisher import Publisher
from console.protocol.reply import Refusal
from console.protocol.responder import Responder

BEAT_NS = 100_000_000


class SpokenSite:
    """``commands``: what core was asked besides snapshots; ``demands``: what each client declared last."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path, clock: Clock) -> None:
        endpoints = Endpoints(run_dir)
        self._clock = clock
        self.core = Publisher(context, (endpoints.core_changes,), "core-1", CorePublished, Welcome())
        self.engine = Publisher(
            context, (endpoints.engine_changes,), "engine-1", EnginePublished, EngineWelcome()
        )
        self._core_asked = Responder(context, (endpoints.core_commands,), Request, clock)
        self._engine_asked = Responder(context, (endpoints.engine_commands,), EngineRequest, clock)
        self.cameras: tuple[Camera, ...] = ()
        self.monitors: tuple[MonitorView, ...] = ()
        self.places: tuple[SlotPlace, ...] = ()
        self.health: tuple[FeedHealth, ...] = ()
        self.requests: list[Request] = []
        self.demands: dict[str, tuple[Demand, ...]] = {}
        self.answering = True
        self.refusing: Refusal | None = None
        self.core_silent = False
        self.engine_silent = False
        self.not_ready: Refusal | None = None
        self._beaten_ns = 0

    @property
    def commands(self) -> list[Any]:
        """Commands in the order of their coming."""
        return [request.command for request in self.requests]

    def start(self) -> None:
        """Bind everything."""
        for part in (self.core, self.engine, self._core_asked, self._engine_asked):
            part.start()

    def pump(self) -> None:
        """Answer what was asked until now, and let the hearts beat ten times a second."""
        now_ns = self._clock.monotonic_ns()
        if now_ns - self._beaten_ns > BEAT_NS:
            self._beaten_ns = now_ns
            self._beat()
        for asked in self._core_asked.receive():
            if isinstance(asked.request.command, GetSnapshot):
                ready = self.not_ready is None
                self._core_asked.reply(asked, self._core_snapshot() if ready else None, self.not_ready)
                continue
            self.requests.append(asked.request)
            if self.answering:
                self._core_asked.reply(asked, None if self.refusing else {}, self.refusing)
        for wanted in self._engine_asked.receive() if not self.engine_silent else ():
            if isinstance(wanted.request.command, DeclareDemands):
                self.demands[wanted.request.command.client] = wanted.request.command.demands
                self._engine_asked.reply(wanted, {})
            else:
                self._engine_asked.reply(wanted, self._engine_snapshot())

    def core_starts_again(self, not_ready: Refusal) -> None:
        """Another life of core greets, and refuses its snapshot until ``not_ready`` is None again."""
        self.not_ready = not_ready
        self.core.boot, self.core.seq = "core-2", 0
        self.core.publish(Heartbeat(), self._clock.now_ms(), numbered=False)

    def _core_snapshot(self) -> CoreSnapshot:
        return CoreSnapshot(
            boot=self.core.boot,
            seq=self.core.seq,
            at_ms=self._clock.now_ms(),
            site="testville",
            cameras=self.cameras,
            monitors=self.monitors,
            incidents=(),
            layouts=(),
            counts=Counts(),
        )

    def _engine_snapshot(self) -> EngineSnapshot:
        return EngineSnapshot(
            self.engine.boot, self.engine.seq, self._clock.now_ms(), self.places, self.health
        )

    def core_says(self, change: AnyCoreChange) -> None:
        """Publish one change of core's."""
        self.core.publish(change, self._clock.now_ms())

    def engine_says(self, change: AnyEngineChange) -> None:
        """Publish one change of the engine's."""
        self.engine.publish(change, self._clock.now_ms())

    def _beat(self) -> None:
        self.core.greet()
        if not self.core_silent and self.not_ready is None:
            self.core.publish(Heartbeat(), self._clock.now_ms(), numbered=False)
        if not self.engine_silent:
            self.engine.publish(EngineHeartbeat(), self._clock.now_ms(), numbered=False)

    def stop(self) -> None:
        """Unbind everything."""
        for part in (self.core, self.engine, self._core_asked, self._engine_asked):
            part.stop()
