"""What happened: from the snapshot as far as it says, then from each change; each once, none too old."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.domain.alert import Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident, IncidentState
from console.domain.recording import RecordingState
from console.domain.tour import StoredTour, Tour, TourStep
from console.domain.wall import Layer
from console.protocol.core_changes import (
    AnyCoreChange,
    CorePublished,
    CoreSnapshot,
    Counts,
    IncidentChanged,
    LayoutsChanged,
    MonitorChanged,
    PresetsChanged,
    RecordingChanged,
    ToursChanged,
)
from console.protocol.layout_messages import LayoutHead
from console.protocol.preset_messages import PresetHead
from console.protocol.recent_messages import RecentAct, RecentActs, RecentSwitch
from console.ui.desk import happenings
from console.ui.desk.happenings import ACT, ALERT, KINDS, SPAN_MS, SWITCH, Happening, Happenings
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors, recording_of

NOW_MS = 1_700_000_000_000
AHEAD_MS = 5000
"""So far wall time is ahead of log time."""
WALL_1 = MonitorId("wall-1")


def incident(number: int, age_s: int = 60, **more: object) -> Incident:
    made = city_incident(number, NOW_MS, age_s=age_s)
    return replace(made, opened_log_ms=NOW_MS - age_s * 1000, **more)


class Heard:
    """A desk's view and what it remembers."""

    def __init__(self, incidents: Iterable[Incident] = (), **more: object) -> None:
        self.view, self.told = SiteView(), Happenings()
        self._seq = 0
        cameras = city_cameras()
        self.snapshot = CoreSnapshot(
            boot="core-1",
            seq=0,
            at_ms=NOW_MS,
            site="t",
            cameras=cameras,
            monitors=city_monitors(cameras),
            incidents=tuple(incidents),
            layouts=more.pop("layouts", ()),  # type: ignore[arg-type]
            counts=Counts(),
            **more,  # type: ignore[arg-type]
        )
        self.start()

    def start(self) -> None:
        self.told.hear(self.snapshot, self.view, NOW_MS + AHEAD_MS)
        self.view.apply_core(self.snapshot)

    def hear(self, change: AnyCoreChange, at_ms: int = NOW_MS + 1000) -> None:
        self._seq += 1
        said = CorePublished("core-1", self._seq, at_ms, change)
        self.told.hear(said, self.view, at_ms + AHEAD_MS)
        self.view.apply_core(said)

    def learn(self, acts: RecentActs) -> None:
        self.told.learn(acts, self.view)

    def words(self, kind: str) -> list[str]:
        return [one.words for one in self.told.of(kind)]


def test_incidents_from_before_this_desk_are_known_and_acts_from_then_on() -> None:
    heard = Heard([incident(1, 60), incident(2, 600, overlays=())])
    assert [one.incident for one in heard.told.of(ALERT)] == ["i-000002", "i-000001"]
    assert heard.told.of(ALERT)[1].severity is Severity.EXTREME
    assert heard.words(SWITCH) == ["4 cameras switched up for GUNSHOT  Mikonkatu 7"]
    assert heard.told.of(SWITCH)[0].at_ms == NOW_MS - 60_000
    assert heard.told.of(ACT) == [] and heard.told.acts_from_ms == NOW_MS


def test_a_snapshot_tells_of_undone_switches_recordings_and_saved_layouts() -> None:
    undone = incident(1, 60, overlays=(), undone_by="ana", undone_at_ms=NOW_MS + AHEAD_MS - 9000)
    ended = replace(
        recording_of(7, "cam-012", state=RecordingState.ENDED),
        begun_log_ms=NOW_MS - 50_000,
        ended_log_ms=NOW_MS - 20_000,
        by="ana",
        why_ended="stopped",
    )
    always = replace(recording_of(0), opened_n=0, begun_log_ms=NOW_MS - 50_000)
    saved = LayoutHead("night watch", 41, "bo", NOW_MS + AHEAD_MS - 5000)
    heard = Heard([undone], recordings=(ended, always), layouts=(LayoutHead("4x4"), saved))
    assert [(NOW_MS - one.at_ms, one.words) for one in heard.told.of(ACT)] == [
        (50_000, "recording r-000007 began by ana"),
        (20_000, "recording r-000007 of 1 camera ended: stopped"),
        (9000, "switches of GUNSHOT  Mikonkatu 7 undone by ana"),
        (5000, "layout night watch saved by bo"),
    ]


