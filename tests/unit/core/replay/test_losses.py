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
            (begun_ms + 2_000, begun_ms + 3_000, LostCause.ENDED),
            (begun_ms + 3_000, begun_ms + 4_000, LostCause.SILENT),
        ),
        TWO: ((begun_ms + 1_000, FOR_EVER_MS, LostCause.REFUSED),),
    }


def test_what_was_lost_before_the_log_begins_is_lost_from_there() -> None:
    feeder = InputFeeder(cameras=3)
    feeder.command(ReportFeeds((FeedState(TWO, PictureState.LOST, LostCause.REFUSED),)))
    at_ms = feeder.state.at_ms
    assert losses_of(feeder.state, []) == {TWO: ((at_ms, FOR_EVER_MS, LostCause.REFUSED),)}
