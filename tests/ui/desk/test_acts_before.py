"""A desk asks core once what was done before it was there, and its timeline has it."""

import msgspec
from pytestqt.qtbot import QtBot

from console.protocol.core_changes import CoreSnapshot, Counts
from console.protocol.recent_messages import GetRecentActs, RecentAct, RecentActs
from console.protocol.reply import Refusal, Reply
from console.ui.desk.acts_before import ActsBefore
from tests.fakes.asked_bridge import AskedBridge
from tests.ui.desk.conftest import ShownDesk

SNAPSHOT = CoreSnapshot("core-1", 0, 1000, "t", (), (), (), (), Counts())
ACTS = RecentActs(500, (RecentAct(700, "ana", "pin_cell", "wall-1 cell 4 pinned"),))


def heard(bridge: AskedBridge) -> list[RecentActs]:
    before = ActsBefore(bridge, bridge)  # type: ignore[arg-type]
    came: list[RecentActs] = []
    before.came.connect(came.append)
    return came


def test_core_is_asked_with_each_snapshot_as_something_may_have_been_done_since(qtbot: QtBot) -> None:
    bridge = AskedBridge()
    came = heard(bridge)
    bridge.is_away = True
    bridge.core_said.emit(SNAPSHOT)
    bridge.is_away = False
    bridge.core_said.emit(SNAPSHOT)
    bridge.replied.emit(Reply("another's", {"n": 1}))
    assert bridge.asked == [GetRecentActs()] and came == []
    bridge.replied.emit(Reply("question 1", msgspec.to_builtins(ACTS)))
    bridge.replied.emit(Reply("question 1", msgspec.to_builtins(ACTS)))
    assert came == [ACTS]
    bridge.core_said.emit(SNAPSHOT)
    bridge.replied.emit(Reply("question 2", msgspec.to_builtins(ACTS)))
    assert came == [ACTS, ACTS]


def test_what_can_not_be_read_tells_nothing(qtbot: QtBot) -> None:
    for reply in (
        Reply("question 1", refused=Refusal("bad", "no such question")),
        Reply("question 1", "odd"),
    ):
        bridge = AskedBridge()
        came = heard(bridge)
        bridge.core_said.emit(SNAPSHOT)
        bridge.replied.emit(reply)
        assert came == []


def test_the_timeline_learns_it(shown: ShownDesk) -> None:
    timeline = shown.window.timeline
    assert timeline is not None
    shown.until(lambda: timeline.happenings.acts_from_ms == shown.city.recent_acts.from_ms)
