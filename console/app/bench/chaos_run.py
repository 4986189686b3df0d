"""``bench chaos``: disturbances at random; after each, within 10 s, every window and every fact is back."""

import json
import os
import random
import resource
import signal
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median

from console.app.bench.chaos_site import ChaosSite, Sender
from console.app.bench.progress import tell
from console.app.bench.wall_run import Figures
from console.domain.errors import SightlineError

BACK_WITHIN_S = 10.0
GIVE_UP_S = 60.0
LOOK_EVERY_S = 0.1
START_LIMIT_S = 60.0
MOST_KILLS_A_MINUTE = 4
AWAY_S = (0.5, 4.0)
STOPPED_S = (0.2, 8.0)
LIMITED_S = (1.0, 8.0)
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


class Chaos:
    """Disturbs a site by ``seed``; keeps how soon all was back after each kind of disturbance."""

    def __init__(self, site: ChaosSite, seed: int) -> None:
        self._site = site
        self._chance = random.Random(seed)
        self._killed_s: dict[str, list[float]] = defaultdict(list)
        self.back_s: dict[str, list[float]] = defaultdict(list)
        self.late: list[str] = []
        self._acts: tuple[tuple[str, Callable[[], str]], ...] = (
            ("terminate", lambda: self._signal(signal.SIGTERM)),
            ("kill", lambda: self._signal(signal.SIGKILL)),
            ("kill", lambda: self._signal(signal.SIGKILL)),
            ("stop", self._stop_one),
            ("x server", self._restart_screen),
            ("supervisor killed", self._kill_supervisor),
            ("supervisor stopped", self._stop_supervisor),
            ("all stopped", self._stop_all),
            ("database", self._harm_database),
            ("clock", self._set_clock),
            ("disk full", self._fill_disk),
            ("read-only", self._make_read_only),
            ("shared memory full", self._fill_shared_memory),
        )

    def disturb(self) -> None:
        """One disturbance; then wait until all is back."""
        kind, act = self._chance.choice(self._acts)
        what = act()
        if what:
            tell(f"{kind}: {what}")
            self._wait_back(kind, what)

    def _wait_back(self, kind: str, what: str) -> None:
        began_s = time.monotonic()
        missing = ["not looked at"]
        while missing and time.monotonic() - began_s < GIVE_UP_S:
            self._site.look_after_supervisor()
            time.sleep(LOOK_EVERY_S)
            missing = self._site.missing()
        took_s = time.monotonic() - began_s
        self.back_s[kind].append(took_s)
        if took_s > BACK_WITHIN_S:
            self.late.append(
                f"{kind} {what}: {took_s:.1f} s{'; still ' + ', '.join(missing) if missing else ''}"
            )
            tell(f"  late: {self.late[-1]}")

    # --- disturbances: each says what it did; "" for nothing ------------------------------------------------

    def _victim(self) -> tuple[str, int]:
        """A process that was not killed too often of late."""
        now_s = time.monotonic()
        running = {p["name"]: int(p["pid"]) for p in self._site.processes() if p["pid"]}
        free = [name for name in running if self._kills(name, now_s) < MOST_KILLS_A_MINUTE]
        if not free:
            return "", 0
        name = self._chance.choice(sorted(free))
        self._killed_s[name].append(now_s)
        return name, running[name]

    def _kills(self, name: str, now_s: float) -> int:
        return sum(now_s - at_s < 60.0 for at_s in self._killed_s[name])

    def _signal(self, number: int) -> str:
        name, pid = self._victim()
        return name if name and _sent(pid, number) else ""

    def _stop_one(self) -> str:
        name, pid = self._victim()
        if not name or not _sent(pid, signal.SIGSTOP):
            return ""
        stopped_s = self._chance.uniform(*STOPPED_S)
        time.sleep(stopped_s)
        _sent(pid, signal.SIGCONT)  # unless the supervisor has killed it by then
        return f"{name} for {stopped_s:.1f} s"

    def _restart_screen(self) -> str:
        windows = ("display-wall-1", "display-wall-2", "desk")
        now_s = time.monotonic()
        if any(self._kills(name, now_s) >= MOST_KILLS_A_MINUTE for name in windows):
            return ""
        for name in windows:
            self._killed_s[name].append(now_s)
        away_s = self._chance.uniform(*AWAY_S)
        self._site.screen.stop()
        time.sleep(away_s)
        self._site.screen.start()
        return f"away for {away_s:.1f} s"

    def _kill_supervisor(self) -> str:
        pid = self._site.supervisor_pid
        return "and with it all others" if pid and _sent(pid, signal.SIGKILL) else ""

    def _stop_supervisor(self) -> str:
        return self._stop_pids([self._site.supervisor_pid], "supervisor")

    def _stop_all(self) -> str:
        children = [int(p["pid"]) for p in self._site.processes() if p["pid"]]
        return self._stop_pids([self._site.supervisor_pid, *children], "every process")

    def _stop_pids(self, pids: list[int], what: str) -> str:
        stopped_s = self._chance.uniform(1.0, 12.0)
        stopped = [pid for pid in pids if pid and _sent(pid, signal.SIGSTOP)]
        time.sleep(stopped_s)
        for pid in stopped:
            _sent(pid, signal.SIGCONT)
        return f"{what} for {stopped_s:.1f} s" if stopped else ""

    def _set_clock(self) -> str:
        step_ms = self._chance.choice((-DAY_MS, -HOUR_MS, -5_000, 0, 5_000, HOUR_MS, DAY_MS))
        self._site.clock_step.write_text(str(step_ms))
        return f"now {step_ms // 1000} s from the machine's"

    def _fill_disk(self) -> str:
        """Core's log can't grow any more."""
        log = self._site.data_dir / "core.sqlite-wal"
        return self._without_room([self._pid_of("core")], log.stat().st_size if log.is_file() else 0, "core")

    def _make_read_only(self) -> str:
        return self._without_room([self._pid_of("core")], 0, "core")

    def _fill_shared_memory(self) -> str:
        """A worker that is killed comes back and gets no memory for pictures, nor a log."""
        name = self._chance.choice(("worker-0", "worker-1"))
        pid, now_s = self._pid_of(name), time.monotonic()
        if not pid or self._kills(name, now_s) >= MOST_KILLS_A_MINUTE:
            return ""
        self._killed_s[name].append(now_s)
        _limited(self._site.supervisor_pid, 0)  # what it starts now has its limit
        _sent(pid, signal.SIGKILL)
        return self._without_room([self._site.supervisor_pid], 0, name)

    def _pid_of(self, name: str) -> int:
        return next((int(p["pid"] or 0) for p in self._site.processes() if p["name"] == name), 0)

    def _without_room(self, pids: list[int], largest_bytes: int, what: str) -> str:
        """For a while these can write no file beyond a size (EFBIG, as ENOSPC on a full disk)."""
        limited_s = self._chance.uniform(*LIMITED_S)
        limited = [pid for pid in pids if pid and _limited(pid, largest_bytes)]
        time.sleep(limited_s)
        for pid in (*limited, *(int(p["pid"] or 0) for p in self._site.processes())):
            if pid:
                _limited(pid, resource.RLIM_INFINITY)
        return f"{what} for {limited_s:.1f} s" if limited else ""

    def _harm_database(self) -> str:
        file = self._site.data_dir / "core.sqlite"
        if not file.is_file():
            return ""
        way = self._chance.choice(("overwritten", "removed", "emptied"))
        if way == "removed":
            file.unlink()
        elif way == "emptied":
            file.write_bytes(b"")
        else:
            with file.open("r+b") as opened:
                opened.write(self._chance.randbytes(file.stat().st_size))
        return way


