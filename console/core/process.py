"""The core process: puts its parts together, runs the loop, stops in order."""

import logging
import uuid
from pathlib import Path

import zmq

from console.core.boundary.alert_desk import AlertDesk
from console.core.boundary.alert_sockets import AlertSockets
from console.core.boundary.command_desk import CommandDesk
from console.core.boundary.journal import Journal
from console.core.boundary.tally import Tally
from console.core.log.decider import Decider
from console.core.log.input_log import SiteLoaded
from console.core.log.store import Loaded, Store
from console.core.loop import Loop
from console.core.publishing.outlet import Outlet
from console.core.state import STATE_VERSION
from console.core.status import status
from console.domain.layout import Layout
from console.protocol.clock import Clock
from console.protocol.core_messages import AnyCoreChange, CorePublished, Request, Welcome
from console.protocol.endpoints import Endpoints
from console.protocol.layout_file import shipped_layouts
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.process_config import CoreConfig
from console.protocol.publisher import Publisher
from console.protocol.responder import Responder

log = logging.getLogger("sightline.core")

EXIT_STOPPED = 0
EXIT_START_AGAIN = 1


def run(config: CoreConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Run core until the lifeline says stop. 1: it has to be started again (its data folder came back)."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    core = Core(context, config, clock)
    try:
        core.start()
        return core.run(lifeline)
    finally:
        core.stop()
        context.term()


class Core:
    """All parts of the process."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], config: CoreConfig, clock: Clock) -> None:
        endpoints = Endpoints(Path(config.run_dir))
        self._config = config
        self._clock = clock
        self._store = Store(Path(config.data_dir), STATE_VERSION)
        self._decider = Decider(self._store, self._clock)
        self._sockets = AlertSockets(context, config.alerts_endpoint, config.simple_alerts_endpoint)
        self._responder = Responder(
            context, _both(endpoints.core_commands, config.commands_endpoint), Request, self._clock
        )
        self._publisher = Publisher[AnyCoreChange](
            context,
            _both(endpoints.core_changes, config.changes_endpoint),
            uuid.uuid4().hex[:12],
            CorePublished,
            Welcome(),
        )
        self._journal: Journal | None = None
        self._started_ns = self._clock.monotonic_ns()

    def start(self) -> None:
        """Take the state up from disk, then open the doors."""
        loaded = self._store.start()
        self._decider.take_up(loaded)
        self._decider.feed(_site(self._config, {**self._decider.state.stored, **loaded.layouts}))
        self._assemble(loaded)
        self._publisher.start()
        self._responder.start()
        self._sockets.start()
        self._loop.listen(self._sockets, self._responder.socket)
        log.info("core %s listens for alerts on %s", self._publisher.boot, self._config.alerts_endpoint)

    def _assemble(self, loaded: Loaded) -> None:
        store, decider, clock = self._store, self._decider, self._clock
        journal = Journal(store.file, loaded.journal_n)
        tally = Tally(loaded.counts)
        outlet = Outlet(self._publisher, decider, tally, clock)
        self._alerts = AlertDesk(self._sockets, decider, store, journal, tally, loaded.sequences, clock)
        commands = CommandDesk(
            self._responder,
            decider,
            store,
            outlet,
            lambda: status(decider.state, outlet, store, journal, self._uptime_s()),
        )
        self._loop = Loop(self._alerts, commands, decider, outlet, store, clock)
        self._journal = journal

    def run(self, lifeline: Lifeline) -> int:
        """The loop, with a heartbeat for the supervisor each second."""
        beat_ns, taken = 0, 0
        while not lifeline.stopping.is_set():
            self._loop.turn()
            since_ns = self._clock.monotonic_ns() - beat_ns
            if since_ns >= BEAT_INTERVAL_S * 1e9:
                per_s = (self._alerts.taken - taken) / (since_ns / 1e9)
                lifeline.beat(self._stats(per_s))
                beat_ns, taken = beat_ns + since_ns, self._alerts.taken
            if self._store.outdated:
                log.error("the data folder can be used again; core is started again to take its log up")
                return EXIT_START_AGAIN
        return EXIT_STOPPED

    def _stats(self, alerts_per_s: float) -> dict[str, float]:
        loop_ms_max = self._loop.longest_turn_ns / 1e6
        self._loop.longest_turn_ns = 0
        return {
            "loop_ms_max": round(loop_ms_max, 2),
            "alerts_per_s": round(alerts_per_s, 1),
            "inputs": self._decider.state.n,
        }

    def _uptime_s(self) -> float:
        return (self._clock.monotonic_ns() - self._started_ns) / 1e9

    def stop(self) -> None:
        """Close the doors, write the last checkpoint, close the store."""
        self._sockets.stop()
        self._responder.stop()
        self._publisher.stop()
        if self._journal is not None:
            self._journal.stop()
            self._decider.checkpoint()
        self._store.stop()


def _both(inside: str, outside: str) -> tuple[str, ...]:
    return (inside, outside) if outside else (inside,)


def _site(config: CoreConfig, stored: dict[str, Layout]) -> SiteLoaded:
    return SiteLoaded(
        site=config.site,
        cameras=config.cameras,
        monitors=config.monitors,
        director=config.director,
        shipped=shipped_layouts(),
        stored=stored,
    )
