"""What core's database holds, read at a start."""

import logging
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from console.core.layouts.due_layout import DueLayout
from console.core.log.checkpoints import Checkpoint
from console.core.log.rows import INPUTS, NO_LAYOUT, Values
from console.domain.errors import LayoutError
from console.domain.layout import Layout
from console.protocol.layout_file import read_layout

log = logging.getLogger("sightline.store")

ENTRIES_AT_ONCE = 2_000
MOST_LOOKED_AT = 10_000
"""Inputs at a start, for what people did and what was switched: core is to be back at once."""
COMMANDS = b'"input":"command_given"'
"""In the JSON of such an entry."""
SWITCHES = b'switched"'
"""In the JSON of such a decision, "switched" or "unswitched"."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the disk held at the start. ``last_n`` is the greatest number that was ever given.

    ``versions``: those of layouts, as they were written down.
    """

    last_n: int = 0
    last_at_ms: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    journal_n: int = 0
    stored: dict[str, Layout] = field(default_factory=dict)
    versions: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class LogSize:
    """What the input log holds: its first number (0 of none), how many entries, their bytes."""

    first_n: int = 0
    entries: int = 0
    bytes: int = 0


def load(connection: sqlite3.Connection) -> Loaded:
    """Everything that is small."""
    ends = [_last(connection, table) for table in ("inputs", "checkpoints")]
    return Loaded(
        last_n=max(n for n, _ in ends),
        last_at_ms=max(at_ms for _, at_ms in ends),
        counts=dict(connection.execute("SELECT name, value FROM counts").fetchall()),
        sequences=dict(connection.execute("SELECT source, seq FROM sequences").fetchall()),
        journal_n=connection.execute("SELECT coalesce(max(n), 0) FROM journal").fetchone()[0],
        versions=tuple(body for (body,) in connection.execute("SELECT body FROM layout_versions")),
    )


def log_size(connection: sqlite3.Connection) -> LogSize:
    """What the input log holds."""
    first_n = connection.execute("SELECT coalesce(min(n), 0) FROM inputs").fetchone()[0]
    size = connection.execute("SELECT entries, bytes FROM log_size").fetchone()
    return LogSize(first_n, size[0], size[1])


def holds_inputs(connection: sqlite3.Connection) -> bool:
    """Whether anything was ever logged."""
    return connection.execute("SELECT 1 FROM inputs LIMIT 1").fetchone() is not None


def holds_row(connection: sqlite3.Connection, values: Values) -> bool:
    """Whether the log holds just this row of INPUTS."""
    where = " AND ".join(f"{column} IS ?" for column in INPUTS.columns)
    return connection.execute(f"SELECT 1 FROM inputs WHERE {where}", values).fetchone() is not None


def _last(connection: sqlite3.Connection, table: str) -> tuple[int, int]:
    """The greatest number of a table and its log time."""
    row = connection.execute(f"SELECT n, at_ms FROM {table} ORDER BY n DESC LIMIT 1").fetchone()
    return row or (0, 0)


def due_layouts(connection: sqlite3.Connection) -> dict[str, DueLayout]:
    """What the shared table does not have yet, by name."""
    due: dict[str, DueLayout] = {}
    for name, content, n in connection.execute("SELECT name, content, n FROM layouts_due").fetchall():
        try:
            layout = read_layout(content, f"layout {name!r}") if content != NO_LAYOUT else None
            due[name] = DueLayout(name, layout, n)
        except LayoutError as error:
            log.error("a layout that was to be written was left out: %s", error)
    return due


def checkpoints(file: Path) -> Iterator[Checkpoint]:
    """The newest first, each read when it is asked for; a damaged one is left out. Raises sqlite3.Error.

    By a connection of its own: the writer closes and opens its one whenever it likes.
    """
    reader = _reader(file)
    try:
        for (n,) in reader.execute("SELECT n FROM checkpoints ORDER BY n DESC").fetchall():
            try:
                at_ms, version, packed, body = reader.execute(
                    "SELECT at_ms, version, packed, body FROM checkpoints WHERE n = ?", (n,)
                ).fetchone()
                found = Checkpoint(n, at_ms, version, zlib.decompress(body) if packed else body)
            except (sqlite3.Error, zlib.error, TypeError) as error:
                log.error("the checkpoint at input %d is damaged (%s): an older one", n, error)
                continue
            yield found
    finally:
        reader.close()


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An alert of the journal: its number, when it was received (epoch milliseconds), its JSON."""

    n: int
    received_at_ms: int
    lossy: bool
    body: bytes


def journal_rows(file: Path, first_n: int, last_n: int) -> list[JournalRow]:
    """The journal's alerts from one number to another, in their order. Raises sqlite3.Error."""
    reader = _reader(file)
    try:
        rows = reader.execute(
            "SELECT n, received_at_ms, lossy, body FROM journal WHERE n BETWEEN ? AND ? ORDER BY n",
            (first_n, last_n),
        ).fetchall()
    finally:
        reader.close()
    return [JournalRow(n, at_ms, bool(lossy), body) for n, at_ms, lossy, body in rows]


StoredEntry = tuple[int, int, bytes, int | None]
"""n, at_ms, body, and its checksum; None before version 3."""


def entries(file: Path, after_n: int) -> Iterator[StoredEntry]:
    """The log after input ``after_n``, in its order. Never much of it in memory."""
    reader = _reader(file)
    try:
        cursor = reader.execute("SELECT n, at_ms, body, crc FROM inputs WHERE n > ? ORDER BY n", (after_n,))
        while chunk := cursor.fetchmany(ENTRIES_AT_ONCE):
            yield from chunk
    finally:
        reader.close()


StoredDeed = tuple[int, bytes, bytes | None]
"""n, body, and the body of what was decided on it; None where nobody wrote that down."""


def recent_deeds(file: Path, since_ms: int) -> tuple[int, list[StoredDeed]]:
    """Entries with commands or switches since then, in their order; first the moment (log time) from which
    all are there.

    Of MOST_LOOKED_AT inputs at most. Raises sqlite3.Error.
    """
    reader = _reader(file)
    try:
        last_n, _ = _last(reader, "inputs")
        after_n = last_n - MOST_LOOKED_AT
        first_n, first_ms = reader.execute(
            "SELECT min(n), at_ms FROM inputs WHERE n > ?", (after_n,)
        ).fetchone()
        rows = reader.execute(
            "SELECT inputs.n, inputs.body, decisions.body FROM inputs LEFT JOIN decisions USING (n) "
            "WHERE inputs.n > ? AND inputs.at_ms >= ? "
            "AND (instr(inputs.body, ?) OR instr(decisions.body, ?)) ORDER BY inputs.n",
            (after_n, since_ms, COMMANDS, SWITCHES),
        ).fetchall()
    finally:
        reader.close()
    is_whole = first_n is None or first_n == 1  # there was nothing before
    return since_ms if is_whole else max(since_ms, first_ms), rows


def _reader(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
