"""What is damage, and where a damaged database goes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from console.core.log.damage import (
    LOOK_EVERY_NS,
    SIDE_FILES,
    Damaged,
    HeaderWatch,
    is_damage,
    look_through,
    reason,
    set_aside,
)
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


def test_a_reason_is_one_short_line() -> None:
    assert reason(Damaged("*** in database main ***\nTree 4")) == "in database main Tree 4"
    assert len(reason(Damaged("x" * 500))) == 120


# --- a database that is harmed while it is open


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "core.sqlite"
    with closing(open_database(made)):
        return made


@pytest.fixture
def watch(file: Path) -> Iterator[HeaderWatch]:
    made = HeaderWatch(file)
    made.begin()
    yield made
    made.stop()


def overwrite(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(b"no database any more")


def replace(file: Path) -> None:
    other = file.with_name("other")
    other.write_bytes(file.read_bytes())
    other.rename(file)


@pytest.mark.parametrize(
    ("harm", "words"),
    [(Path.unlink, "was removed"), (replace, "was replaced"), (overwrite, "was overwritten")],
)
def test_harm_is_seen_at_the_next_look(
    file: Path, watch: HeaderWatch, harm: Callable[[Path], None], words: str
) -> None:
    watch.look(LOOK_EVERY_NS)
    harm(file)
    watch.look(2 * LOOK_EVERY_NS - 1)  # it is not looked at more often
    with pytest.raises(Damaged, match=words):
        watch.look(2 * LOOK_EVERY_NS)


def test_the_file_of_the_beginning_is_the_one_that_is_watched(file: Path, watch: HeaderWatch) -> None:
    replace(file)
    watch.begin()
    with pytest.raises(Damaged, match="was replaced"):
        watch.look(LOOK_EVERY_NS)
    watch.begin_anew()
    watch.look(2 * LOOK_EVERY_NS)


def test_what_was_removed_while_it_was_open_is_kept(
    file: Path, watch: HeaderWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.core.log.damage.CHUNK_BYTES", 1000)
    body, aside, there = file.read_bytes(), file.with_name("aside"), file.with_name("there")
    file.unlink()
    watch.keep_removed(aside)
    assert aside.read_bytes() == body and len(body) > 2000
    there.write_bytes(b"kept already")
    watch.keep_removed(there)
    assert there.read_bytes() == b"kept already"
    watch.begin_anew()
    watch.keep_removed(file.with_name("nothing"))
    assert not file.with_name("nothing").exists()
