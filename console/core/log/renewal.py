"""A new database in place of one that was damaged while core ran: what core knows, and what can be read."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from console.core.log.batch import Addition, write
from console.core.log.copies import add_journal, copies_of
from console.core.log.rows import ACKNOWLEDGED, Counted
from console.core.log.salvage import Salvage
from console.protocol.clock import Clock

log = logging.getLogger("sightline.store")


def begin_anew(connection: sqlite3.Connection, known: Addition, file: Path, aside: Path, clock: Clock) -> int:
    """Write ``known``, and the alerts that the old database (``aside``) or its newest copy know beside.

    How many alerts are known, but without what they said. Raises sqlite3.Error, OSError where the new
    database fails.
    """
    connection.execute("BEGIN IMMEDIATE")
    write(connection, (known,), ())
    connection.execute("COMMIT")
    try:
        Salvage(aside, connection, clock).take_journal()
    except sqlite3.Error as error:
        log.info("no more alerts could be read from %s: %s", aside.name, error)
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    for copy in copies_of(file):
        if add_journal(connection, copy):
            break
    (textless,) = connection.execute("SELECT count(*) FROM journal WHERE body = x''").fetchone()
    return int(textless)


def counts_before(waiting: Iterable[Addition], counts: Iterable[Counted]) -> tuple[Counted, ...]:
    """Counts as they were before what waits, which adds its own again; ACKNOWLEDGED goes up with a commit."""
    due: Counter[str] = Counter()
    for addition in waiting:
        due.update(dict(addition.counts))
    return tuple((name, value - due[name] * (name != ACKNOWLEDGED)) for name, value in counts)
