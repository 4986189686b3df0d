"""What the wall shows: a stack of layers for each cell, resolved by core into views for clients."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alert import AlertKind, Severity
from console.domain.cell_content import AnyContent
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Reason
from console.domain.layout import Layout
from console.domain.zoom_part import ZoomPart

NOBODY = ""
"""To whom a monitor is "lent" whose window a person closed: it shows nothing of this wall either."""

NO_SCREEN = "*no screen*"
"""To whom a monitor is "lent" that has no screen now: unplugged, or switched off. No site has such a name."""


HIDDEN = "*hidden*"
"""To whom a monitor is "lent" that a person hid from visitors; of answers to acts alone."""


class Layer(StrEnum):
    """Whose act a cell shows, strongest first: a hand, an incident, a tour, the last selection (in a
    hotspot), the base layout."""

    HAND = "hand"
    INCIDENT = "incident"
    TOUR = "tour"
    SELECTED = "selected"
    BASE = "base"


class IncidentMark(Struct, frozen=True):
    """What an incident's tile says: "180 m · sees the point · gunshot 14:02:11"."""

    incident: IncidentId
    kind: AlertKind
    severity: Severity
    observed_at_ms: int
    reason: Reason


class TourMark(Struct, frozen=True):
    """The tour of a cell: ``step`` counts from 1. ``held``: why it does not go on ("paused", "incident",
    "hand", "rewind"), "" while it does. ``next_feed`` comes next and is to be made ready: None while it is
    too early.
    """

    tour: str
    step: int
    steps: int
    held: str = ""
    next_feed: FeedId | None = None


class CellView(Struct, frozen=True):
    """One cell as it is to be shown. ``mark`` is set where an incident put the feed or found it there.

    ``rewind_s``: the cell plays its feed so many seconds back, from the ring; 0 for live. ``content`` is
    what it shows in place of a camera. ``held_by``: whose hand is on it. ``tour``: it runs here, seen or not.
    """

    cell: CellIndex
    column: int
    row: int
    column_span: int
    row_span: int
    auto: bool
    feed: FeedId | None
    layer: Layer
    pinned: bool = False
    mark: IncidentMark | None = None
    rewind_s: float = 0.0
    content: AnyContent | None = None
    zoom: ZoomPart | None = None
    held_by: str = ""
    tour: TourMark | None = None
    hotspot: bool = False


class CoverKind(StrEnum):
    """What hides a monitor from those who may not see it: the public preset, or nothing at all."""

    PUBLIC = "public"
    BLANK = "blank"


class Cover(Struct, frozen=True):
    """What is shown in place of everything else: no hand and no incident reaches the glass.

    ``layout`` is what is seen, None for nothing; ``since_ms`` is wall time.
    """

    kind: CoverKind
    by: str
    since_ms: int
    layout: Layout | None = None


class FrameMark(Struct, frozen=True):
    """A rule put this preset over what the monitor showed; ``why`` in words."""

    rule: str
    preset: str
    why: str


class MonitorView(Struct, frozen=True):
    """A monitor's grid as it is to be shown; with a ``cover``, as it waits beneath it: see ``glass``."""

    monitor: MonitorId
    layout_name: str
    columns: int
    rows: int
    cells: tuple[CellView, ...]
    cover: Cover | None = None
    frame: FrameMark | None = None


def glass(view: MonitorView) -> MonitorView:
    """What reaches the glass: the view itself, or what covers it."""
    if view.cover is None:
        return view
    layout = view.cover.layout
    if layout is None:
        return MonitorView(view.monitor, "", 1, 1, (), view.cover)
    cells = tuple(
        CellView(
            CellIndex(index),
            cell.column,
            cell.row,
            cell.column_span,
            cell.row_span,
            False,
            cell.feed,
            Layer.BASE,
            content=cell.content,
            zoom=cell.zoom,
        )
        for index, cell in enumerate(layout.cells)
    )
    return MonitorView(view.monitor, layout.name, layout.columns, layout.rows, cells, view.cover)
