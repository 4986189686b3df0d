"""The core process: puts its parts together, takes its log up, runs the loop, stops in order."""

import gc
import logging
import uuid
from pathlib import Path

import zmq

from console.core.boundary.alert_receiver import AlertReceiver
from console.core.boundary.alert_sockets import AlertSockets
from console.core.boundary.command_receiver import CommandReceiver
from console.core.boundary.journal import Journal
from console.core.boundary.porter import NotReady, Porter, taking_up
from console.core.boundary.tally import Tally
from console.core.layouts.layout_history import LayoutHistory
from console.core.log.absent_alerts import AbsentAlerts
from console.core.log.acts_before import acts_before
from console.core.log.decider import Decider
from console.core.log.input_log import AlertReceived, CommandGiven, SiteLoaded
from console.core.log.log_clock import LogClock
from console.core.log.reading import Loaded
from console.core.log.saved_state import checkpoint_of
from console.core.log.schema import NewerLog
from console.core.log.store import Store
from console.core.log.take_up import TakeUp
from console.core.loop import Loop
from console.core.publishing.outlet import Outlet
from console.core.publishing.problems import Problems
from console.core.recording.room_desk import RoomDesk
from console.core.recording.video_room import VideoRoom
from console.core.replay.replay_process import run_replay
from console.core.status import status
from console.domain.layout import Layout
from console.protocol.clock import Clock
from console.protocol.core_changes import AnyCoreChange, CorePublished, Welcome
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints
from console.protocol.layout_file import shipped_layouts
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.machine_boot import machine_boot
from console.protocol.preset_messages import LoadPreset
from console.protocol.process_config import CoreConfig
from console.protocol.publisher import Publisher
from console.protocol.responder import Responder
from console.protocol.time_anchor import TimeAnchor

log = logging.getLogger("sightline.core")

EXIT_STOPPED = 0
EXIT_START_AGAIN = 1

TAKE_UP_FOR_NS = 20_000_000
"""The log is taken up in pieces of this length; between them core beats and answers."""

WAIT_NOT_READY_MS = 100

VIDEO = "video"
"""The folder of movies, in the data folder."""

GARBAGE_THRESHOLDS = (50_000, 20, 100)
"""The state's records hold no cycles: looking for some after each 700 new ones is 6 % of core in a flood."""


