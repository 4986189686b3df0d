"""What the engine reports of the feeds."""

from console.core.decisions import AnyDecision
from console.core.state import State
from console.core.tours import tour_runs
from console.domain.picture import PictureState
from console.protocol.core_messages import ReportFeeds


def note(state: State, report: ReportFeeds) -> tuple[AnyDecision, ...]:
    """Feeds changed their state; those that the site does not have are left out."""
    for feed in report.feeds:
        if feed.feed in state.site.feeds:
            state.feeds.put(feed.feed, feed)
    if any(feed.state is PictureState.LOST for feed in report.feeds):
        tour_runs.look_at_lost(state)
    return ()
