"""When each camera was lost, and why, as a recorded log tells. Pure."""

from collections.abc import Iterable

from console.core.log.input_log import CommandGiven, LogEntry
from console.core.state import State
from console.domain.ids import FeedId
from console.domain.picture import LostCause, PictureState
from console.protocol.core_messages import FeedState, ReportFeeds

Losses = tuple[tuple[int, int, LostCause], ...]
"""From and to in log time (ms), in their order."""

FOR_EVER_MS = 2**53
"""As far as integers of JSON reach."""


def losses_of(before: State, entries: Iterable[LogEntry]) -> dict[FeedId, Losses]:
    """``before`` is the state before the first entry. Of cameras that were never lost there is none."""
    found: dict[FeedId, list[tuple[int, int, LostCause]]] = {}
    for feed in before.feeds.values():
        _note(found, feed, before.at_ms)
    for entry in entries:
        given = entry.input
        if isinstance(given, CommandGiven) and isinstance(given.command, ReportFeeds):
            for feed in given.command.feeds:
                _note(found, feed, entry.at_ms)
    return {feed: tuple(losses) for feed, losses in found.items()}


def _note(found: dict[FeedId, list[tuple[int, int, LostCause]]], feed: FeedState, at_ms: int) -> None:
    losses = found.get(feed.feed, [])
    if losses and losses[-1][1] == FOR_EVER_MS:
        losses[-1] = (losses[-1][0], at_ms, losses[-1][2])
    if feed.state is PictureState.LOST:
        found.setdefault(feed.feed, losses).append((at_ms, FOR_EVER_MS, feed.cause))
