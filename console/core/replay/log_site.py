"""What a log says of its site: name and cameras."""

import sqlite3
from contextlib import closing
from pathlib import Path

from console.core.log.input_log import SiteLoaded
from console.core.log.versions import Unreadable, read_entry
from console.core.replay.log_slice import reader
from console.core.replay.slice_format import SliceError
from console.core.replay.slice_writing import begun_before

_LOADS = (
    "SELECT n, body FROM inputs WHERE n > ? AND instr(body, CAST('\"site_loaded\"' AS BLOB)) > 0 ORDER BY n"
)


def sites_since(database: Path, from_n: int) -> tuple[SiteLoaded, ...]:
    """The site as it was at input ``from_n``, and as each start of core after it found it.

    What can't be read is left out. Raises SliceError.
    """
    try:
        with closing(reader(database)) as log:
            state, checkpoint = begun_before(log, from_n)
            rows = log.execute(_LOADS, (checkpoint.n,)).fetchall()
    except sqlite3.Error as error:
        raise SliceError(f"{database} can't be read ({error}); it is on the site's own machine") from error
    loads = [load for n, body in rows if (load := _loaded(n, body)) is not None]
    return (*((state.site.loaded,) if state.site.loaded.site else ()), *loads)


def _loaded(n: int, body: bytes) -> SiteLoaded | None:
    try:
        entry = read_entry(n, body)
    except Unreadable:
        return None
    return entry.input if isinstance(entry.input, SiteLoaded) else None
