"""Changes are numbered, heartbeats are not, and a greeting comes before the first of them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq

from console.protocol.core_changes import CorePublished, LayoutsChanged, Welcome
from console.protocol.layout_messages import LayoutHead
from console.protocol.publisher import Publisher
from tests.watch.ending import ends
from tests.watch.waiting import wait_until


@pytest.fixture
def context() -> Iterator["zmq.Context[zmq.Socket[bytes]]"]:
    made: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    yield made
    made.destroy(linger=0)


def test_what_is_published_too_early_or_too_late_is_no_silent_loss(
    context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path
) -> None:
    publisher = Publisher(context, (f"ipc://{run_dir}/pub",), "core-1", CorePublished, Welcome())
    with pytest.raises(RuntimeError, match="before start"):
        publisher.publish(Welcome(), 0)
    publisher.start()
    publisher.stop()
    publisher.stop()
    with pytest.raises(RuntimeError, match="before start"):
        publisher.publish(Welcome(), 0)
    assert publisher.seq == 0


def test_every_subscriber_is_greeted_and_hears_the_numbers_go_up(
    context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path
) -> None:
    ways = (f"ipc://{run_dir}/inside", f"ipc://{run_dir}/outside")
    publisher = Publisher(context, ways, "core-1", CorePublished, Welcome())
    publisher.start()
    heard: dict[str, list[tuple[int, int]]] = {}
    subscribers = {way: context.socket(zmq.SUB) for way in ways}
    for way, subscriber in subscribers.items():
        subscriber.setsockopt(zmq.SUBSCRIBE, b"")
        subscriber.connect(way)

    def listen(count: int) -> bool:
        publisher.greet()
        for way, subscriber in subscribers.items():
            while subscriber.poll(0):
                published = msgspec.json.decode(subscriber.recv(), type=CorePublished)
                heard.setdefault(way, []).append((published.seq, published.at_ms))
        return len(heard) == 2 and all(len(said) >= count for said in heard.values())

    wait_until(lambda: listen(1), 5, "both are greeted")
    publisher.publish(Welcome(), 10)
    publisher.publish(Welcome(), 20, numbered=False)
    publisher.publish(Welcome(), 30)
    wait_until(lambda: listen(4), 5, "all have come")
    assert [heard[way] for way in ways] == [[(0, 0), (1, 10), (1, 20), (2, 30)]] * 2
    for subscriber in subscribers.values():
        subscriber.close()
    publisher.stop()


def test_a_subscriber_that_reads_nothing_holds_up_no_end(run_dir: Path) -> None:
    own: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    publisher = Publisher(own, (f"ipc://{run_dir}/pub",), "core-1", CorePublished, Welcome())
    publisher.start()
    with zmq.Context() as others, others.socket(zmq.SUB) as subscriber:
        subscriber.setsockopt(zmq.RCVHWM, 1)
        subscriber.setsockopt(zmq.SUBSCRIBE, b"")
        subscriber.connect(f"ipc://{run_dir}/pub")
        wait_until(lambda: publisher.greet() or subscriber.poll(0), 5.0, "it is greeted")
        change = LayoutsChanged((LayoutHead("x" * 10_000),))
        for _ in range(1000):
            publisher.publish(change, 0)
        publisher.stop()
        assert ends(own)


def test_heartbeats_alone_take_the_subscriptions_that_came(run_dir: Path) -> None:
    """Else they would pile up in a core to which nothing happens."""
    with zmq.Context() as own:
        publisher = Publisher(own, (f"ipc://{run_dir}/pub",), "core-1", CorePublished, Welcome())
        publisher.start()
        with own.socket(zmq.SUB) as subscriber:
            subscriber.setsockopt(zmq.SUBSCRIBE, b"")
            subscriber.connect(f"ipc://{run_dir}/pub")
            assert publisher._socket is not None
            wait_until(lambda: publisher._socket and publisher._socket.poll(0), 5.0, "it has subscribed")
            publisher.publish(Welcome(), 0, numbered=False)
            assert not publisher._socket.poll(0)
        publisher.stop()
