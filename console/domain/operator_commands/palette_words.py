"""What to type in the palette for a command that has no key, so that it is found before all others."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from console.domain.operator_commands.command import OperatorCommand
from console.domain.policies.fuzzy_search import TITLE_END, found_score

LEAST_LETTERS = 3
LEFT_OUT = ("the",)


def searched_text(command: OperatorCommand) -> str:
    """In which the palette looks for what is typed, case-folded."""
    return f"{command.title}{TITLE_END}{command.about.value} {command.does}".casefold()


def palette_words(command: OperatorCommand, commands: Sequence[OperatorCommand]) -> str:
    """The first words of its title by which it is found before all others; else its whole title."""
    others = [searched_text(one) for one in commands if one is not command]
    own = searched_text(command)
    found = (words for words in _candidates(command) if _is_first(words, own, others))
    return " ".join(next(found, command.title.casefold().split()))


def _candidates(command: OperatorCommand) -> Iterator[list[str]]:
    """One word, then two, then more, in the title's order."""
    title = [word.strip(",") for word in command.title.casefold().split()]
    words = [word for word in title if len(word) >= LEAST_LETTERS and word not in LEFT_OUT]
    for count in range(1, len(words) + 1):
        yield from map(list, combinations(words, count))


def _is_first(words: list[str], own: str, others: Sequence[str]) -> bool:
    mine = found_score(words, own)
    scores = (found_score(words, other) for other in others)
    return mine is not None and all(score is None or score > mine for score in scores)
