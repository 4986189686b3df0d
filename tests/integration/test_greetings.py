"""Who subscribes is greeted at once, not with the next heartbeat, for which a whole wall would wait."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq

from console.protocol.endpoints import Endpoints
from tests.fakes.core_site import core_config, running_core
from tests.fakes.media_site import MediaSite
from tests.fakes.pumped_replay import pumped_replay

Subscriber = zmq.Socket[bytes]
WAITS_MS, SOON_MS = 5000, 200


@pytest.fixture
def subscribers() -> Iterator[tuple[Subscriber, Subscriber]]:
    with zmq.Context() as context:
        made = context.socket(zmq.SUB), context.socket(zmq.SUB)
        for one in made:
            one.setsockopt(zmq.SUBSCRIBE, b"")
        yield made
        for one in made:
            one.close(linger=0)


def hears_before_the_next_heartbeat(subscribers: tuple[Subscriber, Subscriber], endpoint: str) -> bool:
    """The second one, who comes just after a heartbeat that the first one heard."""
    early, late = subscribers
    early.connect(endpoint)
    until_heartbeat(early)
    late.connect(endpoint)
    assert late.poll(WAITS_MS), "it is greeted"
    while early.poll(SOON_MS):  # what is greeted with a heartbeat hears at the same time
        if is_heartbeat(early.recv()):
            return False
    return True


def until_heartbeat(subscriber: Subscriber) -> None:
    while True:
        assert subscriber.poll(WAITS_MS), "it beats"
        if is_heartbeat(subscriber.recv()):
            return


def is_heartbeat(body: bytes) -> bool:
    return b'"heartbeat"' in body


def test_by_core(tmp_path: Path, subscribers: tuple[Subscriber, Subscriber]) -> None:
    with running_core(core_config(tmp_path)) as core:
        at = Endpoints(Path(core.config.run_dir)).core_changes
        assert hears_before_the_next_heartbeat(subscribers, at)


def test_by_the_engine(run_dir: Path, subscribers: tuple[Subscriber, Subscriber]) -> None:
    site = MediaSite(run_dir, ())
    site.start()
    try:
        assert hears_before_the_next_heartbeat(subscribers, Endpoints(run_dir).engine_changes)
    finally:
        site.stop()


def test_by_the_core_of_a_replay(run_dir: Path, subscribers: tuple[Subscriber, Subscriber]) -> None:
    with pumped_replay(run_dir):
        assert hears_before_the_next_heartbeat(subscribers, Endpoints(run_dir).core_changes)
