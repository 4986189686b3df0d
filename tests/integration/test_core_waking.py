"""Core wakes for what comes or is due: nothing waits until its loop looks round by itself."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq

from console.core import loop
from console.protocol.clock import SystemClock
from console.protocol.core_messages import GetStatus
from console.protocol.outbox import Outbox
from tests.fakes.core_site import RunningCore, alert_message, core_config, log_on_disk, running_core
from tests.watch.waiting import wait_until

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


def test_for_a_command(core: RunningCore) -> None:
    for _ in range(3):
        core.requester.call(GetStatus(), LIMIT_S)


def test_for_an_alert_its_commit_and_the_end_of_its_time_on_the_wall(core: RunningCore) -> None:
    before = inputs(core)
    outbox = Outbox(core.context, core.config.alerts_endpoint, SystemClock())
    outbox.start()
    try:
        outbox.send(alert_message(1))
        wait_until(lambda: bool(outbox.poll() or True) and not outbox.pending, LIMIT_S, "acknowledged")
    finally:
        outbox.stop()
    wait_until(
        lambda: inputs(core) == before + 2, LIMIT_S, "the alert and the end of its hold are decided on"
    )


def test_for_an_alert_that_nobody_acknowledges(core: RunningCore) -> None:
    before = inputs(core)
    with core.context.socket(zmq.PUB) as sensor:
        sensor.setsockopt(zmq.LINGER, 0)
        sensor.connect(core.config.simple_alerts_endpoint)

        def is_taken() -> bool:
            sensor.send(msgspec.json.encode(alert_message(1)))  # again: nobody says when it is connected
            return inputs(core) > before

        wait_until(is_taken, LIMIT_S, "the alert is decided on")
