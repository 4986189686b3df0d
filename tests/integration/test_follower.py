"""A follower of a publisher that isn't ready yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq

from console.protocol.core_changes import CorePublished, CoreSnapshot, Counts, Welcome
from console.protocol.core_messages import GetSnapshot, Request
from console.protocol.endpoints import Endpoints
from console.protocol.follower import Follower
from console.protocol.publisher import Publisher
from console.protocol.reply import Refusal
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

    def answer(self, refused: Refusal | None, at_seq: int = 0) -> None:
        """Wait for the next question for a snapshot and answer it."""
        before = self.asked

        def come() -> bool:
            for asked in self.responder.receive():
                self.asked += 1
                snapshot = CoreSnapshot(self.publisher.boot, at_seq, 0, "here", (), (), (), (), Counts())
                self.responder.reply(asked, None if refused else snapshot, refused)
            if self.greeting:
                self.publisher.greet()
            self.found += self.follower.poll()
            return self.asked > before

        wait_until(come, 5, "a snapshot is asked for")

    def until_not_ready(self, words: str) -> None:
        def said() -> bool:
            self.found += self.follower.poll()
            return self.follower.not_ready == words

        wait_until(said, 5, f"not ready: {words!r}")

    def until_synced(self) -> None:
        def has_snapshot() -> bool:
            self.found += self.follower.poll()
            return bool(self.found)

        wait_until(has_snapshot, 5, "the snapshot is there")

    def until_found(self, count: int) -> None:
        def there() -> bool:
            self.found += self.follower.poll()
            return len(self.found) >= count

        wait_until(there, 5, f"{count} are there")

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


def test_a_refused_snapshot_is_soon_asked_for_again_and_its_words_are_kept(followed: Followed) -> None:
    followed.answer(Refusal("starting", "43 %"))
    followed.until_not_ready("43 %")
    followed.clock.pass_s(0.21)
    followed.answer(Refusal("starting", "71 %"))
    followed.until_not_ready("71 %")
    followed.clock.pass_s(0.21)
    followed.answer(None)
    followed.until_not_ready("")
    assert [type(one) for one in followed.found] == [CoreSnapshot]
    assert followed.asked == 3


def test_one_that_refused_and_hangs_since_is_asked_once_a_second(followed: Followed) -> None:
    followed.answer(Refusal("starting", "43 %"))
    followed.until_not_ready("43 %")
    for _ in range(11):  # 2.75 s, in which it answers nothing
        followed.clock.pass_s(0.25)
        followed.found += followed.follower.poll()
    before = followed.asked
    while followed.asked < before + 3:
        followed.answer(None)
    followed.until_synced()
    assert followed.asked == before + 3, "at 0.25, 1.25 and 2.25 s"


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
    followed.until_synced()
    for _ in range(100):  # 25 s
        followed.clock.pass_s(0.25)
        followed.found += followed.follower.poll()
    before = followed.asked
    followed.clock.pass_s(10)
    while followed.asked < before + 4:
        followed.answer(None)
    assert followed.asked == before + 4, "at 3, 13, 23 and 35 s"


def test_words_of_a_core_that_says_nothing_any_more_do_not_stay(followed: Followed) -> None:
    followed.answer(Refusal("starting", "43 %"))
    followed.until_not_ready("43 %")
    followed.clock.pass_s(2.9)
    followed.until_not_ready("43 %")
    followed.clock.pass_s(0.2)
    followed.until_not_ready("")


def test_a_change_that_was_missed_has_all_asked_for_again(followed: Followed) -> None:
    followed.answer(None)
    followed.until_synced()
    followed.publisher.publish(Welcome(), 0)
    followed.until_found(2)
    followed.publisher.seq += 1  # what a full queue loses
    followed.publisher.publish(Welcome(), 0)
    followed.clock.pass_s(1)
    followed.answer(None, at_seq=3)
    followed.until_found(3)
    followed.publisher.publish(Welcome(), 0)
    followed.until_found(4)
    assert [(type(one), one.seq) for one in followed.found] == [
        (CoreSnapshot, 0),
        (CorePublished, 1),
        (CoreSnapshot, 3),
        (CorePublished, 4),
    ], "the change behind the gap is part of the snapshot"


def test_changes_that_come_before_the_snapshot_are_applied_after_it_and_only_once(followed: Followed) -> None:
    followed.answer(Refusal("starting", "43 %"))
    followed.until_not_ready("43 %")
    for _ in range(3):
        followed.publisher.publish(Welcome(), 0)
    followed.clock.pass_s(1)
    followed.answer(None, at_seq=2)  # two of them are part of it
    followed.until_found(2)
    followed.publisher.publish(Welcome(), 0)
    followed.until_found(3)
    assert [(type(one), one.seq) for one in followed.found] == [
        (CoreSnapshot, 2),
        (CorePublished, 3),
        (CorePublished, 4),
    ]


def test_another_life_of_the_publisher_is_asked_for_all_though_its_numbers_fit(followed: Followed) -> None:
    followed.answer(None)
    followed.until_synced()
    followed.publisher.boot = "core-2"
    followed.publisher.publish(Welcome(), 0)
    followed.clock.pass_s(1)
    followed.answer(None, at_seq=1)
    followed.until_found(2)
    assert [(one.boot, one.seq) for one in followed.found] == [("core-1", 0), ("core-2", 1)]


def test_what_was_stopped_is_polled_without_harm(followed: Followed) -> None:
    followed.answer(None)
    followed.until_synced()
    assert len(followed.follower.sockets) == 2
    followed.follower.stop()
    assert followed.follower.sockets == ()
