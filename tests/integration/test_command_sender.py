"""A person's commands over a real connection to a core that hangs, vanishes and returns."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zmq

from console.domain.errors import NoAnswer
from console.domain.ids import CellIndex, MonitorId
from console.protocol.clock import SystemClock
from console.protocol.command_sender import Became, CommandSender, Outcome
from console.protocol.core_messages import Command, GetStatus, PinCell, Request
from console.protocol.endpoints import Endpoints
from console.protocol.reply import Refusal
from console.protocol.requester import Requester
from console.protocol.responder import Responder
from tests.fakes.held_clock import HeldClock
from tests.watch.waiting import wait_until

PIN = PinCell(MonitorId("wall-1"), CellIndex(4), True)
MARK = PinCell(MonitorId("wall-1"), CellIndex(0), True)
TOO_LATE = Refusal("too_late", "the command came too late: it was not done")


class Core:
    """Does as core does with a command's end; ``done`` is what it carried out, ``late`` what it refused."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path, clock: HeldClock) -> None:
        self._responder = Responder(context, (Endpoints(run_dir).core_commands,), Request, clock)
        self._clock = clock
        self.done: list[Command] = []
        self.late: list[Command] = []

    def start(self) -> None:
        self._responder.start()

    def turn(self) -> None:
        for asked in self._responder.receive():
            command = asked.request.command
            if 0 < asked.request.until_mono_ns < self._clock.monotonic_ns():
                self.late.append(command)
                self._responder.reply(asked, refused=TOO_LATE)
            else:
                self.done.append(command)
                self._responder.reply(asked, {})

    def stop(self) -> None:
        self._responder.stop()


class Desk:
    """A sender with its real connection."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path) -> None:
        self.clock = HeldClock()
        self.told: list[Outcome] = []
        self.context, self.run_dir = context, run_dir
        endpoint = Endpoints(run_dir).core_commands
        self.requester = Requester(context, endpoint, "operator", self.clock, only_connected=True)
        self.sender = CommandSender(self.requester, self.clock)
        self.sender.control_lost = False
        self.cores: list[Core] = []

    def core(self) -> Core:
        """A core that starts now."""
        self.cores.append(Core(self.context, self.run_dir, self.clock))
        self.cores[-1].start()
        return self.cores[-1]

    def until_connected(self, connected: bool = True) -> None:
        """The connection is there, or known to be gone."""
        takes = lambda: bool(self.requester.socket.poll(0, zmq.POLLOUT))  # noqa: E731
        wait_until(lambda: takes() == connected, 5, "the connection is noticed")

    def until(self, condition: Callable[[], object], core: Core | None, what: str) -> None:
        def turned() -> bool:
            if core is not None:
                core.turn()
            for reply in self.requester.poll():
                self.sender.take(reply)
            self.sender.tick()
            self.told += self.sender.outcomes()
            return bool(condition())

        wait_until(turned, 5, what)

    def wait_s(self, seconds: float) -> None:
        """With ticks, and nobody who answers."""
        for _ in range(round(seconds * 10)):
            self.clock.pass_s(0.1)
            self.sender.tick()

    def all_has_come(self, core: Core) -> None:
        """What was sent before has reached this core by now: a command of its own comes after it."""
        before = len(core.done)
        self.sender.give(MARK, "mark")
        self.until(lambda: MARK in core.done[before:], core, "the mark has come")

    def became(self) -> list[Became]:
        self.told += self.sender.outcomes()
        return [outcome.became for outcome in self.told if outcome.what != "mark"]

    def stop(self) -> None:
        self.requester.stop()
        for core in self.cores:
            core.stop()


@pytest.fixture
def desk(run_dir: Path) -> Iterator[Desk]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    made = Desk(context, run_dir)
    made.requester.start()
    yield made
    made.stop()
    context.term()


def test_a_core_that_hangs_does_nothing_later(desk: Desk) -> None:
    core = desk.core()
    desk.until_connected()
    desk.sender.give(PIN, "pinned")
    desk.wait_s(7)
    assert desk.became() == [Became.UNKNOWN]
    desk.all_has_come(core)
    assert core.done == [MARK]
    assert core.late == [PIN]  # its five copies are one
    desk.until(lambda: len(desk.became()) == 2, core, "the late answer")
    assert desk.became() == [Became.UNKNOWN, Became.NOT_DONE_AFTER_ALL]


def test_a_core_that_answers_in_time_does_it_once(desk: Desk) -> None:
    core = desk.core()
    desk.until_connected()
    desk.sender.give(PIN, "pinned")
    desk.wait_s(3)
    desk.until(lambda: desk.told, core, "the answer")
    desk.all_has_come(core)
    assert core.done == [PIN, MARK]
    assert desk.became() == [Became.DONE]


def test_nothing_is_queued_for_a_core_that_is_gone(desk: Desk) -> None:
    gone = desk.core()
    desk.until_connected()
    gone.stop()
    desk.until_connected(False)
    desk.sender.give(PIN, "pinned")
    assert desk.became() == [Became.NOT_SENT]
    back = desk.core()
    desk.until_connected()
    desk.all_has_come(back)
    assert (back.done, back.late) == ([MARK], [])


def test_what_a_core_left_unread_is_not_done_by_the_next_one_after_the_end(desk: Desk) -> None:
    gone = desk.core()
    desk.until_connected()
    desk.sender.give(PIN, "pinned")
    gone.stop()
    desk.until_connected(False)
    desk.wait_s(6)
    assert desk.became() == [Became.UNKNOWN]
    back = desk.core()
    desk.until_connected()
    desk.all_has_come(back)
    assert back.done == [MARK]


def test_a_core_that_is_back_in_time_gets_it_again(desk: Desk) -> None:
    gone = desk.core()
    desk.until_connected()
    desk.sender.give(PIN, "pinned")
    gone.stop()
    desk.until_connected(False)
    back = desk.core()
    desk.until_connected()
    desk.wait_s(2)
    desk.until(lambda: desk.told, back, "the answer")
    assert back.done == [PIN]
    assert desk.became() == [Became.DONE]


# --- ctl's way: one call that waits


def ask(run_dir: Path, context: "zmq.Context[zmq.Socket[bytes]]", command: Command) -> None:
    endpoint = Endpoints(run_dir).core_commands
    requester = Requester(context, endpoint, "ctl-1", SystemClock(), only_connected=True)
    requester.start()
    try:
        requester.call(command, 0.2)
    finally:
        requester.stop()


@pytest.mark.parametrize(
    ("listens", "command", "words"),
    [
        (True, PIN, "not known whether this was done"),
        (True, GetStatus(), "is the site running"),
        (False, PIN, "nothing was done"),
        (False, GetStatus(), "is the site running"),
    ],
)
def test_a_call_that_gets_no_answer_says_what_that_means(
    desk: Desk, listens: bool, command: Command, words: str
) -> None:
    if listens:
        desk.core()
    with pytest.raises(NoAnswer, match=words):
        ask(desk.run_dir, desk.context, command)


def test_a_call_that_got_no_answer_is_not_done_later(desk: Desk) -> None:
    core = desk.core()
    desk.until_connected()
    with pytest.raises(NoAnswer):
        ask(desk.run_dir, desk.context, PIN)
    while desk.clock.monotonic_ns() < SystemClock().monotonic_ns():  # ctl went by the machine's clock
        desk.clock.pass_s(3600)
    desk.all_has_come(core)
    assert core.done == [MARK]