def test_the_same_snapshot_again_adds_nothing() -> None:
    heard = Heard([incident(1)])
    heard.hear(IncidentChanged(incident(2, 0)))
    before = heard.told.all()
    heard.snapshot = replace(heard.snapshot, boot="core-2", incidents=(incident(1), incident(2, 0)))
    heard.start()
    assert heard.told.all() == before and heard.told.acts_from_ms == NOW_MS


def test_an_incidents_life() -> None:
    heard = Heard()
    new = incident(1, 0)
    heard.hear(IncidentChanged(new))
    heard.hear(IncidentChanged(new), NOW_MS + 1500)  # nothing changed
    seen = replace(new, state=IncidentState.ACKNOWLEDGED, acknowledged_by="ana")
    heard.hear(IncidentChanged(seen), NOW_MS + 2000)
    fewer = replace(seen, overlays=seen.overlays[:3])
    heard.hear(IncidentChanged(fewer), NOW_MS + 3000)
    none = replace(fewer, overlays=(), undone_by="bo", undone_at_ms=NOW_MS + 9000)
    heard.hear(IncidentChanged(none), NOW_MS + 4000)
    heard.hear(IncidentChanged(replace(none, state=IncidentState.CLOSED, closed_by="cy")), NOW_MS + 5000)
    assert [one.at_ms - NOW_MS for one in heard.told.of(ALERT)] == [0]
    assert heard.words(SWITCH) == [
        "4 cameras switched up for GUNSHOT  Mikonkatu 7",
        "1 camera of GUNSHOT  Mikonkatu 7 switched back",
    ]
    assert heard.words(ACT) == [
        "GUNSHOT  Mikonkatu 7 acknowledged by ana",
        "switches of GUNSHOT  Mikonkatu 7 undone by bo",
        "GUNSHOT  Mikonkatu 7 closed by cy",
    ]
    assert {one.incident for one in heard.told.all()} == {IncidentId("i-000001")}


def test_hands_pins_and_rewinds_on_a_monitor() -> None:
    heard = Heard()
    wall = heard.view.monitors[WALL_1]

    def with_cell(index: int, **more: object) -> None:
        nonlocal wall
        cells = tuple(replace(one, **more) if one.cell == index else one for one in wall.cells)
        wall = replace(wall, cells=cells)
        heard.hear(MonitorChanged(wall))

    with_cell(4, feed=FeedId("cam-012"), layer=Layer.HAND)
    with_cell(4, pinned=True)
    with_cell(4, rewind_s=10.0)
    with_cell(4, rewind_s=0.0)
    with_cell(4, pinned=False)
    with_cell(4, feed=FeedId("cam-005"), layer=Layer.BASE)
    with_cell(5, feed=None, layer=Layer.HAND)
    with_cell(6, feed=FeedId("cam-033"), layer=Layer.INCIDENT)  # an incident tells of that
    assert heard.words(ACT) == [
        "12 Aleksanterinkatu / Mannerheimintie put by hand on wall-1 cell 4",
        "pinned: wall-1 cell 4",
        "played 10 s behind live: wall-1 cell 4",
        "no longer pinned: wall-1 cell 4",
        "hand taken off wall-1 cell 4",
        "nothing put by hand on wall-1 cell 5",
    ]
    assert heard.told.of(ACT)[0].cell == (WALL_1, CellIndex(4)) and heard.told.of(SWITCH) == []


