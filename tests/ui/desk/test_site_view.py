"""The desk's plain state: what each message changes."""

import pytest
from msgspec.structs import replace

from console.domain.alert import Severity
from console.domain.camera import Profile
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import IncidentState
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.domain.policies.feed_health import FeedStreams
from console.domain.recording import RecordingState
from console.domain.tier import Shed, Tier
from console.protocol.core_changes import (
    CorePublished,
    CoreSnapshot,
    Counts,
    CountsChanged,
    Heartbeat,
    IncidentChanged,
    IncidentGone,
    LayoutsChanged,
    LentChanged,
    MonitorChanged,
    ProblemsChanged,
    RecordingChanged,
    RecordingGone,
)
from console.protocol.engine_messages import (
    EnginePublished,
    EngineSnapshot,
    FeedHealth,
    FeedsChanged,
    SlotPlace,
    StreamsGone,
)
from console.protocol.layout_messages import LayoutHead
from console.ui.desk.site_view import Area, SiteView
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors, recording_of

NOW_MS = 1_800_000_000_000


@pytest.fixture
def view() -> SiteView:
    cameras = city_cameras()
    shown = SiteView()
    shown.apply_core(
        CoreSnapshot(
            "boot",
            3,
            NOW_MS,
            "here",
            tuple(reversed(cameras)),
            city_monitors(cameras),
            (city_incident(1, NOW_MS),),
            (LayoutHead("4x4"),),
            Counts(received=1),
        )
    )
    shown.engine_heard = True
    return shown


def said(change: object) -> CorePublished:
    return CorePublished("boot", 4, NOW_MS, change)  # type: ignore[arg-type]


def health(number: int, state: PictureState, profile: Profile = Profile.SUB) -> FeedHealth:
    return FeedHealth(FeedId(f"cam-{number:03d}"), profile, "worker-0", state, LostCause.REFUSED)


def place(number: int, profile: Profile = Profile.SUB) -> SlotPlace:
    return SlotPlace(SlotKey(FeedId(f"cam-{number:03d}"), profile, 240, 135), "frames", 0, 1)


def test_a_snapshot_is_taken_whole_and_cameras_stand_in_order_of_number(view: SiteView) -> None:
    assert [camera.number for camera in view.cameras.values()] == list(range(1, 65))
    assert list(view.monitors) == ["wall-1", "wall-2"]
    assert view.site == "here" and view.layouts == (LayoutHead("4x4"),) and view.counts.received == 1


def test_a_second_snapshot_forgets_what_the_first_one_had(view: SiteView) -> None:
    empty = CoreSnapshot("other", 1, NOW_MS, "there", (), (), (), (), Counts())
    assert view.apply_core(empty) == Area.ALL
    assert not view.cameras and not view.monitors and not view.incidents


def test_each_change_touches_its_area_alone(view: SiteView) -> None:
    monitor = replace(view.monitors[MonitorId("wall-2")], layout_name="other")
    assert view.apply_core(said(MonitorChanged(monitor))) == Area.MONITORS
    assert view.monitors[MonitorId("wall-2")].layout_name == "other"
    assert view.apply_core(said(LayoutsChanged((LayoutHead("a"), LayoutHead("b", 7))))) == Area.LAYOUTS
    assert view.layout("b") == LayoutHead("b", 7) and view.layout("4x4") is None
    assert view.apply_core(said(LentChanged({MonitorId("wall-2"): "night"}))) == Area.MONITORS
    assert view.lent == {"wall-2": "night"}
    assert view.apply_core(said(CountsChanged(Counts(received=9)))) == Area.COUNTS
    assert view.counts.received == 9
    assert view.apply_core(said(Heartbeat())) == Area.NONE


def test_the_sites_own_layouts_come_before_those_of_the_product(view: SiteView) -> None:
    told = (LayoutHead("1+5"), LayoutHead("4x4"), LayoutHead("a", 7), LayoutHead("z", 9))
    view.apply_core(said(LayoutsChanged(told)))
    assert [head.name for head in view.layouts] == ["a", "z", "1+5", "4x4"]


def test_incidents_come_change_and_go(view: SiteView) -> None:
    assert view.apply_core(said(IncidentChanged(city_incident(2, NOW_MS)))) == Area.INCIDENTS
    assert len(view.cards()) == 2
    view.apply_core(said(IncidentChanged(city_incident(2, NOW_MS, state=IncidentState.ACKNOWLEDGED))))
    assert view.cards()[1].state is IncidentState.ACKNOWLEDGED
    view.apply_core(said(IncidentGone(city_incident(2, NOW_MS).incident)))
    assert [card.incident for card in view.cards()] == ["i-000001"]


def test_recordings_come_change_and_go(view: SiteView) -> None:
    incident = IncidentId("i-000001")
    running, ended = recording_of(7, "cam-001"), RecordingState.ENDED
    over = recording_of(5, incident=incident, state=ended)
    view.apply_core(said(RecordingChanged(running)))
    assert view.apply_core(said(RecordingChanged(over))) == Area.RECORDINGS
    assert view.running_recordings() == [running] and view.recordings_of(incident) == [over]
    assert view.apply_core(said(RecordingGone(running.recording))) == Area.RECORDINGS
    view.apply_core(said(RecordingGone(running.recording)))  # again does no harm
    assert not view.running_recordings()


def test_cards_are_unseen_first_then_worst_then_newest(view: SiteView) -> None:
    for incident in (
        city_incident(2, NOW_MS, Severity.MINOR, age_s=1),
        city_incident(3, NOW_MS, Severity.EXTREME, age_s=5),
        city_incident(4, NOW_MS, Severity.EXTREME, age_s=0, state=IncidentState.ACKNOWLEDGED),
        city_incident(5, NOW_MS, Severity.EXTREME, age_s=0, state=IncidentState.CLOSED),
    ):
        view.apply_core(said(IncidentChanged(incident)))
    assert [card.incident[-1] for card in view.cards()] == ["3", "1", "2", "4", "5"]


