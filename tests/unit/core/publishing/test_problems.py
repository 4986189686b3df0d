"""What core says is wrong with recording: whose pictures are missing, and no more than that."""

from console.core.publishing.problems import recording_troubles
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.recording_messages import RecordedStream

REFUSED = "no pictures come: refused"
FULL = "the disk is full: make room"


def stream(feed: str, profile: Profile, trouble: str = "") -> RecordedStream:
    return RecordedStream(FeedId(feed), profile, 1, 0, trouble)


def test_a_camera_of_which_one_stream_is_recorded_is_named_with_the_one_that_is_missing() -> None:
    streams = (
        stream("cam-006", Profile.MAIN, REFUSED),
        stream("cam-006", Profile.SUB),
        stream("cam-007", Profile.MAIN, REFUSED),
        stream("cam-007", Profile.SUB, REFUSED),
        stream("cam-008", Profile.SUB, REFUSED),
        stream("cam-009", Profile.SUB),
    )
    assert recording_troubles(streams) == (
        "Not recorded: cam-006 main, cam-007, cam-008: no pictures come: refused",
    )


def test_streams_that_miss_for_other_reasons_are_told_apart() -> None:
    streams = (stream("cam-006", Profile.MAIN, REFUSED), stream("cam-006", Profile.SUB, FULL))
    assert recording_troubles(streams) == (
        "Not recorded: cam-006 main: no pictures come: refused",
        "Not recorded: cam-006 sub: the disk is full: make room",
    )
