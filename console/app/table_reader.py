"""Reads one TOML table field by field and collects every problem instead of stopping at the first."""

import difflib
import ipaddress
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from console.protocol.toml_lines import Path, line_of

_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,31}$")


class Problems:
    """All that is wrong with one file, as ``file:line: field: what``."""

    def __init__(self, file: str, lines: dict[Path, int]) -> None:
        self._file = file
        self._lines = lines
        self._found: list[tuple[int, str]] = []
        self._odd: list[tuple[int, str]] = []

    def add(self, path: Path, text: str) -> None:
        """Note one problem at a field."""
        self._found.append(self._placed(path, text))

    def warn(self, path: Path, text: str) -> None:
        """Note what is odd at a field, though the site can run."""
        self._odd.append(self._placed(path, text))

    def _placed(self, path: Path, text: str) -> tuple[int, str]:
        return line_of(self._lines, path), f"{self.place(path)}: {text}"

    def place(self, path: Path) -> str:
        """``file:line: field``."""
        field = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        return f"{self._file}:{line_of(self._lines, path)}: {field or 'file'}"

    def warnings(self) -> list[str]:
        """What is odd, in the order of the file."""
        return [text for _, text in sorted(self._odd)]

    def line(self, path: Path) -> int:
        """Where a field stands."""
        return line_of(self._lines, path)

    def texts(self) -> list[str]:
        """In the order of the file."""
        return [text for _, text in sorted(self._found)]


def control_character(text: str) -> str | None:
    """A complaint about a text that goes to a camera and would begin a line of its own there."""
    if any(unicodedata.category(character) == "Cc" for character in text):
        return "holds a line break or another control character"
    return None