def run(config: CoreConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Run core until the lifeline says stop. 1: it has to be started again (its data folder came back)."""
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    if config.replay_dir:
        run_replay(context, config, lifeline, clock)
        context.term()
        return EXIT_STOPPED
    core = Core(context, config, lifeline, clock)
    try:
        return core.run()
    finally:
        core.stop()
        context.term()


class Core:
    """All parts of the process."""

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        config: CoreConfig,
        lifeline: Lifeline,
        clock: Clock,
    ) -> None:
        endpoints = Endpoints(Path(config.run_dir))
        self._config = config
        self._lifeline = lifeline
        self._clock = clock
        self._log_clock = LogClock(clock)
        self._store = Store(Path(config.data_dir), clock, config.log)
        self._room = VideoRoom(Path(config.data_dir) / VIDEO, clock)
        self._sockets = AlertSockets(context, config.alerts_endpoint, config.simple_alerts_endpoint)
        self._responder = Responder(
            context, _both(endpoints.core_commands, config.commands_endpoint), Request, clock, remember=False
        )
        self._publisher = Publisher[AnyCoreChange](
            context,
            _both(endpoints.core_changes, config.changes_endpoint),
            uuid.uuid4().hex[:12],
            CorePublished,
            Welcome(),
        )
        self._porter = Porter(self._responder, config.site, self._publisher.boot)
        self._journal: Journal | None = None
        self._decider: Decider | None = None
        self._started_ns = clock.monotonic_ns()
        self._beat_ns = 0

    def run(self) -> int:
        """Answer from the first moment, take the log up, open the doors, run the loop."""
        self._publisher.start()
        self._responder.start()
        try:
            loaded = self._store.start(held=True)
        except NewerLog as error:
            return self._stay_shut(error)
        taken_up = self._take_up(loaded)
        if taken_up is None:
            return EXIT_STOPPED
        decider = self._decider = Decider(
            self._store,
            taken_up.state,
            self._log_clock,
            LayoutHistory(loaded.versions),
            acts_before(self._store, self._log_clock.now_ms(), taken_up.state.site.cameras),
        )
        loop = self._opened(decider, loaded, taken_up)
        self._store.release()
        return self._loop(loop, decider)

    def _stay_shut(self, error: NewerLog) -> int:
        """Say why until somebody stops it: the data folder is not this version's to touch."""
        log.error("core does not take this log up: %s", error)
        while not self._lifeline.stopping.is_set():
            self._responder.socket.poll(WAIT_NOT_READY_MS)
            self._publisher.greet()
            self._porter.answer(NotReady("newer_log", str(error)))
            self._beat_if_due({})
        return EXIT_STOPPED

    def _take_up(self, loaded: Loaded) -> TakeUp | None:
        """The state where the last run left it is taken up; None when core was stopped before it was."""
        self._log_clock.start(loaded.last_at_ms)
        take_up = TakeUp(self._store, loaded, self._clock)
        take_up.start()
        while take_up.some(TAKE_UP_FOR_NS):
            self._publisher.greet()
            self._porter.answer(taking_up(take_up.progress))
            self._beat_if_due({"inputs": take_up.state.n})
            if self._lifeline.stopping.is_set():
                return None
        self._log_clock.start(max(loaded.last_at_ms, take_up.state.at_ms))
        gc.freeze()
        return take_up

    def _opened(self, decider: Decider, loaded: Loaded, taken_up: TakeUp) -> Loop:
        """Everything put together, the site's facts taken in, the doors open."""
        state = decider.state
        taken = {} if state.owns_layouts.value else loaded.stored
        self._store.know_layouts({name: kept.layout for name, kept in state.stored.items()} | taken)
        if taken_up.skipped is not None:
            decider.decide(taken_up.skipped)
        anchor = TimeAnchor(machine_boot(), self._clock.monotonic_ns(), self._log_clock.now_ms())
        is_first = state.site.loaded.start_id != self._config.start_id
        decider.decide(_site(self._config, taken, anchor))
        unloaded = self._load_preset(decider) if is_first else ()
        self._store.add(decider.layouts.begin(dict(state.stored.items())))
        lost = self._take_in(decider, taken_up.absent)
        store, clock = self._store, self._clock
        journal = self._journal = Journal(store.file, loaded.journal_n)
        journal.start()
        tally = Tally(loaded.counts)
        outlet = Outlet(
            self._publisher, decider, tally, Problems(decider, store, self._room, lost + unloaded), clock
        )
        self._alerts = AlertReceiver(self._sockets, decider, store, journal, tally, loaded.sequences, clock)
        commands = CommandReceiver(
            self._responder,
            decider,
            store,
            outlet,
            lambda: status(decider.state, outlet, store, journal, self._uptime_s()),
            lambda: self._room.seen,
            clock,
        )
        self._tally = tally
        desk = RoomDesk(self._room, decider, store)
        loop = Loop(self._alerts, commands, decider, outlet, store, desk, self._publisher, clock)
        self._sockets.start()
        self._room.start()
        loop.listen(self._sockets, self._responder.socket)
        log.info("core %s listens for alerts on %s", self._publisher.boot, self._config.alerts_endpoint)
        return loop

    def _load_preset(self, decider: Decider) -> tuple[str, ...]:
        """The wall preset that the site is to begin with; why it does not, in words."""
        if not self._config.preset:
            return ()
        command = LoadPreset(self._config.preset)
        decided = decider.decide(CommandGiven("start", command, self._config.start_id))
        if decided.refused is None:
            return ()
        log.error("the wall preset for the start was not loaded: %s", decided.refused.text)
        return (f"The wall preset for the start was not loaded: {decided.refused.text}",)

    def _take_in(self, decider: Decider, absent: AbsentAlerts) -> tuple[str, ...]:
        """Open incidents for alerts that the log has lost; what there is to tell of it."""
        found = absent.read(self._store.file, self._clock.now_ms())
        for row, alert in found:
            number = max(decider.state.n + 1, decider.state.incidents.next_number.value)  # nobody had it
            decider.decide(AlertReceived(row.n, number, alert, self._clock.monotonic_ns(), row.lossy))
        return absent.words(len(found))

    def _loop(self, loop: Loop, decider: Decider) -> int:
        """The loop, with a heartbeat for the supervisor each second."""
        taken, taken_ns = 0, self._clock.monotonic_ns()
        while not self._lifeline.stopping.is_set():
            loop.turn()
            since_ns = self._clock.monotonic_ns() - taken_ns
            if since_ns >= BEAT_INTERVAL_S * 1e9:
                per_s = (self._alerts.taken - taken) / (since_ns / 1e9)
                notice = next(iter(self._store.problems), "")
                self._lifeline.beat(_stats(loop, decider, per_s), notice)
                taken, taken_ns = self._alerts.taken, taken_ns + since_ns
            if self._store.renewal_due:
                self._renew(decider)
            if self._store.outdated:
                loop.turn()  # what is answered is answered before
                log.error("core is started again: its data folder holds another log than its state came of")
                return EXIT_START_AGAIN
        return EXIT_STOPPED

    def _renew(self, decider: Decider) -> None:
        """A database in place of a damaged one: what it needs of all that is in memory."""
        assert self._journal is not None
        self._journal.forget_connection()
        incidents = decider.state.incidents.table.values()
        versions = decider.layouts.rows()
        rows = (*self._journal.recent_rows(incidents), *self._alerts.sequence_rows(), *versions)
        self._store.renew(checkpoint_of(decider.state), rows, self._tally.all_counts())

    def _beat_if_due(self, stats: dict[str, float]) -> None:
        now_ns = self._clock.monotonic_ns()
        if now_ns - self._beat_ns >= BEAT_INTERVAL_S * 1e9:
            self._beat_ns = now_ns
            self._lifeline.beat(stats)

    def _uptime_s(self) -> float:
        return (self._clock.monotonic_ns() - self._started_ns) / 1e9

    def stop(self) -> None:
        """Close the doors, write the last checkpoint, close the store."""
        self._room.stop()
        self._sockets.stop()
        self._responder.stop()
        self._publisher.stop()
        if self._journal is not None:
            self._journal.stop()
        if self._decider is not None and not self._store.outdated:
            self._decider.checkpoint()
        self._store.stop()


def _stats(loop: Loop, decider: Decider, alerts_per_s: float) -> dict[str, float]:
    loop_ms_max = loop.longest_turn_ns / 1e6
    loop.longest_turn_ns = 0
    return {
        "loop_ms_max": round(loop_ms_max, 2),
        "alerts_per_s": round(alerts_per_s, 1),
        "inputs": decider.state.n,
    }


def _both(inside: str, outside: str) -> tuple[str, ...]:
    return (inside, outside) if outside else (inside,)


def _site(config: CoreConfig, taken: dict[str, Layout], anchor: TimeAnchor) -> SiteLoaded:
    """``taken``: layouts of the shared table that the state takes over."""
    return SiteLoaded(
        site=config.site,
        cameras=config.cameras,
        monitors=config.monitors,
        director=config.director,
        shipped=shipped_layouts(),
        stored=taken,
        recording=config.recording,
        anchor=anchor,
        owns_layouts=True,
        rules=config.rules,
        public_preset=config.public_preset,
        start_id=config.start_id,
        ways=4,
    )
