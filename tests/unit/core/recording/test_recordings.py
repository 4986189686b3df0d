"""Recordings begin with incidents and people, and end with them, with time, and with the site."""

import msgspec
import pytest

from console.core.decisions import RecordingBegun, RecordingEnded, RecordingForgotten, RecordingGaveWay
from console.core.log.input_log import RecordingEnds, RecordingExpires, RoomNeeded, TimerFired
from console.core.log.saved_state import checkpoint_of, decode_state, encode_state, saved
from console.core.recording.recordings import ALWAYS, MAX_ENDED
from console.domain.alert import AlertKind, Severity
from console.domain.ids import FeedId, IncidentId, RecordingId
from console.domain.picture import PictureState
from console.domain.recording import Recording, RecordingState, recording_id
from console.protocol.core_messages import CloseIncident, FeedState, ReportFeeds
from console.protocol.process_config import DirectorConfig, RecordingConfig
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    StartRecording,
    StopRecording,
)
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

FIRST = IncidentId("i-000001")
MINUTE_MS = 60_000
DAY_MS = 86_400_000


def feed(number: int) -> FeedId:
    return FeedId(f"cam-{number:03d}")


def feeder(**recording: object) -> InputFeeder:
    config = RecordingConfig(**{"kinds": (AlertKind.GUNSHOT,), "cameras": 3, **recording})  # type: ignore[arg-type]
    return InputFeeder(cameras=40, recording=config)


def shot(feeder: InputFeeder, number: int = 1, *, severity: Severity = Severity.SEVERE) -> Recording | None:
    message = msgspec.structs.replace(alert_message(number, at_camera=30), severity=severity)
    made = feeder.alert(message)
    begun = [one for one in made if isinstance(one, RecordingBegun)]
    return feeder.state.recordings.table[begun[0].recording] if begun else None


def pass_time(feeder: InputFeeder, ms: int) -> None:
    """So that what is due happens."""
    feeder.now_ms += ms
    feeder.command(ReportFeeds(()))


def test_an_incident_begins_a_recording_of_its_nearest_cameras() -> None:
    life = feeder()
    made = shot(life)
    assert made is not None and made.incident == FIRST and made.by == ""
    assert made.recording == recording_id(life.state.n) and made.opened_n == life.state.n
    assert {one.feed for one in made.feeds} >= {feed(29), feed(30), feed(31)}
    assert all(one.main for one in made.feeds)


def test_the_set_does_not_depend_on_the_wall_or_on_how_the_cameras_are() -> None:
    life = feeder()
    life.feed(msgspec.structs.replace(life.site, director=DirectorConfig(mode="off")))
    life.command(ReportFeeds((FeedState(feed(30), PictureState.LOST),)))
    made = shot(life)
    assert made is not None and [one.feed for one in made.feeds] == [feed(30), feed(29), feed(28)]


def test_a_camera_that_is_switched_up_is_recorded_too() -> None:
    life = feeder(cameras=1)
    made = shot(life)
    overlays = life.state.incidents.table[FIRST].overlays
    assert made is not None and len(overlays) == 4
    assert {one.feed for one in made.feeds} == {one.feed for one in overlays}


@pytest.mark.parametrize(
    ("config", "severity"),
    [
        ({"kinds": ()}, Severity.EXTREME),
        ({"kinds": (AlertKind.ALPR,)}, Severity.EXTREME),
        ({"least_severity": Severity.SEVERE}, Severity.MODERATE),
    ],
)
def test_what_the_site_does_not_want_is_not_recorded(config: dict[str, object], severity: Severity) -> None:
    life = feeder(**config)
    assert shot(life, severity=severity) is None
    assert not life.state.recordings.table.running


def test_the_least_severity_itself_is_recorded() -> None:
    assert shot(feeder(least_severity=Severity.SEVERE), severity=Severity.SEVERE) is not None


def test_it_ends_some_seconds_after_its_incident_is_closed() -> None:
    life = feeder(tail_s=15)
    made = shot(life)
    assert made is not None
    pass_time(life, 5_000)
    life.command(CloseIncident(FIRST))
    assert life.state.recordings.table[made.recording].state is RecordingState.TAIL
    pass_time(life, 14_000)
    assert made.recording in life.state.recordings.table.running
    pass_time(life, 1_000)
    ended = life.state.recordings.table[made.recording]
    assert ended.state is RecordingState.ENDED and ended.why_ended == "its incident was closed"
    assert ended.ended_log_ms == made.begun_log_ms + 20_000
    assert made.recording not in life.state.recordings.table.running


