"""What a command boundary remembers, for how long and within which bounds."""

from hypothesis import given
from hypothesis import strategies as st

from console.protocol.answer_memory import RECORD_BYTES, REMEMBER_NS, AnswerMemory, digest

KEY = ("operator", "id-1")
SECOND_NS = 1_000_000_000


def test_a_command_is_known_while_it_is_worked_on_and_after() -> None:
    memory = AnswerMemory()
    memory.note(KEY, b"clear", b"way-1", now_ns=0)
    working = memory.recall(KEY, now_ns=SECOND_NS)
    assert working is not None and working.reply is None and working.digest == digest(b"clear")
    assert memory.answer(KEY, b"done", now_ns=2 * SECOND_NS) == b"way-1"
    answered = memory.recall(KEY, now_ns=3 * SECOND_NS)
    assert answered is not None and answered.reply == b"done"
    assert memory.recall(("somebody else", "id-1"), now_ns=3 * SECOND_NS) is None


def test_an_answer_is_forgotten_a_minute_after_it_was_given() -> None:
    memory = AnswerMemory()
    memory.note(KEY, b"clear", b"way-1", now_ns=0)
    memory.answer(KEY, b"done", now_ns=50 * SECOND_NS)
    assert memory.recall(KEY, now_ns=50 * SECOND_NS + REMEMBER_NS - 1) is not None
    assert memory.recall(KEY, now_ns=50 * SECOND_NS + REMEMBER_NS) is None
    assert (len(memory), memory.size_bytes) == (0, 0)


def test_an_answer_to_what_is_forgotten_goes_back_the_way_it_came() -> None:
    memory = AnswerMemory()
    memory.note(KEY, b"clear", b"way-1", now_ns=0)
    assert memory.recall(KEY, now_ns=REMEMBER_NS) is None
    assert memory.answer(KEY, b"done", now_ns=REMEMBER_NS) is None
    assert memory.recall(KEY, now_ns=REMEMBER_NS) is None


def test_the_last_answer_stays_whatever_its_size() -> None:
    memory = AnswerMemory(most_bytes=10_000)
    memory.note(("a", "1"), b"", b"way", now_ns=0)
    memory.answer(("a", "1"), b"x" * 100_000, now_ns=0)
    assert memory.recall(("a", "1"), now_ns=0) is not None
    memory.note(("a", "2"), b"", b"way", now_ns=1)
    assert memory.recall(("a", "1"), now_ns=1) is None
    assert memory.recall(("a", "2"), now_ns=1) is not None


COMMANDS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 20), st.binary(max_size=2000), st.booleans()), max_size=120
)


@given(commands=COMMANDS, most=st.integers(1, 12), most_bytes=st.integers(RECORD_BYTES, 20_000))
def test_it_holds_what_is_newest_within_its_bounds(
    commands: list[tuple[int, int, bytes, bool]], most: int, most_bytes: int
) -> None:
    memory, now_ns = AnswerMemory(most, most_bytes), 0
    for passed_s, name, reply, answered in commands:
        now_ns += passed_s * SECOND_NS
        key = ("a", str(name))
        if memory.recall(key, now_ns) is None:
            memory.note(key, b"", b"way", now_ns)
        if answered:
            memory.answer(key, reply, now_ns)
            found = memory.recall(key, now_ns)
            assert found is not None and found.reply == reply
        assert len(memory) <= most
        assert memory.size_bytes <= most_bytes or len(memory) == 1
    memory.recall(("nobody", ""), now_ns + REMEMBER_NS)
    assert (len(memory), memory.size_bytes) == (0, 0)
