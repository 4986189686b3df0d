"""What a person is typing: a camera's number, forgotten after a while, or the letters of a cell."""

from dataclasses import dataclass

FORGOTTEN_AFTER_MS = 4_000
"""Long enough to look a figure up on a plan; short enough that tomorrow's digit does not join today's."""
MOST_DIGITS = 9
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """Digits so far, none at first, and when the last key was pressed (CLOCK_MONOTONIC, milliseconds)."""

    digits: str
    at_ms: int

    def and_digit(self, digit: str, now_ms: int) -> "TypedNumber":
        """One more; more than a number can have are not taken."""
        return TypedNumber((self.digits + digit)[:MOST_DIGITS], now_ms)

    def without_last(self, now_ms: int) -> "TypedNumber | None":
        """The last digit taken back; None where that was the only one."""
        return TypedNumber(self.digits[:-1], now_ms) if len(self.digits) > 1 else None

    @property
    def number(self) -> int:
        """What the digits say; leading zeros count nothing."""
        return int(self.digits or "0")


@dataclass(frozen=True, slots=True)
class TypedLetters:
    """Letters so far, of labels that all are equally long.

    Waited for as long as the labels stand: a letter that came too late would be a command, and "C" closes an
    incident.
    """

    labels: tuple[str, ...]
    letters: str

    def and_letter(self, letter: str) -> "TypedLetters | None":
        """One more; None where no label begins so."""
        letters = self.letters + letter
        begun = any(label.startswith(letters) for label in self.labels)
        return TypedLetters(self.labels, letters) if begun else None

    @property
    def chosen(self) -> int | None:
        """Index of the label that is typed whole."""
        return self.labels.index(self.letters) if self.letters in self.labels else None


def is_forgotten(typed: TypedNumber, now_ms: int) -> bool:
    """Whether the last key is too long ago for the next one to belong to it."""
    return now_ms - typed.at_ms >= FORGOTTEN_AFTER_MS


def cell_labels(count: int) -> tuple[str, ...]:
    """A label for each of so many cells, in order: A, B, ... or, where 26 are too few, AA, AB, ..."""
    length = 1
    while len(ALPHABET) ** length < count:
        length += 1
    return tuple(_label(index, length) for index in range(count))


def _label(index: int, length: int) -> str:
    letters = ""
    for _ in range(length):
        index, place = divmod(index, len(ALPHABET))
        letters = ALPHABET[place] + letters
    return letters
