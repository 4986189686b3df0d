"""A feed is as its best stream; streams that are lost beside it are named."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.picture import LostCause, PictureState
from console.domain.policies.feed_health import (
    FeedStreams,
    best_stream,
    feed_streams,
    lost_beside_words,
)
from console.domain.tier import Tier


@dataclass(frozen=True)
class Told:
    profile: Profile
    state: PictureState
    cause: LostCause = LostCause.NONE
    tier: Tier = Tier.HIDDEN


def told(main: PictureState, sub: PictureState) -> FeedStreams | None:
    def cause(state: PictureState) -> LostCause:
        return LostCause.UNAUTHORISED if state is PictureState.LOST else LostCause.NONE

    return feed_streams((Told(Profile.MAIN, main, cause(main)), Told(Profile.SUB, sub, cause(sub))))


LOST_MAIN = ((Profile.MAIN, LostCause.UNAUTHORISED),)


def test_a_live_stream_hides_no_lost_one() -> None:
    feed = told(PictureState.LOST, PictureState.LIVE)
    assert feed == FeedStreams(PictureState.LIVE, lost_beside=LOST_MAIN)
    assert lost_beside_words(feed) == "main lost: wrong user or password"


def test_a_feed_is_lost_when_all_its_open_streams_are() -> None:
    lost = FeedStreams(PictureState.LOST, LostCause.UNAUTHORISED)
    assert told(PictureState.LOST, PictureState.LOST) == lost
    assert told(PictureState.CONNECTING, PictureState.LOST) == lost
    assert lost_beside_words(lost) == ""


def test_a_stream_that_is_only_being_opened_says_nothing_against_another() -> None:
    assert told(PictureState.CONNECTING, PictureState.STALE) == FeedStreams(PictureState.STALE)
    assert told(PictureState.CONNECTING, PictureState.CONNECTING) == FeedStreams(PictureState.CONNECTING)


def test_nothing_is_known_without_a_stream() -> None:
    assert feed_streams(()) is None


@given(st.sampled_from(PictureState), st.sampled_from(PictureState))
def test_the_order_of_streams_does_not_matter(one: PictureState, other: PictureState) -> None:
    streams = (Told(Profile.MAIN, one), Told(Profile.SUB, other))
    forth, back = feed_streams(streams), feed_streams(streams[::-1])
    assert forth is not None and back is not None
    assert forth == back and forth.state in (one, other)
    assert best_stream(streams) is best_stream(streams[::-1])


def test_of_two_lost_streams_the_small_one_says_why_as_every_tile_falls_back_to_it() -> None:
    main = Told(Profile.MAIN, PictureState.LOST, LostCause.UNAUTHORISED)
    sub = Told(Profile.SUB, PictureState.LOST, LostCause.SILENT)
    assert feed_streams((main, sub)) == FeedStreams(PictureState.LOST, LostCause.SILENT)


def test_a_stream_that_was_not_recorded_is_not_lost_beside_another() -> None:
    main = Told(Profile.MAIN, PictureState.LOST, LostCause.NOT_RECORDED)
    sub = Told(Profile.SUB, PictureState.LIVE, LostCause.NONE)
    assert feed_streams((main, sub)) == FeedStreams(PictureState.LIVE)


def test_a_stream_of_a_replay_is_being_loaded() -> None:
    loaded = Told(Profile.SUB, PictureState.CONNECTING, LostCause.LOADING)
    assert feed_streams((loaded,)) == FeedStreams(PictureState.CONNECTING, LostCause.LOADING)


def test_what_is_shown_says_more_than_a_stream_that_nobody_decodes() -> None:
    main = Told(Profile.MAIN, PictureState.LIVE)  # recorded: its packets come
    for state in (PictureState.FROZEN, PictureState.STALE, PictureState.WAIT):
        assert feed_streams((main, Told(Profile.SUB, state, tier=Tier.GRID))) == FeedStreams(state)
    for state in (PictureState.LOST, PictureState.CONNECTING):
        feed = feed_streams((main, Told(Profile.SUB, state, tier=Tier.GRID)))
        assert feed is not None and feed.state is PictureState.LIVE, "the tile goes over to main"
