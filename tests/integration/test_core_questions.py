"""What a real core answers to questions, and how it leaves its log behind when it stops."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from console.core.log.store import Store
from console.core.log.take_up import TakeUp
from console.core.status import percentile
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.protocol.clock import SystemClock
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    CloseIncident,
    GetSnapshot,
    GetStatus,
    ListIncidents,
    PaintedTile,
    PinCell,
    ReportPainted,
)
from console.protocol.layout_file import shipped_layouts
from console.protocol.layout_messages import GetLayout, ListLayouts, SaveLayout
from console.protocol.recent_messages import GetRecentActs, RecentActs
from tests.fakes.core_site import RunningCore, core_config, log_on_disk, running_core
from tests.integration.test_core_damage import send_alerts
from tests.watch.waiting import wait_until

WALL_1 = MonitorId("wall-1")


@pytest.fixture
def core(run_dir: Path) -> Iterator[RunningCore]:
    with running_core(core_config(run_dir)) as running:
        yield running


def status(core: RunningCore) -> dict[str, Any]:
    told: dict[str, Any] = core.requester.call(GetStatus())
    return told


def test_percentiles_by_nearest_rank() -> None:
    assert percentile((), 50) is None
    assert [percentile((3, 1, 2), percent) for percent in (0, 33, 34, 50, 67, 100)] == [1, 1, 2, 2, 3, 3]
    assert percentile(range(1, 101), 95) == 95


def test_the_status_tells_how_core_is_doing(core: RunningCore) -> None:
    before = status(core)
    assert (before["site"], before["state"], before["problems"]) == ("test", "ready", [])
    assert before["alert_to_picture_ms"] == {"n": 0, "p50": None, "p95": None, "last": None}
    assert before["incidents"] == {} and before["journal_last_n"] == 0 and before["switches"] == 0
    assert before["data_folder"] == {"path": core.config.data_dir, "state": "ok", "error": ""}
    send_alerts(core, range(1, 4))
    core.requester.call(AcknowledgeIncident(IncidentId("i-000001")))
    core.requester.call(CloseIncident(IncidentId("i-000002")))
    after = status(core)
    assert after["incidents"] == {"acknowledged": 1, "closed": 1, "open": 1}
    assert after["journal_last_n"] == 3
    assert (after["counts"]["received"], after["counts"]["acknowledged"]) == (3, 3)
    assert after["boot"] == before["boot"] and 0 <= before["uptime_s"] <= after["uptime_s"] < 60
    log = after["log"]
    assert log["n"] == before["log"]["n"] + 5 and (log["waiting"], log["set_aside"]) == (0, [])
    wait_until(lambda: status(core)["log"]["entries"] == log["n"], 5.0, "all of it is on disk")
    on_disk = log_on_disk(core.config)
    told = status(core)["log"]
    assert (told["first_n"], told["entries"], told["bytes"]) == on_disk and told["first_n"] == 1
    assert log["commit_ms"] > 0
    assert after["director"]["mode"] == "auto"


def test_the_status_tells_how_long_alerts_took_to_the_picture(core: RunningCore) -> None:
    send_alerts(core, range(1, 2))
    (incident,) = core.requester.call(ListIncidents())["incidents"]
    for overlay in incident["overlays"]:
        at_ns = incident["received_mono_ns"] + 250_000_000
        tile = PaintedTile(incident["incident"], overlay["cell"], overlay["feed"], at_ns)
        core.requester.call(ReportPainted(overlay["monitor"], (tile,)))
    assert status(core)["alert_to_picture_ms"] == {"n": 1, "p50": 250, "p95": 250, "last": 250}


def test_incidents_are_listed_the_newest_first_and_closed_ones_if_they_are_asked_for(
    core: RunningCore,
) -> None:
    send_alerts(core, range(1, 4))
    core.requester.call(CloseIncident(IncidentId("i-000002")))

    def listed(*, include_closed: bool) -> list[str]:
        told = core.requester.call(ListIncidents(include_closed=include_closed))["incidents"]
        return [one["incident"] for one in told]

    assert listed(include_closed=False) == ["i-000003", "i-000001"]
    assert listed(include_closed=True) == ["i-000003", "i-000002", "i-000001"]
    snapshot = core.requester.call(GetSnapshot())["incidents"]
    assert [one["incident"] for one in snapshot] == ["i-000003", "i-000002", "i-000001"]


def test_layouts_are_listed_with_their_grids_and_given_whole(core: RunningCore) -> None:
    core.requester.call(AssignFeed(WALL_1, CellIndex(1), FeedId("cam-012")))
    core.requester.call(SaveLayout(WALL_1, "night", note="calm"))
    core.requester.call(SaveLayout(WALL_1, "late"))
    told = core.requester.call(ListLayouts())["layouts"]
    assert [one["name"] for one in told] == [*shipped_layouts(), "late", "night"]
    kept = {"name": "night", "columns": 3, "rows": 3, "cells": 9, "shipped": False}
    assert told[-1].items() >= (kept | {"by": "test", "note": "calm", "locked": False}).items()
    assert all(one["shipped"] for one in told[:-2])
    content = core.requester.call(GetLayout("night"))["layout"]
    assert (content["name"], content["columns"], len(content["cells"])) == ("night", 3, 9)
    assert content["cells"][1]["feed"] == "cam-012"
    with pytest.raises(CommandRefused) as refused:
        core.requester.call(GetLayout("99x99"))
    assert refused.value.code == "unknown_layout"


def test_a_stopped_core_leaves_a_checkpoint_of_all_it_knew(run_dir: Path) -> None:
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 4))
        core.requester.call(AcknowledgeIncident(IncidentId("i-000001")))
        core.requester.call(SaveLayout(WALL_1, "night"))
        n = status(core)["log"]["n"]
    assert core.exit_status == [0]
    assert not list(Path(config.data_dir).glob("*.sqlite-*")), "every database is closed"
    with closing(sqlite3.connect(Path(config.data_dir) / "core.sqlite")) as database:
        assert database.execute("SELECT max(n) FROM checkpoints").fetchone() == (n,)
        assert database.execute("SELECT max(n) FROM inputs").fetchone() == (n,)
    clock = SystemClock()
    store = Store(Path(config.data_dir), clock, config.log)
    take_up = TakeUp(store, store.start(held=True), clock)
    take_up.start()
    assert not take_up.some(1), "nothing has to be decided again"
    assert take_up.state.n == n
    store.stop()


def test_a_core_can_be_started_again_at_its_addresses_at_once(run_dir: Path) -> None:
    config = core_config(run_dir)
    boots = []
    for number in range(1, 4):
        with running_core(config) as core:
            send_alerts(core, range(number, number + 1))
            boots.append(status(core)["boot"])
            assert len(core.requester.call(ListIncidents())["incidents"]) == number
    assert len(set(boots)) == 3


def test_what_people_did_lately_is_told_also_from_before_the_start(run_dir: Path) -> None:
    config = core_config(run_dir)
    with running_core(config) as core:
        begun = recent(core)
        assert begun.acts == () and begun.from_ms > 0
        core.requester.call(AssignFeed(WALL_1, CellIndex(1), FeedId("cam-012")))
        with pytest.raises(CommandRefused):
            core.requester.call(AssignFeed(WALL_1, CellIndex(99), FeedId("cam-012")))
        core.requester.call(SaveLayout(WALL_1, "night"))
        first = recent(core)
        assert [(one.by, one.words) for one in first.acts] == [
            ("test", "12 Street 12 put on wall-1 cell 1"),
            ("test", "wall-1 saved as layout night"),
        ]
    with running_core(config) as core:
        core.requester.call(PinCell(WALL_1, CellIndex(1), True))
        after = recent(core)
    assert after.acts[:-1] == first.acts, "in the same words, without what was refused"
    assert after.acts[-1].words == "12 Street 12 pinned on wall-1 cell 1"
    assert after.from_ms <= first.acts[0].at_ms


def test_what_was_switched_lately_is_told_also_from_before_the_start(run_dir: Path) -> None:
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 2))
        wait_until(lambda: recent(core).switches, 5.0, "it is switched up")
        first = recent(core)
        assert [(one.incident, one.is_back) for one in first.switches] == [("i-000001", False)]
    with running_core(config) as core:
        again = recent(core)
    assert again.switches == first.switches
    assert again.switches_from_ms is not None and again.switches_from_ms <= first.switches[0].at_ms


def test_a_log_of_many_inputs_is_not_read_whole(run_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = core_config(run_dir)
    with running_core(config) as core:
        for cell in range(6):
            core.requester.call(PinCell(WALL_1, CellIndex(cell), True))
        told = recent(core)
    monkeypatch.setattr("console.core.log.reading.MOST_LOOKED_AT", 3)
    with running_core(config) as core:
        later = recent(core)
    assert later.acts == told.acts[-3:] and later.from_ms == later.acts[0].at_ms


def recent(core: RunningCore) -> RecentActs:
    return msgspec.convert(core.requester.call(GetRecentActs()), RecentActs)
