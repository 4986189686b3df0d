"""A follower of a publisher that isn't ready yet."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zmq

from console.protocol.core_messages import (
    CorePublished,
    CoreSnapshot,
    Counts,
    GetSnapshot,
    Refusal,
    Request,
    Welcome,
)
from console.protocol.endpoints import Endpoints
from console.protocol.follower import Follower
from console.protocol.publisher import Publisher
from console.protocol.requester import Requester
from console.protocol.responder import Responder
from tests.fakes.held_clock import HeldClock
from tests.watch.waiting import wait_until


class Followed:
    """A core's two sockets, and who follows them."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path) -> None:
        at, self.clock = Endpoints(run_dir), HeldClock()
        self.publisher = Publisher(context, (at.core_changes,), "core-1", CorePublished, Welcome())
        self.responder = Responder(context, (at.core_commands,), Request, self.clock)
        requester = Requester(context, at.core_commands, "desk", self.clock, only_connected=True)
        self.follower = Follower(
            context, at.core_changes, requester, GetSnapshot(), CoreSnapshot, CorePublished, self.clock
        )
        self.asked = 0
        self.greeting = True
        self.found: list[CoreSnapshot | CorePublished] = []

    def start(self) -> None:
        self.publisher.start()
        self.responder.start()
        self.follower.start()

    def answer(self, refused: Refusal | None) -> None:
        """Wait for the next question for a snapshot and answer it."""
        before = self.asked
        self.until(lambda: self.take(refused) > before, "a snapshot is asked for")

    def take(self, refused: Refusal | None) -> int:
        """Answer what was asked until now; how many questions there were in all."""
        for asked in self.responder.receive():
            self.asked += 1
            snapshot = CoreSnapshot("core-1", 0, 0, "here", (), (), (), (), Counts())
            self.responder.reply(asked, None if refused else snapshot, refused)
        if self.greeting:
            self.publisher.greet()
        return self.asked

    def until(self, condition: Callable[[], object], what: str) -> None:
        def turned() -> bool:
            self.found += self.follower.poll()
            return bool(condition())

        wait_until(turned, 5, what)

    def until_not_ready(self, words: str) -> None:
        self.until(lambda: self.follower.not_ready == words, f"not ready: {words!r}")

    def stop(self) -> None:
        self.follower.stop()
        self.responder.stop()
        self.publisher.stop()


@pytest.fixture
def followed(run_dir: Path) -> Iterator[Followed]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    made = Followed(context, run_dir)
    made.start()
    yield made
    made.stop()
    context.term()


def test_a_refused_snapshot_is_asked_for_each_second_and_its_words_are_kept(followed: Followed) -> None:
    followed.answer(Refusal("starting", "43 %"))
    followed.until_not_ready("43 %")
    followed.clock.pass_s(1)
    followed.answer(Refusal("starting", "71 %"))
    followed.until_not_ready("71 %")
    followed.clock.pass_s(1)
    followed.answer(None)
    followed.until_not_ready("")
    assert [type(one) for one in followed.found] == [CoreSnapshot]
    assert followed.asked == 3


def test_a_publisher_that_does_not_even_greet_is_asked_over_its_commands(followed: Followed) -> None:
    followed.greeting = False
    followed.clock.pass_s(3.1)
    followed.answer(Refusal("starting", "43 %"))
    followed.until_not_ready("43 %")
    followed.clock.pass_s(1)
    followed.answer(None)
    followed.until_not_ready("")
    assert [type(one) for one in followed.found] == [CoreSnapshot]


def test_a_publisher_that_hangs_is_not_asked_each_second(followed: Followed) -> None:
    followed.answer(None)
    followed.until(lambda: followed.found, "the snapshot")
    for _ in range(140):  # 35 s: asked after 3, 13, 23 and 33 s
        followed.clock.pass_s(0.25)
        followed.follower.poll()
    wait_until(lambda: followed.take(None) >= 5, 5, "the questions come")
    assert followed.take(None) == 5


def test_words_of_a_core_that_says_nothing_any_more_do_not_stay(followed: Followed) -> None:
    followed.answer(Refusal("starting", "43 %"))
    followed.until_not_ready("43 %")
    followed.clock.pass_s(2.9)
    followed.until_not_ready("43 %")
    followed.clock.pass_s(0.2)
    followed.until_not_ready("")
