"""Numbers and letters that are typed without a field."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.typed_keys import (
    FORGOTTEN_AFTER_MS,
    MOST_DIGITS,
    TypedLetters,
    TypedNumber,
    cell_labels,
    is_forgotten,
)


def test_digits_make_a_number_and_the_last_can_be_taken_back() -> None:
    typed = TypedNumber("0", 0).and_digit("1", 10).and_digit("7", 20)
    assert (typed.digits, typed.number, typed.at_ms) == ("017", 17, 20)
    back = typed.without_last(30)
    assert back is not None and back.number == 1
    assert TypedNumber("5", 0).without_last(1) is None
    assert TypedNumber("", 0).number == 0
    assert len(TypedNumber("1" * MOST_DIGITS, 0).and_digit("2", 1).digits) == MOST_DIGITS


def test_what_is_typed_is_forgotten_after_a_while_without_a_key() -> None:
    typed = TypedNumber("1", 1_000)
    assert not is_forgotten(typed, 1_000 + FORGOTTEN_AFTER_MS - 1)
    assert is_forgotten(typed, 1_000 + FORGOTTEN_AFTER_MS)
    assert not is_forgotten(typed.and_digit("2", 4_000), 1_000 + FORGOTTEN_AFTER_MS)


@given(st.integers(0, 3_000))
def test_each_cell_has_a_label_and_none_begins_another(count: int) -> None:
    labels = cell_labels(count)
    assert len(set(labels)) == len(labels) == count
    assert len({len(label) for label in labels}) <= 1
    assert list(labels) == sorted(labels)


def test_up_to_26_cells_have_one_letter() -> None:
    assert cell_labels(3) == ("A", "B", "C")
    assert cell_labels(26)[-1] == "Z"
    assert cell_labels(27)[0] == "AA" and cell_labels(36)[-1] == "BJ"


@given(st.integers(1, 800), st.data())
def test_typing_a_label_chooses_its_cell(count: int, data: st.DataObject) -> None:
    labels = cell_labels(count)
    index = data.draw(st.integers(0, count - 1))
    typed: TypedLetters | None = TypedLetters(labels, "")
    for letter in labels[index]:
        assert typed is not None and typed.chosen is None
        typed = typed.and_letter(letter)
    assert typed is not None and typed.chosen == index


def test_a_letter_with_which_no_label_goes_on_is_none() -> None:
    assert TypedLetters(cell_labels(27), "").and_letter("C") is None
