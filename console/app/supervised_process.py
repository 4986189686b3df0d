"""One child of the supervisor: its start, its beats, its end, its next start."""

import contextlib
import logging
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from console.app.child import ENTRIES, TELL_STACKS
from console.app.fork_group import child_environment
from console.app.forked_child import ForkedChild, ForkServers
from console.app.last_words import last_words
from console.app.own_code import OWN_CODE
from console.app.process_usage import cpu_s, family, pss_mb
from console.app.restart_window import RestartWindow
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import EXIT_CLOSED, HUNG_AFTER_S
from console.protocol.process_config import AnyConfig, DeskConfig, DisplayConfig
from console.protocol.supervisor_messages import ProcessStatus

log = logging.getLogger("sightline.supervisor")

FIRST_BEAT_WITHIN_S = 20.0
"""A starting process may take so long until its first beat: a cold disk and QtWebEngine's start."""


START_AGAIN_S = 1.0
SETTLED_S = 10.0
"""A life that beat for so long was no failed start."""

LEAVES_WITHIN_S = 1.0
"""One that is to show something else and does not leave by itself is killed."""

WINDOWS = ("display", "desk")

Child = subprocess.Popen[bytes] | ForkedChild


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """What to start: ``kind`` groups figures, ``nice`` is relative to the supervisor's.

    ``follows_wall``: at the site's start it comes after those that put pictures on the wall.
    """

    name: str
    kind: str
    config: AnyConfig
    nice: int
    follows_wall: bool = False

    @property
    def is_window(self) -> bool:
        """Whether it needs a display."""
        return self.kind in WINDOWS


def window_address(config: AnyConfig) -> str:
    """Where a process of this configuration takes what windows are asked; "" of none."""
    is_window = isinstance(config, DisplayConfig | DeskConfig)
    return Endpoints(Path(config.run_dir)).window(config.name) if is_window else ""


