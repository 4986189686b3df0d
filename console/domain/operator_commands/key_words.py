"""Keys as people read them, from Qt's portable text."""

from collections.abc import Sequence

from console.domain.operator_commands.command import OperatorCommand

_WORDS = {
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Return": "Enter",
    "Meta": "Win",
}
_ARROWS = ("←", "→", "↑", "↓")
_DIGITS = tuple("0123456789")


def key_words(key: str) -> str:
    """One key: "Alt+Up" is "Alt+↑"."""
    if key.endswith("+"):  # the plus key itself
        return key
    return "+".join(_WORDS.get(part, part) for part in key.split("+"))


def keys_in_words(keys: Sequence[str]) -> str:
    """All keys of a command; both Enters are one, ten digits a range."""
    if set(_DIGITS) <= set(keys):
        rest = [key for key in keys if key not in _DIGITS]
        return ", ".join(["0–9", *map(key_words, rest)])
    return ", ".join(dict.fromkeys(map(key_words, keys)))


MOST_TOLD = 6
"""Keys of a family that stand in one line of help."""


def family_keys(commands: Sequence[OperatorCommand]) -> str:
    """The first key of each; what arrows hold in common is said once: "Alt+↑ → ↓ ←". Of many the first and
    the last: "F2 … F12"."""
    keys = [key_words(command.keys[0]) for command in commands if command.keys]
    if len(keys) > MOST_TOLD:
        return f"{keys[0]} … {keys[-1]}"
    held = keys[0].rpartition("+")[0] if keys else ""
    alone = [key.removeprefix(f"{held}+") for key in keys]
    if held and set(alone) <= set(_ARROWS):
        return f"{held}+" + " ".join(alone)
    return "  ".join(keys)
