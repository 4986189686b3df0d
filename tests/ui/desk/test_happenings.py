"""What happened: from the snapshot as far as it says, then from each change; each once, none too old."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.domain.alert import Severity
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.domain.incident import Incident, IncidentState
from console.domain.recording import RecordingState
from console.protocol.core_changes import (
    ActsDone,
    AnyCoreChange,
    CorePublished,
    CoreSnapshot,
    Counts,
    IncidentChanged,
    IncidentGone,
    RecordingChanged,
)
from console.protocol.recent_messages import RecentAct, RecentActs, RecentSwitch
from console.ui.desk import happenings
from console.ui.desk.happenings import ACT, ALERT, KINDS, SPAN_MS, SWITCH, Happenings
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors, recording_of

NOW_MS = 1_700_000_000_000
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
        self.told.hear(self.snapshot, self.view)
        self.view.apply_core(self.snapshot)

    def hear(self, change: AnyCoreChange, at_ms: int = NOW_MS + 1000) -> None:
        self._seq += 1
        said = CorePublished("core-1", self._seq, at_ms, change)
        self.told.hear(said, self.view)
        self.view.apply_core(said)

    def learn(self, acts: RecentActs) -> None:
        self.told.learn(acts, self.view)

    def words(self, kind: str) -> list[str]:
        return [one.words for one in self.told.of(kind)]


def act(
    age_s: float, name: str = "pin_cell", words: str = "wall-1 cell 4 pinned", **more: object
) -> RecentAct:
    by = more.pop("by", "ana")
    return RecentAct(NOW_MS - int(age_s * 1000), by, name, words, **more)  # type: ignore[arg-type]


def switch(age_s: float, number: int, count: int, *, is_back: bool = False) -> RecentSwitch:
    name = IncidentId(f"i-{number:06d}")
    return RecentSwitch(NOW_MS - int(age_s * 1000), name, count, is_back=is_back)


def test_incidents_from_before_this_desk_are_known_and_acts_from_then_on() -> None:
    heard = Heard([incident(1, 60), incident(2, 600, overlays=())])
    assert [one.incident for one in heard.told.of(ALERT)] == ["i-000002", "i-000001"]
    assert heard.told.of(ALERT)[1].severity is Severity.EXTREME
    assert heard.told.of(SWITCH) == heard.told.of(ACT) == []
    assert heard.told.acts_from_ms == heard.told.switches_from_ms == NOW_MS


def test_recordings_that_begin_or_end_by_themselves_are_told_and_others_are_a_persons_acts() -> None:
    by_itself = replace(
        recording_of(7, "cam-012", state=RecordingState.ENDED),
        begun_log_ms=NOW_MS - 50_000,
        ended_log_ms=NOW_MS - 20_000,
        by="",
        why_ended="its incident was closed",
    )
    persons = replace(by_itself, recording="r-000008", by="ana", why_ended="stopped by ana")
    always = replace(recording_of(0), opened_n=0, begun_log_ms=NOW_MS - 50_000)
    heard = Heard(recordings=(by_itself, persons, always))
    running = replace(recording_of(9, "cam-012"), begun_log_ms=NOW_MS + 1000, by="")
    heard.hear(RecordingChanged(running))
    heard.hear(RecordingChanged(replace(running, protected=True)))
    assert [(NOW_MS - one.at_ms, one.words) for one in heard.told.of(ACT)] == [
        (50_000, "recording r-000007 began by itself"),
        (20_000, "recording r-000007 of 1 camera ended: its incident was closed"),
        (-1000, "recording r-000009 began by itself"),
    ]


def test_the_same_snapshot_again_adds_nothing() -> None:
    heard = Heard([incident(1)])
    heard.hear(IncidentChanged(incident(2, 0)))
    before = heard.told.all()
    heard.snapshot = replace(heard.snapshot, boot="core-2", incidents=(incident(1), incident(2, 0)))
    heard.start()
    assert heard.told.all() == before and heard.told.acts_from_ms == NOW_MS


def test_an_incident_is_an_alert_once() -> None:
    heard = Heard()
    new = incident(1, 0)
    heard.hear(IncidentChanged(new))
    heard.hear(IncidentChanged(replace(new, state=IncidentState.ACKNOWLEDGED, acknowledged_by="ana")))
    assert [one.at_ms - NOW_MS for one in heard.told.all()] == [0]


def test_acts_and_switches_are_told_as_core_tells_them_with_who_did_it_and_what_the_incident_is() -> None:
    heard = Heard([incident(1, 60)])
    name = IncidentId("i-000001")
    done = (
        act(50, "acknowledge_incident", "i-000001 acknowledged", incident=name),
        act(40, "load_preset", "wall preset night loaded", by="bo"),
        act(30, words="wall-1 cell 4 pinned", monitor=WALL_1, cell=CellIndex(4)),
    )
    heard.hear(ActsDone(done, (switch(60, 1, 4), switch(55, 1, 1, is_back=True), switch(54, 9, 2))))
    assert heard.words(ACT) == [
        "ana: GUNSHOT  Mikonkatu 7 acknowledged",
        "bo: wall preset night loaded",
        "ana: wall-1 cell 4 pinned",
    ]
    assert heard.told.of(ACT)[0].incident == name
    assert heard.told.of(ACT)[2].cell == (WALL_1, CellIndex(4))
    assert heard.words(SWITCH) == [
        "4 cameras switched up for GUNSHOT  Mikonkatu 7",
        "1 camera of GUNSHOT  Mikonkatu 7 switched back",
        "2 cameras switched up for i-000009",
    ]


def test_what_a_rule_did_is_a_switch() -> None:
    heard = Heard()
    words = "rule late: wall preset night put up on wall-1: 22:00"
    heard.hear(ActsDone((act(1, "frame_up", words, by=""),)))
    assert heard.words(SWITCH) == [words] and heard.told.of(ACT) == []


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


def test_core_tells_what_was_done_before_and_what_was_heard_already_is_told_once() -> None:
    heard = Heard([incident(1, 60)])
    pinned, later = act(600), act(-2, words="later")
    heard.hear(ActsDone((later,), (switch(-1, 1, 4),)))
    recent = RecentActs(
        NOW_MS - SPAN_MS, (pinned, later), (switch(300, 9, 1), switch(-1, 1, 4)), NOW_MS - SPAN_MS // 2
    )
    heard.learn(recent)
    assert heard.words(ACT) == ["ana: wall-1 cell 4 pinned", "ana: later"]
    assert len(heard.told.of(SWITCH)) == 2
    assert heard.told.acts_from_ms == NOW_MS - SPAN_MS
    assert heard.told.switches_from_ms == NOW_MS - SPAN_MS // 2
    before = heard.told.all()
    heard.learn(recent)
    heard.start()
    assert heard.told.all() == before, "after a restart of core, too"
    heard.learn(RecentActs(NOW_MS - 5000, ()))
    assert heard.told.acts_from_ms == NOW_MS - SPAN_MS, "it knows no less than before"


def test_an_incident_that_left_the_list_meanwhile_does_not_make_another_act_of_it() -> None:
    heard = Heard([incident(1, 60)])
    done = act(50, "close_incident", "i-000001 closed", incident=IncidentId("i-000001"))
    heard.hear(ActsDone((done,)))
    heard.hear(IncidentGone(IncidentId("i-000001")))
    heard.learn(RecentActs(NOW_MS - SPAN_MS, (done,)))
    assert heard.words(ACT) == ["ana: GUNSHOT  Mikonkatu 7 closed"]


def test_what_went_with_the_span_can_come_again() -> None:
    heard = Heard()
    done = act(1)
    heard.hear(ActsDone((done,)))
    heard.told.forget(NOW_MS + SPAN_MS)
    assert len(heard.told) == 0 and not heard.told._seen


def test_of_a_core_that_kept_no_switches_it_is_known_that_there_may_be_more() -> None:
    heard = Heard([incident(1, 60)])
    heard.learn(RecentActs(NOW_MS - SPAN_MS, ()))
    assert heard.told.of(SWITCH) == [] and heard.told.switches_from_ms == NOW_MS
