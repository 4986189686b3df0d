"""All that core knows, as one immutable value."""

from bisect import insort

from msgspec import Struct
from msgspec.structs import replace

from console.core.log.input_log import SiteLoaded, Timer
from console.domain.alert import SEVERITY_RANK
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident, IncidentState
from console.domain.layout import Layout
from console.domain.policies.fusion import incident_number
from console.domain.policies.placement import Claim
from console.protocol.core_messages import FeedState
from console.protocol.process_config import DirectorConfig

STATE_VERSION = 1
"""Version of the checkpoints; one of another version is not read, the log is folded instead."""

Where = tuple[MonitorId, CellIndex]
"""A cell of the wall."""

_NO_SITE = SiteLoaded(site="", cameras=(), monitors=(), director=DirectorConfig(), shipped={}, stored={})


class Hand(Struct, frozen=True):
    """What a person put into a cell, above any incident; ``feed`` None for a cell emptied by hand."""

    feed: FeedId | None
    pinned: bool


class Rewind(Struct, frozen=True):
    """A cell plays this feed so far behind live, until ``until_ms`` (epoch milliseconds) at most."""

    feed: FeedId
    rewind_ms: int
    until_ms: int


class Wall(Struct, frozen=True):
    """One monitor's layers: the base layout, hands, and under these the incidents that use a cell.

    ``marks`` names those incidents, the strongest last; the overlays themselves belong to the incidents.
    All overlays of a cell want the same feed, the one that it shows: whatever changes that takes them off.
    """

    layout: Layout
    hands: dict[CellIndex, Hand] = {}
    marks: dict[CellIndex, tuple[IncidentId, ...]] = {}
    rewinds: dict[CellIndex, Rewind] = {}


class Painted(Struct, frozen=True):
    """An overlay's tile was painted live, at the end of that paint (CLOCK_MONOTONIC)."""

    monitor: MonitorId
    cell: CellIndex
    feed: FeedId
    mono_ns: int


class State(Struct, frozen=True):
    """The state after input ``n``. ``incidents`` are oldest first; dicts in it are never changed in place.

    ``painted`` holds the paint reports of incidents whose alert-to-picture time is still open,
    ``latencies_ms`` the last such times, ``switches`` how many cells the director has changed in all.
    """

    n: int = 0
    at_ms: int = 0
    site: SiteLoaded = _NO_SITE
    feeds: dict[FeedId, FeedState] = {}
    walls: dict[MonitorId, Wall] = {}
    incidents: dict[IncidentId, Incident] = {}
    timers: tuple[Timer, ...] = ()
    stored: dict[str, Layout] = {}
    next_incident: int = 1
    painted: dict[IncidentId, tuple[Painted, ...]] = {}
    latencies_ms: tuple[int, ...] = ()
    switches: int = 0


def claim_of(incident: Incident) -> Claim:
    """How strong an incident's hold on its cells is."""
    return Claim(
        severity=-SEVERITY_RANK[incident.alert.severity],
        unacknowledged=incident.state is IncidentState.OPEN,
        number=incident_number(incident.incident),
    )


def put_incident(state: State, incident: Incident) -> State:
    """The state with this incident in it, new or changed; marks, timer and paint reports follow."""
    name = incident.incident
    before = state.incidents.get(name)
    timers = [timer for timer in state.timers if timer.incident != name]
    painted = state.painted
    if incident.overlays and incident.overlays_until_ms is not None:
        insort(timers, Timer(incident.overlays_until_ms, name))
    elif name in painted:
        painted = without(painted, name)
    state = replace(
        state, incidents={**state.incidents, name: incident}, timers=tuple(timers), painted=painted
    )
    overlays = (*before.overlays, *incident.overlays) if before else incident.overlays
    for where in dict.fromkeys((overlay.monitor, overlay.cell) for overlay in overlays):
        state = _put_mark(state, incident, where)
    return state


def _put_mark(state: State, incident: Incident, where: Where) -> State:
    """Bring the marks of one cell in line with the incident."""
    monitor, cell = where
    wall = state.walls.get(monitor)
    if wall is None:
        return state
    marks = [name for name in wall.marks.get(cell, ()) if name != incident.incident]
    if any((overlay.monitor, overlay.cell) == where for overlay in incident.overlays):
        insort(marks, incident.incident, key=lambda name: claim_of(state.incidents[name]))
    others = {other: names for other, names in wall.marks.items() if other != cell}
    wall = replace(wall, marks={**others, cell: tuple(marks)} if marks else others)
    return replace(state, walls={**state.walls, monitor: wall})


def without(
    painted: dict[IncidentId, tuple[Painted, ...]], name: IncidentId
) -> dict[IncidentId, tuple[Painted, ...]]:
    """The paint reports of all other incidents."""
    return {other: reports for other, reports in painted.items() if other != name}
