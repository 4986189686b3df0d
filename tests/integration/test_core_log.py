"""Core's log across versions, damage and a set clock: what was there is there, and no id comes twice."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from console.app.bench.made_log import make_log
from console.app.ctl.site_commands import flat
from console.core.log.log_clock import LogClock
from console.core.log.saved_state import saved
from console.core.log.schema import LOG_VERSION, NewerLog, check_file
from console.core.log.store import Store
from console.core.log.take_up import TakeUp
from console.core.log.versions import read_entry
from console.core.state import State
from console.core.step import step
from console.core.wall.cells import monitor_views
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, MonitorId
from console.domain.name_order import name_order
from console.protocol.clock import SystemClock
from console.protocol.core_messages import (
    CloseIncident,
    GetSnapshot,
    GetStatus,
    ListIncidents,
    ReportFeeds,
    RewindCell,
)
from console.protocol.layout_file import shipped_layouts
from console.protocol.outbox import Outbox
from console.protocol.process_config import CoreConfig
from tests.fakes.core_site import RunningCore, alert_message, core_config, running_core
from tests.fakes.shifted_clock import ShiftedClock
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

SAMPLES = Path(__file__).parents[1] / "data"
VERSIONS = tuple(range(1, LOG_VERSION + 1))
HOUR_MS = 3_600_000


def until(condition: Callable[[], bool], limit_s: float = 10.0) -> None:
    wait_until(condition, limit_s, "what core was asked for", look_every_s=0.005)


def sample(version: int, run_dir: Path) -> tuple[CoreConfig, dict[str, Any]]:
    """A core over the folder that one of this version left behind, and what that one told last."""
    facts = json.loads((SAMPLES / f"core-v{version}" / "facts.json").read_text())
    config = core_config(run_dir, cameras=facts["cameras"], layout=facts["layout"], hold_s=facts["hold_s"])
    folder = Path(config.data_dir)
    folder.mkdir()
    for name in ("core.sqlite", "shared.sqlite"):
        shutil.copy(SAMPLES / f"core-v{version}" / name, folder / name)
    return config, facts


@contextmanager
def database(config: CoreConfig) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(Path(config.data_dir) / "core.sqlite", isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def taken_up(config: CoreConfig) -> State:
    """The state that a start comes to, before the site is loaded anew."""
    clock = SystemClock()
    store = Store(Path(config.data_dir), clock, config.log)
    take_up = TakeUp(store, store.start(held=True), clock)
    try:
        take_up.start()
        while take_up.some(1_000_000_000):
            pass
    finally:
        store.stop()
    return take_up.state


def send_alerts(core: RunningCore, numbers: range) -> None:
    outbox = Outbox(core.context, core.config.alerts_endpoint, SystemClock())
    outbox.start()
    for number in numbers:
        outbox.send(alert_message(number, at_camera=number % 9 + 1))
    until(lambda: bool(outbox.poll() or True) and not outbox.pending)
    outbox.stop()


def incidents(core: RunningCore) -> list[dict[str, Any]]:
    """Oldest first."""
    found: list[dict[str, Any]] = core.requester.call(ListIncidents(include_closed=True))["incidents"]
    return found[::-1]


def layout_names(core: RunningCore) -> list[str]:
    return [one["name"] for one in core.requester.call(GetSnapshot())["layouts"]]


def plain(said: object) -> Any:
    return json.loads(msgspec.json.encode(said))


def as_told_then(views: list[dict[str, Any]], then: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what views have come to tell since, where that is what it was before there was any of it."""
    new = {"content": None, "zoom": None, "held_by": "", "tour": None, "hotspot": False}
    over = {"cover": None, "frame": None}
    if "hotspot" in then[0]["cells"][0]:
        return views
    assert all(cell[name] == value for view in views for cell in view["cells"] for name, value in new.items())
    assert all(view[name] == value for view in views for name, value in over.items())
    return [
        {name: value for name, value in view.items() if name not in over}
        | {"cells": [{k: v for k, v in cell.items() if k not in new} for cell in view["cells"]]}
        for view in views
    ]


