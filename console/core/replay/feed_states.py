"""How each feed was, why, and since when, as a recorded log tells. Pure."""

from collections.abc import Iterable

from console.core.log.input_log import CommandGiven, LogEntry
from console.core.state import State
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.protocol.core_messages import FeedState, ReportFeeds
from console.protocol.process_config import RecordedState

FOR_EVER_MS = 2**53
"""As far as integers of JSON reach."""


def recorded_states(before: State, entries: Iterable[LogEntry]) -> dict[FeedId, tuple[RecordedState, ...]]:
    """Each feed's states one after the other; ``before`` is the state before the first entry.

    Of a feed of which the log says nothing there is none.
    """
    found: dict[FeedId, list[RecordedState]] = {}
    for feed in before.feeds.values():
        _note(found.setdefault(feed.feed, []), feed, before.at_ms)
    for entry in entries:
        given = entry.input
        if isinstance(given, CommandGiven) and isinstance(given.command, ReportFeeds):
            for feed in given.command.feeds:
                _note(found.setdefault(feed.feed, []), feed, entry.at_ms)
    return {feed: tuple(states) for feed, states in found.items()}


def _note(states: list[RecordedState], feed: FeedState, at_ms: int) -> None:
    """Where another cause takes over, the camera stays lost since the same time, as tiles say it."""
    since_ms = feed.since_ms
    if states:
        last = states[-1]
        states[-1] = last._replace(to_ms=at_ms)
        since_ms = last.since_ms if last.state is feed.state is PictureState.LOST else since_ms
    states.append(RecordedState(at_ms, FOR_EVER_MS, feed.state, feed.cause, since_ms))
