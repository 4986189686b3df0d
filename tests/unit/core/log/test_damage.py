"""What is damage, and where a damaged database goes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from console.core.log.damage import SIDE_FILES, Damaged, is_damage, look_through, set_aside
from console.core.log.schema import open_database

NOW_MS = 1_800_000_000_123


def test_it_is_renamed_with_all_that_belongs_to_it_and_never_over_another(tmp_path: Path) -> None:
    file = tmp_path / "core.sqlite"
    asides = []
    for number in range(3):
        for side in SIDE_FILES:
            (tmp_path / f"core.sqlite{side}").write_text(f"{number}{side}")
        asides.append(set_aside(file, NOW_MS).name)
    stem = "core.sqlite.damaged-20270115T080000Z"
    assert asides == [stem, f"{stem}-2", f"{stem}-3"]
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == {
        f"{aside}{side}": f"{number}{side}" for number, aside in enumerate(asides) for side in SIDE_FILES
    }


def test_what_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert set_aside(tmp_path / "core.sqlite", NOW_MS).name.startswith("core.sqlite.damaged-")
    assert list(tmp_path.iterdir()) == []


def test_a_whole_database_is_looked_through_and_a_damaged_one_named(tmp_path: Path) -> None:
    file = tmp_path / "core.sqlite"
    with closing(open_database(file)) as database:
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO sequences VALUES (?, 1)", [("x" * 400 + str(n),) for n in range(400)]
        )
        database.execute("COMMIT")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        look_through(database)
    body = bytearray(file.read_bytes())
    middle = len(body) // 2 // 4096 * 4096
    body[middle : middle + 4096] = b"\xff" * 4096
    file.write_bytes(body)
    with closing(sqlite3.connect(file)) as database, pytest.raises((Damaged, sqlite3.DatabaseError)) as found:
        look_through(database)
    assert is_damage(found.value)


@pytest.mark.parametrize(
    "error", [OSError("full"), sqlite3.OperationalError("database is locked"), ValueError()]
)
def test_a_disk_that_fails_is_no_damage(error: Exception) -> None:
    assert not is_damage(error)
