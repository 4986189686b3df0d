"""A supervisor over a real core: what ends twice is told, and a gap of its own is nobody's fault."""

import os
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from console.app import supervised_process
from console.app.ctl.session import ask
from console.app.runtime_folder import RuntimeFolder
from console.app.supervised_process import ProcessSpec
from console.app.supervisor import Supervisor
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.process_config import CoreConfig, EngineConfig
from console.protocol.supervisor_messages import GetProcesses, SupervisorRequest
from console.protocol.trouble_file import TroubleFile
from tests.fakes.core_site import core_config
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until


class JumpingClock(SystemClock):
    """Runs as the system's, and leaps when it is told to, as for a process that stood still."""

    def __init__(self) -> None:
        self.ahead_ns = 0

    def monotonic_ns(self) -> int:
        return super().monotonic_ns() + self.ahead_ns


class HeldClock(JumpingClock):
    """Stands still but for its leaps."""

    def monotonic_ns(self) -> int:
        return 1_000_000_000 + self.ahead_ns


@contextmanager
def supervised(
    run_dir: Path, config: CoreConfig, clock: SystemClock, *others: ProcessSpec
) -> Iterator[tuple[Path, Supervisor]]:
    """A supervisor of one core (and others) in a thread, and its runtime folder."""
    folder = RuntimeFolder(run_dir / "site", "test", run_dir / "data", run_dir / "shm")
    folder.open()
    logs = run_dir / "logs"
    config = msgspec.structs.replace(config, run_dir=str(folder.path), log_dir=str(logs))
    folders = {"run_dir": str(folder.path), "log_dir": str(logs)}
    others = tuple(replace(one, config=msgspec.structs.replace(one.config, **folders)) for one in others)
    supervisor = Supervisor((ProcessSpec("core", "core", config, 0), *others), folder, logs, "", clock)
    supervisor.start()

    def watch() -> None:
        while not supervisor.stopping.is_set():
            supervisor.turn(20)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield folder.path, supervisor
    finally:
        supervisor.stopping.set()
        thread.join()
        supervisor.stop()


def processes(run: Path) -> list[dict[str, Any]]:
    result = ask(Endpoints(run).supervisor, GetProcesses(), SupervisorRequest, 5.0)
    found: list[dict[str, Any]] = result["processes"]
    return found


def core_of(run: Path) -> dict[str, Any]:
    return processes(run)[0]


def runs(run: Path) -> bool:
    return bool(core_of(run)["state"] == "running")


FOLLOWING = ProcessSpec(
    "engine", "engine", EngineConfig(name="engine", site="test", run_dir="", workers=(), feeds={}), 0, True
)


def test_what_follows_the_wall_starts_once_all_others_beat(run_dir: Path) -> None:
    with supervised(run_dir, core_config(run_dir), HeldClock(), FOLLOWING) as (run, _):
        seen = []
        wait_until(lambda: seen.append(processes(run)) or seen[-1][1]["pid"], 20.0, "it starts, too")
        assert all(following["state"] == "waiting" for core, following in seen if core["state"] != "running")
        assert seen[0][1]["state"] == "waiting" and seen[-1][0]["state"] == "running"


