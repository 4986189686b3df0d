"""When each camera was lost, why, and since when, as a recorded log tells. Pure."""

from collections.abc import Iterable

from console.core.log.input_log import CommandGiven, LogEntry
from console.core.state import State
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.protocol.core_messages import FeedState, ReportFeeds
from console.protocol.process_config import RecordedLoss

Losses = tuple[RecordedLoss, ...]
"""In their order."""

FOR_EVER_MS = 2**53
"""As far as integers of JSON reach."""


def losses_of(before: State, entries: Iterable[LogEntry]) -> dict[FeedId, Losses]:
    """``before`` is the state before the first entry. Of cameras that were never lost there is none."""
    found: dict[FeedId, list[RecordedLoss]] = {}
    for feed in before.feeds.values():
        _note(found, feed, before.at_ms)
    for entry in entries:
        given = entry.input
        if isinstance(given, CommandGiven) and isinstance(given.command, ReportFeeds):
            for feed in given.command.feeds:
                _note(found, feed, entry.at_ms)
    return {feed: tuple(losses) for feed, losses in found.items()}


def _note(found: dict[FeedId, list[RecordedLoss]], feed: FeedState, at_ms: int) -> None:
    """Where another cause takes over, the camera stays lost since the same time, as tiles say it."""
    losses, since_ms = found.get(feed.feed, []), feed.since_ms
    if losses and losses[-1].to_ms == FOR_EVER_MS:
        losses[-1] = losses[-1]._replace(to_ms=at_ms)
        since_ms = losses[-1].since_ms
    if feed.state is PictureState.LOST:
        loss = RecordedLoss(at_ms, FOR_EVER_MS, feed.cause, since_ms)
        found.setdefault(feed.feed, losses).append(loss)
