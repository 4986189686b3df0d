"""Acts of the last half hour: each with who did it; the oldest of many go, and that is said."""

from collections.abc import Sequence

from console.core.decisions import AnyDecision, FrameDown, FrameUp, Refused, Switched
from console.core.log.input_log import ENTRY_VERSION, CommandGiven, LogEntry, RuleDue, StateCommand
from console.core.publishing.recent_acts import KeptActs
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Overlay, Reason
from console.protocol.core_changes import ActsDone
from console.protocol.core_messages import AcknowledgeIncident, AssignFeed, ReportPainted
from console.protocol.layout_messages import LoadLayout
from console.protocol.recent_messages import MOST_ACTS, RECENT_MS, RecentAct
from console.protocol.wall_messages import DropFrames, SelectFeed
from tests.fakes.core_site import street_cameras

WALL_1 = MonitorId("wall-1")
CAMERAS = {camera.feed: camera for camera in street_cameras(3)}
LOAD = LoadLayout(WALL_1, "2x2")


def note(acts: KeptActs, at_ms: int, command: StateCommand, decisions: Sequence[AnyDecision] = ()) -> None:
    acts.note(LogEntry(ENTRY_VERSION, 1, at_ms, at_ms, CommandGiven("ana", command, "x")), decisions, CAMERAS)


def test_each_act_is_told_with_who_did_it_and_where() -> None:
    acts = KeptActs(from_ms=500)
    note(acts, 1000, AssignFeed(WALL_1, CellIndex(2), FeedId("cam-002")))
    note(acts, 2000, LOAD)
    note(acts, 3000, AcknowledgeIncident(IncidentId("i-000001")))
    told = acts.told(4000)
    assert told.from_ms == 500
    assert told.acts == (
        RecentAct(1000, "ana", "assign_feed", "2 Street 2 put on wall-1 cell 2", None, WALL_1, CellIndex(2)),
        RecentAct(2000, "ana", "load_layout", "layout 2x2 loaded on wall-1", None, WALL_1),
        RecentAct(3000, "ana", "acknowledge_incident", "i-000001 acknowledged", IncidentId("i-000001")),
    )


def test_each_is_news_once() -> None:
    acts, name = KeptActs(), IncidentId("i-000001")
    assert acts.news() is None
    overlay = Overlay(name, WALL_1, CellIndex(0), FeedId("cam-001"), Reason(100, True, None))
    note(acts, 1000, LOAD)
    note(acts, 2000, ReportPainted(WALL_1, ()), (Switched(name, (overlay,), 0),))
    told = acts.told(3000)
    assert acts.news() == ActsDone(told.acts, told.switches)
    assert acts.news() is None and len(acts.told(3000).acts) == 1


def test_what_a_rule_put_up_is_an_act_of_nobody_and_what_a_person_takes_down_is_that_persons() -> None:
    acts = KeptActs()
    up = FrameUp("late", "night", WALL_1, "it is 22:00")
    acts.note(LogEntry(ENTRY_VERSION, 1, 1000, 1000, RuleDue("late", True, 1000)), (up,), CAMERAS)
    note(acts, 2000, DropFrames(()), (FrameDown("late", WALL_1, "taken down by ana"),))
    assert [(one.by, one.act) for one in acts.told(3000).acts] == [("", "frame_up"), ("ana", "drop_frames")]


def test_what_was_refused_what_programs_report_and_selections_are_no_acts() -> None:
    acts = KeptActs()
    note(acts, 1000, LOAD, (Refused("unknown_layout", "there is none"),))
    note(acts, 1000, ReportPainted(WALL_1, ()))
    note(acts, 1000, SelectFeed(FeedId("cam-001")))
    assert acts.told(2000).acts == ()


def test_the_oldest_go_by_time_and_by_number() -> None:
    acts = KeptActs()
    note(acts, 1000, LOAD)
    note(acts, 5000, LOAD)
    told = acts.told(2000 + RECENT_MS)
    assert [one.at_ms for one in told.acts] == [5000] and told.from_ms == 2000
    for number in range(MOST_ACTS):
        note(acts, 10_000 + number, LOAD)
    told = acts.told(20_000)
    assert len(told.acts) == MOST_ACTS and told.from_ms == told.acts[0].at_ms == 10_000


def test_switches_go_by_time_and_by_number_without_the_acts() -> None:
    acts, name = KeptActs(from_ms=500), IncidentId("i-000001")
    overlay = Overlay(name, WALL_1, CellIndex(0), FeedId("cam-001"), Reason(100, True, None))
    note(acts, 1000, LOAD)
    for number in range(MOST_ACTS + 1):
        note(acts, 10_000 + number, ReportPainted(WALL_1, ()), (Switched(name, (overlay,), 0),))
    told = acts.told(20_000)
    assert len(told.switches) == MOST_ACTS and told.switches_from_ms == told.switches[0].at_ms == 10_001
    assert len(told.acts) == 1 and told.from_ms == 500
    assert acts.told(30_000 + RECENT_MS).switches == ()
