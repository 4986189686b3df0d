"""Inputs that were taken while the log could not be read are written into it once it can be.

Core began without knowing what the log holds, at a number that nobody had: so its inputs follow those of the
log, and core starts again to take all of it up together.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from console.core.log.batch import Addition, input_rows, number_of
from console.core.log.input_log import ENTRY_VERSION, LogEntry, Voided, decode_entry, encode_entry
from console.core.log.rows import INPUTS, JOURNAL, Row, Values, input_row


class Apart(Exception):
    """The inputs can't follow the log's: it holds their numbers already."""


def joined(connection: sqlite3.Connection, batch: Sequence[Addition]) -> list[Addition]:
    """The batch as it may be written after what the log holds.

    No checkpoints: their state lacks what the log knew. An alert that the journal has already becomes void.
    Log time does not go back. Raises Apart, sqlite3.Error.
    """
    last_n, last_at_ms = connection.execute(
        "SELECT n, at_ms FROM inputs UNION ALL SELECT n, at_ms FROM checkpoints ORDER BY n DESC LIMIT 1"
    ).fetchone() or (0, 0)
    numbers = [number_of(row) for row in input_rows(batch)]
    if numbers and numbers[0] <= last_n:
        raise Apart(f"it holds {last_n} inputs, and what was done meanwhile begins at {numbers[0]}")
    found = [_joined(connection, addition, last_at_ms) for addition in batch]
    if numbers and last_n + 1 < numbers[0]:
        found.insert(0, _skipped(last_n + 1, numbers[0] - 1, last_at_ms))
    return found


def _joined(connection: sqlite3.Connection, addition: Addition, last_at_ms: int) -> Addition:
    why = "the journal has this alert already" if _is_known(connection, addition) else ""
    rows = tuple(
        _rewritten(values, last_at_ms, why) if kind is INPUTS else (kind, values)
        for kind, values in addition.rows
    )
    return replace(addition, rows=rows, checkpoint=None)


def _is_known(connection: sqlite3.Connection, addition: Addition) -> bool:
    at = [JOURNAL.columns.index(name) for name in ("source", "id")]
    keys = [tuple(values[i] for i in at) for kind, values in addition.rows if kind is JOURNAL]
    look = "SELECT 1 FROM journal WHERE source = ? AND id = ?"
    return any(connection.execute(look, key).fetchone() for key in keys)


def _rewritten(values: Values, last_at_ms: int, why_void: str) -> Row:
    n, at_ms, wall_ms, body, _, records = values
    assert isinstance(n, int) and isinstance(at_ms, int) and isinstance(wall_ms, int)
    assert isinstance(body, bytes) and isinstance(records, int | None)
    if at_ms >= last_at_ms and not why_void:
        return INPUTS, values
    entry = msgspec.structs.replace(decode_entry(body), at_ms=max(at_ms, last_at_ms))
    if why_void:
        entry = msgspec.structs.replace(entry, input=Voided(why_void))
    return input_row(n, entry.at_ms, wall_ms, encode_entry(entry), records)


def _skipped(first_n: int, last_n: int, at_ms: int) -> Addition:
    """Says that these numbers were never given, so that nobody looks for them."""
    void = Voided("never given: the log could not be read at a start", since_n=first_n)
    body = encode_entry(LogEntry(ENTRY_VERSION, last_n, at_ms, at_ms, void))
    return Addition(0, (input_row(last_n, at_ms, at_ms, body),))
