"""Core's log can't be read at a start: it is said, and what is done meanwhile joins it later."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from console.core.log.batch import Addition, write
from console.core.log.checkpoints import Checkpoint
from console.core.log.input_log import LogEntry, Voided, encode_entry
from console.core.log.joining import Apart, joined
from console.core.log.rows import Row, input_row
from console.core.log.schema import open_database
from console.core.log.versions import read_entry
from console.core.process import EXIT_START_AGAIN
from console.domain.errors import CommandRefused
from console.domain.ids import IncidentId, MonitorId
from console.protocol.clock import SystemClock
from console.protocol.core_messages import AcknowledgeIncident, GetSnapshot, GetStatus, ListIncidents
from console.protocol.layout_messages import SaveLayout
from console.protocol.outbox import Outbox
from console.protocol.process_config import CoreConfig
from tests.fakes.core_site import RunningCore, alert_message, core_config, running_core
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until


def locked(config: CoreConfig) -> sqlite3.Connection:
    """Another program has core's database to itself until it is closed."""
    holder = sqlite3.connect(Path(config.data_dir) / "core.sqlite", isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("CREATE TABLE held (one INTEGER)")
    return holder


@pytest.fixture
def config(run_dir: Path, expected_log: ExpectedLog) -> CoreConfig:
    expected_log("can't be written")
    expected_log.may_come("[13] alerts to .* were never acknowledged")
    expected_log.may_come("holds another log|could not be written|journal's keys could not be read")
    return core_config(run_dir)


@contextmanager
def sender(core: RunningCore) -> Iterator[Outbox]:
    outbox = Outbox(core.context, core.config.alerts_endpoint, SystemClock())
    outbox.start()
    yield outbox
    outbox.stop()


def acknowledged(outbox: Outbox) -> None:
    wait_until(lambda: bool(outbox.poll() or True) and not outbox.pending, 10.0, "all is acknowledged")


def incidents(core: RunningCore) -> dict[str, dict[str, Any]]:
    """By their alerts' ids."""
    found = core.requester.call(ListIncidents(include_closed=True))["incidents"]
    return {one["alert"]["id"]: one for one in found}


def numbers(told: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {alert: one["incident"] for alert, one in told.items()}


def has(core: RunningCore, outbox: Outbox, *alerts: str) -> None:
    def there() -> bool:
        outbox.poll()
        return set(alerts) <= set(incidents(core))

    wait_until(there, 10.0, f"alerts {alerts} are acted on")


def test_what_is_done_while_the_log_cannot_be_read_joins_it(config: CoreConfig) -> None:
    with running_core(config) as core, sender(core) as outbox:
        for number in (1, 2):
            outbox.send(alert_message(number))
        acknowledged(outbox)
        before = incidents(core)
    lock = locked(config)
    with running_core(config) as core, sender(core) as outbox:
        (problem,) = core.requester.call(GetSnapshot())["problems"]
        assert "can't be read" in problem and "what core knew before is missing" in problem
        for number in (2, 3, 4):  # 2 again: nobody can know it now
            outbox.send(alert_message(number))
        has(core, outbox, "shots-2", "shots-3", "shots-4")
        meanwhile = incidents(core)
        assert not set(numbers(before).values()) & set(numbers(meanwhile).values())
        core.requester.call(AcknowledgeIncident(IncidentId(meanwhile["shots-3"]["incident"])))
        stored = core.requester.call(SaveLayout(MonitorId("wall-1"), "meanwhile"))
        assert "can't be read" in stored["unsaved"], "it is said that this is not on disk"
        with pytest.raises(CommandRefused, match="core can't read what it knew before"):
            core.requester.call(AcknowledgeIncident(IncidentId(before["shots-1"]["incident"])))
        assert outbox.pending == 3, "nothing is acknowledged that is not on disk"
        lock.close()
        wait_until(lambda: bool(core.exit_status), 10.0, "core ends, to start with all of it")
        assert core.exit_status == [EXIT_START_AGAIN]
    with running_core(config) as core, sender(core) as outbox:
        status = core.requester.call(GetStatus())
        assert status["log"]["set_aside"] == []
        snapshot = core.requester.call(GetSnapshot())
        assert snapshot["problems"] == [] and "meanwhile" in [one["name"] for one in snapshot["layouts"]]
        now = incidents(core)
        assert now.keys() == {"shots-1", "shots-2", "shots-3", "shots-4"}
        assert numbers(now) == numbers({**meanwhile, **before})
        assert now["shots-3"]["acknowledged_by"] == "test" and now["shots-4"]["acknowledged_by"] is None
        for number in range(1, 5):
            outbox.send(alert_message(number))
        acknowledged(outbox)
        assert len(incidents(core)) == 4


def test_no_number_comes_twice_though_core_starts_again_and_again_without_its_log(config: CoreConfig) -> None:
    with running_core(config) as core, sender(core) as outbox:
        outbox.send(alert_message(1))
        acknowledged(outbox)
        given = list(numbers(incidents(core)).values())
    lock = locked(config)
    for number in (2, 3):
        with running_core(config) as core, sender(core) as outbox:
            outbox.send(alert_message(number))
            has(core, outbox, f"shots-{number}")
            given += numbers(incidents(core)).values()
    lock.close()
    assert len(set(given)) == len(given) == 3


def test_numbers_that_could_not_be_written_down_are_not_given_again(config: CoreConfig) -> None:
    with running_core(config) as core, sender(core) as outbox:
        outbox.send(alert_message(1))
        acknowledged(outbox)
        with closing(sqlite3.connect(Path(config.data_dir) / "core.sqlite", isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            outbox.send(alert_message(2))
            has(core, outbox, "shots-2")
            wait_until(lambda: core.requester.call(GetSnapshot())["problems"], 10.0, "it can't be written")
            given = set(numbers(incidents(core)).values())
            shutil.copytree(config.data_dir, f"{config.data_dir}.killed")
        acknowledged(outbox)
    after = msgspec.structs.replace(config, data_dir=f"{config.data_dir}.killed")
    with running_core(after) as core, sender(core) as outbox:
        outbox.send(alert_message(3))
        acknowledged(outbox)
        assert numbers(incidents(core))["shots-3"] not in given
        assert core.requester.call(GetStatus())["log"]["set_aside"] == []
    with running_core(after) as core, sender(core) as outbox:
        assert core.requester.call(GetStatus())["log"]["set_aside"] == [], "nobody misses them later"
        last = core.requester.call(GetStatus())["log"]["n"]
        outbox.send(alert_message(4))
        acknowledged(outbox)
        assert core.requester.call(GetStatus())["log"]["n"] < last + 10, "and numbers go on one by one"


@pytest.fixture
def log_of_five(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_database(tmp_path / "core.sqlite")
    with closing(connection):
        write(connection, [Addition(n, (row(n, n * 10),)) for n in range(1, 6)], ())
        yield connection


def row(n: int, at_ms: int) -> Row:
    return input_row(n, at_ms, at_ms, encode_entry(LogEntry(2, n, at_ms, at_ms, Voided("test"))))


def test_log_time_does_not_go_back_and_the_numbers_between_were_never_given(
    log_of_five: sqlite3.Connection,
) -> None:
    batch = [Addition(1, (row(11, 20),), (("received", 1),)), Addition(2, (row(12, 70),))]
    found = joined(log_of_five, batch)
    read = [read_entry(values[0], values[3]) for one in found for _, values in one.rows]  # type: ignore[arg-type]
    assert [(entry.n, entry.at_ms) for entry in read] == [(10, 50), (11, 50), (12, 70)]
    assert isinstance(read[0].input, Voided) and read[0].input.since_n == 6
    assert found[1].counts == batch[0].counts and found[2] == batch[1]


def test_no_number_between_is_no_entry(log_of_five: sqlite3.Connection) -> None:
    batch = [Addition(1, (row(6, 60),), checkpoint=Checkpoint(6, 60, 2, b"state"))]
    assert joined(log_of_five, batch) == [Addition(1, (row(6, 60),))], "a checkpoint lacks what was before"


def test_numbers_that_the_log_holds_can_not_join(log_of_five: sqlite3.Connection) -> None:
    with pytest.raises(Apart):
        joined(log_of_five, [Addition(1, (row(5, 60),))])
