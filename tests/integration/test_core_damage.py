"""Core's database damaged, at a start and while core runs: nothing told is lost, no number comes twice."""

import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console.core.log.batch import Addition
from console.core.log.copies import KEPT, Copies, copies_of
from console.core.log.damage import is_damage
from console.core.log.folder_words import damaged_words
from console.core.log.renewal import begin_anew
from console.core.log.reserved_ids import BLOCK
from console.core.log.rows import JOURNAL
from console.core.log.schema import open_database
from console.core.log.take_up import TakeUp
from console.protocol.clock import SystemClock
from console.protocol.core_messages import GetSnapshot, GetStatus, ListIncidents
from console.protocol.outbox import Outbox
from console.protocol.process_config import CoreConfig
from tests.fakes.core_site import RunningCore, alert_message, core_config, log_on_disk, running_core
from tests.fakes.set_clock import SetClock
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until


def send_alerts(core: RunningCore, numbers: range) -> None:
    outbox = Outbox(core.context, core.config.alerts_endpoint, SystemClock())
    outbox.start()
    for number in numbers:
        outbox.send(alert_message(number, at_camera=number % 9 + 1))
    wait_until(
        lambda: bool(outbox.poll() or True) and not outbox.pending, 20.0, "every alert is acknowledged"
    )
    outbox.stop()


def incidents(core: RunningCore) -> list[str]:
    """Alerts' ids by incident, oldest first."""
    found: list[dict[str, Any]] = core.requester.call(ListIncidents(include_closed=True))["incidents"]
    return [f"{one['incident']} {one['alert']['id']}" for one in found[::-1]]


def overwrite(file: Path) -> None:
    """Random bytes in every part of the database."""
    chance = random.Random(7)
    for part in file.parent.glob(f"{file.name}*"):
        if part.name.removeprefix(file.name) in ("", "-wal"):
            with part.open("r+b") as opened:
                opened.write(chance.randbytes(max(4096, part.stat().st_size)))


