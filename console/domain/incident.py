"""An operator-level case: a place, a state, its alerts, and the cameras that were switched up for it."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alert import Alert
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId


class IncidentState(StrEnum):
    """The life of an incident."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Reason(Struct, frozen=True):
    """Why the director put a feed into a cell, in integers so that a replay decides the same.

    ``displaced`` is the feed that stood there before (None for an empty cell); ``already_shown`` says that
    the feed stood there anyway and was only marked.
    """

    distance_cm: int
    sees_point: bool
    displaced: FeedId | None
    already_shown: bool = False


class Overlay(Struct, frozen=True):
    """One automatic switch: an incident's feed in a cell. Removing it is its undo."""

    incident: IncidentId
    monitor: MonitorId
    cell: CellIndex
    feed: FeedId
    reason: Reason


class Incident(Struct, frozen=True):
    """An incident as clients see it.

    ``opened_at_ms`` is the wall time that people are shown, epoch milliseconds. ``opened_log_ms`` is the same
    moment in log time, which no set clock moves: ages and holds count from it (0: not known). ``opened_n`` is
    the number of the input that opened it.
    ``received_mono_ns`` is CLOCK_MONOTONIC of core's host at receipt, the start of alert-to-picture time;
    ``alert_to_picture_ms`` is receipt to the last of its tiles painted live, None until all were.
    ``overlays_until_ms`` is when its overlays go by themselves, in log time. ``undone_by`` took some or all
    of them off last, at ``undone_at_ms`` (wall time).
    """

    incident: IncidentId
    state: IncidentState
    alert: Alert
    opened_at_ms: int
    received_mono_ns: int
    overlays: tuple[Overlay, ...] = ()
    overlays_until_ms: int | None = None
    acknowledged_by: str | None = None
    closed_by: str | None = None
    alert_to_picture_ms: int | None = None
    opened_log_ms: int = 0
    opened_n: int = 0
    undone_by: str | None = None
    undone_at_ms: int = 0


def opened_ms(incident: Incident) -> int:
    """When it was opened, in log time; in wall time, as which that starts, where it is not known."""
    return incident.opened_log_ms or incident.opened_at_ms
