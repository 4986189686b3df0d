"""Between the desk of a replay and the process that looks into its movies: JSON, one message a line.

The first line to the process is the ReplaySource. Times are log time in milliseconds.
"""

from msgspec import Struct

from console.domain.ids import FeedId

NOT_RECORDED = "not_recorded"
NOT_IN_PACKAGE = "not_in_package"


class RecordedGap(Struct, frozen=True):
    """Pictures of a camera are missing between two moments. ``reason`` as in a movie's index (GapRecord), or
    between two movies ``not_recorded`` or, where the site has more of it, ``not_in_package``.
    """

    feed: FeedId
    from_ms: int
    to_ms: int
    reason: str


class LookedInto(Struct, frozen=True, tag_field="told", tag="looked_into"):
    """Once: the cameras of which there are movies, and all that is missing in these, the oldest first."""

    feeds: tuple[FeedId, ...]
    gaps: tuple[RecordedGap, ...]


class AskGlimpses(Struct, frozen=True):
    """Show these cameras at this moment, no larger than that, in pixels. A newer question takes its place.

    Without cameras: nobody looks any more.
    """

    number: int
    at_ms: int
    feeds: tuple[FeedId, ...]
    width: int
    height: int


class Glimpse(Struct, frozen=True, tag_field="told", tag="glimpse"):
    """What question ``number`` asked of a camera: behind the line follow its pixels, three bytes each.

    Blue, green, red, row by row. ``at_ms`` is when the picture had come, at or before the moment that was
    asked for. Without pixels (``width`` 0): nothing of it was recorded there.
    """

    number: int
    feed: FeedId
    at_ms: int
    width: int
    height: int

    @property
    def bytes(self) -> int:
        """How many follow."""
        return self.width * self.height * 3


Told = LookedInto | Glimpse
"""What the process says."""
