"""What the engine reports of recorded streams: what is on disk of them."""

from console.core.decisions import AnyDecision
from console.core.state import State
from console.protocol.recording_messages import ReportRecorded


def note(state: State, report: ReportRecorded) -> tuple[AnyDecision, ...]:
    """All streams that are recorded now; those that the site does not have are left out."""
    told = tuple(stream for stream in report.streams if stream.feed in state.site.feeds)
    if told != state.recordings.streams.value:
        state.recordings.streams.put(told)
    return ()