def test_it_does_not_wait_for_long_for_one_that_hangs(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log.may_come("the supervisor stood still for . s")  # where many leaps went by in one turn
    clock = HeldClock()
    with supervised(run_dir, core_config(run_dir), clock, FOLLOWING) as (run, _):
        wait_until(lambda: core_of(run)["pid"], 5.0, "core is there")
        os.kill(core_of(run)["pid"], signal.SIGSTOP)
        for _ in range(20):
            clock.ahead_ns += 300_000_000  # several may go by in one turn; after 2 s it stood still itself
            processes(run)
        wait_until(lambda: processes(run)[1]["pid"], 5.0, "it starts, though core hangs")
        assert core_of(run)["state"] == "starting"
        os.kill(core_of(run)["pid"], signal.SIGCONT)


def test_one_that_hangs_tells_where_before_it_is_killed(
    run_dir: Path, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("engine has not answered for too long; it is killed")
    expected_log("engine ended .signal 9.; it starts again")
    unheard = replace(FOLLOWING, config=msgspec.structs.replace(FOLLOWING.config, lifeline_dir=str(run_dir)))
    with supervised(run_dir, core_config(run_dir), SystemClock(), unheard) as (run, _):
        log = run_dir / "logs" / "engine.log"
        wait_until(lambda: log.exists() and "starts" in log.read_text(), 20.0, "it runs")
        monkeypatch.setattr(supervised_process, "FIRST_BEAT_WITHIN_S", 1.0)
        wait_until(lambda: processes(run)[1]["last_exit"] == "signal 9", 10.0, "it is killed")
        monkeypatch.undo()
    assert "console/media/engine/process.py" in (run_dir / "logs" / "engine.err").read_text()


def test_what_a_killed_supervisor_told_is_told_no_more(run_dir: Path) -> None:
    (run_dir / "site").mkdir(mode=0o700)
    TroubleFile(run_dir / "site").write({"display-wall-2": "waits for its screen"})
    with supervised(run_dir, core_config(run_dir), SystemClock()) as (run, _):
        assert TroubleFile(run).read() == {}


def test_what_ended_twice_in_a_row_is_told_with_its_last_error(
    run_dir: Path, expected_log: ExpectedLog, capfd: Any
) -> None:
    expected_log("core ended .status 1.; it starts again")
    expected_log("core: ended [2345] times in a row: .*Address already in use")
    config = core_config(run_dir)
    port = int(config.alerts_endpoint.rsplit(":", 1)[1])
    with supervised(run_dir, config, SystemClock()) as (run, _):
        with socket.create_server(("127.0.0.1", port)):
            wait_until(lambda: core_of(run)["trouble"], 20.0, "the trouble is told")
            trouble = core_of(run)["trouble"]
            wait_until(lambda: TroubleFile(run).read(), 5.0, "and the windows can read it")
            assert "Address already in use" in TroubleFile(run).read()["core"]
        assert trouble.startswith("ended ") and "Address already in use" in trouble
        wait_until(lambda: runs(run), 20.0, "core comes once the port is free")
    assert "core: ended 2 times in a row: " in capfd.readouterr().err
    assert TroubleFile(run).read() == {}


def test_a_core_that_ends_in_order_by_itself_comes_back(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("core ended .status 0.; it starts again")
    with supervised(run_dir, core_config(run_dir), SystemClock()) as (run, _):
        wait_until(lambda: runs(run), 20.0, "core runs")
        before = core_of(run)["pid"]
        os.kill(before, signal.SIGTERM)
        wait_until(lambda: core_of(run)["pid"] not in (0, before) and runs(run), 20.0, "core is back")


def test_a_core_that_starts_again_is_no_silence(run_dir: Path, expected_log: ExpectedLog) -> None:
    """Or a replay whose core was killed would lose the monitors that it is lent."""
    expected_log("core ended .signal 9.; it starts again")
    with supervised(run_dir, core_config(run_dir), SystemClock()) as (run, supervisor):
        assert not supervisor.serves(), "nobody heard it yet"
        wait_until(lambda: runs(run), 20.0, "core runs")
        assert supervisor.serves()
        before = core_of(run)["pid"]
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: core_of(run)["pid"] not in (0, before), 5.0, "it starts again")
        assert supervisor.serves()
        wait_until(lambda: runs(run), 20.0, "core is back")


def test_a_supervisor_that_stood_still_kills_nobody(
    run_dir: Path, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("the supervisor stood still for (12|24|36) s")
    clock = JumpingClock()
    with supervised(run_dir, core_config(run_dir), clock) as (run, _):
        wait_until(lambda: runs(run), 20.0, "core runs")
        before = core_of(run)["pid"]
        for times in range(1, 4):
            clock.ahead_ns += 12_000_000_000
            wait_until(lambda: caplog.text.count("stood still") >= times, 5.0, "it looks again")  # noqa: B023
            assert runs(run)
        assert core_of(run)["pid"] == before and core_of(run)["restarts"] == 0


def test_a_log_folder_that_can_not_be_written_keeps_nobody_from_starting(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("core ended .signal 9.; it starts again")
    with supervised(run_dir, core_config(run_dir), SystemClock()) as (run, _):
        wait_until(lambda: runs(run), 20.0, "core runs")
        before = core_of(run)["pid"]
        shutil.rmtree(run_dir / "logs")
        (run_dir / "logs").write_text("in the way")
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: core_of(run)["pid"] not in (0, before) and runs(run), 20.0, "core is back")


def test_what_the_machine_can_not_start_now_is_tried_again(
    run_dir: Path, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("core:? can't be started: ")
    monkeypatch.setattr("console.app.supervised_process.sys.executable", str(run_dir / "no python"))
    with supervised(run_dir, core_config(run_dir), SystemClock()) as (run, _):
        # it waits before its first start as well: that it could not be started is what counts
        wait_until(lambda: core_of(run)["trouble"].startswith("can't be started"), 10.0, "it waits")
        monkeypatch.undo()
        wait_until(lambda: runs(run), 20.0, "core comes once it can be started")
