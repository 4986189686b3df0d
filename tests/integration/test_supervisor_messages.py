"""What reaches the supervisor's socket: no bytes end it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq

from console.app.runtime_folder import RuntimeFolder
from console.app.supervisor import Supervisor
from console.protocol.endpoints import Endpoints
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import GetProcesses, SupervisorRequest
from tests.fakes.held_clock import HeldClock
from tests.watch.waiting import wait_until

GARBAGE = (b"", b"\xff", b"[" * 100_000, b'{"id":' * 100_000, b'{"id":"\xff","by":"b"}', b'{"id":"a"}')


@pytest.fixture
def supervisor(run_dir: Path) -> Iterator[Supervisor]:
    folder = RuntimeFolder(run_dir / "site", "test", run_dir / "data", run_dir / "shm")
    folder.open()
    made = Supervisor((), folder, run_dir / "logs", "tcp://127.0.0.1:1", HeldClock())
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
def test_it_answers_after_what_cannot_be_read(supervisor: Supervisor, run_dir: Path, body: bytes) -> None:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    endpoint = Endpoints(run_dir / "site").supervisor
    asker = Requester(context, endpoint, "test", HeldClock(), SupervisorRequest)
    asker.start()
    asker.socket.send(body)
    asked = asker.send(GetProcesses())
    answered: list[str] = []

    def come() -> bool:
        supervisor.turn(10)
        answered.extend(reply.id for reply in asker.poll())
        return bool(answered)

    wait_until(come, 5, "the question after it is answered")
    assert answered == [asked]
    asker.stop()
    context.term()
