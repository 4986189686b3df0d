"""Children of this process that a real fork server makes: they are as those that it starts itself."""

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.app.fork_group import BegunServer, ForkGroup, begin_server
from console.app.forked_child import ForkedChild, ForkServers
from console.app.process_usage import children_by_parent
from console.app.supervised_process import ProcessSpec, SupervisedProcess
from console.protocol.process_config import EngineConfig
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

ENGINE = "console.media.engine.process"
NICE = 7


@contextmanager
def served(*loads: str) -> Iterator[tuple[BegunServer, ForkServers]]:
    begun = begin_server(ForkGroup(loads, (ENGINE,)))
    servers = ForkServers((begun,))
    try:
        yield begun, servers
    finally:
        servers.stop()


def engine(folder: Path, name: str = "engine") -> SupervisedProcess:
    config = EngineConfig(
        name=name, site="test", run_dir=str(folder), log_dir=str(folder), workers=(), feeds={}
    )
    return SupervisedProcess(ProcessSpec(name, "engine", config, NICE), folder)


def started(process: SupervisedProcess, servers: ForkServers) -> int:
    """Its pid, once it has taken its configuration and is at work."""
    process.start(0.0, servers)
    log = process.log_dir / f"{process.spec.name}.log"
    wait_until(lambda: log.exists() and "starts, pid" in log.read_text(), 20.0, "it runs")
    assert process.popen is not None
    return process.popen.pid


def ends(process: SupervisedProcess) -> None:
    """With its standard input it ends."""
    process.close()
    wait_until(lambda: process.reap(1.0), 10.0, "it ends")
    assert process.last_exit == "status 0"


def open_in(pid: int) -> dict[str, str]:
    """What a process has open, by number."""
    return {one.name: os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir()}


def test_it_is_a_child_as_those_that_are_started_here(run_dir: Path) -> None:
    with served(ENGINE) as (begun, servers):
        process = engine(run_dir)
        pid = started(process, servers)
        assert isinstance(process.popen, ForkedChild)
        assert pid in children_by_parent()[os.getpid()], "its end is this process's to know"
        assert os.getpgid(pid) == pid, "Ctrl+C is not for it"
        assert os.getpriority(os.PRIO_PROCESS, pid) == NICE
        assert b"console.app.child engine" in Path(f"/proc/{pid}/cmdline").read_bytes()
        mine = open_in(pid)
        assert mine["0"].startswith("pipe:") and mine["1"] == mine["2"] == str(run_dir / "engine.err")
        theirs = {what for what in open_in(begun.process.pid).values() if what.startswith("socket:")}
        assert theirs and not theirs & {*mine.values()}, "nothing of its server's is open in it"
        ends(process)


def test_it_has_the_limits_of_the_moment(run_dir: Path) -> None:
    with served(ENGINE) as (_, servers):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft - 1, hard))
        process = engine(run_dir)
        try:
            pid = started(process, servers)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert resource.prlimit(pid, resource.RLIMIT_NOFILE) == (soft - 1, hard)
        ends(process)


def test_how_it_ended_is_known(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("engine ended .signal 9.; it starts again")
    with served() as (_, servers):
        process = engine(run_dir)
        os.kill(started(process, servers), signal.SIGKILL)
        wait_until(lambda: process.reap(1.0), 5.0, "its end is seen")
        assert process.last_exit == "signal 9"


def test_one_waits_for_its_module_and_others_need_not(run_dir: Path) -> None:
    with served("console.core.process", "console.core.replay.replay_process") as (_, servers):
        process = engine(run_dir)
        assert started(process, servers)
        ends(process)


def test_it_outlives_its_server_and_the_next_loads_its_own_code(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("a fork server takes no request: .*: processes load their own modules from now on")
    with served(ENGINE) as (begun, servers):
        first, second = engine(run_dir), engine(run_dir, "another")
        started(first, servers)
        begun.process.kill()
        begun.process.wait()
        started(second, servers)
        assert isinstance(second.popen, subprocess.Popen)
        for process in (first, second):
            assert process.popen is not None and process.popen.poll() is None
            ends(process)


def test_one_whose_server_does_not_answer_is_given_up_and_started_without(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("a fork server does not answer: processes load their own modules from now on")
    expected_log("engine ended .status 71.; it starts again")
    with served(ENGINE) as (begun, servers):
        os.kill(begun.process.pid, signal.SIGSTOP)
        process = engine(run_dir)
        process.start(0.0, servers)
        assert not process.reap(1.0)
        process.end_hung()
        assert process.reap(2.0)
        assert started(process, servers) and isinstance(process.popen, subprocess.Popen)
        ends(process)


def test_a_server_leaves_with_who_asks_it_also_while_it_loads() -> None:
    with served("console.core.process") as (begun, servers):
        servers.stop()
        assert begun.process.poll() is not None
