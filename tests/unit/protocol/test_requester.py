"""A requester beside a peer that is not there, is slow, or answers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq

from console.domain.errors import CommandRefused, NoAnswer
from console.domain.ids import CellIndex, MonitorId
from console.protocol.clock import SystemClock
from console.protocol.core_messages import ClearCell, GetStatus, Request
from console.protocol.reply import Refusal, Reply
from console.protocol.requester import Requester
from console.protocol.responder import Responder
from tests.watch.ending import ends
from tests.watch.waiting import wait_until

CLOCK = SystemClock()
CLEAR = ClearCell(MonitorId("wall-1"), CellIndex(4))


@pytest.fixture
def context() -> Iterator["zmq.Context[zmq.Socket[bytes]]"]:
    made: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    yield made
    made.destroy(linger=0)


@pytest.fixture
def endpoint(run_dir: Path) -> str:
    return f"ipc://{run_dir}/cmd"


def test_before_its_start_and_after_its_stop_it_has_no_socket(
    context: "zmq.Context[zmq.Socket[bytes]]", endpoint: str
) -> None:
    requester = Requester(context, endpoint, "me", CLOCK)
    assert requester.poll() == []
    with pytest.raises(RuntimeError, match="not started"):
        requester.send(CLEAR)
    requester.start()
    requester.stop()
    requester.stop()
    assert requester.poll() == []


def test_what_nobody_takes_holds_up_no_end(endpoint: str) -> None:
    own: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    requester = Requester(own, endpoint, "me", CLOCK)
    requester.start()
    requester.send(CLEAR)
    requester.stop()
    assert ends(own)


def test_with_nobody_there_a_person_is_told_at_once_that_nothing_was_sent(
    context: "zmq.Context[zmq.Socket[bytes]]", endpoint: str
) -> None:
    requester = Requester(context, endpoint, "me", CLOCK, only_connected=True)
    requester.start()
    assert not requester.is_connected
    with pytest.raises(NoAnswer, match="takes no messages; is its process alive"):
        requester.send(CLEAR)
    with pytest.raises(NoAnswer, match="nothing was done; is the site running"):
        requester.call(CLEAR, 0.2)
    responder = Responder(context, (endpoint,), Request, CLOCK)
    responder.start()
    wait_until(lambda: requester.is_connected, 5.0, "it is there")
    requester.send(CLEAR, "id-1", 7)
    wait_until(lambda: responder.socket.poll(0), 5.0, "it has come")
    (asked,) = responder.receive()
    assert asked.request == Request("id-1", "me", CLEAR, until_mono_ns=7)
    requester.stop()
    responder.stop()


@pytest.mark.parametrize(
    ("command", "words"),
    [(GetStatus(), "is the site running?"), (CLEAR, "it is not known whether this was done; look before")],
)
def test_a_silent_peer_is_named_with_what_that_means(
    context: "zmq.Context[zmq.Socket[bytes]]", endpoint: str, command: msgspec.Struct, words: str
) -> None:
    requester = Requester(context, endpoint, "me", CLOCK)
    requester.start()
    began_ns = CLOCK.monotonic_ns()
    with pytest.raises(NoAnswer, match=f"no answer from {endpoint} within 1.5 s") as told:
        requester.call(command, 1.5)
    assert words in str(told.value)
    assert 1.4e9 < CLOCK.monotonic_ns() - began_ns < 2.2e9
    requester.stop()


def test_another_answer_is_passed_over_and_its_own_is_given(
    context: "zmq.Context[zmq.Socket[bytes]]", endpoint: str
) -> None:
    with context.socket(zmq.ROUTER) as peer:
        peer.bind(endpoint)
        requester = Requester(context, endpoint, "me", CLOCK)
        requester.start()
        requester.send(GetStatus(), "earlier")
        way, body = peer.recv_multipart()
        assert msgspec.json.decode(body)["id"] == "earlier"
        for said in (b"{", msgspec.json.encode(Reply("earlier", "old")), msgspec.json.encode(Reply("?", 1))):
            peer.send_multipart([way, said])
        wait_until(lambda: requester.socket.poll(0), 5.0, "they have come")
        ids = []

        def answered() -> bool:
            ids.extend(reply.id for reply in requester.poll())
            return len(ids) == 2

        wait_until(answered, 5.0, "what can be read is given")
        assert ids == ["earlier", "?"]
        requester.stop()


class Answering(threading.Thread):
    """A peer that answers one request, after one that is not asked for."""

    def __init__(self, peer: "zmq.Socket[bytes]", refused: Refusal | None) -> None:
        super().__init__()
        self._peer, self._refused = peer, refused

    def run(self) -> None:
        way, body = self._peer.recv_multipart()
        asked = msgspec.json.decode(body, type=Request)
        result = None if self._refused else {"n": 3}
        for reply in (Reply("another one's", "no"), Reply(asked.id, result, self._refused)):
            self._peer.send_multipart([way, msgspec.json.encode(reply)])


@pytest.mark.parametrize("refused", [None, Refusal("no", "not now")])
def test_a_call_gives_its_own_result_or_raises_what_was_refused(
    context: "zmq.Context[zmq.Socket[bytes]]", endpoint: str, refused: Refusal | None
) -> None:
    with context.socket(zmq.ROUTER) as peer:
        peer.setsockopt(zmq.RCVTIMEO, 5000)
        peer.bind(endpoint)
        requester = Requester(context, endpoint, "me", CLOCK)
        requester.start()
        answering = Answering(peer, refused)
        answering.start()
        try:
            if refused is None:
                assert requester.call(CLEAR, 5.0) == {"n": 3}
            else:
                with pytest.raises(CommandRefused) as told:
                    requester.call(CLEAR, 5.0)
                assert (told.value.code, told.value.text) == ("no", "not now")
        finally:
            answering.join()
            requester.stop()
