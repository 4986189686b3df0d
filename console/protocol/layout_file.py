"""Layout files: JSON with ``schema_version`` first, for export, import and the shipped templates.

{"schema_version": 1, "name": "2x2", "columns": 2, "rows": 2, "cells": [{"column": 0, "row": 0, ...}]}
"""

import re
from typing import Any

import msgspec
from msgspec import Struct, field

from console.domain.errors import LayoutError
from console.domain.ids import FeedId
from console.domain.layout import Cell, Layout
from console.protocol.shipped import shipped
from console.protocol.unreadable import UNREADABLE
from console.protocol.written_text import NotUtf8, decode_written

SCHEMA_VERSION = 1
MAX_NAME_LENGTH = 64
MAX_NOTE_LENGTH = 200


class _CellRecord(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    column: int
    row: int
    column_span: int = 1
    row_span: int = 1
    auto: bool = False
    feed: FeedId | None = None


class _LayoutRecord(Struct, frozen=True, forbid_unknown_fields=True):
    schema_version: int
    name: str
    columns: int
    rows: int
    cells: tuple[_CellRecord, ...] = field(default=())


class _Version(Struct):
    schema_version: int


def read_layout(body: bytes | str, origin: str) -> Layout:
    """A layout from a file's content. ``origin`` names the file in errors.

    Raises LayoutError that names the field: not JSON, a newer schema, an unknown key, an impossible grid.
    """
    try:
        body = decode_written(body) if isinstance(body, bytes) else body
        version = msgspec.json.decode(body, type=_Version).schema_version
        if version != SCHEMA_VERSION:
            raise LayoutError(
                f"{origin}: schema_version {version} is not known to this version, which reads "
                f"{SCHEMA_VERSION}; export the layout again from a program of this version"
            )
        record = msgspec.json.decode(body, type=_LayoutRecord)
    except NotUtf8 as error:
        raise LayoutError(f"{origin}:{error.line}: {error}") from error
    except UNREADABLE as error:
        raise LayoutError(f"{origin}: not a layout file: {error}") from error
    try:
        return _checked(Layout(record.name, record.columns, record.rows, _cells(record)))
    except LayoutError as error:
        raise LayoutError(f"{origin}: {error}") from error


def _cells(record: _LayoutRecord) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell.column, cell.row, cell.column_span, cell.row_span, cell.auto, cell.feed)
        for cell in record.cells
    )


def _checked(layout: Layout) -> Layout:
    problem = name_problem(layout.name)
    if problem:
        raise LayoutError(f"name {layout.name!r}: {problem}")
    if not layout.cells:
        raise LayoutError(f"cells: layout {layout.name!r} has none")
    return layout


def name_problem(name: str) -> str:
    """What is wrong with a layout's name; "" for a good one."""
    if not name.strip() or name != name.strip():
        return "a name is not empty and has no blanks at its ends"
    if len(name) > MAX_NAME_LENGTH:
        return f"a name has at most {MAX_NAME_LENGTH} characters"
    return "" if name.isprintable() else "a name has printable characters only"


def note_problem(note: str) -> str:
    """What is wrong with the note of a layout's version; "" for a good one, or none."""
    if len(note) > MAX_NOTE_LENGTH:
        return f"a note has at most {MAX_NOTE_LENGTH} characters"
    return "" if note.isprintable() else "a note is one line of printable characters"


def layout_content(layout: Layout) -> dict[str, Any]:
    """The file's content as plain data, ``schema_version`` first; fields at their default are left out."""
    cells = tuple(
        _CellRecord(cell.column, cell.row, cell.column_span, cell.row_span, cell.auto, cell.feed)
        for cell in layout.cells
    )
    record = _LayoutRecord(SCHEMA_VERSION, layout.name, layout.columns, layout.rows, cells)
    content: dict[str, Any] = msgspec.to_builtins(record)
    return content


def write_layout(layout: Layout) -> bytes:
    """The file's content: indented JSON, one closing line end."""
    return msgspec.json.format(msgspec.json.encode(layout_content(layout)), indent=2) + b"\n"


def shipped_layouts() -> dict[str, Layout]:
    """The layouts that come with the product, by name, in the natural order of their names."""
    files = [file for file in shipped("layouts").iterdir() if file.name.endswith(".json")]
    layouts = [read_layout(file.read_bytes(), file.name) for file in files]
    return {layout.name: layout for layout in sorted(layouts, key=lambda layout: natural_order(layout.name))}


def natural_order(name: str) -> list[tuple[int, str]]:
    """Sort key that puts "10x4" after "2x2"."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name) if part]
