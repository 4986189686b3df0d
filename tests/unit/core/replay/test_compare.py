"""Where two courses of events part. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.replay.compare import SAME_WITHIN_MS, compare
from console.core.replay.course import Course, Deed
from console.domain.errors import SightlineError


def course(*deeds: tuple[int, str], begin_ms: int = 0, end_ms: int = 100_000) -> Course:
    made = (Deed(at, at + 1_000_000, (key,), f"{key} done") for at, key in deeds)
    return Course(begin_ms, end_ms, tuple(made))


def test_equal_ones_do_not_part() -> None:
    found = compare(course((5, "a"), (9, "b")), course((5, "a"), (9, "b")))
    assert (found.same, found.parted) == (2, ())


def test_what_only_one_of_them_has_is_named_with_its_time_and_words() -> None:
    (parted,) = compare(course((5, "a")), course((5, "a"), (7_000, "b"))).parted
    assert (parted.a_ms, parted.b_ms, parted.wall_ms, parted.words) == (None, 7_000, 1_007_000, "b done")
    (parted,) = compare(course((7_000, "b")), course()).parted
    assert (parted.a_ms, parted.b_ms) == (7_000, None)


def test_a_hand_that_was_a_little_later_is_the_same_and_a_slow_one_is_not() -> None:
    near = compare(course((5_000, "a")), course((5_000 + SAME_WITHIN_MS, "a")))
    assert (near.same, near.parted) == (1, ())
    late = compare(course((5_000, "a")), course((5_001 + SAME_WITHIN_MS, "a")))
    assert late.same == 0
    assert [(one.a_ms, one.b_ms) for one in late.parted] == [(5_000, 5_001 + SAME_WITHIN_MS)]


def test_of_two_of_the_same_the_one_that_is_missing_parts() -> None:
    found = compare(course((5_000, "a"), (50_000, "a")), course((50_100, "a")))
    assert found.same == 1
    assert [(one.a_ms, one.b_ms) for one in found.parted] == [(5_000, None)]


def test_only_the_time_that_both_have_is_compared() -> None:
    found = compare(course((5, "a"), (60_000, "b")), course((5, "x"), begin_ms=10, end_ms=50_000))
    assert (found.begin_ms, found.end_ms, found.parted) == (10, 50_000, ())
    with pytest.raises(SightlineError, match="no moment in common"):
        compare(course(end_ms=9), course(begin_ms=10))


DEEDS = st.lists(st.tuples(st.integers(0, 100_000), st.sampled_from("abc")), max_size=12)


@given(DEEDS, DEEDS)
def test_both_ways_round_it_finds_the_same(
    mine: list[tuple[int, str]], theirs: list[tuple[int, str]]
) -> None:
    found = compare(course(*sorted(mine)), course(*sorted(theirs)))
    of_mine = found.same + sum(one.a_ms is not None for one in found.parted)
    of_theirs = found.same + sum(one.b_ms is not None for one in found.parted)
    assert (of_mine, of_theirs) == (len(mine), len(theirs))
    firsts = [min(at for at in (one.a_ms, one.b_ms) if at is not None) for one in found.parted]
    assert firsts == sorted(firsts)


@given(DEEDS)
def test_nothing_parts_from_itself(mine: list[tuple[int, str]]) -> None:
    assert not compare(course(*sorted(mine)), course(*sorted(mine))).parted
