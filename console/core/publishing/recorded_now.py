"""Which cameras are on their way to the disk at this moment: what a REC mark stands for."""

from console.core.state import State
from console.domain.ids import FeedId
from console.domain.picture import PictureState

FRESH_MS = 25_000
"""A fragment is safe 7 s after its first picture, and the engine tells of it each 10 s: what was written
longer ago is not being written any more, whoever fails to say so."""


def recorded_now(state: State, wall_ms: int) -> tuple[FeedId, ...]:
    """The cameras of running recordings of which pictures come to the disk, sorted.

    Asked for is not enough: a disk that is full or does not answer, a writer or an engine that is gone, and
    a camera that is lost leave nothing on it. Before the first fragment is safe nothing is known yet.
    """
    table = state.recordings.table
    wanted = {one.feed for name in table.running for one in table[name].feeds}
    written = {
        stream.feed
        for stream in state.recordings.streams.value
        if stream.written_at_ms and not stream.trouble and abs(wall_ms - stream.written_at_ms) < FRESH_MS
    }
    return tuple(sorted(feed for feed in wanted & written if not _is_lost(state, feed)))


def _is_lost(state: State, feed: FeedId) -> bool:
    known = state.feeds.get(feed)
    return known is not None and known.state is PictureState.LOST
