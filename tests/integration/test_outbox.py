"""A sender's outbox against a boundary that is late, speaks nonsense, refuses, or goes and comes back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
import zmq

from console.protocol.alert_messages import AlertAcknowledged, AlertMessage, AlertRejected
from console.protocol.outbox import MAX_PENDING, InvalidAlert, Outbox, OutboxFull
from tests.fakes.core_site import alert_message
from tests.fakes.held_clock import HeldClock
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

LIMIT_S = 10.0


@dataclass
class Boundary:
    """An outbox, and the socket that a core would have; ``come`` are the alerts' ids as they came."""

    context: "zmq.Context[zmq.Socket[bytes]]"
    endpoint: str
    clock: HeldClock = field(default_factory=HeldClock)
    come: list[str] = field(default_factory=list)
    answers: list[AlertAcknowledged | AlertRejected] = field(default_factory=list)
    peer: bytes = b""

    def __post_init__(self) -> None:
        self.outbox = Outbox(self.context, self.endpoint, self.clock)
        self.bind()

    def bind(self) -> None:
        self.router = self.context.socket(zmq.ROUTER)
        self.router.setsockopt(zmq.LINGER, 0)
        self.router.bind(self.endpoint)

    def look(self) -> None:
        self.answers += self.outbox.poll()
        while self.router.poll(0):
            self.peer, body = self.router.recv_multipart()
            self.come.append(msgspec.json.decode(body, type=AlertMessage).id)

    def until_come(self, *ids: str) -> None:
        def all_there() -> bool:
            self.look()
            return self.come == list(ids)

        wait_until(all_there, LIMIT_S, f"{ids} came")

    def answer(self, said: bytes | msgspec.Struct) -> None:
        body = said if isinstance(said, bytes) else msgspec.json.encode(said)
        self.router.send_multipart([self.peer, body])

    def until_pending(self, count: int) -> None:
        def settled() -> bool:
            self.look()
            return self.outbox.pending == count

        wait_until(settled, LIMIT_S, f"{count} are pending")


@pytest.fixture
def boundary(run_dir: Path) -> Iterator[Boundary]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    made = Boundary(context, f"ipc://{run_dir}/alerts")
    made.outbox.start()
    yield made
    made.outbox.stop()
    context.destroy(linger=0)


def acknowledged(number: int) -> AlertAcknowledged:
    return AlertAcknowledged(ack=f"shots-{number}", source="shots", n=number, duplicate=False)


def test_an_alert_is_sent_again_after_two_seconds_and_not_before(boundary: Boundary) -> None:
    boundary.outbox.send(alert_message(1))
    boundary.until_come("shots-1")
    boundary.clock.pass_s(1.9)
    boundary.outbox.send(alert_message(2))
    boundary.until_come("shots-1", "shots-2")
    boundary.clock.pass_s(0.1)
    boundary.until_come("shots-1", "shots-2", "shots-1")
    for number in (1, 2):
        boundary.answer(acknowledged(number))
    boundary.until_pending(0)
    boundary.clock.pass_s(60)
    boundary.outbox.send(alert_message(3))
    boundary.until_come("shots-1", "shots-2", "shots-1", "shots-3")
    boundary.answer(acknowledged(3))
    boundary.until_pending(0)
    assert boundary.answers == [acknowledged(number) for number in (1, 2, 3)]


def test_an_acknowledgement_that_comes_twice_is_told_once(boundary: Boundary) -> None:
    boundary.outbox.send(alert_message(1))
    boundary.outbox.send(alert_message(1))
    boundary.until_come("shots-1")
    boundary.answer(acknowledged(1))
    boundary.answer(acknowledged(1))
    boundary.until_pending(0)
    boundary.outbox.send(alert_message(2))
    boundary.until_come("shots-1", "shots-2")
    boundary.answer(acknowledged(2))
    boundary.until_pending(0)
    assert boundary.answers == [acknowledged(1), acknowledged(2)]


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[" * 100_000, b"null", b'{"ack":7}', b'{"error":[]}'])
def test_an_answer_that_cannot_be_read_settles_nothing(
    boundary: Boundary, body: bytes, expected_log: ExpectedLog
) -> None:
    expected_log("answered an alert with something unreadable")
    boundary.outbox.send(alert_message(1))
    boundary.until_come("shots-1")
    boundary.answer(body)
    boundary.answer(acknowledged(1))  # behind it: by then it was read
    boundary.until_pending(0)
    assert boundary.answers == [acknowledged(1)]


def test_a_rejected_alert_is_told_and_not_sent_again(boundary: Boundary, expected_log: ExpectedLog) -> None:
    expected_log("rejected alert 'shots-1': no such kind|rejected alert '': no alert at all")
    for number in (1, 2):
        boundary.outbox.send(alert_message(number))
    boundary.until_come("shots-1", "shots-2")
    boundary.answer(AlertRejected(error="no alert at all", id=""))
    boundary.answer(AlertRejected(error="no such kind", id="shots-1"))
    boundary.until_pending(1)
    assert boundary.answers == [AlertRejected(error="no such kind", id="shots-1")]
    boundary.clock.pass_s(2)
    boundary.until_come("shots-1", "shots-2", "shots-2")
    boundary.answer(acknowledged(2))
    boundary.until_pending(0)


def test_what_was_under_way_when_the_connection_broke_comes_at_once_after_it(boundary: Boundary) -> None:
    boundary.outbox.send(alert_message(1))
    boundary.until_come("shots-1")
    boundary.router.close()
    boundary.bind()
    boundary.until_come("shots-1", "shots-1")  # and no time went by
    boundary.answer(acknowledged(1))
    boundary.until_pending(0)


def test_what_was_never_acknowledged_is_said_at_the_end(
    boundary: Boundary, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("1 alerts to ipc://.* were never acknowledged")
    boundary.outbox.send(alert_message(1))
    boundary.until_come("shots-1")
    boundary.outbox.stop()
    assert "1 alerts to " in caplog.text
    assert boundary.outbox.poll() == []


def test_an_alert_that_core_would_reject_is_refused_to_its_sender(boundary: Boundary) -> None:
    wrong = msgspec.structs.replace(alert_message(1), lat_deg=91.0)
    with pytest.raises(InvalidAlert, match=r"shots/shots-1 .*lat_deg"):
        boundary.outbox.send(wrong)
    assert boundary.outbox.pending == 0


def test_a_full_outbox_refuses_new_alerts_and_takes_those_it_has(run_dir: Path) -> None:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    outbox = Outbox(context, f"ipc://{run_dir}/nobody", HeldClock())
    for number in range(MAX_PENDING):
        outbox.send(alert_message(number))
    outbox.send(alert_message(0))
    with pytest.raises(OutboxFull, match="see whether core runs"):
        outbox.send(alert_message(MAX_PENDING))
    assert outbox.pending == MAX_PENDING
    context.term()
