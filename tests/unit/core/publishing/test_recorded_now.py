"""REC stands for pictures that come to the disk, and for nothing else."""

import pytest

from console.core.publishing.recorded_now import FRESH_MS, recorded_now
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.domain.recording import recording_id
from console.protocol.core_messages import FeedState, ReportFeeds
from console.protocol.recording_messages import RecordedStream, ReportRecorded, StartRecording, StopRecording
from tests.fakes.input_feeder import InputFeeder

FEED, OTHER = FeedId("cam-001"), FeedId("cam-002")
NOW_MS = 1_700_000_000_000


def stream(
    feed: FeedId = FEED, written_at_ms: int = NOW_MS, trouble: str = "", profile: Profile = Profile.SUB
) -> RecordedStream:
    return RecordedStream(feed, profile, written_at_ms, 0, trouble)


@pytest.fixture
def recording() -> InputFeeder:
    """One camera that was asked to be recorded, of which the disk has pictures."""
    life = InputFeeder()
    life.command(StartRecording((FEED,)))
    life.command(ReportRecorded((stream(), stream(OTHER))))
    return life


def test_a_camera_of_a_running_recording_that_comes_to_the_disk(recording: InputFeeder) -> None:
    assert recorded_now(recording.state, NOW_MS) == (FEED,), "nobody records the other one"
    recording.command(StopRecording(recording_id(recording.state.n - 1)))
    assert recorded_now(recording.state, NOW_MS) == ()


@pytest.mark.parametrize(
    "streams",
    [
        (),
        (stream(written_at_ms=0),),
        (stream(trouble="the disk is full"),),
        (stream(written_at_ms=NOW_MS - FRESH_MS),),
        (stream(written_at_ms=NOW_MS + FRESH_MS),),
    ],
    ids=["no writer", "nothing safe yet", "disk full", "written long ago", "a clock that was set"],
)
def test_what_does_not_come_to_the_disk_is_not_recorded(
    recording: InputFeeder, streams: tuple[RecordedStream, ...]
) -> None:
    recording.command(ReportRecorded(streams))
    assert recorded_now(recording.state, NOW_MS) == ()


def test_one_stream_that_is_written_is_enough(recording: InputFeeder) -> None:
    streams = (stream(trouble="no room for main", profile=Profile.MAIN), stream())
    recording.command(ReportRecorded(streams))
    assert recorded_now(recording.state, NOW_MS) == (FEED,)


def test_of_a_lost_camera_nothing_is_recorded(recording: InputFeeder) -> None:
    recording.command(ReportFeeds((FeedState(FEED, PictureState.LOST),)))
    assert recorded_now(recording.state, NOW_MS) == ()
    recording.command(ReportFeeds((FeedState(FEED, PictureState.DARK),)))
    assert recorded_now(recording.state, NOW_MS) == (FEED,)