@dataclass(slots=True)
class SupervisedProcess:
    """A child and what is known of it. Times are CLOCK_MONOTONIC seconds, passed in."""

    spec: ProcessSpec
    log_dir: Path
    restarts: RestartWindow = field(default_factory=RestartWindow)
    popen: Child | None = None
    started_s: float = 0.0
    beat_s: float | None = None
    start_due_s: float | None = 0.0
    stats: dict[str, float] = field(default_factory=dict)
    last_exit: str = ""
    failed_lives: int = 0
    waits_for: str = ""
    last_words: str = ""
    is_closed: bool = False
    notice: str = ""
    on_screen: bool = True
    cores: float = 0.0
    memory_mb: float = 0.0
    shows: AnyConfig | None = None
    leave_by_s: float | None = None
    told_stacks: bool = False
    _cpu: tuple[float, float] | None = None

    def start(self, now_s: float, servers: ForkServers | None = None) -> None:
        """Start it and give it its configuration; its standard input stays open as its lifeline.

        ``servers`` start it quickly; without them it loads all of its own code. What the machine can't start
        now is tried again.
        """
        self.start_due_s = None
        self.waits_for, self.told_stacks = "", False
        self.started_s, self.beat_s, self._cpu, self.stats = now_s, None, None, {}
        try:
            self.popen = self._forked(servers) or self._spawned()
        except OSError as error:
            log.error("%s can't be started: %s", self.spec.name, error)
            self.wait_for(f"can't be started: {error.strerror}", now_s + START_AGAIN_S)
            return
        self._configure()

    def _forked(self, servers: ForkServers | None) -> ForkedChild | None:
        if servers is None:
            return None
        errors = self._error_file()
        try:
            return servers.fork(self.spec.name, ENTRIES[type(self.config)], self.spec.nice, errors)
        finally:
            os.close(errors)

    def _spawned(self) -> Child:
        errors = self._error_file()
        try:
            popen = subprocess.Popen(
                [sys.executable, *OWN_CODE, "console.app.child", self.spec.name],
                stdin=subprocess.PIPE,
                stdout=errors,
                stderr=errors,
                # A group of its own, so that Ctrl+C is the supervisor's alone. Not a session: Linux shares
                # the processor out among sessions first (sched_autogroup), nice would count for nothing.
                # Measured with 300 tiles: UI tick p99 206 ms with sessions, 23 ms without.
                process_group=0,
                env=child_environment(),
            )
        finally:
            os.close(errors)
        with contextlib.suppress(ProcessLookupError):  # it ended already; reap tells how
            os.setpriority(os.PRIO_PROCESS, popen.pid, self.spec.nice)
        return popen

    def _error_file(self) -> int:
        """Where its last words go: nowhere, if the log folder can't be written."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        try:
            return os.open(self.log_dir / f"{self.spec.name}.err", flags, 0o600)
        except OSError:
            return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)

    def _configure(self) -> None:
        assert self.popen is not None and self.popen.stdin is not None
        try:
            self.popen.stdin.write(msgspec.json.encode(self.config) + b"\n")
            self.popen.stdin.flush()
        except BrokenPipeError:
            log.error("%s ended before it took its configuration", self.spec.name)

    def beat(self, pid: int, stats: dict[str, float], now_s: float) -> None:
        """Note a beat; one of an earlier life is ignored."""
        if self.popen is not None and self.popen.pid == pid:
            self.beat_s, self.stats = now_s, stats
            if now_s - self.started_s > SETTLED_S:
                self.failed_lives, self.last_words = 0, ""

    def forgive(self, gap_s: float) -> None:
        """The supervisor itself stood still for so long: that silence was not the child's."""
        self.started_s += gap_s
        if self.beat_s is not None:
            self.beat_s += gap_s

    def wait_for(self, what: str, until_s: float) -> None:
        """Not started before then: what it needs is not there. That is no failed start."""
        self.waits_for, self.start_due_s = what, until_s

    def is_hung(self, now_s: float) -> bool:
        """Whether its main loop has not answered for too long."""
        if self.popen is None:
            return False
        if self.beat_s is None:
            return now_s - self.started_s > FIRST_BEAT_WITHIN_S
        return now_s - self.beat_s > HUNG_AFTER_S

    def end_hung(self) -> None:
        """Have it write where it hangs, then end it: the next time, as it needs a moment to write."""
        if self.popen is None or self.told_stacks or not self.popen.pid:
            self.kill()
            return
        self.told_stacks = True
        log.warning("%s has not answered for too long; it is killed", self.spec.name)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.popen.pid, TELL_STACKS)

    def kill(self) -> None:
        """End it at once, also when it is stopped or stuck."""
        if self.popen is not None:
            self.popen.kill()

    def reap(self, now_s: float) -> bool:
        """If it ended, note how and plan its next start. True when it ended."""
        if self.popen is None or (status := self.popen.poll()) is None:
            return False
        if self.popen.stdin is not None:
            self.popen.stdin.close()
        self.popen = None
        self.cores = self.memory_mb = 0.0
        self.last_exit = f"signal {-status}" if status < 0 else f"status {status}"
        if self.leave_by_s is not None and not self.is_closed:
            self.leave_by_s, self.start_due_s = None, now_s
            return True
        self.leave_by_s = None
        if self.is_closed or status == EXIT_CLOSED:
            self.is_closed = True
            log.info("%s was closed by a person and stays so", self.spec.name)
            return True
        self.failed_lives += 1
        if self.failed_lives > 1:
            self.last_words = last_words(self.log_dir, self.spec.name) or self.last_exit
        delay_s = self.restarts.next_delay_s(now_s)
        self.start_due_s = now_s + delay_s
        log.warning("%s ended (%s); it starts again in %g s", self.spec.name, self.last_exit, delay_s)
        return True

    def measure(self, now_s: float, children: dict[int, list[int]], *, memory: bool) -> None:
        """Read what it and its descendants use."""
        if self.popen is None:
            return
        pids = family(self.popen.pid, children) if self.popen.pid else []
        used_s = sum(cpu_s(pid) for pid in pids)
        if self._cpu is not None and now_s > self._cpu[0]:
            self.cores = max(0.0, (used_s - self._cpu[1]) / (now_s - self._cpu[0]))
        self._cpu = (now_s, used_s)
        if memory:
            self.memory_mb = sum(pss_mb(pid) for pid in pids)

    def status(self) -> ProcessStatus:
        """For ``ctl processes``."""
        return ProcessStatus(
            name=self.spec.name,
            kind=self.spec.kind,
            pid=self.popen.pid if self.popen else 0,
            state=self._state(),
            restarts=self.restarts.total,
            cores=round(self.cores, 3),
            pss_mb=round(self.memory_mb, 1),
            cpu_s=round(self._cpu[1], 2) if self._cpu else 0.0,
            stats=self.stats,
            last_exit=self.last_exit,
            trouble=self.trouble,
            window=window_address(self.config),
            lent_to=self.config.site if self.shows is not None else "",
        )

    @property
    def config(self) -> AnyConfig:
        """What it is told at its start: its own, or of what it shows meanwhile."""
        return self.shows or self.spec.config

    @property
    def trouble(self) -> str:
        """Why it does not run, for people; "" while nothing is known to be wrong."""
        if self.waits_for:
            return self.waits_for
        if self.last_words:
            return f"ended {self.failed_lives} times in a row: {self.last_words}"
        return self.notice if self.popen is not None else ""

    def close(self) -> None:
        """A person wants it closed."""
        self.is_closed, self.start_due_s = True, None
        if self.popen is not None and self.popen.stdin is not None:
            self.popen.stdin.close()

    def reopen(self, now_s: float) -> None:
        """A person wants it back."""
        if self.is_closed:
            self.is_closed = False
            if self.popen is None:
                self.start_due_s = now_s

    def show_as(self, config: AnyConfig | None, now_s: float) -> None:
        """Start it again with this configuration, None for its own: no failure of its own."""
        if config == self.shows:
            return
        self.shows = config
        self.failed_lives, self.last_words = 0, ""
        if self.popen is not None and self.popen.stdin is not None:
            self.leave_by_s = now_s + LEAVES_WITHIN_S
            self.popen.stdin.close()
        elif not self.is_closed:
            self.start_due_s = now_s

    def overstays(self, now_s: float) -> bool:
        """Whether it should have left by now to be started as something else."""
        return self.popen is not None and self.leave_by_s is not None and now_s > self.leave_by_s

    def _state(self) -> str:
        if self.popen is None:
            return "closed" if self.is_closed else "waiting"
        return "running" if self.beat_s is not None else "starting"
