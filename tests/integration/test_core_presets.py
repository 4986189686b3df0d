"""Wall presets in a real core: over kills, at a start, and with two desks."""

import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.domain.alert import AlertKind
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.rule import DAYS, IncidentTrigger, Rule, ScheduleTrigger
from console.domain.wall import CoverKind, MonitorView
from console.protocol.clock import SystemClock
from console.protocol.core_changes import CorePublished, CoreSnapshot, LayoutsChanged, PresetsChanged
from console.protocol.core_messages import AssignFeed, GetSnapshot
from console.protocol.endpoints import Endpoints
from console.protocol.follower import Follower
from console.protocol.layout_messages import DeleteLayout, LoadLayout, RenameLayout, SaveLayout
from console.protocol.preset_messages import (
    DeletePreset,
    GetPreset,
    LoadPreset,
    PresetHead,
    RenamePreset,
    SavePreset,
)
from console.protocol.requester import Requester
from console.protocol.wall_messages import CoverMonitors, UndoLoad
from tests.fakes.core_site import RunningCore, core_config, running_core
from tests.integration.test_core_restart import bus, core_process
from tests.watch.figures import Figure
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import wait_until

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")


def views(requester: Requester) -> dict[MonitorId, MonitorView]:
    snapshot = msgspec.convert(requester.call(GetSnapshot(), 10.0), CoreSnapshot)
    return {view.monitor: view for view in snapshot.monitors}


def presets(core: RunningCore) -> tuple[PresetHead, ...]:
    return msgspec.convert(core.requester.call(GetSnapshot()), CoreSnapshot).presets


