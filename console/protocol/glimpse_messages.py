"""Between the desk of a replay and the process that looks into its movies: JSON, one message a line.

The first line to the process is the ReplaySource. Times are log time in milliseconds.
"""

from msgspec import Struct

from console.domain.ids import FeedId


class RecordedGap(Struct, frozen=True):
    """Pictures of a camera are missing between two moments. ``reason`` as in a movie's index: GapRecord."""

    feed: FeedId
    from_ms: int
    to_ms: int
    reason: str


class LookedInto(Struct, frozen=True, tag_field="told", tag="looked_into"):
    """Once: the cameras of which there are movies, and all that is missing in these, the oldest first."""

    feeds: tuple[FeedId, ...]
    gaps: tuple[RecordedGap, ...]
