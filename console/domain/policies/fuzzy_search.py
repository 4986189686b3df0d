"""Finds what a person means by some of its letters: commands, cameras, layouts."""

from collections.abc import Iterable

BEGINS, BEGINS_WORD, WITHIN, BEHIND, SCATTERED = 0, 1, 2, 4, 6
"""Where a word was found, better ones first."""
TITLE_END = "\n"
"""What is seen stands before it, what only helps to find it behind: no letters are sought scattered there."""
BEGINS_SO = -1
"""What begins with several words just as they were typed is found before what only has them."""


def found_score(words: list[str], text: str) -> int | None:
    """How well the words are found in a text, the least best; None where one of them is not in it.

    What has all of them in its title is found before what has one of them behind it. All case-folded. A word
    is found whole, or from three letters on with others between its letters.
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
    title = text.partition(TITLE_END)[0]
    at = title.find(word)
    if at == 0:
        return BEGINS
    if at > 0:
        return BEGINS_WORD if f" {word}" in title else WITHIN
    if word in text:
        return BEHIND
    if len(word) < 3 or not word.isalpha():
        return None  # of a number or two letters nearly everything would be found
    letters = iter(title)
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
