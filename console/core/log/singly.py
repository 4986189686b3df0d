"""A group that could not be written, and not for the disk's sake, is written input by input.

The one that can't be written becomes a void entry with the same number, its bytes go into quarantine, and
everything beside it is kept.
"""

import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from console.core.log.batch import LAYOUT_DONE, Addition, Written, write
from console.core.log.damage import is_damage
from console.core.log.input_log import ENTRY_VERSION, LogEntry, Voided, encode_entry
from console.core.log.rows import INPUTS, QUARANTINE, Row, Values, input_row
from console.core.log.schema import NewerLog

log = logging.getLogger("sightline.store")

DISK_ERRORS = (sqlite3.OperationalError, OSError, NewerLog)
"""Of the disk: everything is kept and tried again. Whatever else a write raises, the input is to blame."""

REASON_KEPT = 200
RAW_KEPT_BYTES = 2048


def write_group(
    connection: sqlite3.Connection, batch: Sequence[Addition], done: Sequence[Values]
) -> tuple[Written, dict[int, str]]:
    """Write a batch within the caller's transaction: at once, or singly where something can't be written.

    Raises as ``write_singly``.
    """
    try:
        return write(connection, batch, done), {}
    except Exception as error:  # whatever an input does to the writing, it must not stop it
        if _is_of_the_disk(error):
            raise
        log.error("a group of inputs could not be written (%s): each is written alone", error)
        connection.execute("ROLLBACK")
        connection.execute("BEGIN IMMEDIATE")
    written, rejected = write_singly(connection, batch)
    connection.executemany(LAYOUT_DONE, done)
    return written, rejected


def _is_of_the_disk(error: Exception) -> bool:
    return isinstance(error, DISK_ERRORS) or is_damage(error)


def write_singly(connection: sqlite3.Connection, batch: Sequence[Addition]) -> tuple[Written, dict[int, str]]:
    """Write what can be written, within the caller's transaction; the tokens of the others, and why.

    No checkpoints: the state that they hold may come of an input that is void now.

    Raises DISK_ERRORS, what a damaged file raises, and whatever the void entry itself meets.
    """
    whole = Written()
    rejected: dict[int, str] = {}
    for addition in batch:
        connection.execute("SAVEPOINT one")
        try:
            written = write(connection, [replace(addition, checkpoint=None)], ())
        except Exception as error:  # as above
            if _is_of_the_disk(error):
                raise
            connection.execute("ROLLBACK TO one")
            reason = f"{type(error).__name__}: {error}"[:REASON_KEPT]
            rejected[addition.token] = reason
            written = write(connection, [_voided(addition, reason)], ())
        connection.execute("RELEASE one")
        whole.entries += written.entries
        whole.bytes += written.bytes
        whole.checkpoints += written.checkpoints
    return whole, rejected


def _voided(addition: Addition, reason: str) -> Addition:
    inputs = [values for kind, values in addition.rows if kind is INPUTS]
    voids = [_void(values, reason) for values in inputs]
    raw = "\n".join(f"{kind.table}: {values!r}" for kind, values in addition.rows)
    aside: Row = (
        QUARANTINE,
        (_at_ms(inputs), reason, raw.encode(errors="backslashreplace")[:RAW_KEPT_BYTES]),
    )
    return Addition(addition.token, (*voids, aside))


def _void(values: Values, reason: str) -> Row:
    n, at_ms, wall_ms = (_number(value) for value in values[:3])
    body = encode_entry(LogEntry(ENTRY_VERSION, n, at_ms, wall_ms, Voided(reason)))
    return input_row(n, at_ms, wall_ms, body)


def _at_ms(inputs: Sequence[Values]) -> int:
    return _number(inputs[0][1]) if inputs else 0


def _number(value: object) -> int:
    return value if isinstance(value, int) and abs(value) < 1 << 63 else 0
