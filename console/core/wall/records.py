"""What persons put into cells of the wall."""

from msgspec import Struct

from console.domain.ids import CellIndex, FeedId, MonitorId

Where = tuple[MonitorId, CellIndex]
"""A cell of the wall."""


class Hand(Struct, frozen=True):
    """What a person put into a cell, above any incident; ``feed`` None for a cell emptied by hand."""

    feed: FeedId | None
    pinned: bool


class Rewind(Struct, frozen=True):
    """A cell plays this feed so far behind live, until ``until_ms`` (log time) at most."""

    feed: FeedId
    rewind_ms: int
    until_ms: int
