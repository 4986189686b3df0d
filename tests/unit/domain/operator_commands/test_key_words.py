"""Keys as people read them."""

import pytest

from console.domain.operator_commands.key_words import family_keys, key_words, keys_in_words
from console.domain.operator_commands.table import command_of


@pytest.mark.parametrize(
    ("key", "words"),
    [("P", "P"), ("Alt+Up", "Alt+↑"), ("Return", "Enter"), ("+", "+"), ("Ctrl++", "Ctrl++"), ("Del", "Del")],
)
def test_a_key_in_words(key: str, words: str) -> None:
    assert key_words(key) == words


def test_both_enters_are_one_and_ten_digits_a_range() -> None:
    assert keys_in_words(("Return", "Enter")) == "Enter"
    assert keys_in_words(("R", "F13")) == "R, F13"
    assert keys_in_words((*"0123456789", "F5")) == "0–9, F5"
    assert keys_in_words(()) == ""


def test_what_a_familys_keys_have_in_common_is_said_once() -> None:
    sides = ("north", "east", "south", "west")
    assert family_keys([command_of(f"camera-{side}") for side in sides]) == "Alt+↑ → ↓ ←"
    assert family_keys([command_of("replay-slower"), command_of("replay-faster")]) == "[  ]"
    assert family_keys([command_of("blank"), command_of("public")]) == "Ctrl+B  Ctrl+P"
    assert family_keys([command_of("package")]) == ""