def test_no_recording_outlasts_its_longest_duration_by_its_tail() -> None:
    life = feeder(longest_min=1, tail_s=30)
    made = shot(life)
    assert made is not None
    pass_time(life, 50_000)
    life.command(CloseIncident(FIRST))
    pass_time(life, 10_000)
    assert life.state.recordings.table[made.recording].state is RecordingState.ENDED


def test_a_recording_ends_by_time_unless_it_is_extended() -> None:
    life = feeder(longest_min=2)
    made = shot(life)
    assert made is not None
    pass_time(life, MINUTE_MS)
    life.command(ExtendRecording(made.recording))
    pass_time(life, 119_000)
    assert made.recording in life.state.recordings.table.running
    pass_time(life, 1_000)
    assert "as long as" in life.state.recordings.table[made.recording].why_ended
    assert life.refusal(ExtendRecording(made.recording)) == "recording_ended"


def test_a_person_records_cameras_and_stops() -> None:
    life = feeder()
    life.command(StartRecording((feed(1), feed(2), feed(1))))
    name = recording_id(life.state.n)
    made = life.state.recordings.table[name]
    assert (made.by, made.incident, [one.feed for one in made.feeds]) == (
        "operator",
        None,
        [feed(1), feed(2)],
    )
    assert [type(one) for one in life.command(StopRecording(name))] == [RecordingEnded]
    assert life.command(StopRecording(name)) == (), "again is no error"
    assert life.state.recordings.table[name].why_ended == "stopped by operator"


def test_an_incident_that_is_not_recorded_by_itself_can_be() -> None:
    life = feeder(kinds=())
    shot(life)
    life.command(StartRecording(incident=FIRST))
    made = life.state.recordings.table.of_incident(FIRST)
    assert made is not None and feed(30) in {one.feed for one in made.feeds}
    assert life.refusal(StartRecording(incident=FIRST)) == "is_recorded"
    life.command(StopRecording(made.recording))
    assert life.refusal(StartRecording((feed(9),), FIRST)) == ""


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (StartRecording(), "no_camera"),
        (StartRecording((FeedId("cam-999"),)), "unknown_feed"),
        (StartRecording(incident=IncidentId("i-000099")), "unknown_incident"),
        (StopRecording(RecordingId("r-000099")), "unknown_recording"),
        (StopRecording(ALWAYS), "is_always"),
        (ExtendRecording(ALWAYS), "recording_ended"),
        (ProtectRecording(RecordingId("r-1")), "unknown_recording"),
    ],
)
def test_what_can_not_be_done_is_refused(command: StartRecording, code: str) -> None:
    life = feeder(always=(feed(5),))
    assert life.refusal(command) == code


def test_an_ended_recording_is_kept_for_its_days_and_a_protected_one_for_ever() -> None:
    life = feeder(keep_days=2)
    names = []
    for number in (1, 2):
        life.command(StartRecording((feed(number),)))
        names.append(recording_id(life.state.n))
        life.command(StopRecording(names[-1]))
    life.command(ProtectRecording(names[0]))
    pass_time(life, 2 * DAY_MS - 1_000)
    assert set(names) <= set(life.state.recordings.table)
    pass_time(life, 1_000)
    assert names[0] in life.state.recordings.table and names[1] not in life.state.recordings.table
    life.command(ProtectRecording(names[0], protected=False))
    assert names[0] in life.state.recordings.table, "a slip of the finger loses nothing at once"
    pass_time(life, MINUTE_MS)
    assert names[0] not in life.state.recordings.table


def test_of_too_many_ended_ones_the_oldest_that_is_not_protected_goes() -> None:
    life = feeder()
    first: list[RecordingId] = []
    forgotten: list[object] = []
    for number in range(MAX_ENDED + 2):
        life.command(StartRecording((feed(1),)))
        name = recording_id(life.state.n)
        first = [*first, name][:3]
        if not number:
            life.command(ProtectRecording(name))
        forgotten += [one for one in life.command(StopRecording(name)) if isinstance(one, RecordingForgotten)]
    assert forgotten == [RecordingForgotten(first[1]), RecordingForgotten(first[2])]
    assert first[0] in life.state.recordings.table


