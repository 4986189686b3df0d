"""The sensors' process against a real ROUTER that acknowledges as core does."""

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq

from console.domain.alert import AlertKind
from console.protocol.alert_messages import AlertAcknowledged, AlertMessage
from console.protocol.clock import SystemClock
from console.protocol.process_config import SensorsConfig
from console.sim.city import demo_cameras
from console.sim.sensors import run
from tests.fakes.simulated_city import BeatKeeper
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until


@pytest.fixture
def boundary() -> Iterator[tuple[zmq.Socket[bytes], str]]:
    socket = zmq.Context.instance().socket(zmq.ROUTER)
    socket.setsockopt(zmq.LINGER, 0)
    port = socket.bind_to_random_port("tcp://127.0.0.1")
    yield socket, f"tcp://127.0.0.1:{port}"
    socket.close()


def test_alerts_arrive_and_their_acknowledgements_are_counted(
    run_dir: Path, boundary: tuple[zmq.Socket[bytes], str], expected_log: ExpectedLog
) -> None:
    expected_log.may_come("never acknowledged")  # those on their way when it is told to stop
    socket, endpoint = boundary
    config = SensorsConfig(
        name="sensors",
        site="test",
        run_dir=str(run_dir),
        alerts_endpoint=endpoint,
        cameras=demo_cameras(8),
        interval_s=0.1,
        first_after_s=0.1,
    )
    lifeline = BeatKeeper()
    status: list[int] = []
    thread = threading.Thread(target=lambda: status.append(run(config, lifeline, SystemClock())))
    thread.start()
    received: list[AlertMessage] = []

    def acknowledge() -> bool:
        while socket.poll(10):
            peer, body = socket.recv_multipart()
            received.append(msgspec.json.decode(body, type=AlertMessage))
            answer = AlertAcknowledged(received[-1].id, received[-1].source, len(received))
            socket.send_multipart([peer, msgspec.json.encode(answer)])
        return len(received) >= 5 and bool(lifeline.beats) and lifeline.beats[-1]["alerts_acknowledged"] >= 5

    try:
        wait_until(acknowledge, 10, "five alerts sent and acknowledged")
    finally:
        lifeline.stopping.set()
        thread.join(5)
    assert status == [0]
    assert received[0].kind is AlertKind.GUNSHOT
    assert len({(alert.source, alert.id) for alert in received}) == len(received)
    assert lifeline.beats[-1]["alerts_sent"] >= 5
