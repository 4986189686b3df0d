"""Layouts in a real core: versions outlive kills and damage, of two desks the second is refused."""

import random
import signal
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zmq

from console.domain.errors import CommandRefused, NoAnswer
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Layout
from console.protocol.clock import SystemClock
from console.protocol.core_messages import AssignFeed, Command, GetSnapshot
from console.protocol.endpoints import Endpoints
from console.protocol.layout_file import read_layout
from console.protocol.layout_messages import (
    DeleteLayout,
    GetLayout,
    ImportLayout,
    ListLayouts,
    ListLayoutVersions,
    LoadLayout,
    RenameLayout,
    RestoreLayout,
    SaveLayout,
)
from console.protocol.process_config import CoreConfig
from console.protocol.requester import Requester
from tests.fakes.core_site import core_config, running_core
from tests.integration.test_core_damage import overwrite
from tests.integration.test_core_restart import bus, core_process
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")


def versions(requester: Requester, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = requester.call(ListLayoutVersions(name))["versions"]
    return found


def content(requester: Requester, name: str, version: int = 0) -> Layout:
    return read_layout(msgspec.json.encode(requester.call(GetLayout(name, version))["layout"]), name)


def stored(requester: Requester) -> dict[str, int]:
    """Names and versions."""
    listed = requester.call(ListLayouts(), 10.0)["layouts"]
    return {one["name"]: one["version"] for one in listed if not one["shipped"]}


def refusal(requester: Requester, command: Command) -> str:
    with pytest.raises(CommandRefused) as refused:
        requester.call(command)
    return refused.value.code


def put(requester: Requester, number: int, monitor: MonitorId = WALL_1) -> None:
    requester.call(AssignFeed(monitor, CellIndex(0), FeedId(f"cam-{number:03d}")), 10.0)


def test_every_version_can_be_had_again_also_after_a_kill(run_dir: Path) -> None:
    config = core_config(run_dir)
    with bus(config) as (_, requester):
        with core_process(config) as process:
            for number in (3, 4, 5):
                put(requester, number)
                requester.call(SaveLayout(WALL_1, "night", note=f"camera {number}"))
            requester.call(RenameLayout("night", "dusk"))
            requester.call(DeleteLayout("dusk"))
            before = versions(requester, "dusk")
            process.send_signal(signal.SIGKILL)
            process.wait(5)
        with core_process(config):
            requester.call(GetSnapshot(), 10.0)
            assert versions(requester, "dusk") == before
            assert [one["note"] or one["was"] or one["is_gone"] for one in before] == [
                True,
                "night",
                "camera 5",
                "camera 4",
                "camera 3",
            ]
            first = before[-1]["version"]
            n = requester.call(RestoreLayout("dusk", first, over=0))["n"]
            assert stored(requester) == {"dusk": n}
            assert content(requester, "dusk").cells[0].feed == "cam-003"
            assert content(requester, "dusk", before[2]["version"]).cells[0].feed == "cam-005"
            newest = versions(requester, "dusk")[0]
            assert (newest["by"], newest["note"]) == ("test", f"version {first} again")
            assert refusal(requester, RestoreLayout("dusk", 1)) == "unknown_version"
            assert refusal(requester, RestoreLayout("dusk", before[2]["version"], over=0)) == "layout_changed"
            assert refusal(requester, GetLayout("dusk", 1)) == "unknown_version"
            assert refusal(requester, ListLayoutVersions("none")) == "unknown_layout"


def test_a_restored_version_asked_for_twice_is_stored_once(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        put(core.requester, 3)
        version = core.requester.call(SaveLayout(WALL_1, "night"))["n"]
        put(core.requester, 4)
        core.requester.call(SaveLayout(WALL_1, "night"))
        once = core.requester.send(RestoreLayout("night", version))
        core.requester.send(RestoreLayout("night", version), once)
        answers: list[Any] = []
        wait_until(
            lambda: answers.extend(core.requester.poll()) or len(answers) == 2, 5.0, "both are answered"
        )
        assert [one.result for one in answers] == [answers[0].result] * 2 and answers[0].refused is None
        assert len(versions(core.requester, "night")) == 3


def test_the_history_outlives_a_database_that_is_damaged(run_dir: Path, expected_log: ExpectedLog) -> None:
    expected_log("Core's database was damaged while it ran")
    config = core_config(run_dir)
    with running_core(config) as core:
        for number in (3, 4):
            put(core.requester, number)
            core.requester.call(SaveLayout(WALL_1, "night"))
        before = versions(core.requester, "night")
        overwrite(Path(config.data_dir) / "core.sqlite")
        put(core.requester, 5)
        wait_until(lambda: core.requester.call(GetSnapshot())["problems"], 10.0, "the damage is noticed")
        put(core.requester, 6)
    with running_core(config) as core:
        assert versions(core.requester, "night") == before


def test_of_two_desks_that_change_one_layout_the_second_is_refused_and_sees_both(run_dir: Path) -> None:
    with running_core(core_config(run_dir, cameras=24)) as core:
        first = core.requester
        second = Requester(
            core.context, Endpoints(Path(core.config.run_dir)).core_commands, "b", SystemClock()
        )
        second.start()
        first.call(SaveLayout(WALL_1, "night"))
        for requester, monitor, number in ((first, WALL_1, 21), (second, WALL_2, 22)):
            requester.call(LoadLayout(monitor, "night"))
            put(requester, number, monitor)
        first.call(SaveLayout(WALL_1, "night"))
        with pytest.raises(CommandRefused, match=r"by test .*cam-022 in place of cam-021") as refused:
            second.call(SaveLayout(WALL_2, "night"))
        assert refused.value.code == "layout_changed"
        assert content(second, "night").cells[0].feed == "cam-021"
        second.call(SaveLayout(WALL_2, "night", over=stored(second)["night"]))
        assert [one["by"] for one in versions(second, "night")] == ["b", "test", "test"]
        second.stop()


class Saver:
    """Saves layouts until it is stopped; knows what core said is done."""

    def __init__(self, config: CoreConfig) -> None:
        self._config = config
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._save_on)
        self.answered: dict[str, int] = {}
        self.asked: dict[str, set[int]] = {}
        self.saves = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _save_on(self) -> None:
        chance = random.Random(5)
        context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        address = Endpoints(Path(self._config.run_dir)).core_commands
        requester = Requester(context, address, "saver", SystemClock())
        requester.start()
        base = Layout("any", 1, 1, ())
        while not self._stopping.is_set():
            name, columns = f"l-{chance.randrange(20)}", chance.randrange(1, 24)
            self.asked.setdefault(name, set()).add(columns)
            cells = read_layout(LAYOUT % (name.encode(), columns), name).cells
            layout = Layout(name, columns, base.rows, cells)
            try:
                requester.call(ImportLayout(layout, replace=True), 1.0)
            except (NoAnswer, CommandRefused):
                continue
            self.answered[name] = columns
            self.asked[name] = {columns}
            self.saves += 1
        requester.stop()
        context.destroy(linger=0)


LAYOUT = b'{"schema_version":1,"name":"%s","columns":%d,"rows":1,"cells":[{"column":0,"row":0}]}'


def test_a_core_that_is_killed_while_layouts_are_saved_loses_no_answered_one(
    run_dir: Path, pytestconfig: pytest.Config
) -> None:
    """Each is the old or the new one, whole."""
    wanted, a_kill = (1_000, 100) if pytestconfig.getoption("--long") else (60, 20)
    config = core_config(run_dir)
    saver = Saver(config)
    with bus(config) as (_, requester):
        saver.start()
        try:
            while saver.saves < wanted:
                with core_process(config) as process:
                    requester.call(GetSnapshot(), 10.0)
                    after = saver.saves + a_kill
                    wait_until(lambda after=after: saver.saves >= after, 20.0, "it saved", 0.005)  # type: ignore[misc]
                    process.send_signal(signal.SIGKILL)
                    process.wait(5)
        finally:
            saver.stop()
        with core_process(config):
            assert set(stored(requester)) >= set(saver.answered)
            for name in stored(requester):
                layout = content(requester, name)
                assert layout.columns in saver.asked[name] and layout.cells, name
                assert versions(requester, name)[0]["columns"] == layout.columns
