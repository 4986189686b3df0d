"""A file of further keys, for a keypad or a joystick that the system shows as a keyboard.

Each line names a command and its keys: ``rewind = "F13"``, ``pin = ["F14", "Ctrl+Alt+P"]``. What is wrong
with a line is said with its number; the others count.
"""

import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from console.domain.operator_commands.command import PARTS, REPLAY, OperatorCommand, Where
from console.domain.operator_commands.table import COMMANDS, command_of
from console.protocol.toml_lines import field_lines, line_of
from console.protocol.written_text import NotUtf8, TooLarge, decode_written, read_written
from console.ui.key_table import USUAL_KEYS, KeyTable, key_code

NAMES = {command.name for command in COMMANDS}


@dataclass(frozen=True, slots=True)
class KeyMapping:
    """Further keys by command, and what was wrong, in words."""

    more: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def keys(self) -> KeyTable:
        """The table with them."""
        return KeyTable(self.more) if self.more else USUAL_KEYS


def read_mapping(file: str) -> KeyMapping:
    """What a file maps; nothing for "". It raises nothing: a desk starts with the keys that it has."""
    if not file:
        return KeyMapping()
    try:
        text = decode_written(read_written(Path(file)))
        rows = tomllib.loads(text)
    except NotUtf8 as error:
        return KeyMapping(problems=(f"{file}:{error.line}: {error}: no key of it counts",))
    except OSError as error:
        return KeyMapping(problems=(f"{file}: the keys can't be read: {error.strerror or error}",))
    except (TooLarge, ValueError, RecursionError) as error:
        return KeyMapping(problems=(f"{file}: is not TOML: {error}: no key of it counts",))
    return _Reading(file, text).read(rows)


class _Reading:
    """One file being read; keys that an earlier line took are taken."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = field_lines(text)
        self._more: dict[str, tuple[str, ...]] = {}
        self._problems: list[str] = []

    def read(self, rows: dict[str, object]) -> KeyMapping:
        for name, value in rows.items():
            keys = [value] if isinstance(value, str) else value
            if name not in NAMES:
                near = difflib.get_close_matches(name, NAMES, 1)
                self._complain(name, f"no such command{f'; did you mean {near[0]}?' if near else ''}")
            elif not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
                self._complain(name, 'must be a key such as "F13", or a list of keys')
            else:
                self._take(command_of(name), keys)
        return KeyMapping(self._more, tuple(self._problems))

    def _take(self, command: OperatorCommand, keys: list[str]) -> None:
        for key in keys:
            holder = KeyTable(self._more).holder_of(key, _seen_from(command))
            if key_code(key) is None:
                self._complain(command.name, f'{key!r} is no key; write one as "F13" or "Ctrl+Alt+P"')
            elif holder and holder != command.name:
                self._complain(command.name, f"{key} is the key of {holder}")
            elif not holder:
                self._more[command.name] = (*self._more.get(command.name, ()), key)

    def _complain(self, name: str, what: str) -> None:
        line = line_of(self._lines, (name,))
        self._problems.append(f"{self._file}:{line}: {name}: {what}")


def _seen_from(command: OperatorCommand) -> Where:
    """Where a key of it would be pressed: a window that replays has a replay's keys as well."""
    return command.where | (REPLAY if command.where & ~PARTS else command.where)
