"""Core wakes for what comes or is due: nothing waits until its loop looks round by itself."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq

from console.core import loop
from console.domain.ids import MonitorId
from console.protocol.core_messages import GetStatus
from console.protocol.layout_messages import SaveLayout
from tests.fakes.core_site import RunningCore, alert_message, core_config, log_on_disk, running_core
from tests.fakes.counted_clock import CountedClock
from tests.watch.waiting import becomes_true, wait_until

LIMIT_S = 5.0
HOLD_S = 1


@pytest.fixture
def core(run_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningCore]:
    """It looks round by itself after a time that no test here has."""
    with running_core(core_config(run_dir, hold_s=HOLD_S)) as running:
        with monkeypatch.context() as patched:
            patched.setattr(loop, "LONGEST_WAIT_MS", 30_000)
            running.requester.call(GetStatus())  # ends the last wait that is short
            yield running
        running.requester.call(GetStatus())


def inputs(core: RunningCore) -> int:
    return log_on_disk(core.config)[1]


def test_for_commands_and_their_commits(core: RunningCore) -> None:
    for number in range(3):
        core.requester.call(GetStatus(), LIMIT_S, tries=1)
        core.requester.call(SaveLayout(MonitorId("wall-1"), f"night {number}"), LIMIT_S, tries=1)


def test_for_an_alert_its_commit_and_the_end_of_its_time_on_the_wall(core: RunningCore) -> None:
    before = inputs(core)
    with core.context.socket(zmq.DEALER) as sensor:
        sensor.setsockopt(zmq.LINGER, 0)
        sensor.connect(core.config.alerts_endpoint)
        sensor.send(msgspec.json.encode(alert_message(1)))
        assert sensor.poll(int(1000 * LIMIT_S)), "acknowledged, though nobody sent it again"
    wait_until(
        lambda: inputs(core) == before + 2, LIMIT_S, "the alert and the end of its hold are decided on"
    )


def test_and_rests_while_nothing_comes(run_dir: Path) -> None:
    clock = CountedClock()
    with running_core(core_config(run_dir), clock):
        before = clock.reads
        assert not becomes_true(lambda: clock.reads > before + 500, 0.5), "it looks round again and again"


def test_for_an_alert_that_nobody_acknowledges(core: RunningCore) -> None:
    before = inputs(core)
    with core.context.socket(zmq.PUB) as sensor:
        sensor.setsockopt(zmq.LINGER, 0)
        sensor.connect(core.config.simple_alerts_endpoint)

        def is_taken() -> bool:
            sensor.send(msgspec.json.encode(alert_message(1)))  # again: nobody says when it is connected
            return inputs(core) > before

        wait_until(is_taken, LIMIT_S, "the alert is decided on")
