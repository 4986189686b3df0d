"""What clients are told: what was touched and is not what they know, each thing once."""

import gc
from typing import Any

import pytest
from hypothesis import given, settings

from console.core.log.input_log import RoomNeeded, RuleDue
from console.core.lookups import layout_heads
from console.core.publishing.changes import Told, feed_counts
from console.core.wall.cells import monitor_views
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident
from console.domain.layout import Layout, StoredLayout
from console.domain.picture import PictureState
from console.protocol.core_changes import (
    AnyCoreChange,
    IncidentChanged,
    IncidentGone,
    LayoutsChanged,
    MonitorChanged,
)
from console.protocol.core_messages import AssignFeed, CloseIncident, FeedState, ReportFeeds
from console.protocol.layout_messages import DeleteLayout, ImportLayout, LayoutHead, LockLayout, RenameLayout
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder
from tests.unit.core.test_replay import acts
from tests.unit.core.test_step import SMALL

WALL_1 = MonitorId("wall-1")


class Client:
    """Keeps what it is told, as a client does."""

    def __init__(self, feeder: InputFeeder) -> None:
        self.told = Told(feeder.state)
        self.incidents = dict(feeder.state.incidents.table.items())
        self.monitors = monitor_views(feeder.state)
        self.layouts = layout_heads(feeder.state)

    def take_news(self) -> list[AnyCoreChange]:
        news = self.told.news()
        for change in news:
            match change:
                case IncidentChanged(incident=incident):
                    self.incidents[incident.incident] = incident
                case IncidentGone(incident=name):
                    del self.incidents[name]
                case MonitorChanged(view=view):
                    self.monitors[view.monitor] = view
                case LayoutsChanged(layouts=layouts):
                    self.layouts = layouts
        return news

    def agrees(self, feeder: InputFeeder) -> bool:
        state = feeder.state
        return (self.incidents, self.monitors, self.layouts) == (
            dict(state.incidents.table.items()),
            monitor_views(state),
            layout_heads(state),
        )


@settings(max_examples=60)
@given(acts)
def test_a_client_always_agrees_with_core(life: list[Any]) -> None:
    feeder = InputFeeder(cameras=24, hold_s=60)
    client = Client(feeder)
    for number, act in enumerate(life):
        feeder.now_ms += 10
        if isinstance(act, int):
            feeder.now_ms += act * 1000
        elif isinstance(act, tuple):
            feeder.alert(alert_message(act[0], at_camera=act[1]))
        elif isinstance(act, RoomNeeded | RuleDue):
            feeder.feed(act)
        else:
            feeder.command(act)
        if number % 3:  # some turns take several inputs
            client.take_news()
            assert client.agrees(feeder)
    client.take_news()
    assert client.agrees(feeder)
    assert client.take_news() == []


def test_an_incident_that_came_and_went_within_a_turn_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.core.incidents.lifecycle.MAX_CLOSED", 0)
    feeder = InputFeeder()
    client = Client(feeder)
    feeder.alert(alert_message(1))
    feeder.command(CloseIncident(IncidentId("i-000001")))
    assert not [one for one in client.take_news() if isinstance(one, IncidentChanged | IncidentGone)]


def test_a_forgotten_incident_is_told_as_gone_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.core.incidents.lifecycle.MAX_CLOSED", 0)
    feeder = InputFeeder()
    client = Client(feeder)
    feeder.alert(alert_message(1))
    client.take_news()
    feeder.command(CloseIncident(IncidentId("i-000001")))
    assert IncidentGone(IncidentId("i-000001")) in client.take_news()
    assert client.take_news() == []


def test_a_forgotten_incident_is_kept_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that runs for months forgets thousands."""
    monkeypatch.setattr("console.core.incidents.lifecycle.MAX_CLOSED", 0)
    feeder = InputFeeder()
    client = Client(feeder)

    def kept() -> int:
        gc.collect()
        return sum(isinstance(one, Incident) and one.alert.source == "kept?" for one in gc.get_objects())

    feeder.alert(alert_message(1, source="kept?"))
    client.take_news()
    assert kept() > 0
    feeder.command(CloseIncident(IncidentId("i-000001")))
    client.take_news()
    assert kept() == 0


def test_what_was_taken_back_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    feeder = InputFeeder()
    client = Client(feeder)

    def writes_and_refuses(state: Any, *_: object) -> Any:
        state.stored.put("half", StoredLayout(SMALL, 1))
        state.wall.hands.put((WALL_1, CellIndex(0)), None)
        raise CommandRefused("late", "refused after it had written")

    monkeypatch.setattr("console.core.step.hands.carry_out", writes_and_refuses)
    assert feeder.refusal(AssignFeed(WALL_1, CellIndex(0), FeedId("cam-002"))) == "late"
    assert client.take_news() == []
    assert client.agrees(feeder) and "half" not in feeder.state.stored


def test_layouts_are_told_with_their_versions() -> None:
    feeder = InputFeeder()
    client = Client(feeder)
    shipped = layout_heads(feeder.state)
    feeder.command(ImportLayout(SMALL, note="calm"))
    (change,) = client.take_news()
    first = LayoutHead("small", feeder.state.n, "operator", feeder.state.wall_ms, "calm")
    assert change == LayoutsChanged((*shipped, first))
    feeder.command(ImportLayout(SMALL, replace=True))
    assert client.take_news() == [], "it stands there already"
    feeder.command(ImportLayout(Layout("small", 1, 2, SMALL.cells), replace=True))
    (change,) = client.take_news()
    assert isinstance(change, LayoutsChanged) and change.layouts[-1].version == feeder.state.n > first.version
    feeder.command(LockLayout("small", locked=True))
    (change,) = client.take_news()
    assert isinstance(change, LayoutsChanged) and change.layouts[-1].locked
    feeder.command(LockLayout("small", locked=False))
    feeder.command(RenameLayout("small", "tall"))
    (change,) = client.take_news()
    assert isinstance(change, LayoutsChanged)
    assert [head.name for head in change.layouts[len(shipped) :]] == ["tall"]
    feeder.command(DeleteLayout("tall"))
    assert client.take_news() == [LayoutsChanged(shipped)]


def test_a_camera_that_nobody_reported_yet_is_unknown() -> None:
    feeder = InputFeeder(cameras=3)
    feed = feeder.site.cameras[0].feed
    feeder.command(ReportFeeds((FeedState(feed, PictureState.LIVE),)))
    assert feed_counts(feeder.state) == {"LIVE": 1, "UNKNOWN": 2}