def test_a_feed_is_as_its_tile_would_be_and_its_lost_stream_is_named_beside(view: SiteView) -> None:
    feeds = (health(1, PictureState.LIVE), health(1, PictureState.LOST, Profile.MAIN))
    view.apply_engine(EngineSnapshot("e", 1, NOW_MS, (place(1), place(1, Profile.MAIN)), feeds))
    beside = ((Profile.MAIN, LostCause.REFUSED),)
    assert view.streams_of(FeedId("cam-001")) == FeedStreams(PictureState.LIVE, lost_beside=beside)
    assert view.state_counts() == {PictureState.LIVE: 1}
    both = FeedsChanged((health(1, PictureState.LOST),))
    assert view.apply_engine(EnginePublished("e", 2, NOW_MS, both)) == Area.HEALTH
    assert view.streams_of(FeedId("cam-001")) == FeedStreams(PictureState.LOST, LostCause.REFUSED)


def test_a_main_stream_that_opens_or_closes_leaves_no_trace(view: SiteView) -> None:
    feeds = (health(1, PictureState.LIVE), health(1, PictureState.CONNECTING, Profile.MAIN))
    view.apply_engine(EngineSnapshot("e", 1, NOW_MS, (), feeds))
    assert view.state_of(FeedId("cam-001")) is PictureState.LIVE
    view.apply_engine(
        EnginePublished("e", 2, NOW_MS, FeedsChanged((health(1, PictureState.LOST, Profile.MAIN),)))
    )
    closed = StreamsGone(((FeedId("cam-001"), Profile.MAIN),))
    assert view.apply_engine(EnginePublished("e", 3, NOW_MS, closed)) == Area.HEALTH
    assert view.state_of(FeedId("cam-001")) is PictureState.LIVE


def test_a_silent_engine_leaves_no_state_behind(view: SiteView) -> None:
    view.apply_engine(EngineSnapshot("e", 1, NOW_MS, (place(1),), (health(1, PictureState.LIVE),)))
    assert view.state_counts() == {PictureState.LIVE: 1}
    view.engine_heard = False
    assert view.state_of(FeedId("cam-001")) is None
    assert not view.state_counts()


def test_a_feed_whose_picture_is_old_on_the_wall_is_stale_however_well_its_packets_come(
    view: SiteView,
) -> None:
    feeds = (health(1, PictureState.LIVE), health(2, PictureState.LIVE), health(3, PictureState.LOST))
    view.apply_engine(EngineSnapshot("e", 1, NOW_MS, (), feeds))
    view.old_pictures = frozenset(map(FeedId, ("cam-001", "cam-003")))
    counts = {PictureState.STALE: 1, PictureState.LIVE: 1, PictureState.LOST: 1}
    assert view.state_counts() == counts, "what is LOST is so"


def test_a_hidden_feed_that_is_kept_warm_has_its_state(view: SiteView) -> None:
    view.apply_engine(EngineSnapshot("e", 1, NOW_MS, (), (health(1, PictureState.LOST),)))
    assert view.state_of(FeedId("cam-001")) is PictureState.LOST
    assert view.state_of(FeedId("cam-002")) is None


def test_cells_are_found_by_name_and_by_feed(view: SiteView) -> None:
    cell = view.cell(MonitorId("wall-1"), CellIndex(9))
    assert cell is not None and cell.feed == "cam-010" and cell.pinned
    assert view.cell(MonitorId("wall-9"), CellIndex(0)) is None
    assert view.cells_of(FeedId("cam-010")) == [("wall-1", 9)]


def test_what_is_wrong_with_core_is_kept_until_core_says_otherwise(view: SiteView) -> None:
    assert view.problems == ()
    assert view.apply_core(said(ProblemsChanged(("the data folder fails",)))) is Area.PROBLEMS
    view.apply_core(said(Heartbeat()))
    assert view.problems == ("the data folder fails",)
    view.apply_core(said(ProblemsChanged(())))
    assert view.problems == ()


def test_what_was_not_recorded_is_counted_apart(view: SiteView) -> None:
    unrecorded = replace(health(1, PictureState.LOST), cause=LostCause.NOT_RECORDED)
    left_out = replace(health(4, PictureState.LOST), cause=LostCause.NOT_IN_PACKAGE)
    feeds = (unrecorded, health(2, PictureState.LOST), health(3, PictureState.LIVE), left_out)
    view.apply_engine(EngineSnapshot("e", 1, NOW_MS, (), feeds))
    assert view.state_counts() == {PictureState.LOST: 1, PictureState.LIVE: 1}
    assert view.unrecorded() == 1 and view.unrecorded(LostCause.NOT_IN_PACKAGE) == 1
    assert view.is_unrecorded(FeedId("cam-001")) and not view.is_unrecorded(FeedId("cam-002"))


def test_cameras_that_get_fewer_pictures_for_want_of_cpu_are_counted(view: SiteView) -> None:
    live = health(1, PictureState.LIVE)
    feeds = (
        replace(live, shed=Shed.CPU, tier=Tier.GRID),
        replace(health(2, PictureState.LIVE), shed=Shed.MAIN_STREAMS, tier=Tier.GRID),
        replace(health(3, PictureState.LIVE), shed=Shed.CPU),  # nobody sees it
        health(4, PictureState.LIVE),
    )
    view.apply_engine(EngineSnapshot("e", 1, NOW_MS, (), feeds))
    assert view.slowed() == 1
