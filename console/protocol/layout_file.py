"""Layout files: JSON with ``schema_version`` first, for export, import and the shipped templates.

{"schema_version": 2, "name": "2x2", "columns": 2, "rows": 2, "cells": [{"column": 0, "row": 0, ...}]}

Older versions are brought up step by step; a sample of each lies in tests/data/layouts.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct, field

from console.domain.cell_content import AnyContent
from console.domain.errors import LayoutError
from console.domain.ids import FeedId
from console.domain.layout import Cell, Layout
from console.domain.zoom_part import ZoomPart
from console.protocol.shipped import shipped
from console.protocol.unreadable import UNREADABLE
from console.protocol.written_text import NotUtf8, decode_written

SCHEMA_VERSION = 2
MAX_NAME_LENGTH = 64
MAX_NOTE_LENGTH = 200


class CellRecord(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A cell of a file."""

    column: int
    row: int
    column_span: int = 1
    row_span: int = 1
    auto: bool = False
    feed: FeedId | None = None
    content: AnyContent | None = None
    pinned: bool = False
    hotspot: bool = False
    zoom: ZoomPart | None = None


class _LayoutRecord(Struct, frozen=True, forbid_unknown_fields=True):
    schema_version: int
    name: str
    columns: int
    rows: int
    cells: tuple[CellRecord, ...] = field(default=())


class _Version(Struct):
    schema_version: int


def read_layout(body: bytes | str, origin: str) -> Layout:
    """A layout from a file's content. ``origin`` names the file in errors.

    Raises LayoutError that names the field: not JSON, a newer schema, an unknown key, an impossible grid.
    """
    try:
        body = decode_written(body) if isinstance(body, bytes) else body
        record = msgspec.convert(upgraded(body, origin, SCHEMA_VERSION, _STEPS, "cells"), _LayoutRecord)
    except NotUtf8 as error:
        raise LayoutError(f"{origin}:{error.line}: {error}") from error
    except UNREADABLE as error:
        raise LayoutError(f"{origin}: not a layout file: {error}") from error
    try:
        return _checked(Layout(record.name, record.columns, record.rows, cells_of(record.cells)))
    except LayoutError as error:
        raise LayoutError(f"{origin}: {error}") from error


Data = dict[str, Any]


def upgraded(body: str, origin: str, wanted: int, steps: dict[int, Callable[[Data], Data]], has: str) -> Data:
    """A file's plain data, brought up to the version that this program reads.

    ``has`` stands in each version of such a file. Raises LayoutError for a version that this program does not
    know, and what msgspec raises.
    """
    version = msgspec.json.decode(body, type=_Version).schema_version
    if not 1 <= version <= wanted:
        if has not in msgspec.json.decode(body, type=Data):
            raise msgspec.ValidationError(f"Object missing required field `{has}`")
        raise LayoutError(
            f"{origin}: schema_version {version} is not known to this version, which reads 1 to {wanted}; "
            "export it again from a program of this version"
        )
    data = msgspec.json.decode(body, type=Data)
    while version < wanted:
        data = {**steps[version](data), "schema_version": version + 1}
        version += 1
    return data


def _from_1(layout: Data) -> Data:
    """1: cells held cameras alone; what came later may be missing, but stood in no such file."""
    for cell in layout.get("cells", ()):
        for name in ("content", "pinned", "hotspot", "zoom"):
            if isinstance(cell, dict) and name in cell:
                raise msgspec.ValidationError(f"Object contains unknown field `{name}` - at `$.cells[...]`")
    return layout


_STEPS: dict[int, Callable[[Data], Data]] = {1: _from_1}


def cells_of(records: tuple[CellRecord, ...]) -> tuple[Cell, ...]:
    """Cells as a file has them."""
    return tuple(
        Cell(
            cell.column,
            cell.row,
            cell.column_span,
            cell.row_span,
            cell.auto,
            cell.feed,
            cell.content,
            cell.pinned,
            cell.hotspot,
            cell.zoom,
        )
        for cell in records
    )


def cell_records(layout: Layout) -> tuple[CellRecord, ...]:
    """Cells as they are written."""
    return tuple(
        CellRecord(
            cell.column,
            cell.row,
            cell.column_span,
            cell.row_span,
            cell.auto,
            cell.feed,
            cell.content,
            cell.pinned,
            cell.hotspot,
            cell.zoom,
        )
        for cell in layout.cells
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
    record = _LayoutRecord(SCHEMA_VERSION, layout.name, layout.columns, layout.rows, cell_records(layout))
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
