"""Finds what a person means by some of its letters: commands, cameras, layouts."""

from collections.abc import Iterable

BEGINS, BEGINS_WORD, WITHIN, SCATTERED = 0, 1, 2, 6
"""Where a word was found, better ones first."""
BEGINS_SO = -1
"""What begins with several words just as they were typed is found before what only has them."""


def found_score(words: list[str], text: str) -> int | None:
    """How well the words are found in a text, the least best; None where one of them is not in it.

    All case-folded. A word is found whole, or from three letters on with others between its letters.
    """
    if len(words) > 1 and text.startswith(" ".join(words)):
        return BEGINS_SO
    total = 0
    for word in words:
        score = _word_score(word, text)
        if score is None:
            return None
        total += score
    return total


def _word_score(word: str, text: str) -> int | None:
    at = text.find(word)
    if at == 0:
        return BEGINS
    if at > 0:
        return BEGINS_WORD if f" {word}" in text else WITHIN
    if len(word) < 3 or not word.isalpha():
        return None  # of a number or two letters nearly everything would be found
    letters = iter(text)
    return SCATTERED if all(letter in letters for letter in word) else None


def best_found(typed: str, texts: Iterable[str], most: int) -> list[int]:
    """Indexes of the texts that are found best, at most so many; equal ones stay in their order."""
    words = typed.casefold().split()
    scored = []
    for index, text in enumerate(texts):
        score = found_score(words, text)
        if score is not None:
            scored.append((score, index))
    scored.sort()
    return [index for _, index in scored[:most]]