def _sent(pid: int, number: int) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def _limited(pid: int, largest_bytes: int) -> bool:
    try:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest_bytes, resource.RLIM_INFINITY))
    except (ProcessLookupError, PermissionError):
        return False
    return True


def bench_chaos(home: Path, minutes: float, seed: int) -> Figures:
    """Disturb a site for so long while alerts come in, and count what was late, lost or doubled."""
    site = ChaosSite(home)
    site.start()
    try:
        _wait_whole(site)
        sender = Sender(site.run_file().alerts)
        sender.start()
        chaos = Chaos(site, seed)
        try:
            until_s = time.monotonic() + minutes * 60
            while time.monotonic() < until_s:
                chaos.disturb()
        finally:
            sender.stop()
    finally:
        site.stop()
    return {
        "seed": seed,
        "disturbances": sum(map(len, chaos.back_s.values())),
        "back_s": {
            kind: {"n": len(times), "p50": round(median(times), 1), "max": round(max(times), 1)}
            for kind, times in sorted(chaos.back_s.items())
        },
        "late": chaos.late,
        "alerts": {"sent": sender.sent, "acknowledged": len(sender.acknowledged), "left": sender.left},
        **_kept(site.data_dir, sender.acknowledged),
    }


def _wait_whole(site: ChaosSite) -> None:
    until_s = time.monotonic() + START_LIMIT_S
    while missing := site.missing():
        if time.monotonic() > until_s:
            raise SightlineError(f"the site did not come within {START_LIMIT_S:g} s: {', '.join(missing)}")
        time.sleep(LOOK_EVERY_S)


def _at_ms(line: str) -> int:
    return round(datetime.fromisoformat(json.loads(line)["at"]).timestamp() * 1000)


def _log_lines(data_dir: Path) -> list[str]:
    logs = sorted((data_dir / "logs").glob("core.log*"))
    return [line for file in logs for line in file.read_text(encoding="utf-8").splitlines()]


def _kept(data_dir: Path, acknowledged: dict[str, int]) -> Figures:
    """Whether the journal has each acknowledged alert, once."""
    connection = sqlite3.connect(data_dir / "core.sqlite")
    try:
        journal = [name for (name,) in connection.execute("SELECT id FROM journal")]
    finally:
        connection.close()
    kept = set(journal)
    damaged = sorted(path.name for path in data_dir.glob("core.sqlite.damaged-*Z*"))
    said = [_at_ms(line) for line in _log_lines(data_dir) if "core goes on from" in line]
    lost = [name for name in acknowledged if name not in kept]
    return {
        "lost": len(lost),
        "lost_unsaid": sum(acknowledged[name] > max(said, default=0) for name in lost),
        "losses_said": len(said),
        "doubled": len(journal) - len(kept),
        "databases_set_aside": sum(not name.endswith(("-wal", "-shm")) for name in damaged),
    }
