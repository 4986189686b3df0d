"""How a feed is, from its streams: what a tile of it would show, and which streams are lost beside that.

The one place where this is decided: core switches by it, desk, map, counts and ``ctl`` show it.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar

from console.domain.camera import Profile
from console.domain.picture import CAUSE_WORDS, LostCause, PictureState, is_unrecorded
from console.domain.tier import Tier


class Stream(Protocol):
    """What is known of one stream."""

    @property
    def profile(self) -> Profile: ...
    @property
    def state(self) -> PictureState: ...
    @property
    def cause(self) -> LostCause: ...
    @property
    def tier(self) -> Tier: ...


StreamT = TypeVar("StreamT", bound=Stream)


class FeedStreams(NamedTuple):
    """A feed's ``state`` and ``cause``, those of its best stream; ``lost_beside``: streams that are LOST."""

    state: PictureState
    cause: LostCause = LostCause.NONE
    lost_beside: tuple[tuple[Profile, LostCause], ...] = ()


def best_stream(streams: Iterable[StreamT]) -> StreamT | None:
    """The stream that a tile shows, or would show: another takes over for one that is lost or does not come.

    Of one that nobody decodes (kept warm, recorded) no more is known than that packets come, so one that is
    shown says more. Any word on a picture is better than none yet: one that is only being opened counts last.
    Of equals the small one is taken, which every tile can fall back to.
    """
    return max(streams, key=_rank, default=None)


def feed_streams(streams: Iterable[Stream]) -> FeedStreams | None:
    """The feed as it is; None while nothing is known of any stream."""
    told = tuple(streams)
    best = best_stream(told)
    if best is None:
        return None
    if best.state is PictureState.LOST:
        return FeedStreams(best.state, best.cause)
    has_cause = best.state in (PictureState.WAIT, PictureState.CONNECTING)
    cause = best.cause if has_cause else LostCause.NONE
    lost = tuple((one.profile, one.cause) for one in told if _is_lost(one))
    return FeedStreams(best.state, cause, lost_beside=lost)


def lost_beside_words(feed: FeedStreams) -> str:
    """The lost streams in words: "main lost: wrong user or password", "" of none."""
    return ", ".join(
        f"{profile.value} lost: {CAUSE_WORDS[cause]}" if CAUSE_WORDS[cause] else f"{profile.value} lost"
        for profile, cause in feed.lost_beside
    )


def _is_lost(stream: Stream) -> bool:
    return stream.state is PictureState.LOST and not is_unrecorded(stream.state, stream.cause)


def _rank(stream: Stream) -> tuple[bool, int, bool]:
    is_opening = stream.state is PictureState.CONNECTING
    is_shown = stream.tier > Tier.HIDDEN and not is_opening and stream.state is not PictureState.LOST
    return is_shown, -1 if is_opening else stream.state, stream.profile is Profile.SUB
