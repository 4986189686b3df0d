"""Opens core's database at a start. In place of one that is damaged stands its newest whole copy."""

import logging
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

from console.core.layouts.due_layout import DueLayout
from console.core.log.copies import restore_newest
from console.core.log.damage import Damaged, is_damage, look_through, reason, set_aside
from console.core.log.reading import Loaded, LogSize, due_layouts, load, log_size
from console.core.log.reserved_ids import ReservedIds
from console.core.log.salvage import Salvage
from console.core.log.schema import open_database
from console.domain.wording import local_time
from console.protocol.clock import Clock

log = logging.getLogger("sightline.store")

LOOK_UP_TO_BYTES = 200_000_000
"""A larger database is looked through beside the running site: 1.7 GB takes 5 s, from a cold disk more."""


@dataclass(frozen=True, slots=True)
class Opened:
    """``looked_through``: it is known to be whole. ``damage``: what is lost, in the operator's words."""

    connection: sqlite3.Connection
    loaded: Loaded
    due: dict[str, DueLayout]
    size: LogSize
    looked_through: bool
    damage: str = ""


def open_log(file: Path, clock: Clock) -> Opened:
    """Raises NewerLog, and sqlite3.Error or OSError where the folder can't be used."""
    try:
        return _opened(file)
    except (sqlite3.Error, Damaged) as error:
        if not is_damage(error):
            raise
        return _opened_anew(file, clock, error)


def _opened(file: Path, *, is_anew: bool = False) -> Opened:
    connection = open_database(file)
    try:
        whole = file.stat().st_size <= LOOK_UP_TO_BYTES
        if whole:
            look_through(connection)
        loaded = load(connection)
        if not loaded.last_n and not is_anew and ReservedIds(file.parent).read():
            raise Damaged("it was removed or emptied")
        return Opened(connection, loaded, due_layouts(connection), log_size(connection), whole)
    except BaseException:  # whatever it is: it goes on, and nothing is left open
        connection.close()
        raise


def _opened_anew(file: Path, clock: Clock, error: Exception) -> Opened:
    now_ms = clock.now_ms()
    aside = set_aside(file, now_ms)
    copy = restore_newest(file)
    salvage = _salvaged(file, aside, clock)
    opened = _opened(file, is_anew=True)
    reserved = ReservedIds(file.parent).read()
    loaded = opened.loaded
    loaded = replace(loaded, last_n=max(loaded.last_n, reserved), journal_n=max(loaded.journal_n, reserved))
    since = f"its copy of {local_time(int(copy.suffix[6:]), now_ms)}" if copy is not None else "no copy"
    damage = (
        f"Core's database was damaged ({reason(error)}) and is set aside as {aside.name}: core goes on from "
        f"{since} and {salvage} inputs that could still be read. Numbers go on at {loaded.last_n + 1}"
    )
    log.error("%s", damage)
    return replace(opened, loaded=loaded, damage=damage)


def _salvaged(file: Path, aside: Path, clock: Clock) -> int:
    connection = open_database(file)
    salvage = Salvage(aside, connection, clock)
    try:
        salvage.take()
    except sqlite3.Error as error:
        log.warning("nothing could be taken over from %s: %s", aside.name, error)
    finally:
        connection.close()
    return salvage.inputs