def test_a_layout_that_is_loaded_is_one_act_whatever_it_brings() -> None:
    heard = Heard()
    wall = heard.view.monitors[WALL_1]
    cells = tuple(replace(one, feed=None, layer=Layer.HAND) for one in wall.cells)
    heard.hear(MonitorChanged(replace(wall, layout_name="night watch", cells=cells)))
    heard.hear(MonitorChanged(replace(wall, monitor=MonitorId("wall-9"))))  # new here: nobody did anything
    assert heard.words(ACT) == ["layout night watch on wall-1"]


def test_layouts_that_are_saved_and_deleted_and_recordings() -> None:
    heard = Heard(layouts=(LayoutHead("4x4"), LayoutHead("day", 3, "bo")))
    heard.hear(LayoutsChanged((LayoutHead("4x4"), LayoutHead("day", 9, "ana"))))
    heard.hear(LayoutsChanged((LayoutHead("4x4"),)))
    running = replace(recording_of(7, "cam-012"), begun_log_ms=NOW_MS + 1000, by="")
    heard.hear(RecordingChanged(running))
    heard.hear(RecordingChanged(replace(running, protected=True)))
    assert heard.words(ACT) == [
        "layout day saved by ana",
        "no longer there: layout day",
        "recording r-000007 began by itself",
    ]


def test_presets_and_tours_that_are_saved_and_deleted() -> None:
    docks = Tour("docks", (TourStep(FeedId("cam-001"), 10), TourStep(FeedId("cam-002"), 10)))
    heard = Heard(presets=(PresetHead("night", 3, (WALL_1,), 4, "bo"),), tours=(StoredTour(docks, 5, "bo"),))
    heard.hear(PresetsChanged((PresetHead("night", 3, (WALL_1,), 9, "ana"),)))
    heard.hear(PresetsChanged(()))
    heard.hear(ToursChanged((StoredTour(docks, 5, "bo"), StoredTour(Tour("gate", docks.steps), 12, "ana"))))
    heard.hear(ToursChanged((StoredTour(docks, 5, "bo"),)))
    assert heard.words(ACT) == [
        "wall preset night saved by ana",
        "no longer there: wall preset night",
        "tour gate saved by ana",
        "no longer there: tour gate",
    ]


def test_what_is_older_than_the_span_goes_also_in_the_same_moment_as_newer_ones_come() -> None:
    heard = Heard([incident(1, 1799), incident(2, 1801)])
    assert [one.incident for one in heard.told.of(ALERT)] == ["i-000001"]
    heard.told.forget(NOW_MS + 2000)
    assert len(heard.told) == 0
    heard.hear(IncidentChanged(incident(3, 0)), NOW_MS + SPAN_MS)
    assert len(heard.told.of(ALERT)) == 1


def test_of_too_many_the_oldest_go_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(happenings, "MOST", 10)
    heard = Heard()
    for number in range(1, 21):
        heard.hear(IncidentChanged(incident(number, -number, overlays=())), NOW_MS + number * 1000)
    assert len(heard.told) == 10
    assert heard.told.acts_from_ms == NOW_MS + 11_000


@given(st.lists(st.integers(0, 3000), max_size=40))
def test_they_stand_in_their_order_and_within_the_span(ages_s: list[int]) -> None:
    heard = Heard([incident(number, age_s) for number, age_s in enumerate(ages_s, 1)])
    told = heard.told.all()
    assert [one.at_ms for one in told] == sorted(one.at_ms for one in told)
    assert all(one.at_ms >= NOW_MS - SPAN_MS for one in told)
    assert len(heard.told.of(ALERT)) == sum(age_s * 1000 <= SPAN_MS for age_s in ages_s)
    assert sum(len(heard.told.of(kind)) for kind in KINDS) == len(told)


def act(
    age_s: float, name: str = "pin_cell", words: str = "wall-1 cell 4 pinned", **more: object
) -> RecentAct:
    return RecentAct(NOW_MS - int(age_s * 1000), "ana", name, words, **more)  # type: ignore[arg-type]


