"""The table as help shows it: in groups, those for what is selected first, families in one line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from console.domain.operator_commands.command import About, OperatorCommand
from console.domain.operator_commands.key_words import family_keys, keys_in_words
from console.domain.operator_commands.palette_words import palette_words
from console.domain.operator_commands.table import COMMANDS

ALWAYS_HINTED = ("help", "palette", "undo")
"""By which all others are found, and what was wrong is taken back: at the narrowest foot."""
KeysOf = Callable[[OperatorCommand], Sequence[str]]


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A line of help: keys and what they do; ``pointer`` says how the mouse does it, "" for not. ``typed``:
    without a key, by which words the palette finds it.
    """

    keys: str
    title: str
    does: str
    pointer: str = ""
    typed: str = ""


def own_keys(command: OperatorCommand) -> Sequence[str]:
    """Those of the table."""
    return command.keys


def help_rows(commands: Sequence[OperatorCommand], keys_of: KeysOf = own_keys) -> list[HelpRow]:
    """A line for each command, and one for each family, where its first one stands."""
    rows: list[HelpRow] = []
    told: set[str] = set()
    for command in commands:
        if not command.family:
            keys = keys_in_words(keys_of(command))
            typed = "" if keys else palette_words(command, COMMANDS)
            rows.append(HelpRow(keys, command.title, command.does, command.pointer, typed))
        elif command.family not in told:
            told.add(command.family)
            words = f"{command.family[:1].upper()}{command.family[1:]}"
            family = [one for one in commands if one.family == command.family]
            rows.append(HelpRow(family_keys(family), words, command.family, command.pointer))
            rows += _mapped(family, keys_of)
    return rows


def _mapped(family: Sequence[OperatorCommand], keys_of: KeysOf) -> list[HelpRow]:
    """Further keys of single ones."""
    more = [(one, keys_in_words(keys_of(one)[len(one.keys) :])) for one in family]
    return [HelpRow(words, one.title, one.does) for one, words in more if words]


def by_subject(
    commands: Sequence[OperatorCommand], first: Sequence[About]
) -> list[tuple[About, list[OperatorCommand]]]:
    """In groups: those about what is selected first, in the order given, then the others."""
    order = [*dict.fromkeys(first), *(about for about in About if about not in first)]
    groups = [(about, [one for one in commands if one.about is about]) for about in order]
    return [(about, rows) for about, rows in groups if rows]


def hinted(commands: Sequence[OperatorCommand], selected: Sequence[About]) -> list[OperatorCommand]:
    """For a window's foot: help, palette and undo first, then what goes with what is selected, then the rest.

    What needs something that is not selected is left out.
    """
    shown = [one for one in commands if one.hint and one.keys]
    always = sorted(
        (one for one in shown if one.name in ALWAYS_HINTED), key=lambda one: ALWAYS_HINTED.index(one.name)
    )
    abouts = dict.fromkeys((About.REPLAY, *selected, About.ANYWHERE))
    return always + [one for about in abouts for one in shown if one.about is about and one not in always]


def hint_words(commands: Sequence[OperatorCommand]) -> tuple[str, ...]:
    """As the foot shows them: key and a word or two; of a family its keys."""
    return tuple(f"{_hint_keys(one)} {one.hint}" for one in commands)


def _hint_keys(command: OperatorCommand) -> str:
    if command.family:
        return family_keys([one for one in COMMANDS if one.family == command.family])
    return keys_in_words(command.keys if len(command.keys) > 2 else command.keys[:1])
