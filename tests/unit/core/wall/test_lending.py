"""Monitors that are lent: incidents find other places, and what is shown there counts for nothing."""

import pytest

from console.core.decisions import MonitorLent, MonitorTakenBack, Switched, Unswitched
from console.core.log.saved_state import decode_state, encode_state, saved
from console.domain.ids import FeedId, MonitorId
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.core_messages import AssignFeed, ReportLent
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")


@pytest.fixture
def feeder() -> InputFeeder:
    return InputFeeder(cameras=40, layout="4x4")


def lend(feeder: InputFeeder, **lent: str) -> tuple[object, ...]:
    return feeder.command(ReportLent({MonitorId(name.replace("_", "-")): to for name, to in lent.items()}))


def places(feeder: InputFeeder) -> set[MonitorId]:
    return {
        overlay.monitor
        for incident in feeder.state.incidents.table.oldest_first()
        for overlay in incident.overlays
    }


def test_the_director_leaves_a_lent_monitor_alone_until_it_is_back(feeder: InputFeeder) -> None:
    assert lend(feeder, wall_2="drill") == (MonitorLent(WALL_2, "drill"),)
    for number in range(4):
        feeder.alert(alert_message(number, at_camera=3 + 8 * number))
    assert places(feeder) == {WALL_1}
    assert lend(feeder) == (MonitorTakenBack(WALL_2),)
    for number in range(4, 12):
        feeder.alert(alert_message(number, at_camera=1 + 3 * number))
    assert places(feeder) == {WALL_1, WALL_2}


def test_what_an_incident_shows_there_is_switched_up_elsewhere(feeder: InputFeeder) -> None:
    feeder.alert(alert_message(1, at_camera=3))
    assert places(feeder) == {WALL_1}
    (incident,) = feeder.state.incidents.table.oldest_first()
    feeds = [one.feed for one in incident.overlays]
    decisions = lend(feeder, wall_1="drill")
    assert places(feeder) == {WALL_2}
    (incident,) = feeder.state.incidents.table.oldest_first()
    assert [one.feed for one in incident.overlays] == feeds
    assert any(isinstance(made, Unswitched) and made.why == "wall-1 is lent" for made in decisions)
    assert any(isinstance(made, Switched) for made in decisions)


def test_a_camera_that_stands_on_a_lent_monitor_alone_is_not_shown_already(feeder: InputFeeder) -> None:
    """Nobody sees it there."""
    nearest = FeedId("cam-020")
    lend(feeder, wall_2="drill")
    for cell in range(16):
        feeder.command(AssignFeed(WALL_1, cell, FeedId("cam-001")))  # type: ignore[arg-type]
    feeder.command(AssignFeed(WALL_2, 0, nearest))  # type: ignore[arg-type]
    feeder.alert(alert_message(1, at_camera=20))
    (incident,) = feeder.state.incidents.table.oldest_first()
    assert incident.overlays == (), "there is no place, and none is claimed"
    lend(feeder)
    feeder.alert(alert_message(2, at_camera=20))
    newest = feeder.state.incidents.table.oldest_first()[-1]
    assert any(one.feed == nearest and one.reason.already_shown for one in newest.overlays)


def test_the_same_report_again_decides_nothing_and_an_unknown_monitor_harms_nothing(
    feeder: InputFeeder,
) -> None:
    lend(feeder, wall_2="drill")
    assert lend(feeder, wall_2="drill") == ()
    assert lend(feeder, wall_2="other") == (MonitorLent(WALL_2, "other"),)
    lend(feeder, wall_2="other", nowhere="x")
    feeder.alert(alert_message(1, at_camera=3))
    assert places(feeder) == {WALL_1}


def test_a_restart_knows_what_is_lent(feeder: InputFeeder) -> None:
    lend(feeder, wall_2="drill")
    again = decode_state(encode_state(feeder.state))
    assert saved(again) == saved(feeder.state)
    assert dict(again.wall.lent.items()) == {WALL_2: "drill"}


@pytest.mark.parametrize(("to", "why"), [(NOBODY, "closed"), (NO_SCREEN, "without a screen")])
def test_a_monitor_that_nobody_sees_is_left_alone_too(feeder: InputFeeder, to: str, why: str) -> None:
    feeder.alert(alert_message(1, at_camera=3))
    assert places(feeder) == {WALL_1}
    decisions = lend(feeder, wall_1=to)
    assert places(feeder) == {WALL_2}
    assert any(isinstance(made, Unswitched) and made.why == f"wall-1 is {why}" for made in decisions)
