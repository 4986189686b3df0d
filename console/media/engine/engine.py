"""The engine itself: demands in, plans to workers, slots and health out. One thread."""

import logging
import uuid
from pathlib import Path

import zmq

from console.domain.media import SlotKey
from console.media.engine.core_report import CoreReport
from console.media.engine.core_wishes import CoreWishes
from console.media.engine.demand_leases import DemandLeases, Wants
from console.media.engine.machine_load import cpu_idle_s, own_cores
from console.media.engine.media_plan import MediaPlan, demand_for
from console.media.engine.published_media import MediaChanges, PublishedMedia
from console.media.engine.recorded_report import RecordedReport
from console.media.engine.worker_link import WorkerLink
from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import (
    DEMAND_LEASE_S,
    AnyEngineChange,
    DeclareDemands,
    EngineHeartbeat,
    EnginePublished,
    EngineRequest,
    EngineSnapshot,
    EngineWelcome,
    FeedsChanged,
    GetMediaStatus,
    SlotsGone,
    SlotsPlaced,
    StreamsGone,
)
from console.protocol.process_config import EngineConfig
from console.protocol.publisher import Publisher
from console.protocol.responder import Asked, Responder

log = logging.getLogger("sightline.media")

EACH_SECOND_NS = 1_000_000_000
REPLAN_NS = 500_000_000
"""How often the plan is made anew without a new demand: pictures that came, dwell, turns, lateness."""
OTHERS_WITHIN_MS = 5
"""Displays answer one change of core within some milliseconds of each other: one plan for all of them. Each
takes 20 ms with 144 tiles of 288 cameras, and is carried out and reported."""
MOST_HEARD = 20
PLAN_SPACING_NS = 40_000_000
"""So soon after a plan none is made for other ranks alone: what a tour has made ready has its pictures.
Measured: for 16 tours that step within 400 ms plans took a third of two cores, and pictures were 200 ms late.
"""
SETTLING_NS = int(DEMAND_LEASE_S * 1e9)
"""A new engine keeps the slots that the workers have until every client had time to declare again."""


