"""Wall preset files: JSON with ``schema_version`` first, for export and import.

{"schema_version": 1, "name": "night", "number": 3, "monitors": [{"monitor": "wall-1", "layout": {...}}]}
"""

from typing import Any

import msgspec
from msgspec import Struct

from console.domain.errors import LayoutError
from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.domain.wall_preset import PresetError, PresetMonitor, WallPreset
from console.protocol.layout_file import CellRecord, cell_records, cells_of, name_problem, upgraded
from console.protocol.unreadable import UNREADABLE
from console.protocol.written_text import NotUtf8, decode_written

SCHEMA_VERSION = 1


class _LayoutRecord(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    columns: int
    rows: int
    cells: tuple[CellRecord, ...]


class _MonitorRecord(Struct, frozen=True, forbid_unknown_fields=True):
    monitor: MonitorId
    layout: _LayoutRecord


class _PresetRecord(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    schema_version: int
    name: str
    monitors: tuple[_MonitorRecord, ...]
    number: int | None = None


def read_preset(body: bytes | str, origin: str) -> WallPreset:
    """A wall preset from a file's content. ``origin`` names the file in errors. Raises LayoutError."""
    try:
        body = decode_written(body) if isinstance(body, bytes) else body
        record = msgspec.convert(upgraded(body, origin, SCHEMA_VERSION, {}, "monitors"), _PresetRecord)
    except NotUtf8 as error:
        raise LayoutError(f"{origin}:{error.line}: {error}") from error
    except UNREADABLE as error:
        raise LayoutError(f"{origin}: not a wall preset file: {error}") from error
    if problem := name_problem(record.name):
        raise LayoutError(f"{origin}: name {record.name!r}: {problem}")
    try:
        monitors = tuple(PresetMonitor(one.monitor, _layout(one.layout)) for one in record.monitors)
        return WallPreset(record.name, monitors, record.number)
    except (LayoutError, PresetError) as error:
        raise LayoutError(f"{origin}: {error}") from error


def _layout(record: _LayoutRecord) -> Layout:
    if not record.cells:
        raise LayoutError(f"cells: layout {record.name!r} has none")
    return Layout(record.name, record.columns, record.rows, cells_of(record.cells))


def preset_content(preset: WallPreset) -> dict[str, Any]:
    """The file's content as plain data, ``schema_version`` first; fields at their default are left out."""
    monitors = tuple(_MonitorRecord(one.monitor, _record(one.layout)) for one in preset.monitors)
    record = _PresetRecord(SCHEMA_VERSION, preset.name, monitors, preset.number)
    content: dict[str, Any] = msgspec.to_builtins(record)
    return content


def _record(layout: Layout) -> _LayoutRecord:
    return _LayoutRecord(layout.name, layout.columns, layout.rows, cell_records(layout))


def write_preset(preset: WallPreset) -> bytes:
    """The file's content: indented JSON, one closing line end."""
    return msgspec.json.format(msgspec.json.encode(preset_content(preset)), indent=2) + b"\n"