def test_the_site_files_cameras_are_recorded_for_ever_and_follow_it() -> None:
    life = feeder(always=(feed(5), feed(6)))
    made = life.state.recordings.table[ALWAYS]
    assert ([one.feed for one in made.feeds], made.until_log_ms) == ([feed(5), feed(6)], None)
    assert not any(one.main for one in made.feeds)
    pass_time(life, 90 * DAY_MS)
    assert life.state.recordings.table[ALWAYS] == made
    life.feed(msgspec.structs.replace(life.site, recording=RecordingConfig(always=(feed(6),))))
    assert [one.feed for one in life.state.recordings.table[ALWAYS].feeds] == [feed(6)]
    life.feed(msgspec.structs.replace(life.site, recording=RecordingConfig()))
    assert ALWAYS not in life.state.recordings.table


def test_cameras_that_leave_the_site_leave_recordings() -> None:
    life = feeder()
    life.command(StartRecording((feed(1), feed(40))))
    both = recording_id(life.state.n)
    life.command(StartRecording((feed(40),)))
    alone = recording_id(life.state.n)
    life.feed(msgspec.structs.replace(life.site, cameras=life.site.cameras[:-1]))
    table = life.state.recordings.table
    assert [one.feed for one in table[both].feeds] == [feed(1)] and both in table.running
    assert table[alone].state is RecordingState.ENDED and table[alone].why_ended


def test_a_checkpoint_holds_recordings_and_keeps_their_part_of_the_log() -> None:
    life = feeder(always=(feed(5),))
    made = shot(life)
    assert made is not None
    life.command(CloseIncident(FIRST))
    pass_time(life, 20_000)
    state = decode_state(encode_state(life.state))
    assert saved(state) == saved(life.state)
    assert state.recordings.table.of_incident(FIRST) is None
    assert checkpoint_of(life.state).pins == (made.log_from_n,), "of a closed incident, too"


def test_the_log_is_kept_from_a_minute_before_on() -> None:
    life = feeder()
    numbers = {}
    for _ in range(200):
        pass_time(life, 1_000)
        numbers[life.now_ms] = life.state.n
    made = shot(life)
    assert made is not None
    before = [n for at_ms, n in numbers.items() if at_ms <= made.begun_log_ms - 60_000]
    assert before[-1] - 5 <= made.log_from_n <= before[-1]
    early = feeder()
    made = shot(early)
    assert made is not None and made.log_from_n == 1, "there is nothing before"


def test_timers_of_a_recording_whose_beginning_could_not_be_read_do_nothing() -> None:
    life = feeder()
    for timer in (
        RecordingEnds(life.now_ms, recording_id(99)),
        RecordingExpires(life.now_ms, recording_id(99)),
    ):
        assert life.feed(TimerFired(timer)) == ()


def test_ended_recordings_give_way_and_no_others_do() -> None:
    life = feeder(always=(feed(5),))
    names = []
    for number in range(1, 4):
        life.command(StartRecording((feed(number),)))
        names.append(recording_id(life.state.n))
    life.command(StopRecording(names[0]))
    life.command(StopRecording(names[1]))
    life.command(ProtectRecording(names[1]))
    decisions = life.feed(
        RoomNeeded((*names, ALWAYS, RecordingId("r-000099")), 51_200_000_000, 50_000_000_000)
    )
    gave_way, forgotten = decisions
    assert isinstance(gave_way, RecordingGaveWay) and gave_way.recording == names[0]
    assert gave_way.why == "to make room: what is recorded takes 51.2 GB, and there is room for 50.0 GB"
    assert forgotten == RecordingForgotten(names[0])
    assert set(life.state.recordings.table) == {names[1], names[2], ALWAYS}
    pass_time(life, 90 * DAY_MS)
    assert names[1] in life.state.recordings.table, "the timer of one that gave way is gone, too"


def test_an_end_is_known_by_both_clocks() -> None:
    life = feeder()
    life.command(StartRecording((feed(1),)))
    name = recording_id(life.state.n)
    life.clock.pass_ms(5_000)
    life.clock.set_by(-3_600_000)
    life.command(StopRecording(name))
    ended = life.state.recordings.table[name]
    assert ended.ended_log_ms == ended.begun_log_ms + 5_000
    assert ended.ended_at_ms == ended.begun_at_ms + 5_000 - 3_600_000
