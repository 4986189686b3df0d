"""Core's database: what may go when it grows, what stays, and that a writer's death loses nothing told."""

import re
import select
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from console.core.boundary.journal import Journal
from console.core.layouts.due_layout import DueLayout
from console.core.layouts.layout_table import LayoutTable
from console.core.layouts.layout_writer import LayoutWriter
from console.core.log import rows
from console.core.log.checkpoints import DAY_MS, Checkpoint
from console.core.log.input_log import Voided
from console.core.log.rows import DECISIONS, JOURNAL, QUARANTINE, SEQUENCES, VIEWS, Row
from console.core.log.schema import open_database
from console.core.log.store import Store
from console.core.log.versions import read_entry
from console.domain.alert import Alert, AlertKind, Severity
from console.domain.layout import Cell, Layout
from console.protocol.clock import SystemClock
from console.protocol.process_config import LogLimits
from tests.fakes.set_clock import SetClock
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

BODY = b"x" * 1_000
NIGHT = Layout("night", 1, 1, (Cell(0, 0),))


def input_row(n: int, at_ms: int) -> Row:
    return rows.input_row(n, at_ms, at_ms, BODY)


def input_rows(n: int, at_ms: int) -> tuple[Row, ...]:
    """An input, and what came of it, of nearly the same size."""
    decided, seen = (DECISIONS, (n, BODY[: len(BODY) // 2])), (VIEWS, (n, "wall-1", BODY[: len(BODY) // 4]))
    return rows.input_row(n, at_ms, at_ms, BODY, 2), decided, seen


class Writer:
    """A store that is filled by the day: so many inputs at each, and a checkpoint after them."""

    def __init__(self, folder: Path, limits: LogLimits) -> None:
        self.store = Store(folder, SetClock(), limits)
        self.store.start()
        self.n = 0

    def fill(self, day: int, inputs: int, pins: tuple[int, ...] = ()) -> int:
        for _ in range(inputs):
            self.n += 1
            self.store.add(input_rows(self.n, day * DAY_MS))
        token = self.store.add_checkpoint(Checkpoint(self.n, day * DAY_MS, 2, b"state", pins))
        wait_until(lambda: self.store.committed >= token, 10.0, "all is committed")
        return self.n

    def first_becomes(self, n: int) -> None:
        wait_until(lambda: self.store.log_size.first_n == n, 10.0, f"the log begins with {n}")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"


def logged(folder: Path) -> tuple[int, int, int, int]:
    """First, last, count and bytes of the log, as the file says."""
    database = sqlite3.connect(folder / "core.sqlite")
    row = database.execute("SELECT min(n), max(n), count(*), sum(length(body)) FROM inputs").fetchone()
    beside = [
        database.execute(f"SELECT coalesce(min(n), ?), coalesce(sum(length(body)), 0) FROM {table}", row[:1])
        for table in ("decisions", "views")
    ]
    (first_decided, decided), (first_seen, seen) = (found.fetchone() for found in beside)
    assert min(first_decided, first_seen) >= row[0], "what came of an input goes with it"
    row = (*row[:3], row[3] + decided + seen)
    assert database.execute("SELECT entries, bytes FROM log_size").fetchone() == row[2:]
    database.close()
    found: tuple[int, int, int, int] = row
    return found


def test_the_log_behind_the_oldest_checkpoint_goes_after_its_days(folder: Path) -> None:
    writer = Writer(folder, LogLimits(keep_days=10))
    for day in range(9):
        writer.fill(day, 30)
    assert writer.store.log_size.entries == 270 and writer.store.log_size.first_n == 1
    writer.fill(12, 30)  # what is older than day 2, and before the oldest checkpoint of day 2, may go
    writer.first_becomes(61)
    writer.store.stop()
    assert logged(folder)[:3] == (61, 300, 240)


def test_an_open_incident_keeps_the_log_since_before_it_was_opened(folder: Path) -> None:
    writer = Writer(folder, LogLimits(keep_days=10))
    for day in range(9):
        writer.fill(day, 30)
    opened_at = 45  # on day 1, after the checkpoint at 30
    writer.fill(40, 30, pins=(opened_at,))
    writer.first_becomes(31)
    writer.fill(41, 30)  # it was closed
    writer.first_becomes(271)  # the newest three checkpoints are at 270, 300 and 330
    writer.store.stop()


def test_a_log_over_its_size_gives_its_oldest_part_up(folder: Path) -> None:
    writer = Writer(folder, LogLimits(keep_days=10_000, keep_mb=1))
    for day in range(10):
        writer.fill(day, 200)
    wait_until(lambda: writer.store.log_size.bytes <= 1_000_000, 10.0, "it is small enough")
    writer.store.stop()
    first, last, count, size = logged(folder)
    assert (last, count) == (2_000, 2_000 - first + 1) and size <= 1_000_000
    database = sqlite3.connect(folder / "core.sqlite")
    (oldest,) = database.execute("SELECT min(n) FROM checkpoints").fetchone()
    database.close()
    assert oldest >= first - 1, "every checkpoint that is left has the log after it"


def test_numbers_go_on_where_the_log_was_pruned_to_its_last_checkpoint(folder: Path) -> None:
    writer = Writer(folder, LogLimits(keep_days=1))
    for day in (0, 100, 200, 300):
        writer.fill(day, 5)
    writer.store.stop()
    database = sqlite3.connect(folder / "core.sqlite")
    database.execute("DELETE FROM inputs")
    database.commit()
    database.close()
    store = Store(folder, SetClock(), LogLimits())
    assert store.start().last_n == 20
    store.stop()


def test_checkpoints_come_back_whole_the_newest_first(folder: Path) -> None:
    writer = Writer(folder, LogLimits())
    for day in (1, 2, 3):
        writer.store.add_checkpoint(Checkpoint(day * 10, day * DAY_MS, 2, b"state %d" % day, (day,)))
    writer.store.stop()
    store = Store(folder, SetClock(), LogLimits())
    store.start()
    found = [(one.n, one.at_ms, one.body) for one in store.checkpoints()]
    store.stop()
    assert found == [(day * 10, day * DAY_MS, b"state %d" % day) for day in (3, 2, 1)]


def alert(source: str, number: int) -> Alert:
    return Alert(source, f"{source}-{number}", AlertKind.ALPR, Severity.MINOR, 0)


def test_the_journal_knows_alerts_of_former_runs_and_new_ones_without_the_disk(folder: Path) -> None:
    store = Store(folder, SetClock(), LogLimits())
    store.start()
    journal = Journal(store.file, 0)
    journal.start()
    rows = tuple(journal.enter(alert("reader", number), 0, lossy=False) for number in range(3_000))
    assert all(row[0] is JOURNAL for row in rows)
    token = store.add(rows)
    wait_until(lambda: store.committed >= token, 10.0, "all is committed")
    journal.stop()
    later = Journal(store.file, 3_000)
    assert later.number_of(("reader", "reader-7")) == 8, "the disk is asked before the keys are read"
    later.start()
    wait_until(lambda: not later.reading, 10.0, "the keys are read")
    assert [later.number_of(("reader", f"reader-{n}")) for n in range(3_000)] == list(range(1, 3_001))
    store.file.rename(store.file.with_suffix(".away"))
    later.stop()  # forget the connection: whoever asks the disk now finds nothing to ask
    denied = [later.number_of(("other", f"other-{n}")) for n in range(1_000)]
    assert denied == [None] * 1_000
    store.file.with_suffix(".away").rename(store.file)
    store.stop()


def test_the_journal_knows_alerts_of_this_run_that_are_not_recent_any_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.core.boundary.journal.RECENT_KEPT", 5)
    store = Store(folder, SetClock(), LogLimits())
    store.start()
    journal = Journal(store.file, 0)
    token = store.add(tuple(journal.enter(alert("reader", n), 0, lossy=False) for n in range(30)))
    wait_until(lambda: store.committed >= token, 10.0, "all is committed")
    assert [journal.number_of(("reader", f"reader-{n}")) for n in range(30)] == list(range(1, 31))
    journal.stop()
    store.stop()


# --- a disk that fails --------------------------------------------------------------------------------


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program writes into the database and does not come to an end."""
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


def committed(store: Store, token: int) -> None:
    wait_until(lambda: store.committed >= token, 10.0, f"addition {token} is committed")


def fails(store: Store) -> None:
    wait_until(lambda: bool(store.problems), 10.0, "the store says that it can't write")


@pytest.mark.parametrize(
    "bad",
    [
        (SEQUENCES, ("meter", 2**63)),
        (SEQUENCES, ("\ud800", 1)),
        (QUARANTINE, (0, None, b"")),
        (JOURNAL, (1, "reader", "read-1", 0, 0)),
    ],
    ids=["too large", "no text", "nothing", "too short"],
)
def test_an_input_that_cannot_be_written_is_void_and_all_beside_it_is_kept(
    folder: Path, bad: Row, expected_log: ExpectedLog
) -> None:
    expected_log("a group of inputs could not be written")
    expected_log("an input could not be written and is void")
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    good = store.add((input_row(1, 10),), (("received", 1),))
    voided = store.add((input_row(2, 20), bad), (("received", 1),))
    last = store.add((input_row(3, 30),), (("received", 1),))
    committed(store, last)
    assert list(store.rejected) == [voided] and good not in store.rejected
    assert store.outdated and not store.problems
    store.stop()
    database = sqlite3.connect(folder / "core.sqlite")
    bodies = dict(database.execute("SELECT n, body FROM inputs").fetchall())
    assert list(bodies) == [1, 2, 3]
    assert isinstance(read_entry(2, bodies[2]).input, Voided)
    assert database.execute("SELECT value FROM counts").fetchall() == [(2,)]
    ((reason, raw),) = database.execute("SELECT reason, raw FROM quarantine").fetchall()
    assert reason == store.rejected[voided] and bad[0].table.encode() in raw
    database.close()


def test_a_checkpoint_of_a_state_that_knows_a_void_input_is_not_kept(
    folder: Path, expected_log: ExpectedLog
) -> None:
    expected_log("could not be written")
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    store.add((input_row(1, 10), (SEQUENCES, ("meter", 2**63))))
    committed(store, store.add_checkpoint(Checkpoint(1, 10, 2, b"{}")))
    committed(store, store.add_checkpoint(Checkpoint(1, 10, 2, b"{}")))
    store.stop()
    database = sqlite3.connect(folder / "core.sqlite")
    assert database.execute("SELECT count(*) FROM checkpoints").fetchone() == (0,)
    database.close()


class LyingConnection(sqlite3.Connection):
    """Its first commit reaches the disk and is reported as failed."""

    lies = 1

    def execute(self, sql: str, parameters: object = (), /) -> sqlite3.Cursor:
        cursor = super().execute(sql, parameters)
        if sql == "COMMIT" and LyingConnection.lies:
            LyingConnection.lies -= 1
            raise sqlite3.OperationalError("disk I/O error")
        return cursor


class DamagedConnection(sqlite3.Connection):
    """The index of the journal is damaged, and nothing else; so it is until another file takes its place."""

    opened = 0

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        DamagedConnection.opened += 1
        self.is_first = DamagedConnection.opened == 1

    def execute(self, sql: str, parameters: object = (), /) -> sqlite3.Cursor:
        if "INTO journal" in sql and self.is_first:
            error = sqlite3.DatabaseError("database disk image is malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT_INDEX
            raise error
        return super().execute(sql, parameters)  # type: ignore[arg-type]


def test_a_damaged_file_makes_no_input_void(
    folder: Path, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("was damaged while it ran")
    connect = sqlite3.connect

    def damaged(*args: object, **options: object) -> sqlite3.Connection:
        return connect(*args, **options, factory=DamagedConnection)

    monkeypatch.setattr("console.core.log.schema.sqlite3.connect", damaged)
    monkeypatch.setattr(DamagedConnection, "opened", 0)
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    journal = Journal(store.file, 0)
    token = store.add((input_row(1, 10), journal.enter(alert("reader", 1), 0, lossy=False)))
    wait_until(lambda: store.renewal_due, 10.0, "the damage is noticed")
    assert not store.rejected and not store.outdated
    store.renew(Checkpoint(1, 10, 2, b"{}"), tuple(journal.recent_rows()), ())
    committed(store, token)
    assert not store.rejected and "is set aside" in store.problems[0]
    store.stop()
    database = connect(folder / "core.sqlite")
    assert database.execute("SELECT n, source FROM journal").fetchall() == [(1, "reader")]
    assert database.execute("SELECT n FROM inputs").fetchall() == [(1,)]
    database.close()


def test_a_database_that_is_removed_at_once_is_kept_all_the_same(
    folder: Path,
) -> None:
    earlier = Writer(folder, LogLimits())
    earlier.fill(0, 5)
    earlier.store.stop()
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    store.file.unlink()
    wait_until(lambda: store.renewal_due, 10.0, "it is missed")
    (aside,) = folder.glob("core.sqlite.damaged-*Z")
    store.stop()
    kept = sqlite3.connect(aside)
    assert kept.execute("SELECT count(*) FROM inputs").fetchone() == (5,)
    kept.close()


def test_a_commit_that_reached_the_disk_though_it_was_reported_as_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("can't be written")
    connect = sqlite3.connect

    def lying(*args: object, **options: object) -> sqlite3.Connection:
        return connect(*args, **options, factory=LyingConnection)

    monkeypatch.setattr("console.core.log.schema.sqlite3.connect", lying)
    monkeypatch.setattr(LyingConnection, "lies", 1)
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    store.add((input_row(1, 0),), (("received", 1),))
    fails(store)
    store.add((input_row(2, 0),), (("received", 1),))
    token = store.add((input_row(3, 0),), (("received", 1),))
    committed(store, token)
    assert LyingConnection.lies == 0 and not store.problems and not store.outdated
    assert store.log_size.entries == 3
    store.stop()
    assert logged(folder)[:3] == (1, 3, 3)
    database = sqlite3.connect(folder / "core.sqlite")
    assert database.execute("SELECT value FROM counts WHERE name = 'received'").fetchone() == (3,)
    database.close()


def test_a_first_write_that_has_to_wait_is_no_reason_to_start_again(
    folder: Path, expected_log: ExpectedLog
) -> None:
    expected_log("can't be written")
    earlier = Writer(folder, LogLimits())
    earlier.fill(0, 5)
    earlier.store.stop()
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    with held(store.file):
        token = store.add((input_row(6, 0),))
        fails(store)
    committed(store, token)
    assert not store.outdated and not store.problems
    store.stop()


def test_a_folder_that_turns_out_to_hold_a_log_is_taken_up_by_a_new_start(
    folder: Path, expected_log: ExpectedLog
) -> None:
    expected_log("can't be written")
    expected_log("could not be written")
    expected_log("can't be read")
    earlier = Writer(folder, LogLimits())
    earlier.fill(0, 5)
    earlier.store.stop()
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    assert store.problems
    folder.unlink()
    aside.rename(folder)
    store.add((input_row(1, 7),))
    wait_until(lambda: store.outdated, 10.0, "the log of before is seen")
    store.stop()
    assert logged(folder)[:3] == (1, 5, 5)


def test_a_core_that_was_killed_before_its_first_input_has_lost_nothing(folder: Path) -> None:
    for _ in range(3):
        store = Store(folder, SetClock(), LogLimits())
        assert store.start().last_n == 0 and not store.damage
        store.stop()


def test_a_log_is_taken_up_although_no_numbers_can_be_reserved(folder: Path) -> None:
    earlier = Writer(folder, LogLimits())
    earlier.fill(0, 5)
    earlier.store.stop()
    (folder / "core.ids").unlink()
    (folder / "core.new").mkdir()  # as good as a full disk
    store = Store(folder, SetClock(), LogLimits())
    assert store.start().last_n == 5 and not store.unread
    store.stop()


def test_a_store_that_can_not_write_stops_all_the_same(folder: Path, expected_log: ExpectedLog) -> None:
    expected_log("can't be written")
    expected_log("could not be written")
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    with held(store.file):
        store.add((input_row(1, 0),))
        fails(store)
        store.stop()
        assert "store" not in [thread.name for thread in threading.enumerate()]


def shared_layouts(folder: Path) -> set[str]:
    table = LayoutTable(folder / "shared.sqlite")
    table.open()
    names = set(table.read())
    table.close()
    return names


def test_a_layout_goes_to_the_shared_table_only_once_the_log_holds_it(
    folder: Path, expected_log: ExpectedLog
) -> None:
    expected_log("can't be written")
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    with held(store.file):
        store.add_layout("night", NIGHT, 1)
        token = store.add((input_row(1, 0),))
        fails(store)
        assert shared_layouts(folder) == set()
    committed(store, token)
    wait_until(lambda: shared_layouts(folder) == {"night"}, 10.0, "the table holds the layout")
    reader = sqlite3.connect(store.file)
    due = "SELECT count(*) FROM layouts_due"
    wait_until(lambda: reader.execute(due).fetchone() == (0,), 10.0, "it is due no more")
    reader.close()
    store.stop()


class SilentTable(LayoutTable):
    """A table on a machine that does not answer for now."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.answers = threading.Event()

    def read(self) -> dict[str, Layout]:
        self.answers.wait()
        return super().read()


def test_a_table_of_layouts_that_does_not_answer_keeps_no_start_back(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("does not answer")
    table = SilentTable(tmp_path / "shared.sqlite")
    written: list[tuple[str, int]] = []
    writer = LayoutWriter(table, lambda name, n: written.append((name, n)))
    assert writer.start({"night": DueLayout("night", NIGHT, 7)}) == {"night": NIGHT}
    assert "does not answer" in writer.problems[0]
    table.answers.set()
    wait_until(lambda: written == [("night", 7)] and not writer.problems, 10.0, "it is written")
    writer.stop()


def newer(file: Path) -> None:
    database = sqlite3.connect(file)
    database.execute("PRAGMA user_version = 7")
    database.close()


def test_a_shared_table_of_a_newer_program_is_said_and_left_as_it_is(
    folder: Path, expected_log: ExpectedLog
) -> None:
    said = "The shared table of layouts can't be read .a newer Sightline wrote .*: core goes on with its own"
    expected_log(said)
    table = folder / "shared.sqlite"
    folder.mkdir()
    newer(table)
    before = table.read_bytes()
    writer = LayoutWriter(LayoutTable(table), lambda name, n: None)
    assert writer.start({}) == {}
    assert re.match(said, writer.problems[0])
    writer.put(DueLayout("night", NIGHT, 3))
    wait_until(lambda: "could not be written" in writer.problems[0], 10.0, "what is due is named")
    assert "'night'" in writer.problems[0] and "a newer Sightline" in writer.problems[0]
    writer.stop()
    assert table.read_bytes() == before


DAY = Layout("day", 1, 1, (Cell(0, 0),))


@pytest.mark.parametrize("harm", ["garbage", "removed"])
def test_a_shared_table_that_is_harmed_gets_all_that_core_knows(
    folder: Path, harm: str, expected_log: ExpectedLog
) -> None:
    expected_log("could not be written to the shared table|was damaged .* and is set aside")
    folder.mkdir()
    table = folder / "shared.sqlite"
    writer = LayoutWriter(LayoutTable(table), lambda name, n: None)
    writer.start({})
    writer.know({"night": NIGHT})
    wait_until(lambda: shared_layouts(folder) == {"night"}, 10.0, "it is there")
    table.unlink()
    if harm == "garbage":
        table.write_bytes(b"no database at all" * 1000)
    writer.put(DueLayout("day", DAY, 3))
    wait_until(
        lambda: table.exists() and safely(lambda: shared_layouts(folder)) == {"night", "day"}, 10.0, "both"
    )
    wait_until(lambda: not any("could not be" in said for said in writer.problems), 10.0, "it is said")
    (aside,) = list(folder.glob("shared.sqlite.damaged-*")) or [None]
    assert (aside is not None) == (harm == "garbage")
    assert (writer.problems != ()) == (harm == "garbage")
    assert harm == "removed" or "is set aside as shared.sqlite.damaged-1" in writer.problems[0]
    writer.stop()


class StuckTable(LayoutTable):
    """A table that can't be renamed, for now."""

    is_stuck = True

    def set_aside(self) -> Path:
        if self.is_stuck:
            raise PermissionError("the folder is read-only")
        return super().set_aside()


def test_a_damaged_shared_table_that_cannot_be_set_aside_is_tried_again(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("could not be written to the shared table|can't be set aside: the folder is read-only")
    file = tmp_path / "shared.sqlite"
    table = StuckTable(file)
    written: list[tuple[str, int]] = []
    writer = LayoutWriter(table, lambda name, n: written.append((name, n)))
    writer.start({})
    file.unlink(missing_ok=True)
    file.write_bytes(b"no database at all" * 1000)
    writer.put(DueLayout("day", DAY, 3))
    wait_until(lambda: any("could not be written" in said for said in writer.problems), 10.0, "it is said")
    assert written == []
    table.is_stuck = False
    wait_until(lambda: written == [("day", 3)], 10.0, "it is written by itself, nothing else came")
    wait_until(lambda: writer.problems and "is set aside as" in writer.problems[0], 10.0, "that is said")
    writer.stop()


def test_a_row_of_the_shared_table_that_is_no_layout_costs_only_itself(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("a stored layout was left out; import it again: .*'odd'")
    table = LayoutTable(tmp_path / "shared.sqlite")
    table.open()
    for layout in (NIGHT, DAY):
        table.put(layout)
    with closing(sqlite3.connect(tmp_path / "shared.sqlite")) as database:
        database.execute("INSERT INTO layouts SELECT 'odd', '{', updated_at FROM layouts WHERE name = 'day'")
        database.commit()
    assert table.read() == {"night": NIGHT, "day": DAY}
    table.put(NIGHT)
    table.close()
    with closing(sqlite3.connect(tmp_path / "shared.sqlite")) as database:
        assert database.execute("SELECT content FROM layouts WHERE name = 'odd'").fetchall() == [("{",)]


def safely(read: Callable[[], set[str]]) -> set[str]:
    """What can't be read yet is nothing."""
    try:
        return read()
    except SQLAlchemyError:
        return set()


# --- the log's size -----------------------------------------------------------------------------------


def test_an_old_pin_costs_no_later_checkpoint(folder: Path) -> None:
    """What lies behind a pin can't go, so giving up what lies after it would gain nothing."""
    writer = Writer(folder, LogLimits(keep_days=10_000, keep_mb=1))
    writer.fill(0, 10)
    pins = (11,)
    for day in range(1, 8):
        writer.fill(day, 300, pins)
    writer.store.stop()
    database = sqlite3.connect(folder / "core.sqlite")
    numbers = [n for (n,) in database.execute("SELECT n FROM checkpoints ORDER BY n")]
    database.close()
    assert numbers == [10 + 300 * index for index in range(8)]


def test_a_flood_without_a_pause_does_not_outgrow_the_limit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.core.log.store.BATCH_MAX", 200)
    store = Store(folder, SystemClock(), LogLimits(keep_days=10_000, keep_mb=1))
    for n in range(1, 6_001):
        token = store.add((input_row(n, 0),))
        if n % 200 == 0:
            token = store.add_checkpoint(Checkpoint(n, 0, 2, b"state"))
    store.start()
    largest = 0
    while store.waiting:
        select.select([store.wake_fd], [], [], 1.0)
        store.clear_wake()
        largest = max(largest, store.log_size.bytes)
    committed(store, token)
    store.stop()
    assert largest < 2_500_000, "of 6 MB"


def test_what_is_left_of_a_lost_input_makes_the_next_with_its_number_not_void(folder: Path) -> None:
    with closing(open_database(folder / "core.sqlite")) as database:
        database.execute("INSERT INTO decisions VALUES (1, x'00')")
        database.execute("INSERT INTO views VALUES (1, 'wall-1', x'00')")
    store = Store(folder, SetClock(), LogLimits())
    store.start()
    committed(store, store.add(input_rows(1, 0)))
    store.stop()
    assert not store.rejected and not store.outdated
    with closing(sqlite3.connect(folder / "core.sqlite")) as database:
        assert database.execute("SELECT length(body) FROM decisions").fetchall() == [(len(BODY) // 2,)]
        assert database.execute("SELECT length(body) FROM views").fetchall() == [(len(BODY) // 4,)]


def test_a_store_that_waits_for_its_new_beginning_does_nothing_meanwhile(
    folder: Path, expected_log: ExpectedLog
) -> None:
    """Core's loop may take a while to give it: its writer must not take the processor from it."""
    expected_log("inputs could not be written")
    store = Store(folder, SystemClock(), LogLimits())
    store.start()
    store.file.unlink()
    wait_until(lambda: store.renewal_due, 10.0, "it is missed")
    store.add((input_row(1, 10),))
    (writer,) = (thread for thread in threading.enumerate() if thread.name == "store")
    stat = Path(f"/proc/self/task/{writer.native_id}/schedstat")
    began_ns, used_ns = time.monotonic_ns(), int(stat.read_text().split()[0])
    wait_until(lambda: time.monotonic_ns() - began_ns > 300_000_000, 5.0, "time went by")
    share = (int(stat.read_text().split()[0]) - used_ns) / (time.monotonic_ns() - began_ns)
    store.stop()
    assert share < 0.2
