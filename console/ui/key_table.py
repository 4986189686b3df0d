"""The table's keys as Qt knows them: which command a key press means, and shortcuts for a window's commands.

This module and key_entry alone turn key presses into meanings; a mapping file adds keys to the table's.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from console.domain.operator_commands.command import OperatorCommand, Where
from console.domain.operator_commands.table import COMMANDS, command_of, commands_at

Within = Qt.ShortcutContext.WidgetWithChildrenShortcut
_KEYPAD, _GROUP = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.GroupSwitchModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def key_code(key: str) -> int | None:
    """A key of Qt's portable text as a number with its modifiers; None for what is no single key."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        return None
    first: QKeyCombination = cast("Any", sequence)[0]  # whose type information has no such operator
    return first.toCombined() if first.key() not in (Qt.Key.Key_unknown, Qt.Key(0)) else None


def pressed_codes(event: QKeyEvent) -> list[int]:
    """What a press may be in the table, the exact one first.

    A key of the keypad is also the same key elsewhere; a sign that needs Shift on this keyboard is the sign.
    """
    held = event.modifiers() & ~_GROUP
    tried = [held, held & ~_KEYPAD]
    if not Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z and event.text().isprintable() and event.text():
        tried.append(held & ~_KEYPAD & ~_SHIFT)
    return list(dict.fromkeys(event.key() | modifiers.value for modifiers in tried))


class KeyTable:
    """The table with further keys by command's name. It does not change."""

    def __init__(self, more: Mapping[str, Sequence[str]] | None = None) -> None:
        self._more = {name: tuple(keys) for name, keys in (more or {}).items()}
        self._names: dict[Where, dict[int, str]] = {place: {} for place in Where}
        for command in COMMANDS:
            for key in self.keys_of(command):
                code = key_code(key)
                for place in command.where:
                    if code is not None:
                        self._names[place].setdefault(code, command.name)

    def keys_of(self, command: OperatorCommand) -> tuple[str, ...]:
        """Those of the table first."""
        return (*command.keys, *self._more.get(command.name, ()))

    def name_of(self, event: QKeyEvent, *places: Where) -> str:
        """The command that a key press means at the first of these places that knows it; "" for none."""
        codes = pressed_codes(event)
        for place in places:
            names = self._names[place]
            for code in codes:
                if code in names:
                    return names[code]
        return ""

    def holder_of(self, key: str, where: Where) -> str:
        """The command that has a key in one of these places already; "" for none."""
        code = key_code(key)
        held = (self._names[place].get(code, "") for place in where if code is not None)
        return next(filter(None, held), "")

    def bind(self, window: QWidget, name: str, act: Callable[[], object], *, within: bool = False) -> None:
        """A shortcut for each key of a command; ``within``: only while the keyboard is in the widget."""
        command = command_of(name)
        for key in self.keys_of(command):
            shortcut = self.bind_key(window, key, act)
            shortcut.setAutoRepeat(not command.once)
            if within:  # a `context` given with a slot is not heeded
                shortcut.setContext(Within)

    def bind_key(self, window: QWidget, key: str, act: Callable[[], object]) -> QShortcut:
        """A shortcut for one of several keys of a command that mean different things, such as digits."""
        return QShortcut(QKeySequence.fromString(key), window, act)


USUAL_KEYS = KeyTable()
"""Without a mapping file."""


def names_at(where: Where) -> set[str]:
    """Names of all commands of these places."""
    return {command.name for command in commands_at(where)}
