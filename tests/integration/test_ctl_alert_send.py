"""``ctl alert send`` to a real core: why it acknowledges nothing is said."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.ctl.output import ExitCode
from console.app.runtime_folder import RuntimeFolder
from console.protocol.core_messages import GetStatus
from tests.fakes.core_site import RunningCore, core_config, running_core
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

ALERT = str(Path(__file__).parents[2] / "docs" / "first-alert.json")


@pytest.fixture
def core(run_dir: Path) -> Iterator[RunningCore]:
    folder = RuntimeFolder(run_dir / "site", "test", run_dir / "held", run_dir / "shm")
    folder.open()
    config = core_config(folder.path)
    folder.write_run_file("b00t", run_dir, config.alerts_endpoint)
    with running_core(config) as running:
        yield running
    folder.close()


def sent(core: RunningCore, code: int) -> str:
    done = CliRunner().invoke(app, ["ctl", "--run", core.config.run_dir, "alert", "send", ALERT])
    assert done.exit_code == code, done.output
    return done.output


def test_a_disk_that_takes_nothing_is_why(
    core: RunningCore, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for told in ("can't be written", "never acknowledged"):
        expected_log(told)
    monkeypatch.setattr("console.app.ctl.incident_commands.SEND_PATIENCE_S", 0.2)
    other = sqlite3.connect(Path(core.config.data_dir) / "core.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert "1 of 1 alerts not acknowledged" in sent(core, ExitCode.NOT_RUNNING)
        wait_until(
            lambda: core.requester.call(GetStatus())["data_folder"]["state"] == "failing", 10.0, "it fails"
        )
        assert "core's disk takes nothing (database is locked): free space" in sent(
            core, ExitCode.NOT_RUNNING
        )
    finally:
        other.execute("ROLLBACK")
        other.close()
    monkeypatch.undo()
    assert "1 acknowledged" in sent(core, ExitCode.OK)
