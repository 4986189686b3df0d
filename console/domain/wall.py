"""What the wall shows: a stack of layers for each cell, resolved by core into views for clients."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alert import AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Reason

NOBODY = ""
"""To whom a monitor is "lent" whose window a person closed: it shows nothing of this wall either."""

NO_SCREEN = "*no screen*"
"""To whom a monitor is "lent" that has no screen now: unplugged, or switched off. No site has such a name."""


class Layer(StrEnum):
    """Whose act a cell shows, strongest first: a hand, an incident, a tour, the base layout."""

    HAND = "hand"
    INCIDENT = "incident"
    TOUR = "tour"
    BASE = "base"


class IncidentMark(Struct, frozen=True):
    """What an incident's tile says: "180 m · sees the point · gunshot 14:02:11"."""

    incident: IncidentId
    kind: AlertKind
    severity: Severity
    observed_at_ms: int
    reason: Reason


class CellView(Struct, frozen=True):
    """One cell as it is to be shown. ``mark`` is set where an incident put the feed or found it there.

    ``rewind_s``: the cell plays its feed so many seconds back, from the ring; 0 for live.
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


class MonitorView(Struct, frozen=True):
    """A monitor's grid as it is to be shown."""

    monitor: MonitorId
    layout_name: str
    columns: int
    rows: int
    cells: tuple[CellView, ...]
