"""What persons, rules and tours put into cells of the wall, and over whole monitors."""

from msgspec import Struct

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.layout import Layout
from console.domain.zoom_part import ZoomPart

Where = tuple[MonitorId, CellIndex]
"""A cell of the wall."""


class Hand(Struct, frozen=True):
    """What a person put into a cell, above any incident; ``feed`` None for a cell emptied by hand."""

    feed: FeedId | None
    pinned: bool
    by: str = ""


class Rewind(Struct, frozen=True):
    """A cell plays this feed so far behind live, until ``until_ms`` (log time) at most.

    ``loop_ms``: after so long the same again, so much further behind live; 0 for once.
    """

    feed: FeedId
    rewind_ms: int
    until_ms: int
    loop_ms: int = 0


class Zoomed(Struct, frozen=True):
    """A cell shows this part of this feed; ``part`` None: the whole, whatever its layout says."""

    feed: FeedId
    part: ZoomPart | None


class TourRun(Struct, frozen=True):
    """A tour in a cell: at ``position`` of its ``turn``-th round (both from 0) it shows ``feed``, None where
    it has none to show. ``paused``: by a person. ``next_feed``: what comes next, once it is to be made ready.
    """

    tour: str
    feed: FeedId | None
    turn: int = 0
    position: int = 0
    paused: bool = False
    next_feed: FeedId | None = None


class Surface(Struct, frozen=True):
    """All that people put on one monitor, as it is laid aside and comes back, to the byte.

    ``version``: of the stored layout that the base came of.
    """

    base: Layout
    version: int | None = None
    hands: tuple[tuple[CellIndex, Hand], ...] = ()
    tours: tuple[tuple[CellIndex, TourRun], ...] = ()
    zooms: tuple[tuple[CellIndex, Zoomed], ...] = ()


class Frame(Struct, frozen=True):
    """A rule's preset on a monitor; ``below`` is what it lies on. ``incident``: for which it went up."""

    rule: str
    preset: str
    why: str
    below: Surface
    incident: IncidentId | None = None


class Loaded(Struct, frozen=True):
    """A layout or wall preset that a person loaded with input ``n``, and what lay there before."""

    n: int
    by: str
    words: str
    before: tuple[tuple[MonitorId, Surface], ...]
