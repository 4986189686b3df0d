"""Who asks and who follows survive whatever the other end says."""

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq

from console.protocol.clock import SystemClock
from console.protocol.core_changes import CorePublished, CoreSnapshot, Counts, Welcome
from console.protocol.core_messages import GetSnapshot, GetStatus, Request
from console.protocol.follower import Follower
from console.protocol.reply import Reply
from console.protocol.requester import Requester
from tests.watch.waiting import wait_until

GARBAGE = (b"", b"\xff\xfe", b"[" * 100_000, b'{"id":' * 1_000, b'{"id":"\xc3"}', b'{"id":7}', b"null")


@pytest.fixture
def context() -> Iterator["zmq.Context[zmq.Socket[bytes]]"]:
    made: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    yield made
    made.destroy(linger=0)


def answer_with_garbage_first(router: "zmq.Socket[bytes]", results: list[object]) -> None:
    for result in results:
        peer, *frames = router.recv_multipart()
        request = msgspec.json.decode(frames[-1], type=Request)
        for body in GARBAGE:
            router.send_multipart([peer, body])
        router.send_multipart([peer, msgspec.json.encode(Reply(id=request.id, result=result))])


def test_an_answer_comes_through_between_unreadable_ones(
    context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path
) -> None:
    endpoint = f"ipc://{run_dir}/cmd"
    router = context.socket(zmq.ROUTER)
    router.bind(endpoint)
    thread = threading.Thread(target=answer_with_garbage_first, args=(router, [{"state": "ready"}]))
    thread.start()
    requester = Requester(context, endpoint, "test", SystemClock())
    requester.start()
    assert requester.call(GetStatus()) == {"state": "ready"}
    thread.join()
    requester.stop()
    router.close()


def test_a_follower_asks_again_after_what_it_could_not_read(
    context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path
) -> None:
    commands, changes = f"ipc://{run_dir}/cmd", f"ipc://{run_dir}/pub"
    router, publisher = context.socket(zmq.ROUTER), context.socket(zmq.XPUB)
    router.bind(commands)
    publisher.bind(changes)
    snapshot = msgspec.to_builtins(CoreSnapshot("b00t", 0, 0, "site", (), (), (), (), Counts()))
    thread = threading.Thread(target=answer_with_garbage_first, args=(router, [snapshot, snapshot]))
    thread.start()
    requester = Requester(context, commands, "test", SystemClock())
    follower = Follower(
        context, changes, requester, GetSnapshot(), CoreSnapshot, CorePublished, SystemClock()
    )
    follower.start()
    found: list[object] = []

    def snapshots(count: int) -> bool:
        publisher.send(msgspec.json.encode(CorePublished("b00t", 0, 0, Welcome())))
        found.extend(said for said in follower.poll() if isinstance(said, CoreSnapshot))
        return len(found) >= count

    wait_until(lambda: snapshots(1), 5.0, "it is in step")
    for body in GARBAGE:
        publisher.send(body)
    wait_until(lambda: snapshots(2), 5.0, "it has asked for all again")
    thread.join()
    follower.stop()
    router.close()
    publisher.close()