def test_core_tells_what_was_done_before_and_who_did_it() -> None:
    heard = Heard()
    pinned = act(600, monitor=WALL_1, cell=CellIndex(4))
    heard.learn(RecentActs(NOW_MS - SPAN_MS, (pinned, act(-2, words="later"))))
    assert heard.told.of(ACT) == [
        Happening(NOW_MS - 600_000, ACT, "ana: wall-1 cell 4 pinned", cell=(WALL_1, CellIndex(4)))
    ], "what came since then the desk has heard itself"
    assert heard.told.acts_from_ms == NOW_MS - SPAN_MS
    heard.learn(RecentActs(NOW_MS - 5000, ()))
    assert heard.told.acts_from_ms == NOW_MS - SPAN_MS, "it knows no less than before"


def test_what_the_snapshot_told_is_told_once() -> None:
    saved_ms = NOW_MS - 60_000
    heard = Heard(layouts=(LayoutHead("night", 7, "ana", saved_ms + AHEAD_MS),))
    assert heard.words(ACT) == ["layout night saved by ana"]
    again = act(60.4, "save_layout", "wall-1 saved as layout night")
    older = act(300, "save_layout", "wall-1 saved as layout night")
    beside = act(60, "load_layout", "layout 4x4 loaded on wall-1")
    heard.learn(RecentActs(NOW_MS - SPAN_MS, (older, again, beside)))
    assert heard.words(ACT) == [
        "ana: wall-1 saved as layout night",
        "layout night saved by ana",
        "ana: layout 4x4 loaded on wall-1",
    ]


def test_before_core_was_heard_nothing_is_learned() -> None:
    told = Happenings()
    told.learn(RecentActs(NOW_MS - SPAN_MS, (act(60),)), SiteView())
    assert told.of(ACT) == [] and told.acts_from_ms is None


def test_core_tells_what_was_switched_before_in_place_of_what_the_snapshot_lets_guess() -> None:
    heard = Heard([incident(1, 60), incident(2, 600, overlays=())])
    assert heard.told.switches_from_ms == NOW_MS and len(heard.told.of(SWITCH)) == 1
    one, two, gone = (IncidentId(f"i-00000{number}") for number in (1, 2, 9))
    switches = (
        RecentSwitch(NOW_MS - 700_000, gone, 1),
        RecentSwitch(NOW_MS - 600_000, two, 2),
        RecentSwitch(NOW_MS - 300_000, two, 2, is_back=True),
        RecentSwitch(NOW_MS - 60_000, one, 3),
        RecentSwitch(NOW_MS - 50_000, one, 4),
        RecentSwitch(NOW_MS + 50, one, 4),
    )
    heard.learn(RecentActs(NOW_MS - SPAN_MS, (), switches, NOW_MS - SPAN_MS))
    assert [(NOW_MS - one.at_ms, one.words) for one in heard.told.of(SWITCH)] == [
        (700_000, "1 camera switched up for i-000009"),
        (600_000, "2 cameras switched up for GUNSHOT  Esplanadi 14"),
        (300_000, "2 cameras of GUNSHOT  Esplanadi 14 switched back"),
        (60_000, "3 cameras switched up for GUNSHOT  Mikonkatu 7"),
        (50_000, "4 cameras switched up for GUNSHOT  Mikonkatu 7"),
    ]
    assert heard.told.switches_from_ms == NOW_MS - SPAN_MS
    heard.start()
    assert len(heard.told.of(SWITCH)) == 5, "the snapshot comes again"


def test_of_a_core_that_kept_no_switches_the_snapshots_stay_and_it_is_known_that_there_may_be_more() -> None:
    heard = Heard([incident(1, 60)])
    heard.learn(RecentActs(NOW_MS - SPAN_MS, ()))
    assert len(heard.told.of(SWITCH)) == 1 and heard.told.switches_from_ms == NOW_MS
