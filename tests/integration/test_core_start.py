"""Core over a long log: it answers, beats and tells its progress from the first moment, and then has all."""

import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zmq

from console.app.bench.made_log import make_log
from console.domain.errors import CommandRefused
from console.protocol.clock import SystemClock
from console.protocol.core_messages import GetSnapshot, GetStatus
from console.protocol.endpoints import Endpoints
from console.protocol.outbox import Outbox
from console.protocol.process_config import CoreConfig
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from tests.fakes.core_site import alert_message, core_config
from tests.integration.test_core_restart import bus, core_process
from tests.watch.waiting import wait_until

INPUTS = 40_000


@pytest.fixture(scope="module")
def made_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a long log that no core has taken up."""
    config = core_config(tmp_path_factory.mktemp("made"), cameras=24)
    make_log(config, INPUTS, lambda _: None)
    return Path(config.data_dir)


@pytest.fixture
def long_log(run_dir: Path, made_data: Path) -> CoreConfig:
    """A core over a copy of it."""
    config = core_config(run_dir, cameras=24)
    shutil.copytree(made_data, config.data_dir)
    return config


def starting(requester: Requester) -> dict[str, Any]:
    """What core says while it takes its log up."""
    status: dict[str, Any] = {}

    def says_so() -> bool:
        status.update(requester.call(GetStatus(), 10.0))
        return status["state"] == "starting"

    wait_until(says_so, 10.0, "core says that it is starting", look_every_s=0.001)
    return status


def test_it_tells_its_progress_refuses_the_rest_and_beats_until_it_is_there(long_log: CoreConfig) -> None:
    with bus(long_log) as (context, requester), context.socket(zmq.ROUTER) as supervisor:
        supervisor.bind(Endpoints(Path(long_log.run_dir)).supervisor)
        outbox = Outbox(context, long_log.alerts_endpoint, SystemClock())
        outbox.start()
        outbox.send(alert_message(1))
        with core_process(long_log):
            first = starting(requester)
            assert first["starting"]["total"] == INPUTS
            with pytest.raises(CommandRefused) as refused:
                requester.call(GetSnapshot(), 10.0)
            assert refused.value.code == "starting"
            assert f"% of {INPUTS:,} inputs" in refused.value.text
            later = starting(requester)
            assert later["starting"]["done"] > first["starting"]["done"]
            assert _beats(supervisor), "the supervisor hears it meanwhile"
            wait_until(lambda: _is_ready(requester), 60.0, "core is ready")
            wait_until(lambda: bool(outbox.poll()) or not outbox.pending, 10.0, "what waited is taken")
            status = requester.call(GetStatus())
        outbox.stop()
    assert status["counts"]["received"] == 1
    assert sum(status["incidents"].values()) == 1500
    assert status["problems"] == []


def test_a_stop_while_it_starts_is_quick_and_harms_nothing(long_log: CoreConfig) -> None:
    with bus(long_log) as (_, requester):
        with core_process(long_log) as process:
            starting(requester)
            process.send_signal(signal.SIGTERM)
            assert _ended(process) == 0
        with core_process(long_log):
            wait_until(lambda: _is_ready(requester), 60.0, "core is ready")
            assert requester.call(GetStatus())["log"]["set_aside"] == []


def _beats(supervisor: zmq.Socket[bytes]) -> bool:
    decoder = msgspec.json.Decoder(SupervisorRequest)
    if not supervisor.poll(10_000):
        return False
    return isinstance(decoder.decode(supervisor.recv_multipart()[-1]).command, Beat)


def _is_ready(requester: Requester) -> bool:
    return bool(requester.call(GetStatus(), 10.0)["state"] == "ready")


def _ended(process: "subprocess.Popen[bytes]") -> int:
    return process.wait(5)
