"""Starts every process of a site, watches them, starts again what died or hangs.

One thread, one loop: beats and questions arrive on a ROUTER; children are looked at ten times a second.
Each child also watches this process: its standard input ends when this process is gone, and the kernel kills
it then. So a killed supervisor leaves no orphan, and the service manager starts the whole site again.
"""

import logging
import os
import signal
import threading
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import msgspec
import zmq

from console.app.display_probe import missing_display
from console.app.forked_child import ForkServers
from console.app.lending import Lending, LentReporter
from console.app.process_usage import children_by_parent
from console.app.runtime_folder import RuntimeFolder
from console.app.supervised_process import ProcessSpec, SupervisedProcess
from console.app.terminal import say
from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.refusal_log import RefusalLog
from console.protocol.reply import Reply
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import (
    Beat,
    CloseWindow,
    GetProcesses,
    LendWindow,
    OpenWindow,
    StopSite,
    SupervisorRequest,
    TakeBackWindow,
)
from console.protocol.trouble_file import TroubleFile
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.supervisor")

LOOK_INTERVAL_MS = 100
MEASURE_INTERVAL_S = 2.0
MEMORY_EVERY = 3
STOP_WITHIN_S = 4.0
DISPLAY_AGAIN_S = 1.0
OWN_GAP_S = 2.0
TAKEN_AT_ONCE = 500
WALL_FIRST_S = 5.0
"""At a site's start the desk waits so long at most for the wall: together they take twice the processor time
that the wall takes, and the first pictures would wait for the desk's map.
"""
CORE = "core"
SILENT_S = 2.5
"""Longer than a beat may take on a busy machine, shorter than a hang."""
CORE_SILENT_S = 5.0
"""A core that was killed is back by then, on a busy machine, too."""


