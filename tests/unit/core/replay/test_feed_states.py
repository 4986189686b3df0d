"""How a camera was is read from the log."""

from console.core.replay.feed_states import FOR_EVER_MS, recorded_states
from console.core.state import State
from console.domain.ids import FeedId
from console.domain.picture import LostCause, PictureState
from console.protocol.core_messages import FeedState, ReportFeeds
from tests.fakes.input_feeder import InputFeeder

ONE, TWO, THREE = (FeedId(f"cam-00{n}") for n in (1, 2, 3))


def test_each_state_has_its_cause_and_lasts_until_the_next_word_on_the_camera() -> None:
    feeder = InputFeeder(cameras=3)
    begun_ms = feeder.now_ms

    def report(*feeds: FeedState) -> None:
        feeder.now_ms += 1_000
        feeder.command(ReportFeeds(feeds))

    report(FeedState(ONE, PictureState.LIVE), FeedState(TWO, PictureState.LOST, LostCause.REFUSED))
    report(FeedState(ONE, PictureState.LOST, LostCause.ENDED))
    report(FeedState(ONE, PictureState.LOST, LostCause.SILENT))
    report(FeedState(ONE, PictureState.FROZEN, since_ms=77))
    none = LostCause.NONE
    assert recorded_states(State(), feeder.entries) == {
        ONE: (
            (begun_ms + 1_000, begun_ms + 2_000, PictureState.LIVE, none, 0),
            (begun_ms + 2_000, begun_ms + 3_000, PictureState.LOST, LostCause.ENDED, 0),
            (begun_ms + 3_000, begun_ms + 4_000, PictureState.LOST, LostCause.SILENT, 0),
            (begun_ms + 4_000, FOR_EVER_MS, PictureState.FROZEN, none, 77),
        ),
        TWO: ((begun_ms + 1_000, FOR_EVER_MS, PictureState.LOST, LostCause.REFUSED, 0),),
    }, "and of a camera of which it says nothing there is none"


def test_a_camera_is_lost_since_its_first_cause_as_the_engine_told() -> None:
    feeder = InputFeeder(cameras=3)
    for state, cause, since_ms in (
        (PictureState.LOST, LostCause.ENDED, 700),
        (PictureState.LOST, LostCause.REFUSED, 1_300),
        (PictureState.LIVE, LostCause.NONE, 5_000),
        (PictureState.LOST, LostCause.SILENT, 9_000),
    ):
        feeder.command(ReportFeeds((FeedState(ONE, state, cause, since_ms),)))
    told = [(one.cause, one.since_ms) for one in recorded_states(State(), feeder.entries)[ONE]]
    assert told == [
        (LostCause.ENDED, 700),
        (LostCause.REFUSED, 700),
        (LostCause.NONE, 5_000),
        (LostCause.SILENT, 9_000),
    ]


def test_what_was_so_before_the_log_begins_is_so_from_there() -> None:
    feeder = InputFeeder(cameras=3)
    feeder.command(ReportFeeds((FeedState(TWO, PictureState.LOST, LostCause.REFUSED, 700),)))
    at_ms = feeder.state.at_ms
    told = (at_ms, FOR_EVER_MS, PictureState.LOST, LostCause.REFUSED, 700)
    assert recorded_states(feeder.state, []) == {TWO: (told,)}
