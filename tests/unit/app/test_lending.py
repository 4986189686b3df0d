"""Leases of monitors, times passed in; the children are never started."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from console.app.lending import LEASE_S, Lending, lent_config
from console.app.supervised_process import ProcessSpec, SupervisedProcess
from console.domain.ids import MonitorId
from console.domain.monitor import Geometry, MonitorSpec
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.process_config import DeskConfig, DisplayConfig
from console.protocol.supervisor_messages import LendWindow

SPECS = tuple(MonitorSpec(MonitorId(f"wall-{n}"), Geometry(1920 * n, 0, 1920, 1080)) for n in (1, 2))
OWN = DisplayConfig(name="display-wall-2", site="city", run_dir="/run/city", monitor=SPECS[1], monitors=SPECS)
WISH = LendWindow("display-wall-2", "lease-1", "night", "/run/night", MonitorId("left"))


@pytest.fixture
def child(tmp_path: Path) -> SupervisedProcess:
    return SupervisedProcess(ProcessSpec(OWN.name, "display", OWN, 0), tmp_path, start_due_s=None)


@pytest.fixture
def lending(child: SupervisedProcess, tmp_path: Path) -> Lending:
    desk = ProcessSpec("desk", "desk", DeskConfig(name="desk", site="city", run_dir="/run/city"), 0)
    return Lending({OWN.name: child, "desk": SupervisedProcess(desk, tmp_path)})


def test_a_lent_display_shows_the_other_sites_monitor_on_the_same_screen() -> None:
    config = lent_config(OWN, WISH)
    assert (config.site, config.run_dir, config.replays) == ("night", "/run/night", True)
    assert config.monitor.monitor == "left" and config.monitor.geometry == SPECS[1].geometry
    assert config.lifeline_dir == "/run/city" and config.name == OWN.name
    assert [one.monitor for one in config.monitors] == ["wall-1", "left"]


def test_a_lent_display_is_told_what_is_not_as_it_was_signed() -> None:
    assert lent_config(OWN, WISH).not_as_signed == ""
    wish = replace(WISH, not_as_signed="x.mp4 is missing")
    assert lent_config(OWN, wish).not_as_signed == "x.mp4 is missing"


def test_a_lease_that_is_renewed_stands_and_one_that_is_not_ends(
    lending: Lending, child: SupervisedProcess
) -> None:
    assert lending.lend(WISH, 100.0) == ""
    assert lending.lent == {"wall-2": "night"} and child.shows == lent_config(OWN, WISH)
    assert child.start_due_s == 100.0
    for now_s in (101.0, 102.0, 103.0):
        assert lending.lend(WISH, now_s) == ""
        lending.look(now_s)
    lending.look(103.0 + LEASE_S)
    assert lending.lent
    lending.look(103.1 + LEASE_S)
    assert lending.lent == {} and child.shows is None
    assert child.start_due_s == 103.1 + LEASE_S


def test_what_was_taken_back_is_not_had_again_by_the_same_lease(lending: Lending) -> None:
    lending.lend(WISH, 100.0)
    assert lending.take_back(WISH.name, "by ctl", 100.1)
    assert not lending.take_back(WISH.name, "by ctl", 100.2)
    assert lending.lend(WISH, 100.5) == "it was taken back by ctl"
    assert lending.lend(replace(WISH, lease="lease-2"), 101.0) == ""


@pytest.mark.parametrize("name", ["display-wall-9", "desk", ""])
def test_only_monitors_are_lent(lending: Lending, name: str) -> None:
    assert lending.lend(replace(WISH, name=name), 100.0) == "this site has no such monitor"


def test_no_two_replays_have_the_same_monitor(lending: Lending) -> None:
    lending.lend(WISH, 100.0)
    assert lending.lend(replace(WISH, lease="lease-2", site="day"), 100.1) == "it is lent to night already"


def test_a_window_that_a_person_closed_is_not_opened_by_a_replay(
    lending: Lending, child: SupervisedProcess
) -> None:
    child.close()
    assert "closed" in lending.lend(WISH, 100.0)
    assert lending.lent == {} and child.start_due_s is None


def test_a_suspended_machine_ends_no_lease(lending: Lending) -> None:
    lending.lend(WISH, 100.0)
    lending.forgive(3_600.0)
    lending.look(3_700.0)
    assert lending.lent


def test_a_closed_window_is_unseen_until_it_is_opened(lending: Lending, child: SupervisedProcess) -> None:
    assert lending.unseen == {}
    child.close()
    assert lending.unseen == {MonitorId("wall-2"): NOBODY}
    child.reopen(1.0)
    assert lending.unseen == {}
    lending.lend(WISH, 1.0)
    assert lending.unseen == {MonitorId("wall-2"): "night"}


def test_a_monitor_without_a_screen_is_unseen_and_not_lent(
    lending: Lending, child: SupervisedProcess
) -> None:
    child.on_screen = False
    assert lending.unseen == {MonitorId("wall-2"): NO_SCREEN}
    assert lending.lend(WISH, 1.0) == "it has no screen now: switch it on or plug it in first"
    child.close()
    assert lending.unseen == {MonitorId("wall-2"): NOBODY}, "a person's word comes first"
    child.reopen(1.0)
    child.on_screen = True
    assert lending.lend(WISH, 2.0) == ""
    child.on_screen = False
    assert lending.lend(WISH, 3.0) == "", "a lease goes on"
    assert lending.unseen == {MonitorId("wall-2"): "night"}
