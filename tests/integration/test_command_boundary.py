"""A responder on a real ROUTER: once is once whatever way a command comes, and no bytes upset it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
import zmq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.ids import CellIndex, MonitorId
from console.protocol.clock import SystemClock
from console.protocol.core_messages import ClearCell, Command, GetStatus, Request
from console.protocol.endpoints import Endpoints
from console.protocol.reply import Reply
from console.protocol.responder import Asked, Responder
from tests.fakes.held_clock import HeldClock
from tests.watch.ending import ends
from tests.watch.waiting import wait_until

CLEAR = ClearCell(MonitorId("wall-1"), CellIndex(3))
OTHER = ClearCell(MonitorId("wall-1"), CellIndex(4))


@dataclass
class Boundary:
    context: "zmq.Context[zmq.Socket[bytes]]"
    endpoint: str
    clock: HeldClock
    responder: Responder[Request]
    ways: "list[zmq.Socket[bytes]]" = field(default_factory=list)

    def way(self) -> "zmq.Socket[bytes]":
        """A new connection to the responder."""
        socket = self.context.socket(zmq.DEALER)
        socket.setsockopt(zmq.LINGER, 0)
        socket.connect(self.endpoint)
        self.ways.append(socket)
        return socket

    def ask(self, way: "zmq.Socket[bytes]", command: Command = CLEAR, request_id: str = "id-1") -> None:
        way.send(msgspec.json.encode(Request(request_id, "operator", command)))

    def receive(self, way: "zmq.Socket[bytes]") -> list[Asked[Request]]:
        """What is handed over of what ``way`` had sent: a question of its own comes after it."""
        mark = f"mark-{self.clock.monotonic_ns()}-{id(way)}"
        self.clock.pass_s(0.000001)
        self.ask(way, OTHER, mark)
        handed: list[Asked[Request]] = []

        def come() -> bool:
            handed.extend(self.responder.receive())
            return any(one.request.id == mark for one in handed)

        wait_until(come, 5, "the mark has come")
        return [one for one in handed if not one.request.id.startswith("mark-")]

    def replies(self, way: "zmq.Socket[bytes]", count: int) -> list[Reply]:
        """So many replies, and no more that are there already."""
        found: list[Reply] = []

        def come() -> bool:
            while way.poll(0):
                found.append(msgspec.json.decode(way.recv(), type=Reply))
            return len(found) >= count

        wait_until(come, 5, f"{count} replies")
        assert len(found) == count
        return found


def boundary_at(run_dir: Path, *, remember: bool = True) -> Iterator[Boundary]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    endpoint, clock = Endpoints(run_dir).core_commands, HeldClock()
    responder = Responder(context, (endpoint,), Request, clock, remember=remember)
    responder.start()
    made = Boundary(context, endpoint, clock, responder)
    yield made
    for way in made.ways:
        way.close()
    responder.stop()
    context.term()


@pytest.fixture
def boundary(run_dir: Path) -> Iterator[Boundary]:
    yield from boundary_at(run_dir)


@pytest.fixture
def forgetful(run_dir: Path) -> Iterator[Boundary]:
    yield from boundary_at(run_dir, remember=False)


def test_a_retry_over_a_new_connection_is_answered_and_not_done_again(boundary: Boundary) -> None:
    first, second = boundary.way(), boundary.way()
    boundary.ask(first)
    (asked,) = boundary.receive(first)
    boundary.responder.reply(asked, {"n": 7})
    boundary.ask(second)
    assert boundary.receive(second) == []
    assert boundary.replies(second, 1) == [Reply("id-1", {"n": 7})]


def test_the_newest_way_back_gets_the_answer_to_what_was_asked_again_meanwhile(boundary: Boundary) -> None:
    first, second = boundary.way(), boundary.way()
    boundary.ask(first)
    (asked,) = boundary.receive(first)
    boundary.ask(second)
    assert boundary.receive(second) == []
    boundary.responder.reply(asked, {"n": 7})
    assert boundary.replies(second, 1) == [Reply("id-1", {"n": 7})]
    assert boundary.replies(first, 0) == []


def test_two_of_the_same_in_one_turn_are_one(boundary: Boundary) -> None:
    way = boundary.way()
    boundary.ask(way)
    boundary.ask(way)
    (asked,) = boundary.receive(way)
    boundary.responder.reply(asked, {"n": 7})
    assert boundary.replies(way, 1) == [Reply("id-1", {"n": 7})]


@pytest.mark.parametrize("answered", [True, False])
def test_another_command_under_a_used_id_is_refused_and_not_done(boundary: Boundary, answered: bool) -> None:
    first, second = boundary.way(), boundary.way()
    boundary.ask(first)
    (asked,) = boundary.receive(first)
    if answered:
        boundary.responder.reply(asked, {"n": 7})
    boundary.ask(second, OTHER)
    assert boundary.receive(second) == []
    (reply,) = boundary.replies(second, 1)
    assert reply.refused is not None and reply.refused.code == "id_used"
    boundary.ask(first)
    assert boundary.receive(first) == []  # the first command's answer is still known


def test_what_is_not_remembered_is_handed_over_each_time(forgetful: Boundary) -> None:
    first, second = forgetful.way(), forgetful.way()
    for way in (first, second):
        forgetful.ask(way)
        (asked,) = forgetful.receive(way)
        forgetful.responder.reply(asked, {"n": 7})
    assert forgetful.replies(first, 1) == forgetful.replies(second, 1) == [Reply("id-1", {"n": 7})]


GARBAGE = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"id":"\xff","by":"b","command":{"command":"get_status"}}',
    b'{"id":"a","by":"b","command":{"command":"self_destruct"}}',
    b'{"id":"a","command":{"command":"get_status"}}',
    b'{"id":"a","by":"b"}',
    b'{"id":"a","by":"b","command":{"command":"get_status"},"until_mono_ns":' + b"9" * 5000 + b"}",
    b'{"id":["a"],"by":"b"}',
    b"null",
)


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
def test_what_cannot_be_read_is_refused_and_counted(boundary: Boundary, body: bytes) -> None:
    way = boundary.way()
    way.send(body)
    assert boundary.receive(way) == []
    (reply,) = boundary.replies(way, 1)
    assert reply.refused is not None and reply.refused.code == "malformed"
    assert boundary.responder.malformed == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.lists(st.binary(max_size=60) | st.sampled_from(GARBAGE), min_size=1, max_size=4))
def test_no_bytes_upset_it(boundary: Boundary, frames: list[bytes]) -> None:
    way = boundary.way()
    before = boundary.responder.malformed
    way.send_multipart(frames)
    assert boundary.receive(way) == []
    assert boundary.responder.malformed == before + 1
    way.close()


def test_a_flood_of_commands_is_taken_in_portions_and_none_is_lost(boundary: Boundary) -> None:
    way = boundary.way()
    for number in range(5):
        boundary.ask(way, request_id=f"id-{number}")
    taken: list[list[str]] = []

    def all_there() -> bool:
        taken.append([one.request.id for one in boundary.responder.receive(limit=2)])
        return sum(map(len, taken)) >= 5

    wait_until(all_there, 5, "all five have come")
    assert max(map(len, taken)) <= 2
    assert [one for portion in taken for one in portion] == [f"id-{number}" for number in range(5)]


def test_who_asked_and_went_away_harms_no_answer_to_others(boundary: Boundary) -> None:
    gone, other = boundary.way(), boundary.way()
    boundary.ask(gone, request_id="id-gone")
    (asked,) = boundary.receive(gone)
    gone.close()
    boundary.ask(other, request_id="id-other")
    (asked_too,) = boundary.receive(other)
    boundary.responder.reply(asked, {"n": 1})
    boundary.responder.reply(asked_too, {"n": 2})
    assert boundary.replies(other, 1) == [Reply("id-other", {"n": 2})]


def test_who_asks_and_reads_nothing_holds_up_no_end(run_dir: Path) -> None:
    own: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    responder = Responder(own, (f"ipc://{run_dir}/cmd",), Request, SystemClock())
    responder.start()
    with zmq.Context() as others, others.socket(zmq.DEALER) as asker:
        asker.setsockopt(zmq.LINGER, 0)
        asker.setsockopt(zmq.RCVHWM, 1)
        asker.connect(f"ipc://{run_dir}/cmd")
        asker.send(msgspec.json.encode(Request("id-1", "me", GetStatus())))
        wait_until(lambda: responder.socket.poll(0), 5.0, "it has come")
        (asked,) = responder.receive()
        for _ in range(900):
            responder.reply(asked, "x" * 10_000)
        responder.stop()
        assert ends(own)
