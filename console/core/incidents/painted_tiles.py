"""Alert to picture: displays report an incident's tiles as painted live; the last one ends its time."""

from msgspec.structs import replace

from console.core.decisions import AnyDecision, PictureTimed
from console.core.incidents.incident_slice import Painted
from console.core.incidents.overlays import put_incident
from console.core.state import State
from console.domain.ids import CellIndex, MonitorId
from console.domain.incident import Incident, opened_ms
from console.protocol.core_messages import PaintedTile, ReportPainted

LATENCIES_KEPT = 1_000
LONGEST_ALERT_TO_PICTURE_MS = 3_600_000
"""A longer time is none: the machine was started again in between, and its monotonic clock with it."""

Decisions = tuple[AnyDecision, ...]


def note(state: State, report: ReportPainted) -> Decisions:
    """A display painted incident tiles live."""
    decisions: Decisions = ()
    for tile in report.tiles:
        decisions += _note_tile(state, report.monitor, tile)
    return decisions


def _note_tile(state: State, monitor: MonitorId, tile: PaintedTile) -> Decisions:
    incident = state.incidents.table.get(tile.incident)
    if incident is None or incident.alert_to_picture_ms is not None:
        return ()
    if not _is_overlay(incident, monitor, tile):
        return ()  # it went in the meantime
    reports = state.incidents.painted.get(tile.incident) or ()
    if all((other.monitor, other.cell) != (monitor, tile.cell) for other in reports):
        reports = (*reports, Painted(monitor, tile.cell, tile.feed, tile.painted_mono_ns))
    state.incidents.painted.put(tile.incident, reports)
    return _time_picture(state, incident, reports)


def _is_overlay(incident: Incident, monitor: MonitorId, tile: PaintedTile) -> bool:
    return any(
        (overlay.monitor, overlay.cell, overlay.feed) == (monitor, tile.cell, tile.feed)
        for overlay in incident.overlays
    )


def _time_picture(state: State, incident: Incident, reports: tuple[Painted, ...]) -> Decisions:
    painted: dict[tuple[MonitorId, CellIndex], int] = {(r.monitor, r.cell): r.mono_ns for r in reports}
    ends_ns = [painted.get((overlay.monitor, overlay.cell)) for overlay in incident.overlays]
    known_ns = [end_ns for end_ns in ends_ns if end_ns is not None]
    if len(known_ns) < len(ends_ns):
        return ()
    took_ms = -(-(max(known_ns) - incident.received_mono_ns) // 1_000_000)
    state.incidents.painted.drop(incident.incident)
    if not 0 <= took_ms <= LONGEST_ALERT_TO_PICTURE_MS or _has_waited(state, incident):
        return ()
    put_incident(state, replace(incident, alert_to_picture_ms=took_ms))
    latencies_ms = state.incidents.latencies_ms
    latencies_ms.put((*latencies_ms.value, took_ms)[-LATENCIES_KEPT:])
    return (PictureTimed(incident.incident, took_ms),)


def _has_waited(state: State, incident: Incident) -> bool:
    """Whether a person had hidden one of its monitors meanwhile: that is no time of the wall's."""
    uncovered_ms = state.wall.uncovered_ms
    return any(uncovered_ms.get(one.monitor, -1) >= opened_ms(incident) for one in incident.overlays)