class TableReader:
    """Takes known fields out of a table; ``finish`` complains about what nobody took."""

    def __init__(self, table: dict[str, Any], path: Path, problems: Problems) -> None:
        self._table = table
        self._path = path
        self._problems = problems
        self._known: set[str] = set()

    def problem(self, field: str, text: str) -> None:
        """Note a problem at one of this table's fields."""
        self._problems.add((*self._path, field), text)

    def warn(self, field: str, text: str) -> None:
        """Note what is odd at one of this table's fields, though the site can run."""
        self._problems.warn((*self._path, field), text)

    def has(self, field: str) -> bool:
        """Whether the field is given."""
        return field in self._table

    def _take(self, field: str, kind: type | tuple[type, ...], word: str, default: Any) -> Any:
        self._known.add(field)
        value = self._table.get(field)
        if value is None:
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.problem(field, f"must be {word}, not {value!r}")
            return default
        return value

    def new_name(self, old: str, new: str) -> str:
        """The name under which a field stands that was called ``old`` once, which is noted."""
        if old not in self._table or new in self._table:
            return new
        self.warn(old, f"is called {new} now; under its old name it is still read")
        return old

    def text(self, field: str, default: str = "", *, check: Callable[[str], str | None] | None = None) -> str:
        """A string; ``check`` gives a complaint or None."""
        value = str(self._take(field, str, "a text in quotes", default))
        complaint = check(value) if check and field in self._table else None
        if complaint:
            self.problem(field, complaint)
        return value

    def secret(self, field: str) -> str:
        """A string that no complaint may show."""
        self._known.add(field)
        value = self._table.get(field, "")
        complaint = control_character(value) if isinstance(value, str) else "must be a text in quotes"
        if complaint:
            self.problem(field, complaint)
        return value if isinstance(value, str) else ""

    def items(self) -> list[tuple[str, Any]]:
        """All fields, for a table whose names the caller checks."""
        self._known.update(self._table)
        return list(self._table.items())

    def choice(self, field: str, default: str, choices: tuple[str, ...]) -> str:
        """One of some words."""
        value = self.text(field, default)
        if value not in choices:
            self.problem(field, f"must be one of {', '.join(choices)}, not {value!r}")
            return default
        return value

    def number(self, field: str, low: float, high: float) -> float | None:
        """A number within bounds, or None when it is not given."""
        value = self._take(field, (int, float), "a number", None)
        if value is not None and not low <= value <= high:
            self.problem(field, f"must be from {low:g} to {high:g}, not {value!r}")
            return None
        return None if value is None else float(value)

    def integer(self, field: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self._take(field, int, "a whole number", default)
        if not low <= value <= high:
            self.problem(field, f"must be from {low} to {high}, not {value!r}")
            return default
        return int(value)

    def flag(self, field: str, default: bool) -> bool:
        """true or false."""
        return bool(self._take(field, bool, "true or false", default))

    def numbers(self, field: str, count: int) -> tuple[int, ...] | None:
        """A list of so many whole numbers."""
        value = self._take(field, list, f"a list of {count} whole numbers", None)
        if value is None:
            return None
        if len(value) != count or not all(isinstance(item, int) for item in value):
            self.problem(field, f"must be a list of {count} whole numbers, not {value!r}")
            return None
        return tuple(value)

    def rows(self, field: str, default: Sequence[Any] = ()) -> list[Any]:
        """A list of tables or values."""
        return list(self._take(field, list, "a list", default))

    def table(self, field: str) -> "TableReader":
        """A table inside; empty when it is not given."""
        value = self._take(field, dict, "a table", {})
        return TableReader(value, (*self._path, field), self._problems)

    def finish(self) -> None:
        """Complain about fields that nobody knows, with the nearest known name."""
        for field in self._table:
            if field not in self._known:
                near = difflib.get_close_matches(field, self._known, 1)
                hint = f"; did you mean {near[0]}?" if near else f"; known: {', '.join(sorted(self._known))}"
                self.problem(field, f"no such field{hint}")


_HOST_AND_PATH = r"[A-Za-z][A-Za-z0-9-]*(:[0-9]+)?/"
"""Behind an @ this is a host rather than the rest of a path: rtsp://admin:2024/ab@camera-3/stream."""


_USUAL_PORTS = ("322", "554", "8554", "10554")


def tables(root: TableReader, field: str, problems: Problems) -> list[TableReader]:
    """A reader for each row of an array of tables."""
    return [
        TableReader(as_table(row, (field, index), problems), (field, index), problems)
        for index, row in enumerate(root.rows(field))
    ]


def as_table(row: Any, path: Path, problems: Problems) -> dict[str, Any]:
    """What is no table is taken for an empty one."""
    if isinstance(row, dict):
        return row
    problems.add(path, f"must be a table, not {row!r}")
    return {}


def folder_name_complaint(name: str) -> str | None:
    """About a name that is a folder's name, too."""
    return None if _NAME.match(name) else "must be 1 to 32 of a-z, 0-9 and -, as it names folders"


def rtsp_complaint(url: str) -> str | None:
    """What is wrong with a camera's address, without repeating its credentials; None if nothing."""
    if reserved := _reserved_in_credentials(url):
        escaped = f"%{ord(reserved):02X}"
        return f"its user or password holds {reserved!r}, which ends the address there: write {escaped}"
    if any(character <= " " or character == "\x7f" for character in url):
        return "holds a space or a control character: write %20 for a space"
    if bracket := _bracket_in_credentials(url):
        return f"its user or password holds {bracket!r}: write %{ord(bracket):02X}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "is not an address: its host is none"
    try:
        _ = parts.port
    except ValueError:
        return "is not an address: the port must be a number up to 65535"
    if parts.scheme not in ("rtsp", "rtsps"):
        return f"must begin with rtsp:// or rtsps://, not {parts.scheme or 'nothing'}://"
    return None if parts.hostname else "names no host"


def _reserved_in_credentials(url: str) -> str:
    """The character of user:password@ that must be written as %XX, or "".

    It ends what stands for the host, so the @ lies behind it. An @ in a path proves nothing: then what is
    before the first such character is a host, and what is behind the @ none.
    """
    behind = url.partition("://")[2]
    userinfo, at, after = behind.rpartition("@")
    first = next((character for character in userinfo if character in "#/?"), "")
    if not at or not first:
        return ""
    before = userinfo.partition(first)[0]
    name, _, rest = before.partition(":")
    is_host = before.startswith("[") or (_host_like(name) and (not rest or rest.isdigit()))
    is_password = rest.isdigit() and rest not in _USUAL_PORTS
    looks_like_password = first == "/" and is_password and re.match(_HOST_AND_PATH, after)
    return first if first == "#" or (not is_host and _host_like(after)) or looks_like_password else ""


def _bracket_in_credentials(url: str) -> str:
    userinfo = url.partition("://")[2].split("/")[0].rpartition("@")[0]
    return next((character for character in userinfo if character in "[]"), "")


def _host_like(text: str) -> bool:
    host = re.split(r"[/:?#]", text, maxsplit=1)[0]
    return "." in host or host == "localhost" or text.startswith("[")


def tcp_complaint(endpoint: str) -> str | None:
    """What is wrong with a listening address like tcp://0.0.0.0:7741; None if nothing."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
        if parts.hostname and parts.hostname != "*":
            ipaddress.ip_address(parts.hostname)
    except ValueError:
        return f"must be tcp://ADDRESS:PORT with an IP address of this machine, not {endpoint!r}"
    if parts.scheme != "tcp" or not parts.hostname or not port:
        return f"must be tcp://ADDRESS:PORT, not {endpoint!r}"
    return None
