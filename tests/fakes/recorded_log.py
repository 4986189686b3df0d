"""A core's database with a log as core would have written it: entries, what came of each, checkpoints."""

from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path

from console.core.log.batch import Addition, write
from console.core.log.input_log import LogEntry, encode_entry
from console.core.log.record import Record
from console.core.log.rows import input_row
from console.core.log.saved_state import checkpoint_of
from console.core.log.schema import open_database
from console.core.state import State
from console.core.step import step


def write_log(folder: Path, entries: Iterable[LogEntry], checkpoints: Collection[int] = ()) -> Path:
    """The database; ``checkpoints`` are the inputs after which there is one."""
    file = folder / "core.sqlite"
    state = State()
    record = Record(state)
    with closing(open_database(file)) as database:
        database.execute("BEGIN")
        for entry in entries:
            rows = record.rows(entry, step(state, entry)) or ()
            row = input_row(entry.n, entry.at_ms, entry.wall_ms, encode_entry(entry), len(rows))
            made = checkpoint_of(state) if entry.n in checkpoints else None
            write(database, [Addition(0, (row, *rows), checkpoint=made)], ())
        database.execute("COMMIT")
    return file
