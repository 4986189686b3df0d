"""Many additions as few statements.

At each step of a statement Python's sqlite3 gives the interpreter up and takes it back; with a statement for
each row the loop's thread and this one hand it to and fro. So all rows of a kind go in at once, into a
statement with more places than rows where need be: 2,000 additions in 45 ms, which took 120 to 270.
"""

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import msgspec

from console.core.layouts.due_layout import DueLayout
from console.core.log.checkpoints import Checkpoint
from console.core.log.rows import (
    DECISIONS,
    INPUTS,
    LAYOUT_VERSIONS,
    LAYOUTS_DUE,
    NO_LAYOUT,
    QUARANTINE,
    VIEWS,
    Counted,
    Row,
    RowKind,
    Values,
)
from console.protocol.layout_file import write_layout

PLACES = (1, 4, 16, 64, 256, 1024, 2048)
"""Few sizes, so that the statements are prepared once. SQLite takes 32,766 parameters, a row six at most."""

PACK_LEVEL = 1
QUARANTINE_KEPT = 200
KEPT_VERSIONS = 30
"""Of each layout. One of 36 cells takes 2 kB."""

_COUNT = (
    "INSERT INTO counts (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = value + excluded.value"
)
_SIZE = "UPDATE log_size SET entries = entries + ?, bytes = bytes + ?"
_CHECKPOINT = (
    "INSERT OR REPLACE INTO checkpoints (n, at_ms, version, packed, pins, body) VALUES (?, ?, ?, 1, ?, ?)"
)
_TRIM = "DELETE FROM quarantine WHERE n <= (SELECT max(n) FROM quarantine) - ?"
_TRIM_VERSIONS = (
    "DELETE FROM layout_versions WHERE name = ?1 AND version NOT IN "
    "(SELECT version FROM layout_versions WHERE name = ?1 ORDER BY version DESC LIMIT ?2)"
)
LAYOUT_DONE = "DELETE FROM layouts_due WHERE name = ? AND n = ?"


@dataclass(frozen=True, slots=True)
class Addition:
    """What is committed together. ``token`` counts additions. ``layouts`` are due in the shared table."""

    token: int
    rows: tuple[Row, ...] = ()
    counts: tuple[Counted, ...] = ()
    checkpoint: Checkpoint | None = None
    layouts: tuple[DueLayout, ...] = ()


@dataclass(slots=True)
class Written:
    """What a batch has done to the log's size: ``bytes`` of the inputs and of what is recorded of them."""

    entries: int = 0
    bytes: int = 0
    checkpoints: list[int] = field(default_factory=list)


def write(connection: sqlite3.Connection, batch: Sequence[Addition], done: Sequence[Values]) -> Written:
    """Write a batch, within the caller's transaction. ``done``: (name, n) of layouts that are due no more."""
    rows: dict[RowKind, list[Values]] = {}
    counts: Counter[str] = Counter()
    written = Written()
    for addition in batch:
        for kind, values in addition.rows:
            rows.setdefault(kind, []).append(values)
        for name, by in addition.counts:
            counts[name] += by
        for due in addition.layouts:
            content = write_layout(due.layout).decode() if due.layout is not None else NO_LAYOUT
            rows.setdefault(LAYOUTS_DUE, []).append((due.name, content, due.n))
        if addition.checkpoint is not None:
            _write_checkpoint(connection, addition.checkpoint)
            written.checkpoints.append(addition.checkpoint.n)
    for kind, values_of_all in rows.items():
        _insert(connection, kind, values_of_all)
    connection.executemany(_COUNT, counts.items())
    connection.executemany(LAYOUT_DONE, done)
    if QUARANTINE in rows:
        connection.execute(_TRIM, (QUARANTINE_KEPT,))
    for saved in {values[0] for values in rows.get(LAYOUT_VERSIONS, ())}:
        connection.execute(_TRIM_VERSIONS, (saved, KEPT_VERSIONS))
    if INPUTS in rows:
        written.entries = len(rows[INPUTS])
        written.bytes = sum(_body_bytes(kind, rows.get(kind, ())) for kind in (INPUTS, DECISIONS, VIEWS))
        connection.execute(_SIZE, (written.entries, written.bytes))
    return written


def _body_bytes(kind: RowKind, rows: Iterable[Values]) -> int:
    at = kind.columns.index("body")
    return sum([len(body) for values in rows if isinstance(body := values[at], bytes)])


def input_rows(batch: Sequence[Addition]) -> list[Values]:
    """The batch's inputs; their numbers go up."""
    return [values for addition in batch for kind, values in addition.rows if kind is INPUTS]


def number_of(row: Values) -> int:
    """The number of an input."""
    n = row[0]
    assert isinstance(n, int)
    return n


def _insert(connection: sqlite3.Connection, kind: RowKind, rows: list[Values]) -> None:
    for at in range(0, len(rows), PLACES[-1]):
        some = rows[at : at + PLACES[-1]]
        places = next(size for size in PLACES if size >= len(some))
        padding = (None,) * ((places - len(some)) * len(kind.columns))
        values = (*chain.from_iterable(some), *padding, len(some))
        connection.execute(kind.statement(places), values)


def _write_checkpoint(connection: sqlite3.Connection, made: Checkpoint) -> None:
    pins = msgspec.json.encode(made.pins).decode()
    packed = zlib.compress(made.body, PACK_LEVEL)
    connection.execute(_CHECKPOINT, (made.n, made.at_ms, made.version, pins, packed))