def comparable(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What version 1 said of incidents; what only later ones say is left out."""
    own = ("opened_log_ms", "opened_n", "overlays", "overlays_until_ms", "undone_by", "undone_at_ms")
    return [{k: v for k, v in one.items() if k not in own} for one in listed]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("from_checkpoint", [True, False])
def test_a_log_of_each_version_comes_to_what_that_version_said_last(
    run_dir: Path, version: int, from_checkpoint: bool
) -> None:
    config, facts = sample(version, run_dir)
    if not from_checkpoint:
        with database(config) as connection:
            connection.execute("DELETE FROM checkpoints")
    state = taken_up(config)
    told = plain(state.incidents.table.oldest_first()[::-1])
    assert comparable(told) == comparable(facts["incidents"])
    assert [one["overlays"] for one in told] == [one["overlays"] for one in facts["incidents"]]
    assert as_told_then(plain(list(monitor_views(state).values())), facts["monitors"]) == facts["monitors"]
    assert not len(state.set_aside)


@pytest.mark.parametrize("version", VERSIONS)
def test_core_goes_on_with_a_folder_of_each_version_and_gives_no_id_twice(
    run_dir: Path, version: int
) -> None:
    config, facts = sample(version, run_dir)
    with running_core(config) as core:
        before = incidents(core)
        assert comparable(before) == comparable(facts["incidents"][::-1])
        status = core.requester.call(GetStatus())
        assert (status["counts"]["acknowledged"], status["problems"]) == (facts["counts"]["acknowledged"], [])
        then = [one if isinstance(one, str) else one["name"] for one in facts["layouts"]]
        shipped = shipped_layouts()  # some came with later versions
        stored = sorted((one for one in then if one not in shipped), key=name_order)
        assert [one for one in layout_names(core) if one not in shipped] == stored
        send_alerts(core, range(1000, 1003))
        names = [one["incident"] for one in incidents(core)]
    assert len(set(names)) == len(names) == len(before) + 3
    assert names[-1] == "i-000057"
    with database(config) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (LOG_VERSION,)
        (entries,) = connection.execute("SELECT count(*) FROM inputs").fetchone()
        tables = [
            connection.execute(f"SELECT coalesce(sum(length(body)), 0) FROM {table}").fetchone()[0]
            for table in ("inputs", "decisions", "views")
        ]
        size = sum(tables)
        assert connection.execute("SELECT entries, bytes FROM log_size").fetchone() == (entries, size)
    with running_core(config) as core:
        assert [one["incident"] for one in incidents(core)] == names


DAMAGE: dict[str, bytes | None] = {
    "an unknown input": b'{"v":2,"n":%d,"at_ms":1,"wall_ms":1,"input":{"input":"weather"}}',
    "no JSON": b"\xff\xfe not json",
    "deep nesting": b"[" * 100_000,
    "another number": b'{"v":2,"n":1,"at_ms":1,"wall_ms":1,"input":{"input":"command_given","by":"x","id":"",'
    b'"command":{"command":"clear_cell","monitor":"wall-1","cell":0}}}',
    "a later version": b'{"v":9,"n":%d}',
    "no entry at all": None,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_entry_that_cannot_be_read_is_set_aside_and_everything_after_it_is_there(
    run_dir: Path, damage: str, expected_log: ExpectedLog
) -> None:
    expected_log("set aside of the log|Alerts that the log had lost, opened anew")
    config = core_config(run_dir, cameras=12)
    with running_core(config) as core:
        send_alerts(core, range(1, 9))
        core.requester.call(CloseIncident(incidents(core)[4]["incident"]))
        before = incidents(core)
    with database(config) as connection:
        (n,) = connection.execute(
            "SELECT n FROM inputs WHERE CAST(body AS TEXT) LIKE '%alert_received%' "
            "ORDER BY n LIMIT 1 OFFSET 3"
        ).fetchone()
        connection.execute("DELETE FROM checkpoints")
        body = DAMAGE[damage]
        if body is None:
            connection.execute("DELETE FROM inputs WHERE n = ?", (n,))
        else:
            connection.execute("UPDATE inputs SET body = ? WHERE n = ?", (body.replace(b"%d", b"%d" % n), n))
    with running_core(config) as core:
        *after, anew = incidents(core)
        assert [one["incident"] for one in after] == [
            one["incident"] for one in before if one["incident"] != "i-000004"
        ]
        assert [one["state"] for one in after] == [one["state"] for one in before[:3] + before[4:]]
        assert anew["alert"] == before[3]["alert"] and anew["state"] == "open"
        assert anew["incident"] not in {one["incident"] for one in before}
        status = core.requester.call(GetStatus())
        assert [one["n"] for one in status["log"]["set_aside"]] == [n]
        (row,) = [words for what, words in flat(status) if what == "log.set_aside"]
        assert row.startswith(f"n: {n}, reason: "), "words for people, no Python"
        problem, lost = core.requester.call(GetSnapshot())["problems"]
        assert f"input {n}" in problem
        assert lost == "Alerts that the log had lost, opened anew from the journal under new numbers: 1"
        send_alerts(core, range(9, 10))
        last = incidents(core)[-1]["incident"]
        assert last > anew["incident"]
    with running_core(config) as core:  # from a checkpoint now: still named
        assert core.requester.call(GetSnapshot())["problems"] == [problem]
        assert incidents(core)[-1]["incident"] == last
    with database(config) as connection:
        connection.execute("DELETE FROM checkpoints")
    with running_core(config) as core:  # the whole log again: what was opened anew is in it by now
        assert [one["incident"] for one in incidents(core)][-2:] == [anew["incident"], last]
        assert core.requester.call(GetSnapshot())["problems"] == [problem]


def test_the_last_entry_lost_gives_no_id_twice(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("set aside of the log|Alerts that the log had lost, opened anew")
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 4))
    with database(config) as connection:
        connection.execute("DELETE FROM checkpoints")
        connection.execute("UPDATE inputs SET body = 'x' WHERE n = (SELECT max(n) FROM inputs)")
    with running_core(config) as core:
        send_alerts(core, range(4, 5))
        told = incidents(core)
        assert len({one["alert"]["id"] for one in told}) == len(told) == 4, "the third is opened anew"
        assert not {one["incident"] for one in told[2:]} & {"i-000001", "i-000002", "i-000003"}


def test_a_folder_of_a_newer_program_is_not_touched_and_core_says_why(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("written by a newer Sightline")
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 3))
    file = Path(config.data_dir) / "core.sqlite"
    with database(config) as connection:
        connection.execute(f"PRAGMA user_version = {LOG_VERSION + 1}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.read_bytes()
    with pytest.raises(NewerLog, match="install that version again"):
        check_file(file)
    with running_core(config) as core:
        status = core.requester.call(GetStatus())
        assert status["state"] == "newer_log" and "newer Sightline" in status["problems"][0]
        with pytest.raises(CommandRefused) as refused:
            core.requester.call(GetSnapshot())
        assert refused.value.code == "newer_log"
    assert file.read_bytes() == before
    assert core.exit_status == [0]


def test_a_beginning_that_is_gone_is_said(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("inputs 1 to 4 .missing")
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 9))
    with database(config) as connection:
        connection.execute("DELETE FROM checkpoints")
        connection.execute("DELETE FROM inputs WHERE n < 5")
    state = taken_up(config)
    assert [(one.n, one.last_n) for one in state.set_aside.values()] == [(1, 4)]
    assert state.incidents.journal_n.value == 8
    assert [one.incident for one in state.incidents.table.oldest_first()][-1] == "i-000008"


def with_a_damaged_page(config: CoreConfig, without: tuple[str, ...]) -> tuple[Path, bytes]:
    """The file and what it holds, with a page of the log in ruins; these tables are emptied before."""
    with database(config) as connection:
        for table in without:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(config.data_dir) / "core.sqlite"
    damaged = bytearray(file.read_bytes())
    page = len(damaged) * 6 // 10 // 4096 * 4096
    damaged[page : page + 4096] = bytes(4096)
    file.write_bytes(damaged)
    return file, bytes(damaged)


def test_a_damaged_page_of_the_file_costs_what_is_on_it_and_no_number(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("set aside of the log|is set aside")
    config = core_config(run_dir, cameras=12)
    make_log(config, 5_000, lambda _: None)
    file, damaged = with_a_damaged_page(config, without=("journal",))
    state = taken_up(config)
    assert state.n == 5_000, "numbers go on behind the last that was ever given"
    (aside,) = state.set_aside.values()
    assert 2_000 < aside.n < 4_000 and aside.reason == "missing" and aside.last_n >= aside.n
    assert state.incidents.next_number.value > 4_500, "what lies behind the page is there"
    (kept,) = file.parent.glob("core.sqlite.damaged-*Z")
    assert kept.read_bytes() == damaged


def test_a_damaged_page_that_no_start_looked_for_costs_the_log_behind_it_and_no_number(
    run_dir: Path, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("set aside of the log")
    config = core_config(run_dir, cameras=12)
    make_log(config, 5_000, lambda _: None)
    with_a_damaged_page(config, without=("journal", "checkpoints"))
    monkeypatch.setattr("console.core.log.opening.LOOK_UP_TO_BYTES", 0)  # it is too large for that
    state = taken_up(config)
    assert state.n == 5_000, "numbers go on behind the last that was ever given"
    (aside,) = state.set_aside.values()
    assert 2_000 < aside.n < 4_000 and aside.last_n == 5_000
    assert "the disk can't read it: database disk image is malformed" in aside.reason
    assert 1_800 < state.incidents.next_number.value <= aside.n, "what lies before it is there"


def test_an_entry_whose_bytes_changed_is_set_aside(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("its checksum is not that of its text")
    config = core_config(run_dir)
    make_log(config, 50, lambda _: None)
    with database(config) as connection:
        connection.execute("UPDATE inputs SET body = replace(body, 'Reader 7', 'Reader 8') WHERE n = 8")
    state = taken_up(config)
    assert [(one.n, one.reason) for one in state.set_aside.values()] == [
        (8, "its checksum is not that of its text")
    ]


def test_a_damaged_checkpoint_gives_way_to_an_older_one(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("can't be read|is damaged")
    config = core_config(run_dir)
    for round_ in range(3):
        with running_core(config) as core:
            send_alerts(core, range(10 * round_, 10 * round_ + 3))
            before = incidents(core)
    with database(config) as connection:
        (newest, second) = connection.execute("SELECT n FROM checkpoints ORDER BY n DESC LIMIT 2").fetchall()
        connection.execute("UPDATE checkpoints SET body = 'nonsense' WHERE n = ?", newest)
        connection.execute("UPDATE checkpoints SET packed = 0, body = '{}' WHERE n = ?", second)
    with running_core(config) as core:
        assert comparable(incidents(core)) == comparable(before)
        assert core.requester.call(GetSnapshot())["problems"] == []


@pytest.mark.parametrize("set_by_ms", [HOUR_MS, -HOUR_MS])
def test_a_set_clock_moves_no_hold_and_no_rewind_is_said_and_replays_the_same(
    run_dir: Path, set_by_ms: int, expected_log: ExpectedLog
) -> None:
    expected_log("the machine's clock was set")
    config = core_config(run_dir, cameras=40, hold_s=300)
    clock = ShiftedClock()
    with running_core(config, clock) as core:
        send_alerts(core, range(1, 4))
        core.requester.call(RewindCell(MonitorId("wall-1"), CellIndex(0), 5.0))
        before = core.requester.call(GetSnapshot())
        clock.shift_ms = set_by_ms
        until(lambda: bool(core.requester.call(GetSnapshot())["problems"]))
        core.requester.call(ReportFeeds(()))
        send_alerts(core, range(4, 5))
        after = core.requester.call(GetSnapshot())
    (problem,) = after["problems"]
    assert "1 h 00 min" in problem and ("forward" if set_by_ms > 0 else "back") in problem
    assert 0 <= after["at_ms"] - before["at_ms"] < 30_000, "log time goes on as if nothing had been"
    held = {one["incident"]: one["overlays_until_ms"] for one in before["incidents"] if one["overlays"]}
    assert (
        held
        and held.items() <= {one["incident"]: one["overlays_until_ms"] for one in after["incidents"]}.items()
    )
    newest = after["incidents"][0]
    assert newest["opened_log_ms"] - before["at_ms"] < 30_000
    shown_ms = newest["opened_at_ms"] - before["incidents"][0]["opened_at_ms"]
    assert abs(shown_ms - set_by_ms) < 30_000, "people are shown the wall's time"
    assert after["monitors"][0]["cells"][0]["rewind_s"] == 5.0
    _assert_replays(config)


def _assert_replays(config: CoreConfig) -> None:
    """The log fed again from its first entry comes to what core came to."""
    with database(config) as connection:
        entries = connection.execute("SELECT n, body FROM inputs ORDER BY n").fetchall()
    again = State()
    for n, body in entries:
        entry = read_entry(n, body)
        assert entry.at_ms >= again.at_ms
        step(again, entry)
    assert saved(again) == saved(taken_up(config))


def test_log_time_goes_on_after_a_restart_with_a_clock_that_was_set_back(run_dir: Path) -> None:
    clock = ShiftedClock()
    log_clock = LogClock(clock)
    log_clock.start(0)
    last_ms = log_clock.now_ms()
    clock.shift_ms = -HOUR_MS
    log_clock.start(last_ms)
    assert 0 <= log_clock.now_ms() - last_ms < 5_000