def remove(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("harm", [overwrite, remove, empty])
def test_harm_while_core_runs_loses_nothing(
    run_dir: Path, harm: Callable[[Path], None], expected_log: ExpectedLog
) -> None:
    expected_log("Core's database was damaged while it ran .* nothing is lost")
    config = core_config(run_dir)
    file = Path(config.data_dir) / "core.sqlite"
    with running_core(config) as core:
        send_alerts(core, range(1, 6))
        before = core.requester.call(GetStatus())["counts"]
        harm(file)

        def noticed() -> bool:
            send_alerts(core, range(6, 7))  # again and again: it is one alert
            return bool(core.requester.call(GetSnapshot())["problems"])

        wait_until(noticed, 10.0, "the damage is noticed")
        send_alerts(core, range(7, 9))
        (problem,) = core.requester.call(GetSnapshot())["problems"]
        assert "nothing is lost" in problem and "core.sqlite.damaged-" in problem
        status = core.requester.call(GetStatus())
        assert status["counts"]["acknowledged"] == status["counts"]["received"] == before["received"] + 3
        told = incidents(core)
    with closing(sqlite3.connect(file)) as database:
        anew = database.execute(
            "SELECT id, lossy, received_at_ms > 0, length(body) > 0 FROM journal"
        ).fetchall()
    assert anew == [(f"shots-{number}", 0, 1, 1) for number in range(1, 9)]
    (aside,) = file.parent.glob("core.sqlite.damaged-*Z")
    assert aside.stat().st_size > 0 or harm is empty, "what was removed is kept as well"
    with running_core(config) as core:
        assert incidents(core) == told
        assert core.requester.call(GetSnapshot())["problems"] == []
        send_alerts(core, range(1, 10))  # all but the last have come before
        after = core.requester.call(GetStatus())["counts"]
        assert after["received"] == before["received"] + 4
        assert incidents(core)[:-1] == told and incidents(core)[-1].startswith("i-000009 ")


def test_alerts_of_former_runs_are_known_after_harm_too(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("was damaged while it ran .* nothing is lost|journal's keys could not be read")
    config = core_config(run_dir)
    for first in (1, 4, 7):
        with running_core(config) as core:
            send_alerts(core, range(first, first + 3))
    with running_core(config) as core:
        remove(Path(config.data_dir) / "core.sqlite")
        wait_until(lambda: core.requester.call(GetSnapshot())["problems"], 10.0, "the harm is noticed")
        send_alerts(core, range(1, 11))
        assert core.requester.call(GetStatus())["counts"]["received"] == 10
    with running_core(config) as core:
        send_alerts(core, range(1, 11))
        assert core.requester.call(GetStatus())["counts"]["received"] == 10


@pytest.mark.parametrize("harm", [remove, overwrite])
def test_after_harm_the_new_database_is_asked_what_came_before(
    run_dir: Path, harm: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("was damaged while it ran .* nothing is lost")
    monkeypatch.setattr("console.core.boundary.journal.RECENT_KEPT", 2)
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 6))
        send_alerts(core, range(1, 2))  # not known by heart any more: the database is asked
        harm(Path(config.data_dir) / "core.sqlite")
        wait_until(
            lambda: send_alerts(core, range(6, 7)) or core.requester.call(GetSnapshot())["problems"],
            10.0,
            "the harm is noticed",
        )
        send_alerts(core, range(7, 11))
        send_alerts(core, range(6, 8))
        assert core.requester.call(GetStatus())["counts"]["received"] == 10
        assert len(incidents(core)) == 10


def test_the_size_that_is_told_is_that_of_the_new_log(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("was damaged while it ran .* nothing is lost")
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 6))
        remove(Path(config.data_dir) / "core.sqlite")
        wait_until(lambda: core.requester.call(GetSnapshot())["problems"], 10.0, "the harm is noticed")
        send_alerts(core, range(6, 9))
        told = core.requester.call(GetStatus())["log"]
        held = log_on_disk(config)
    assert held[0] > 1, "what was before stands in its checkpoint"
    assert (told["first_n"], told["entries"], told["bytes"]) == held


def test_what_is_not_known_by_heart_comes_from_the_database_that_was_removed(
    run_dir: Path, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("was damaged while it ran .* nothing is lost")
    monkeypatch.setattr("console.core.boundary.journal.RECENT_KEPT", 2)
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 8))
        remove(Path(config.data_dir) / "core.sqlite")
        wait_until(lambda: core.requester.call(GetSnapshot())["problems"], 10.0, "the harm is noticed")
        send_alerts(core, range(1, 8))
        assert core.requester.call(GetStatus())["counts"]["received"] == 7
    assert len(texts(config)) == 7 and all(texts(config).values())


def texts(config: CoreConfig) -> dict[str, int]:
    """How long what each alert said is in the journal."""
    with closing(sqlite3.connect(Path(config.data_dir) / "core.sqlite")) as database:
        return dict(database.execute("SELECT id, length(body) FROM journal").fetchall())


def test_what_alerts_said_comes_back_from_a_database_that_was_removed(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("was damaged while it ran .* nothing is lost|journal's keys could not be read")
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 4))
    with running_core(config) as core:
        remove(Path(config.data_dir) / "core.sqlite")
        wait_until(lambda: core.requester.call(GetSnapshot())["problems"], 10.0, "the harm is noticed")
        send_alerts(core, range(4, 6))
    assert len(texts(config)) == 5 and all(texts(config).values())


def test_what_alerts_said_and_nothing_holds_any_more_is_told_as_lost(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "core.sqlite")
    with closing(connection):
        known = tuple((JOURNAL, (n, "reader", f"read-{n}", 0, 0, b"")) for n in (1, 2))
        aside = tmp_path / "core.sqlite.damaged-1"
        aside.write_bytes(b"garbage")
        assert begin_anew(connection, Addition(0, known), tmp_path / "core.sqlite", aside, SystemClock()) == 2
    assert "what 2 of them said is lost" in damaged_words("overwritten", aside.name, 2)