class Engine:
    """Owns the plan. ``turn`` is its loop's body."""

    def __init__(self, config: EngineConfig, context: zmq.Context[zmq.Socket[bytes]], clock: Clock) -> None:
        self.boot = uuid.uuid4().hex[:8]
        self._config = config
        self._clock = clock
        endpoints = Endpoints(Path(config.run_dir))
        self._responder = Responder(context, (endpoints.engine_commands,), EngineRequest, clock)
        self._publisher: Publisher[AnyEngineChange] = Publisher(
            context, (endpoints.engine_changes,), self.boot, EnginePublished, EngineWelcome()
        )
        self._links = {
            name: WorkerLink(context, endpoints.worker(name), name, self.boot) for name in config.workers
        }
        self._core = CoreReport(context, endpoints.core_commands, config.name, clock)
        self._wishes = CoreWishes(context, endpoints, config.name, clock)
        self._recorded = RecordedReport(context, endpoints.core_commands, config.name, clock)
        self._leases = DemandLeases()
        self._media = PublishedMedia()
        self._cores = own_cores()
        self._plan = MediaPlan(config, len(self._cores))
        self._poller = zmq.Poller()
        self._found: list[SlotKey] = []
        self._started_ns = 0
        self._settled = False
        self._second_ns = 0
        self._planned_ns = 0
        self._owes_plan = False

    def start(self) -> None:
        """Bind, connect to the workers and to core; ask the workers what they have."""
        self._started_ns = self._clock.monotonic_ns()
        self._responder.start()
        self._publisher.start()
        self._core.start()
        self._wishes.start()
        self._recorded.start()
        self._poller.register(self._responder.socket, zmq.POLLIN)
        self._poller.register(self._publisher.socket, zmq.POLLIN)
        for socket in self._wishes.sockets:
            self._poller.register(socket, zmq.POLLIN)
        for link in self._links.values():
            link.start()
            self._poller.register(link.socket, zmq.POLLIN)

    def turn(self, timeout_ms: int) -> None:
        """Wait for a client, a worker or the time-out, and do what is due."""
        if self._publisher.socket in dict(self._poller.poll(self._wait_ms(timeout_ms))):
            self._publisher.greet()
        now_ns = self._clock.monotonic_ns()
        wants = max(
            (self._answer(asked, now_ns) for asked in self._responder.receive()), default=Wants.NOTHING
        )
        if wants is Wants.OTHER_PICTURES:
            self._hear_others(now_ns)
        replan = wants is Wants.OTHER_PICTURES
        self._owes_plan = self._owes_plan or wants is Wants.OTHER_RANKS
        for link in self._links.values():
            report = link.receive(now_ns)
            if report is not None:
                self._publish(self._media.take(report, now_ns))
                self._plan.take(report)
                self._recorded.note(report.worker, report.recorded)
                if not link.is_assigned():
                    self._found += [place.key for place in report.places if not place.key.poster]
                    self._plan.adopt(self._found)
                    replan = True
        replan = self._wishes.turn() or replan
        if now_ns - self._second_ns >= EACH_SECOND_NS:
            self._second_ns = now_ns
            replan = self._each_second(now_ns) or replan
        if replan or now_ns - self._planned_ns >= (PLAN_SPACING_NS if self._owes_plan else REPLAN_NS):
            self._planned_ns, self._owes_plan = now_ns, False
            self._assign(now_ns)
        self._core.turn(now_ns)
        self._recorded.turn(now_ns)

    def _wait_ms(self, timeout_ms: int) -> int:
        """No longer than until the plan that is owed is due."""
        if not self._owes_plan:
            return timeout_ms
        left_ns = self._planned_ns + PLAN_SPACING_NS - self._clock.monotonic_ns()
        return max(0, min(timeout_ms, -(-left_ns // 1_000_000)))

    def beat_stats(self) -> dict[str, float]:
        """Figures for the supervisor."""
        return {
            "clients": float(self._leases.clients()),
            "slots": float(sum(not place.key.poster for place in self._media.places())),
            "streams": float(len(self._media.feeds())),
            "unconfirmed_feeds": float(self._core.unconfirmed()),
        }

    def stop(self) -> None:
        """Unbind and disconnect; the workers go on with the last plan."""
        for link in self._links.values():
            link.stop()
        self._core.stop()
        self._wishes.stop()
        self._recorded.stop()
        self._publisher.stop()
        self._responder.stop()

    def _hear_others(self, now_ns: int) -> None:
        for _ in range(MOST_HEARD):
            if not self._responder.socket.poll(OTHERS_WITHIN_MS):
                return
            for asked in self._responder.receive():
                self._answer(asked, now_ns)

    def _answer(self, asked: Asked[EngineRequest], now_ns: int) -> Wants:
        """Answer a client; what it wants beside what it wanted before."""
        command = asked.request.command
        if isinstance(command, DeclareDemands):
            wants = self._leases.declare(command.client, command.demands, now_ns)
            self._responder.reply(asked, {})
            return wants
        status = isinstance(command, GetMediaStatus)
        self._responder.reply(asked, self._plan.status() if status else self._snapshot())
        return Wants.NOTHING

    def _snapshot(self) -> EngineSnapshot:
        return EngineSnapshot(
            boot=self.boot,
            seq=self._publisher.seq,
            at_ms=self._clock.now_ms(),
            places=self._media.places(),
            feeds=self._media.feeds(),
        )

    def _each_second(self, now_ns: int) -> bool:
        """Heartbeat, plans again, lapsed leases, silent workers; True when the plan changes by time alone."""
        self._publisher.publish(EngineHeartbeat(), self._clock.now_ms(), numbered=False)
        for link in self._links.values():
            link.send()
            if link.is_silent(now_ns):
                now_ms = 0 if self._config.replays else self._clock.now_ms()
                self._publish(self._media.silent(link.name, now_ms))
                self._plan.forget(link.name)
                self._recorded.note(link.name, ())
        self._plan.look(cpu_idle_s(self._cores), now_ns)
        lapsed = self._leases.expire(now_ns)
        if lapsed:
            log.info("not heard any more, their demands lapse: %s", ", ".join(lapsed))
        settles = not self._settled and now_ns - self._started_ns >= SETTLING_NS
        self._settled = self._settled or settles
        return bool(lapsed) or settles

    def _assign(self, now_ns: int) -> None:
        demands = list(self._leases.demands())
        if not self._settled:
            demands += [demand_for(key) for key in self._found]
        tasks = self._plan.make(demands, self._wishes.recorded, now_ns)
        for name, link in self._links.items():
            if link.heard_ns:  # before, its slots are not known, and a plan would end them
                link.assign(tasks[name], self._wishes.clock)

    def _publish(self, changes: MediaChanges) -> None:
        now_ms = self._clock.now_ms()
        if changes.placed:
            self._publisher.publish(SlotsPlaced(changes.placed), now_ms)
        if changes.gone:
            self._publisher.publish(SlotsGone(changes.gone), now_ms)
        if changes.closed:
            self._publisher.publish(StreamsGone(changes.closed), now_ms)
        if changes.feeds:
            self._publisher.publish(FeedsChanged(changes.feeds), now_ms)
        self._core.note(changes.feeds, changes.closed)