class Supervisor:
    """``run`` returns when the site was stopped: by a signal, by ``ctl stop``, or by ``stopping``.

    ``servers`` are started; they are stopped with it.
    """

    def __init__(
        self,
        specs: Sequence[ProcessSpec],
        folder: RuntimeFolder,
        log_dir: Path,
        alerts_endpoint: str,
        clock: Clock,
        servers: ForkServers | None = None,
    ) -> None:
        self._folder = folder
        self._log_dir = log_dir
        self._alerts_endpoint = alerts_endpoint
        self._servers = servers
        self._clock = clock
        self._children = {spec.name: SupervisedProcess(spec, log_dir) for spec in specs}
        self._lending = Lending(self._children)
        self._lent_reporter = LentReporter(self._core_requester)
        self._decoder = msgspec.json.Decoder(SupervisorRequest)
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._socket: zmq.Socket[bytes] | None = None
        self._trouble_file = TroubleFile(folder.path)
        self._troubles: dict[str, str] = {}
        self._refusals = RefusalLog(log, clock, "a message to the supervisor could not be read: %s")
        self._life = uuid.uuid4().hex[:12]
        self._turned_s = 0.0
        self._core_heard_s: float | None = None
        self._measured_s = 0.0
        self._measurements = 0
        self._starts_wall = True
        self.stopping = threading.Event()

    def start(self) -> None:
        """Bind and start every child; ``folder`` is open."""
        self._trouble_file.remove()  # of a supervisor that was killed
        self._log_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._socket = self._context.socket(zmq.ROUTER)
        self._socket.setsockopt(zmq.LINGER, 0)
        self._socket.bind(Endpoints(self._folder.path).supervisor)
        self._folder.write_run_file(self._life, self._log_dir, self._alerts_endpoint)
        self._turned_s = self._now_s()
        for child in self._children.values():
            child.start_due_s = self._turned_s + (WALL_FIRST_S if child.spec.follows_wall else 0.0)

    def serves(self) -> bool:
        """Whether its loop turns and core does, too. From any thread."""
        now_s, heard_s = self._now_s(), self._core_heard_s
        return now_s - self._turned_s < SILENT_S and heard_s is not None and now_s - heard_s < CORE_SILENT_S

    def _core_requester(self) -> Requester:
        endpoint = Endpoints(self._folder.path).core_commands
        return Requester(self._context, endpoint, "supervisor", self._clock, only_connected=True)

    def _now_s(self) -> float:
        return self._clock.monotonic_ns() / 1e9

    def run(self) -> None:
        """Watch until told to stop, then stop all."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        while not self.stopping.is_set():
            self.turn(LOOK_INTERVAL_MS)
        self.stop()

    def turn(self, wait_ms: int) -> None:
        """One turn of the loop."""
        self._take_messages(wait_ms)
        now_s = self._now_s()
        self._forgive_own_gap(now_s)
        self._go_on_once_wall_runs(now_s)
        for child in self._children.values():
            self._look_after(child, now_s)
        self._lending.look(now_s)
        core = self._children.get(CORE)
        if core is not None:
            self._core_heard_s = core.beat_s or self._core_heard_s
            pid = core.popen.pid if core.popen is not None and core.beat_s is not None else 0
            self._lent_reporter.look(self._lending.unseen, pid, now_s)
        self._say_troubles()
        if now_s - self._measured_s >= MEASURE_INTERVAL_S:
            self._measure(now_s)

    def _forgive_own_gap(self, now_s: float) -> None:
        """A machine that was suspended, or all processes stopped: nobody else is to blame for the silence."""
        gap_s = now_s - self._turned_s
        self._turned_s = now_s
        if gap_s > OWN_GAP_S:
            log.warning("the supervisor stood still for %.0f s (a suspended machine?)", gap_s)
            for child in self._children.values():
                child.forgive(gap_s)
            self._lending.forgive(gap_s)

    def _go_on_once_wall_runs(self, now_s: float) -> None:
        """Start at once what was to follow the wall's own processes, when all of these have begun to beat."""
        if not self._starts_wall or any(child.beat_s is None for child in self._first()):
            return
        self._starts_wall = False
        for child in self._children.values():
            if child.spec.follows_wall and child.start_due_s is not None:
                child.start_due_s = min(child.start_due_s, now_s)

    def _first(self) -> list[SupervisedProcess]:
        return [child for child in self._children.values() if not child.spec.follows_wall]

    def _look_after(self, child: SupervisedProcess, now_s: float) -> None:
        child.reap(now_s)
        if child.start_due_s is not None and now_s >= child.start_due_s:
            missing = missing_display(os.environ) if child.spec.is_window else ""
            if missing:
                child.wait_for(missing, now_s + DISPLAY_AGAIN_S)
            else:
                child.start(now_s, self._servers)
        elif child.overstays(now_s):
            child.kill()
        elif child.is_hung(now_s):
            child.end_hung()

    def _say_troubles(self) -> None:
        """On the terminal once each; to the windows as long as it lasts."""
        troubles = {name: child.trouble for name, child in self._children.items() if child.trouble}
        for name, trouble in troubles.items():
            if self._troubles.get(name) != trouble:
                log.error("%s: %s", name, trouble)
                say(f"{name}: {trouble}", error=True)
        if troubles != self._troubles:
            self._troubles = troubles
            try:
                self._trouble_file.write(troubles)
            except OSError as error:
                log.warning("troubles could not be written for the windows: %s", error)

    def _measure(self, now_s: float) -> None:
        self._measured_s = now_s
        self._measurements += 1
        children = children_by_parent()
        for child in self._children.values():
            child.measure(now_s, children, memory=self._measurements % MEMORY_EVERY == 1)

    def _take_messages(self, wait_ms: int) -> None:
        assert self._socket is not None
        for _ in range(TAKEN_AT_ONCE):
            if not self._socket.poll(wait_ms):
                return
            wait_ms = 0
            peer, *frames = self._socket.recv_multipart()
            try:
                message = self._decoder.decode(frames[-1] if frames else b"")
            except UNREADABLE as error:
                self._refusals.note(error)
                continue
            if isinstance(message.command, Beat):
                self._take_beat(message.by, message.command)
            else:
                self._answer(peer, message)

    def _take_beat(self, name: str, beat: Beat) -> None:
        child = self._children.get(name)
        if child is not None:
            child.beat(beat.pid, beat.stats, self._now_s())
            child.notice, child.on_screen = beat.notice, beat.on_screen

    def _answer(self, peer: bytes, request: SupervisorRequest) -> None:
        assert self._socket is not None
        result: object = {}
        if isinstance(request.command, GetProcesses):
            result = {"processes": [child.status() for child in self._children.values()]}
        elif isinstance(request.command, StopSite):
            self.stopping.set()
        elif isinstance(request.command, CloseWindow | OpenWindow):
            windows = [name for name, child in self._children.items() if child.spec.is_window]
            result = {"known": self._open_or_close(request.command), "windows": windows}
        elif isinstance(request.command, LendWindow):
            result = {"why": self._lending.lend(request.command, self._now_s()), "life": self._life}
        elif isinstance(request.command, TakeBackWindow):
            lent = sorted(self._lending.lent)
            known = self._lending.take_back(request.command.name, f"by {request.by}", self._now_s())
            result = {"known": known, "lent": lent}
        self._socket.send_multipart([peer, msgspec.json.encode(Reply(id=request.id, result=result))])

    def _open_or_close(self, command: CloseWindow | OpenWindow) -> bool:
        child = self._children.get(command.name)
        if child is None or not child.spec.is_window:
            return False
        if isinstance(command, CloseWindow):
            child.close()
        else:
            child.reopen(self._now_s())
        return True

    def stop(self) -> None:
        """Ask every child to leave by closing its lifeline, kill what stays, clean up."""
        for child in self._children.values():
            child.start_due_s = None
            if child.popen is not None and child.popen.stdin is not None:
                child.popen.stdin.close()
        until_s = self._now_s() + STOP_WITHIN_S
        while any(child.popen and child.popen.poll() is None for child in self._children.values()):
            if self._now_s() > until_s:
                self._kill_all()
                break
            time.sleep(0.02)
        if self._servers is not None:
            self._servers.stop()
        self._lent_reporter.stop()
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._context.term()
        self._trouble_file.remove()
        self._folder.close()

    def _kill_all(self) -> None:
        for child in self._children.values():
            if child.popen is not None and child.popen.poll() is None:
                log.warning("%s did not leave by itself; it is killed", child.spec.name)
                child.kill()
                child.popen.wait()
