"""Many additions as few statements.

At each step of a statement Python's sqlite3 gives the interpreter up and takes it back; with a statement for
each row the loop's thread and this one hand it to and fro. So rows of a kind go in by the hundred.
"""

import sqlite3
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import msgspec

from console.core.log.checkpoints import Checkpoint
from console.core.log.rows import INPUTS, QUARANTINE, Counted, Row, RowKind, Values

CHUNKS = (256, 64, 16, 4, 1)
"""Few sizes, so that the statements are prepared once."""

PACK_LEVEL = 1
QUARANTINE_KEPT = 200

_COUNT = (
    "INSERT INTO counts (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = value + excluded.value"
)
_SIZE = "UPDATE log_size SET entries = entries + ?, bytes = bytes + ?"
_CHECKPOINT = (
    "INSERT OR REPLACE INTO checkpoints (n, at_ms, version, packed, pins, body) VALUES (?, ?, ?, 1, ?, ?)"
)
_TRIM = "DELETE FROM quarantine WHERE n <= (SELECT max(n) FROM quarantine) - ?"
_LAYOUT_DONE = "DELETE FROM layouts_due WHERE name = ? AND n = ?"


@dataclass(frozen=True, slots=True)
class Addition:
    """What is committed together. ``token`` counts additions."""

    token: int
    rows: tuple[Row, ...] = ()
    counts: tuple[Counted, ...] = ()
    checkpoint: Checkpoint | None = None


@dataclass(slots=True)
class Written:
    """What a batch has done to the log's size."""

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
        if addition.checkpoint is not None:
            _write_checkpoint(connection, addition.checkpoint)
            written.checkpoints.append(addition.checkpoint.n)
    for kind, values_of_all in rows.items():
        _insert(connection, kind, values_of_all)
    connection.executemany(_COUNT, counts.items())
    connection.executemany(_LAYOUT_DONE, done)
    if QUARANTINE in rows:
        connection.execute(_TRIM, (QUARANTINE_KEPT,))
    if INPUTS in rows:
        bodies = [values[INPUTS.columns.index("body")] for values in rows[INPUTS]]
        written.entries = len(bodies)
        written.bytes = sum(len(body) for body in bodies if isinstance(body, bytes))
        connection.execute(_SIZE, (written.entries, written.bytes))
    return written


def _insert(connection: sqlite3.Connection, kind: RowKind, rows: list[Values]) -> None:
    at = 0
    for size in CHUNKS:
        while len(rows) - at >= size:
            chunk = rows[at : at + size]
            connection.execute(kind.statement(size), tuple(chain.from_iterable(chunk)))
            at += size


def _write_checkpoint(connection: sqlite3.Connection, made: Checkpoint) -> None:
    pins = msgspec.json.encode(made.pins).decode()
    packed = zlib.compress(made.body, PACK_LEVEL)
    connection.execute(_CHECKPOINT, (made.n, made.at_ms, made.version, pins, packed))
