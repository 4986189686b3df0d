"""Finds the line of a field in a TOML text, so that an error can name it."""

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")

Path = tuple[str | int, ...]


def field_lines(text: str) -> dict[Path, int]:
    """Line numbers, from 1, by path: ``("camera", 2, "sub")`` is field ``sub`` of the third [[camera]]."""
    lines: dict[Path, int] = {}
    table: Path = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _table_path(header.group(1), header.group(2), counts)
            lines[table] = number
        elif key := _KEY.match(line):
            lines.setdefault((*table, key.group(1)), number)
    return lines


def _table_path(bracket: str, name: str, counts: dict[str, int]) -> Path:
    if bracket == "[":
        return tuple(name.split("."))
    index = counts.get(name, 0)
    counts[name] = index + 1
    return (*name.split("."), index)


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a field, else of the nearest thing around it, else 1."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1
