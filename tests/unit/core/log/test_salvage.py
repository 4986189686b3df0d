"""What can still be read of a damaged database is taken over: all that a start needs, each thing once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from console.core.log.batch import Addition, write
from console.core.log.input_log import ENTRY_VERSION, LogEntry, Voided, encode_entry
from console.core.log.rows import DECISIONS, VIEWS, Row, input_row
from console.core.log.salvage import CHECKPOINTS_WANTED, Salvage, add_alert
from console.core.log.schema import open_database
from tests.fakes.set_clock import SetClock

INPUTS = 4_000
LOGGED = ("inputs", "decisions", "views")
KEYED = {
    "counts": [("acknowledged", 7), ("received", 9)],
    "sequences": [("one", 4), ("two", 2**63 - 1)],
    "layouts_due": [("night", '{"schema_version":1}', 12)],
}


def entry(n: int) -> bytes:
    return encode_entry(LogEntry(ENTRY_VERSION, n, n, n, Voided("x" * 200)))


def logged(n: int) -> tuple[Row, ...]:
    """An input, and what came of it."""
    row = input_row(n, n, n, entry(n), 2)
    return row, (DECISIONS, (n, b"[%d]" % n)), (VIEWS, (n, "wall-1", b"{}"))


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Path]:
    """A whole database with something in each table."""
    file = tmp_path / "core.sqlite.damaged-1"
    with closing(open_database(file)) as database:
        database.execute("BEGIN")
        for table, rows in KEYED.items():
            database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        rows = [row for n in range(1, INPUTS + 1) for row in logged(n)]
        write(database, [Addition(0, tuple(rows))], ())
        database.execute("COMMIT")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield file


@pytest.fixture
def into(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(tmp_path / "core.sqlite")) as database:
        yield database


def root_page(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return int(page)


def wipe(file: Path, page: int) -> None:
    with file.open("r+b") as opened:
        opened.seek((page - 1) * 4096)
        opened.write(b"\xff" * 4096)


def recorded(into: sqlite3.Connection) -> dict[str, int]:
    return {t: into.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in LOGGED[1:]}


def numbers(into: sqlite3.Connection) -> list[int]:
    return [n for (n,) in into.execute("SELECT n FROM inputs ORDER BY n")]


def test_a_whole_database_is_taken_over_whole(source: Path, into: sqlite3.Connection) -> None:
    salvage = Salvage(source, into, SetClock())
    salvage.take()
    for table, rows in KEYED.items():
        assert into.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() == rows
    assert salvage.inputs == INPUTS and numbers(into) == list(range(1, INPUTS + 1))
    assert recorded(into) == {"decisions": INPUTS, "views": INPUTS}
    sizes = [into.execute(f"SELECT sum(length(body)) FROM {t}").fetchone()[0] for t in LOGGED]
    assert into.execute("SELECT entries, bytes FROM log_size").fetchone() == (INPUTS, sum(sizes))


@pytest.mark.parametrize("lost", [*KEYED, "journal", "checkpoints", "decisions", "views"])
def test_a_table_that_is_lost_costs_no_other(source: Path, into: sqlite3.Connection, lost: str) -> None:
    wipe(source, root_page(source, lost))
    Salvage(source, into, SetClock()).take()
    for table, rows in KEYED.items():
        assert into.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() == ([] if table == lost else rows)
    assert len(numbers(into)) == INPUTS


def test_a_lost_page_of_the_log_costs_what_is_on_it(source: Path, into: sqlite3.Connection) -> None:
    wipe(source, source.stat().st_size // 4096 // 2)
    salvage = Salvage(source, into, SetClock())
    salvage.take()
    found = numbers(into)
    assert INPUTS - 100 < len(found) < INPUTS
    assert found[0] == 1 and found[-1] == INPUTS and salvage.inputs == len(found)


def test_only_the_newest_checkpoints_and_the_log_after_them_are_taken(
    source: Path, into: sqlite3.Connection
) -> None:
    taken = [1_000 * k for k in range(1, CHECKPOINTS_WANTED + 2)]
    with closing(sqlite3.connect(source)) as database:
        database.executemany(
            "INSERT INTO checkpoints (n, at_ms, version, packed, pins, body) VALUES (?, 0, 2, 0, '[]', x'')",
            [(n,) for n in taken],
        )
        database.commit()
    Salvage(source, into, SetClock()).take()
    assert [n for (n,) in into.execute("SELECT n FROM checkpoints ORDER BY n")] == taken[1:]
    assert numbers(into) == list(range(taken[1] + 1, INPUTS + 1))


def test_what_is_no_database_gives_nothing(tmp_path: Path, into: sqlite3.Connection) -> None:
    (tmp_path / "garbage").write_bytes(b"no database" * 1_000)
    salvage = Salvage(tmp_path / "garbage", into, SetClock())
    salvage.take()
    assert salvage.inputs == 0 and numbers(into) == []


def test_of_an_older_database_all_that_it_has_is_taken_over(source: Path, into: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(source)) as database:
        for table in LOGGED[1:]:
            database.execute(f"DROP TABLE {table}")
        database.execute("ALTER TABLE inputs DROP COLUMN records")
    Salvage(source, into, SetClock()).take()
    assert numbers(into) == list(range(1, INPUTS + 1))
    assert into.execute("SELECT DISTINCT records FROM inputs").fetchall() == [(None,)]


def test_an_alerts_text_is_filled_in_where_it_is_missing_and_changed_nowhere(
    into: sqlite3.Connection,
) -> None:
    textless, told = (1, "one", "a", 0, 0, b""), (2, "one", "b", 5, 0, b"told")
    for row in (textless, told):
        into.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", row)
    for row in (
        (9, "one", "a", 7, 1, b"text"),
        (9, "one", "b", 7, 1, b"other"),
        (3, "two", "a", 8, 1, b"new"),
        (1, "three", "a", 8, 1, b"its number is taken"),
    ):
        add_alert(into, row)
    assert into.execute("SELECT * FROM journal ORDER BY n").fetchall() == [
        (1, "one", "a", 7, 1, b"text"),
        told,
        (3, "two", "a", 8, 1, b"new"),
    ]