def ctl(core: RunningCore, *arguments: str, code: int = 0) -> str:
    """What `sightline ctl` says to a person, or to a program with --json."""
    address = Endpoints(Path(core.config.run_dir)).core_commands
    done = CliRunner().invoke(app, ["ctl", "--core", address, *arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_a_preset_that_is_loaded_beneath_a_cover_is_said_to_wait_there(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        core.requester.call(SavePreset("day"))
        assert ctl(core, "preset", "load", "day").startswith("wall preset day is loaded; back with:")
        core.requester.call(CoverMonitors(CoverKind.BLANK, (WALL_1,)))
        told = ctl(core, "preset", "load", "day")
        assert "on wall-1 shown once it is shown again (it is hidden from visitors)" in told
        core.requester.call(CoverMonitors(CoverKind.PUBLIC, (WALL_2,)))
        assert "on wall-1, wall-2 shown once they are shown again" in ctl(core, "preset", "load", "day")
        told = ctl(core, "preset", "load", "day", "wall-2", "--json")
        assert json.loads(told)["unseen"] == {"wall-2": "*hidden*"}


def test_a_preset_that_the_site_file_names_is_missed_once_it_is_gone(run_dir: Path) -> None:
    rules = (Rule("shots", "day", IncidentTrigger((AlertKind.GUNSHOT,))),)
    config = msgspec.structs.replace(core_config(run_dir), rules=rules, public_preset="day")
    missed = "There is no wall preset day: rule shots can't put it up, and public shows a clock in its place"
    with running_core(config) as core:

        def problems() -> list[str]:
            return [str(one) for one in json.loads(ctl(core, "status", "--json"))["problems"]]

        wait_until(lambda: any(one.startswith(missed) for one in problems()), 5.0, "it was never there")
        core.requester.call(SavePreset("day"))
        wait_until(lambda: not problems(), 5.0, "it is there")
        told = ctl(core, "preset", "rename", "day", "noon")
        assert "but rule shots and public_preset of the site file still have its old name" in told
        wait_until(lambda: any(one.startswith(missed) for one in problems()), 5.0, "it is missed")


def test_a_number_within_a_new_name_is_refused_with_what_to_write(run_dir: Path) -> None:
    with running_core(core_config(run_dir)) as core:
        told = ctl(core, "preset", "save", "3 night", code=4)
        assert "take the name 'night', and give the number by itself (`--number 3`" in told
        told = ctl(core, "preset", "save", "night", "--number", "3")
        assert told == "what the wall shows is stored as wall preset night\n"
        assert "in place of the one saved by " in ctl(core, "preset", "save", "night", "--number", "3")
        assert "take the name 'dusk'" in ctl(core, "preset", "rename", "night", "4 dusk", code=4)
        assert [one.name for one in presets(core)] == ["night"]


def test_presets_covers_and_what_can_be_taken_back_outlive_a_kill(run_dir: Path) -> None:
    config = core_config(run_dir)
    with bus(config) as (_, requester):
        with core_process(config) as process:
            requester.call(AssignFeed(WALL_1, CellIndex(0), FeedId("cam-007")), 10.0)
            before = views(requester)
            requester.call(SavePreset("night", 3))
            requester.call(LoadLayout(WALL_1, "2x2"))
            n = requester.call(LoadPreset("3"))["n"]
            requester.call(CoverMonitors(CoverKind.BLANK, (WALL_2,)))
            shown = views(requester)
            process.send_signal(signal.SIGKILL)
            process.wait(5)
        with core_process(config):
            assert views(requester) == shown
            assert shown[WALL_2].cover is not None and shown[WALL_1].cells[0].feed == "cam-007"
            requester.call(UndoLoad(n))
            assert views(requester)[WALL_1].layout_name == "2x2"
            assert requester.call(GetPreset("night"))["preset"]["number"] == 3
    assert before[WALL_1].cells[0].feed == "cam-007"


def test_a_start_with_a_preset_loads_it_once(run_dir: Path) -> None:
    config = core_config(run_dir)
    with running_core(config) as core:
        core.requester.call(SavePreset("night", 3))
        core.requester.call(LoadLayout(WALL_1, "2x2"))
    with_it = msgspec.structs.replace(config, preset="3", start_id="one")
    with running_core(with_it) as core:
        assert views(core.requester)[WALL_1].layout_name == "3x3"
        core.requester.call(LoadLayout(WALL_1, "2x2"))
    with running_core(with_it) as core:  # a core that was killed within that run
        assert views(core.requester)[WALL_1].layout_name == "2x2"
    with running_core(msgspec.structs.replace(with_it, start_id="two")) as core:
        assert views(core.requester)[WALL_1].layout_name == "3x3"


def test_a_start_with_an_unknown_preset_says_so_and_shows_what_it_showed(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("the wall preset for the start was not loaded")
    config = msgspec.structs.replace(core_config(run_dir), preset="noon", start_id="one")
    with running_core(config) as core:
        wait_until(lambda: core.requester.call(GetSnapshot())["problems"], 5.0, "it is said")
        (problem,) = core.requester.call(GetSnapshot())["problems"]
        assert problem.startswith("The wall preset for the start was not loaded: there is no wall preset")
        assert views(core.requester)[WALL_1].layout_name == "3x3"


def test_a_rule_that_is_due_is_followed_by_the_loop_at_a_start(run_dir: Path) -> None:
    always = ScheduleTrigger(0, 0, "UTC", _today())
    rules = (Rule("day", "night", always),)
    config = core_config(run_dir)
    with running_core(config) as core:
        core.requester.call(SavePreset("night"))
        core.requester.call(LoadLayout(WALL_1, "2x2"))
    with running_core(msgspec.structs.replace(config, rules=rules)) as core:
        wait_until(lambda: views(core.requester)[WALL_1].frame is not None, 5.0, "the rule is followed")
        assert views(core.requester)[WALL_1].layout_name == "3x3"


def _today() -> Any:
    """And the day before, so that it is up over midnight."""
    weekday = SystemClock().now_ms() // 86_400_000 + 3  # 1970-01-01 was a Thursday
    return tuple(sorted({DAYS[weekday % 7], DAYS[(weekday - 1) % 7]}, key=DAYS.index))


@contextmanager
def desk(core: RunningCore, name: str) -> Iterator[tuple[Requester, Follower[Any, Any]]]:
    """What a desk is to core."""
    at, clock = Endpoints(Path(core.config.run_dir)), SystemClock()
    requester = Requester(core.context, at.core_commands, name, clock)
    asks = Requester(core.context, at.core_commands, name, clock, only_connected=True)
    follower = Follower(
        core.context, at.core_changes, asks, GetSnapshot(), CoreSnapshot, CorePublished, clock
    )
    requester.start()
    follower.start()
    said: list[Any] = []
    wait_until(lambda: said.extend(follower.poll()) or said, 5.0, "it has its snapshot")
    yield requester, follower
    follower.stop()
    requester.stop()


def test_what_one_desk_does_is_on_the_other_and_a_conflict_shows_on_the_second(
    run_dir: Path, figure: Figure
) -> None:
    """Within 500 ms: the figure is told; that it comes is what the test is about."""
    took_ms: list[float] = []
    with running_core(core_config(run_dir)) as core, desk(core, "ana") as (ana, _), desk(core, "ben") as two:
        ben, follower = two
        for number in range(10):
            for command, change in (
                (SaveLayout(WALL_1, f"l-{number}"), LayoutsChanged),
                (RenameLayout(f"l-{number}", f"m-{number}"), LayoutsChanged),
                (DeleteLayout(f"m-{number}"), LayoutsChanged),
                (SavePreset(f"p-{number}"), PresetsChanged),
                (RenamePreset(f"p-{number}", f"q-{number}"), PresetsChanged),
                (DeletePreset(f"q-{number}"), PresetsChanged),
            ):
                sent_s = time.monotonic()
                ana.call(command)
                wait_until(lambda change=change: _hears(follower, change), 5.0, "the other hears", 0.001)  # type: ignore[misc]
                took_ms.append((time.monotonic() - sent_s) * 1000)
        ana.call(SavePreset("night"))
        over = msgspec.convert(ben.call(GetSnapshot()), CoreSnapshot).presets[0].version
        ana.call(SavePreset("night", None, (WALL_1,)))
        with pytest.raises(CommandRefused, match="saved meanwhile by ana") as refused:
            ben.call(SavePreset("night", None, (WALL_2,), over))
        assert refused.value.code == "preset_changed"
    figure("one desk's act on the other, slowest of 60", max(took_ms), "ms", "500")


def _hears(follower: Follower[Any, Any], change: type) -> bool:
    return any(isinstance(said.change, change) for said in follower.poll())
