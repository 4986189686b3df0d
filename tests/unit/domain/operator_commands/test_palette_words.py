"""A command without a key is found before all others by what help says to type."""

import pytest

from console.domain.operator_commands.command import OperatorCommand
from console.domain.operator_commands.palette_words import palette_words, searched_text
from console.domain.operator_commands.table import COMMANDS
from console.domain.policies.fuzzy_search import best_found

WITHOUT_KEY = [command for command in COMMANDS if not command.keys]


@pytest.mark.parametrize("command", WITHOUT_KEY, ids=lambda command: command.name)
def test_it_is_the_first_that_is_found(command: OperatorCommand) -> None:
    words = palette_words(command, COMMANDS)
    assert best_found(words, map(searched_text, COMMANDS), 1) == [COMMANDS.index(command)]
    assert set(words.split()) <= set(command.title.casefold().replace(",", "").split())


def test_there_are_some() -> None:
    assert len(WITHOUT_KEY) > 3
