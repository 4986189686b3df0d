"""Names stand where people look for them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.name_order import name_order


@pytest.mark.parametrize(
    "names",
    [
        ["L1", "L2", "L10", "L10b", "L11"],
        ["2+8", "3x3", "10x10"],
        ["alpha", "Bravo", "charlie"],
        ["Night", "night", "night 2", "Night 10"],
        ["", "1", "a", "a1", "aa"],
        ["north-09", "north-10", "north-011"],
        ["9" * 5000, "1" + "0" * 5000],
    ],
)
def test_the_order(names: list[str]) -> None:
    mixed = random.Random(1).sample(names, len(names))
    assert sorted(mixed, key=name_order) == names


@given(st.lists(st.text(), unique=True), st.randoms())
def test_it_is_one_order_of_all_names(names: list[str], chance: random.Random) -> None:
    mixed = chance.sample(names, len(names))
    assert sorted(names, key=name_order) == sorted(mixed, key=name_order)


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.text(alphabet="abc -"))
def test_numbers_count_by_their_value(one: int, other: int, before: str) -> None:
    assert (name_order(f"{before}{one}") < name_order(f"{before}{other}")) == (one < other)
