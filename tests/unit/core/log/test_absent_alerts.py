"""Alerts of the journal that the log has lost: found, taken in anew where they still matter, and told."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from console.core.boundary.alert_format import read_alert
from console.core.log import absent_alerts
from console.core.log.absent_alerts import WITHIN_MS, AbsentAlerts
from console.core.log.schema import open_database
from tests.fakes.core_site import alert_message
from tests.watch.logs import ExpectedLog

NOW_MS = 1_772_366_400_000
COUNT = 9


def body(number: int) -> bytes:
    return msgspec.json.encode(read_alert(msgspec.json.encode(alert_message(number))).alert)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Path]:
    """Nine alerts, one each second until now; every third came over the simple boundary."""
    file = tmp_path / "core.sqlite"
    with closing(open_database(file)) as database:
        database.executemany(
            "INSERT INTO journal VALUES (?, 'shots', ?, ?, ?, ?)",
            [
                (n, f"shots-{n}", NOW_MS - (COUNT - n) * 1_000, n % 3 == 0, body(n))
                for n in range(1, COUNT + 1)
            ],
        )
    yield file


def noted(*numbers: int, last_n: int = COUNT) -> AbsentAlerts:
    """The log holds alerts of these numbers, in this order."""
    absent, known_n = AbsentAlerts(last_n), 0
    for n in numbers:
        absent.note(known_n, n)
        known_n = max(known_n, n)
    absent.end(known_n)
    return absent


def found(absent: AbsentAlerts, file: Path, now_ms: int = NOW_MS) -> list[int]:
    rows = absent.read(file, now_ms)
    assert [alert.id for _, alert in rows] == [f"shots-{row.n}" for row, _ in rows]
    assert all(row.lossy == (row.n % 3 == 0) for row, _ in rows)
    return [row.n for row, _ in rows]


def test_a_whole_log_lacks_none(journal: Path) -> None:
    absent = noted(*range(1, COUNT + 1))
    assert found(absent, journal) == []
    assert absent.words(0) == ()


def test_what_is_missing_at_the_beginning_between_and_at_the_end_is_found(
    journal: Path, expected_log: ExpectedLog
) -> None:
    expected_log("Alerts that the log had lost, opened anew")
    absent = noted(2, 3, 6, 7)
    assert found(absent, journal) == [1, 4, 5, 8, 9]
    (told,) = absent.words(5)
    assert told.endswith("opened anew from the journal under new numbers: 5")


def test_what_was_taken_in_late_at_an_earlier_start_is_not_taken_in_again(journal: Path) -> None:
    assert found(noted(1, 5, 3, 6, 7, 8, 9), journal) == [2, 4]


def test_where_nobody_knows_what_was_taken_in_nothing_is_missing(journal: Path) -> None:
    absent = AbsentAlerts(COUNT)
    absent.note(None, 5)
    absent.end(None)
    assert found(absent, journal) == []


def test_those_older_than_a_day_and_those_that_cannot_be_read_are_told(
    journal: Path, expected_log: ExpectedLog
) -> None:
    expected_log("alert 5 of the journal can't be read|without an incident")
    with closing(sqlite3.connect(journal)) as database:
        database.execute("UPDATE journal SET body = x'ff7b' WHERE n = 5")
        database.execute("UPDATE journal SET received_at_ms = ? WHERE n = 2", (NOW_MS - WITHIN_MS - 1,))
        database.execute("UPDATE journal SET received_at_ms = ? WHERE n = 3", (NOW_MS - WITHIN_MS,))
        database.commit()
    absent = noted(1)
    assert found(absent, journal) == [3, 4, 6, 7, 8, 9]
    (told,) = absent.words(0)
    assert told.endswith("older than a day or damaged, without an incident: 2")


def test_of_too_many_the_newest_are_taken(
    journal: Path, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("without an incident: 6")
    monkeypatch.setattr(absent_alerts, "MOST", 3)
    absent = noted()
    assert found(absent, journal) == [7, 8, 9]
    assert len(absent.words(0)) == 1


def test_a_journal_that_cannot_be_read_stops_no_start(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("alerts 2 to 9 of the journal can't be read")
    assert noted(1).read(tmp_path / "core.sqlite", NOW_MS) == []
    (tmp_path / "core.sqlite").write_bytes(b"no database" * 1_000)
    assert noted(1).read(tmp_path / "core.sqlite", NOW_MS) == []
