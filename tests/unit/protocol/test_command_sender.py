"""A person's command: refused at once, or sent until it is answered or given up; each outcome told once."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from console.domain.errors import NoAnswer
from console.domain.ids import CellIndex, MonitorId
from console.protocol.command_sender import NO_ANSWER, Became, CommandSender, Outcome
from console.protocol.core_messages import PinCell
from console.protocol.reply import Refusal, Reply
from tests.fakes.held_clock import HeldClock

PIN = PinCell(MonitorId("wall-1"), CellIndex(4), True)
PINNED = "wall-1 cell 4 pinned"
REFUSED = Refusal("no_such_cell", "wall-1 has no cell 4; load a layout that has one")


class FakeRequester:
    """Keeps what was sent: (id, until); ``takes`` says whether the socket takes anything."""

    def __init__(self) -> None:
        self.takes = True
        self.sent: list[tuple[str, int]] = []
        self._given = 0

    def send(self, command: Struct, request_id: str | None = None, until_mono_ns: int = 0) -> str:
        if not self.takes:
            raise NoAnswer("it takes no messages")
        if request_id is None:
            self._given += 1
            request_id = f"id-{self._given}"
        self.sent.append((request_id, until_mono_ns))
        return request_id


@dataclass
class Person:
    clock: HeldClock = field(default_factory=HeldClock)
    requester: FakeRequester = field(default_factory=FakeRequester)
    told: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sender = CommandSender(self.requester, self.clock)
        self.sender.control_lost = False

    def wait_s(self, seconds: float) -> None:
        """With a tick thirty times a second, as windows do."""
        for _ in range(round(seconds * 30)):
            self.clock.pass_s(1 / 30)
            self.sender.tick()
            self.listen()

    def listen(self) -> None:
        self.told += self.sender.outcomes()

    def became(self) -> list[Became]:
        self.listen()
        return [outcome.became for outcome in self.told]


@pytest.fixture
def person() -> Person:
    return Person()


def test_while_control_is_lost_nothing_is_sent_and_that_is_said(person: Person) -> None:
    person.sender.control_lost = True
    person.sender.give(PIN, PINNED)
    person.listen()
    assert [outcome.words for outcome in person.told] == [
        f"CONTROL LOST: that was not done ({PINNED}); try again when core is back"
    ]
    person.sender.control_lost = False
    person.wait_s(70)
    assert person.requester.sent == []
    assert len(person.told) == 1


def test_what_the_socket_does_not_take_is_refused_at_once(person: Person) -> None:
    person.requester.takes = False
    person.sender.give(PIN, PINNED)
    assert person.became() == [Became.NOT_SENT]
    person.requester.takes = True
    person.wait_s(70)
    assert person.requester.sent == []
    assert len(person.told) == 1


def test_it_is_sent_again_each_second_with_one_id_and_one_end_until_5_s(person: Person) -> None:
    end_ns = person.clock.monotonic_ns() + 5_000_000_000
    person.sender.give(PIN, PINNED)
    person.wait_s(4.9)
    assert person.requester.sent == [("id-1", end_ns)] * 5
    assert person.told == []
    person.wait_s(0.2)
    assert person.became() == [Became.UNKNOWN]
    person.wait_s(70)
    assert len(person.requester.sent) == 5
    assert len(person.told) == 1


def test_control_lost_meanwhile_takes_nothing_back(person: Person) -> None:
    person.sender.give(PIN, PINNED)
    person.sender.control_lost, person.requester.takes = True, False
    person.wait_s(4)
    assert person.told == []  # the first sending may have been taken
    person.sender.take(Reply("id-1", {}))
    assert person.became() == [Became.DONE]


@pytest.mark.parametrize(
    ("refused", "became", "words"),
    [
        (None, Became.DONE, f"Done: {PINNED}"),
        (REFUSED, Became.REFUSED, f"Refused: {REFUSED.text} (not done: {PINNED})"),
    ],
)
def test_an_answer_is_told_once(person: Person, refused: Refusal | None, became: Became, words: str) -> None:
    person.sender.give(PIN, PINNED)
    person.wait_s(2.5)
    for _ in range(3):  # each sending is answered
        person.sender.take(Reply("id-1", None, refused))
    person.wait_s(70)
    assert [(outcome.became, outcome.words) for outcome in person.told] == [(became, words)]
    assert len(person.requester.sent) == 3


@pytest.mark.parametrize(
    ("refused", "became"), [(None, Became.DONE_AFTER_ALL), (REFUSED, Became.NOT_DONE_AFTER_ALL)]
)
def test_a_late_answer_corrects_what_was_not_known(
    person: Person, refused: Refusal | None, became: Became
) -> None:
    person.sender.give(PIN, PINNED)
    person.wait_s(20)
    person.sender.take(Reply("id-1", None, refused))
    person.sender.take(Reply("id-1", None, refused))
    assert person.became() == [Became.UNKNOWN, became]
    first, second = person.told
    assert first.words == f"Not known whether it was done ({PINNED}): {NO_ANSWER}"
    assert (
        second.words
        == {
            Became.DONE_AFTER_ALL: f"Done after all: {PINNED}",
            Became.NOT_DONE_AFTER_ALL: f"Not done after all ({PINNED}): {REFUSED.text}",
        }[became]
    )
    assert (first.is_good, second.is_good) == (False, refused is None)


def test_what_was_done_where_nobody_sees_it_yet_is_told_so(person: Person) -> None:
    person.sender.take(Reply(person.sender.give(PIN, PINNED), {"n": 1, "lent_to": "test-replay"}))
    (told,) = person.sender.outcomes()
    assert told.is_good
    assert told.words == f"Done, shown once wall-1 is back (it is lent to test-replay): {PINNED}"


def test_after_a_minute_nothing_is_corrected_any_more(person: Person) -> None:
    person.sender.give(PIN, PINNED)
    person.wait_s(61)
    person.sender.take(Reply("id-1", {}))
    assert person.became() == [Became.UNKNOWN]


def test_answers_to_others_are_none_of_its(person: Person) -> None:
    person.sender.take(Reply("somebody-else", {}))
    assert person.became() == []


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.booleans()),
        st.tuples(st.just("wait"), st.sampled_from((0.05, 0.5, 1.0, 3.0, 6.0))),
        st.tuples(st.just("take"), st.integers(1, 6)),
        st.tuples(st.just("lose"), st.booleans()),
        st.tuples(st.just("socket"), st.booleans()),
    ),
    max_size=30,
)


@given(steps=STEPS)
def test_each_command_comes_out_once_and_is_corrected_once_at_most(steps: list[tuple[str, float]]) -> None:
    person, given_count = Person(), 0
    for step, value in steps:
        match step:
            case "give":
                given_count += 1
                person.sender.give(PIN, f"command {given_count}")
            case "wait":
                person.wait_s(value)
            case "take":
                person.sender.take(Reply(f"id-{value}", {}))
            case "lose":
                person.sender.control_lost = bool(value)
            case "socket":
                person.requester.takes = bool(value)
    person.wait_s(6)
    for number in range(1, given_count + 1):
        became = [one.became for one in person.told if one.what == f"command {number}"]
        assert became in (
            [Became.NOT_SENT],
            [Became.DONE],
            [Became.UNKNOWN],
            [Became.UNKNOWN, Became.DONE_AFTER_ALL],
        )
