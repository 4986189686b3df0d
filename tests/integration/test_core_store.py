"""Core's database: what may go when it grows, what stays, and that a writer's death loses nothing told."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.core.boundary.journal import Journal
from console.core.log.checkpoints import DAY_MS, Checkpoint
from console.core.log.rows import INPUTS, JOURNAL, Row
from console.core.log.store import Store
from console.domain.alert import Alert, AlertKind, Severity
from console.protocol.process_config import LogLimits
from tests.fakes.set_clock import SetClock
from tests.watch.waiting import wait_until

BODY = b"x" * 1_000


def input_row(n: int, at_ms: int) -> Row:
    return INPUTS, (n, at_ms, at_ms, BODY)


class Writer:
    """A store that is filled by the day: so many inputs at each, and a checkpoint after them."""

    def __init__(self, folder: Path, limits: LogLimits) -> None:
        self.store = Store(folder, SetClock(), limits)
        self.store.start()
        self.n = 0

    def fill(self, day: int, inputs: int, pins: tuple[int, ...] = ()) -> int:
        for _ in range(inputs):
            self.n += 1
            self.store.add((input_row(self.n, day * DAY_MS),))
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