def test_what_alerts_said_comes_from_the_newest_copy_that_can_be_read(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("the alerts of the copy core.sqlite.copy-3 could not be taken over")
    file = tmp_path / "core.sqlite"
    for copy, texts_of in ((1, {1: b"oldest"}), (2, {1: b"one", 2: b"two", 3: b"three"})):
        with closing(open_database(file.with_name(f"core.sqlite.copy-{copy}"))) as database:
            database.executemany(
                "INSERT INTO journal VALUES (?, 'reader', ?, 7, 1, ?)",
                [(n, f"read-{n}", text) for n, text in texts_of.items()],
            )
    file.with_name("core.sqlite.copy-3").write_bytes(b"no database" * 1_000)
    aside = tmp_path / "core.sqlite.damaged-1"
    aside.write_bytes(b"garbage")
    by_heart = (
        (JOURNAL, (1, "reader", "read-1", 0, 0, b"")),
        (JOURNAL, (2, "reader", "read-2", 9, 0, b"as it was known")),
    )
    with closing(open_database(file)) as database:
        assert begin_anew(database, Addition(0, by_heart), file, aside, SystemClock()) == 0
        assert database.execute("SELECT n, received_at_ms, lossy, body FROM journal").fetchall() == [
            (1, 7, 1, b"one"),
            (2, 9, 0, b"as it was known"),
            (3, 7, 1, b"three"),
        ]


def test_alerts_whose_rows_of_the_journal_are_gone_are_known_by_the_log(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("Core's database was damaged .*inputs that could still be read|is missing|are missing")
    config = core_config(run_dir)
    file = Path(config.data_dir) / "core.sqlite"
    with running_core(config) as core:
        send_alerts(core, range(1, 6))
        told = incidents(core)
    with closing(sqlite3.connect(file)) as database:
        database.execute("DELETE FROM journal WHERE n IN (2, 4)")
        database.execute("DELETE FROM checkpoints")
        database.commit()
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'counts'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as opened:  # what nobody needs: but the database is damaged
        opened.seek((page - 1) * size)
        opened.write(random.Random(7).randbytes(size))
    with running_core(config) as core:
        assert "was damaged" in core.requester.call(GetSnapshot())["problems"][0]
        send_alerts(core, range(1, 6))
        assert incidents(core) == told


def test_damage_that_is_found_while_the_log_is_taken_up_waits_until_it_is(
    run_dir: Path, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("was damaged while it ran .* nothing is lost|journal's keys could not be read")
    config = core_config(run_dir)
    file = Path(config.data_dir) / "core.sqlite"
    with running_core(config) as core:
        send_alerts(core, range(1, 6))
        told = incidents(core)
    with closing(sqlite3.connect(file)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'quarantine'").fetchone()
    with file.open("r+b") as opened:
        opened.seek((page - 1) * 4096)
        opened.write(b"\xff" * 4096)
    whole, found = TakeUp.some, threading.Event()
    look = Copies._look

    def slow(take_up: TakeUp, for_ns: int) -> bool:
        """Goes on only when the whole database was looked through."""
        assert found.wait(10.0)
        return whole(take_up, for_ns)

    def looked(copies: Copies) -> None:
        try:
            look(copies)
        finally:
            found.set()

    monkeypatch.setattr("console.core.log.opening.LOOK_UP_TO_BYTES", 0)  # it is too large for a start
    monkeypatch.setattr(TakeUp, "some", slow)
    monkeypatch.setattr(Copies, "_look", looked)
    with running_core(config) as core:
        wait_until(lambda: core.requester.call(GetSnapshot())["problems"], 10.0, "the damage is told")
        assert incidents(core) == told
        send_alerts(core, range(1, 8))
        told = incidents(core)
        assert len(told) == 7
    with running_core(config) as core:
        assert incidents(core) == told


@pytest.mark.parametrize(
    ("harm", "why"),
    [(overwrite, ""), (remove, "it was removed or emptied"), (empty, "it was removed or emptied")],
)
def test_damage_at_a_start_without_a_copy_is_said_and_gives_no_number_twice(
    run_dir: Path, harm: Callable[[Path], None], why: str, expected_log: ExpectedLog
) -> None:
    expected_log(f"Core's database was damaged .*{why}.* no copy and 0 inputs")
    expected_log.may_come("could not be taken over|is missing|are missing")
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 6))
    harm(Path(config.data_dir) / "core.sqlite")
    with running_core(config) as core:
        assert incidents(core) == []
        problems = core.requester.call(GetSnapshot())["problems"]
        assert "is set aside as core.sqlite.damaged-" in problems[0] and why in problems[0]
        send_alerts(core, range(6, 7))
        (told,) = incidents(core)
        assert int(told.split()[0].removeprefix("i-")) > BLOCK
    with running_core(config) as core:
        assert incidents(core) == [told]


def test_damage_at_a_start_goes_on_from_the_newest_whole_copy(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("Core's database was damaged .* its copy of ")
    expected_log("are missing|could not be taken over|is damaged too")
    config = core_config(run_dir)
    file = Path(config.data_dir) / "core.sqlite"
    with running_core(config) as core:
        send_alerts(core, range(1, 4))
        Copies(file, SystemClock(), lambda error: None).make()
        kept = incidents(core)
        send_alerts(core, range(4, 6))
    broken = file.with_name(f"core.sqlite.copy-{SystemClock().now_ms() + 1}")
    broken.write_bytes(b"SQLite format 3\0" + bytes(5_000))
    overwrite(file)
    with running_core(config) as core:
        assert incidents(core) == kept
        send_alerts(core, range(1, 7))
        now = incidents(core)
        assert now[:3] == kept and [one.split()[1] for one in now[3:]] == ["shots-4", "shots-5", "shots-6"]
        assert int(now[3].split()[0].removeprefix("i-")) > BLOCK


def test_two_copies_are_kept_and_none_of_a_damaged_database(run_dir: Path, expected_log: ExpectedLog) -> None:
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 200))
    file, clock = Path(config.data_dir) / "core.sqlite", SetClock()
    copies = Copies(file, clock, lambda error: None)
    for _ in range(KEPT + 2):
        clock.pass_ms(3_600_000)
        copies.make()
    made = copies_of(file)
    assert len(made) == KEPT and not list(file.parent.glob("*.copying*"))
    for one in made:
        database = sqlite3.connect(one)
        assert database.execute("SELECT count(*) FROM journal").fetchone() == (199,)
        database.close()
    damaged = bytearray(file.read_bytes())
    damaged[8192:-4096] = bytes(len(damaged) - 8192 - 4096)
    file.write_bytes(damaged)
    with pytest.raises(Exception) as raised:
        copies.make()
    assert is_damage(raised.value)
    assert copies_of(file) == made


LOOK = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA user_version'); c.close()"


def test_another_program_that_looks_at_the_database_takes_nothing_away(run_dir: Path) -> None:
    """Core holds its locks: else the other's connection, the last one as it believes, ends the WAL."""
    config = core_config(run_dir)
    file = Path(config.data_dir) / "core.sqlite"
    with running_core(config) as core:
        send_alerts(core, range(1, 3))
        began_s = time.monotonic()
        wait_until(lambda: time.monotonic() - began_s > 1.2, 5.0, "the file was looked at")
        send_alerts(core, range(3, 5))
        subprocess.run([sys.executable, "-c", LOOK, str(file)], check=True)
        assert file.with_name("core.sqlite-wal").is_file()
        send_alerts(core, range(5, 7))
        database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        assert database.execute("SELECT count(*) FROM journal").fetchone() == (6,)
        database.close()
