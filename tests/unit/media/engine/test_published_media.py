from msgspec.structs import replace

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.media.engine.published_media import FIGURES_NS, MediaChanges, PublishedMedia
from console.protocol.engine_messages import FeedHealth, SlotPlace, WorkerReport

LIVE = FeedHealth(FeedId("a"), Profile.SUB, "worker-0", PictureState.LIVE, fps=15.0)
KEY = SlotKey(FeedId("a"), Profile.SUB, 160, 90)
PLACE = SlotPlace(KEY, "/dev/shm/worker-0-aa-0", 0, 1)
T0 = 10 * FIGURES_NS


def report(*feeds: FeedHealth, places: tuple[SlotPlace, ...] = ()) -> WorkerReport:
    return WorkerReport("worker-0", "aa", 1, places, feeds)


def test_news_once_and_nothing_when_nothing_changed() -> None:
    media = PublishedMedia()
    assert media.take(report(LIVE, places=(PLACE,)), T0) == MediaChanges((PLACE,), (), (LIVE,))
    assert media.take(report(LIVE, places=(PLACE,)), T0 + 1) == MediaChanges()
    assert media.places() == (PLACE,)
    assert media.feeds() == (LIVE,)


def test_state_at_once_and_figures_in_their_turn() -> None:
    media = PublishedMedia()
    media.take(report(LIVE), T0)
    faster = replace(LIVE, fps=25.0)
    assert media.take(report(faster), T0 + 1).feeds == ()
    assert media.feeds() == (LIVE,)  # what a snapshot says is what was published
    lost = replace(LIVE, state=PictureState.LOST, cause=LostCause.REFUSED)
    assert media.take(report(lost), T0 + 2).feeds == (lost,)
    media.take(report(LIVE), T0 + 3)
    assert media.take(report(faster), T0 + FIGURES_NS).feeds == (faster,)


def test_another_since_is_said_at_once() -> None:
    media = PublishedMedia()
    lost = replace(LIVE, state=PictureState.LOST, cause=LostCause.REFUSED, since_ms=5)
    media.take(report(lost), T0)
    other = replace(lost, since_ms=9)
    assert media.take(report(other), T0 + 1).feeds == (other,)


def test_place_that_is_no_longer_named_is_gone_and_a_moved_one_is_placed_again() -> None:
    media = PublishedMedia()
    media.take(report(places=(PLACE,)), T0)
    moved = replace(PLACE, file="/dev/shm/worker-0-bb-0")
    assert media.take(report(places=(moved,)), T0) == MediaChanges(placed=(moved,))
    assert media.take(report(), T0) == MediaChanges(gone=(KEY,))


def test_silent_worker_makes_its_feeds_stale_once_and_a_report_mends_it() -> None:
    media = PublishedMedia()
    media.take(report(LIVE), T0)
    (stale,) = media.silent("worker-0", now_ms=77).feeds
    assert (stale.state, stale.since_ms) == (PictureState.STALE, 77)
    assert media.silent("worker-0", now_ms=99) == MediaChanges()
    assert media.take(report(LIVE), T0 + 1).feeds == (LIVE,)
    assert media.silent("worker-7", now_ms=99) == MediaChanges()


def test_what_is_lost_stays_so_while_its_worker_is_silent() -> None:
    """So say its tiles: the counts would have one loss less than the wall."""
    media = PublishedMedia()
    media.take(report(replace(LIVE, state=PictureState.LOST, cause=LostCause.REFUSED, since_ms=5)), T0)
    assert media.silent("worker-0", now_ms=77) == MediaChanges()
    (lost,) = media.feeds()
    assert (lost.state, lost.cause, lost.since_ms) == (PictureState.LOST, LostCause.REFUSED, 5)


def test_what_is_lost_still_after_a_workers_silence_was_so_all_the_time() -> None:
    media = PublishedMedia()
    lost = replace(LIVE, state=PictureState.LOST, cause=LostCause.REFUSED, since_ms=5)
    media.take(report(lost), T0)
    media.silent("worker-0", now_ms=77)
    opened, again = replace(LIVE, state=PictureState.CONNECTING), replace(lost, since_ms=99)
    for step, (told, since_ms) in enumerate(((opened, 0), (again, 5), (LIVE, 0), (again, 99))):
        media.take(report(told), T0 + step)
        assert media.feeds()[0].since_ms == since_ms


def test_a_replay_tells_itself_since_when_a_camera_was_lost() -> None:
    media = PublishedMedia()
    lost = replace(LIVE, state=PictureState.LOST, cause=LostCause.REFUSED, since_ms=5)
    media.take(report(lost), T0)
    media.silent("worker-0", now_ms=0)
    other = replace(lost, since_ms=99)
    assert media.take(report(other), T0 + 1).feeds == (other,)


def test_health_of_a_closed_stream_is_taken_back() -> None:
    media = PublishedMedia()
    media.take(report(LIVE), T0)
    assert media.take(report(), T0 + 1) == MediaChanges(closed=((FeedId("a"), Profile.SUB),))
    assert media.feeds() == ()
