"""A camera's losses are read from the log."""

from console.core.replay.losses import FOR_EVER_MS, losses_of
from console.core.state import State
from console.domain.ids import FeedId
from console.domain.picture import LostCause, PictureState
from console.protocol.core_messages import FeedState, ReportFeeds
from tests.fakes.input_feeder import InputFeeder

ONE, TWO, THREE = (FeedId(f"cam-00{n}") for n in (1, 2, 3))


def test_each_loss_has_its_cause_and_lasts_until_the_next_word_on_the_camera() -> None:
    feeder = InputFeeder(cameras=3)
    begun_ms = feeder.now_ms

    def report(*feeds: FeedState) -> None:
        feeder.now_ms += 1_000
        feeder.command(ReportFeeds(feeds))

    report(FeedState(ONE, PictureState.LIVE), FeedState(TWO, PictureState.LOST, LostCause.REFUSED))
    report(FeedState(ONE, PictureState.LOST, LostCause.ENDED))
    report(FeedState(ONE, PictureState.LOST, LostCause.SILENT))
    report(FeedState(ONE, PictureState.CONNECTING), FeedState(THREE, PictureState.STALE))
    found = losses_of(State(), feeder.entries)
    assert found == {
        ONE: (
            (begun_ms + 2_000, begun_ms + 3_000, LostCause.ENDED, 0),
            (begun_ms + 3_000, begun_ms + 4_000, LostCause.SILENT, 0),
        ),
        TWO: ((begun_ms + 1_000, FOR_EVER_MS, LostCause.REFUSED, 0),),
    }


def test_a_camera_is_lost_since_its_first_cause_as_the_engine_told() -> None:
    feeder = InputFeeder(cameras=3)
    for state, cause, since_ms in (
        (PictureState.LOST, LostCause.ENDED, 700),
        (PictureState.LOST, LostCause.REFUSED, 1_300),
        (PictureState.LIVE, LostCause.NONE, 5_000),
        (PictureState.LOST, LostCause.SILENT, 9_000),
    ):
        feeder.command(ReportFeeds((FeedState(ONE, state, cause, since_ms),)))
    told = [(loss.cause, loss.since_ms) for loss in losses_of(State(), feeder.entries)[ONE]]
    assert told == [(LostCause.ENDED, 700), (LostCause.REFUSED, 700), (LostCause.SILENT, 9_000)]


def test_what_was_lost_before_the_log_begins_is_lost_from_there() -> None:
    feeder = InputFeeder(cameras=3)
    feeder.command(ReportFeeds((FeedState(TWO, PictureState.LOST, LostCause.REFUSED, 700),)))
    at_ms = feeder.state.at_ms
    assert losses_of(feeder.state, []) == {TWO: ((at_ms, FOR_EVER_MS, LostCause.REFUSED, 700),)}
