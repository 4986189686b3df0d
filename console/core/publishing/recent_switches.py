"""What was switched up and back for incidents by one input, for desks that were not there."""

from collections.abc import Sequence

from console.core.decisions import AnyDecision, IncidentClosed, Switched, Unswitched
from console.core.log.input_log import CommandGiven, LogEntry
from console.domain.ids import IncidentId
from console.domain.incident import Overlay
from console.protocol.core_messages import UndoSwitch
from console.protocol.recent_messages import RecentSwitch


def switches_of(entry: LogEntry, decisions: Sequence[AnyDecision]) -> list[RecentSwitch]:
    """One for each incident, of what it has more or less than before. What goes with a person's undo, or
    with the incident, is that act's."""
    up: dict[IncidentId, list[Overlay]] = {}
    back: dict[IncidentId, list[Overlay]] = {}
    ended = _undone(entry)
    for made in decisions:
        match made:
            case Switched(incident=incident, overlays=overlays):
                up.setdefault(incident, []).extend(overlays)
            case Unswitched(incident=incident, overlays=overlays):
                back.setdefault(incident, []).extend(overlays)
            case IncidentClosed(incident=incident):
                ended.add(incident)
    told = []
    for incident in dict.fromkeys((*up, *back)):
        had, has = back.get(incident, []), up.get(incident, [])
        new, gone = [one for one in has if one not in had], [one for one in had if one not in has]
        if new:
            told.append(RecentSwitch(entry.at_ms, incident, len(new)))
        elif gone and incident not in ended:
            told.append(RecentSwitch(entry.at_ms, incident, len(gone), is_back=True))
    return told


def _undone(entry: LogEntry) -> set[IncidentId]:
    given = entry.input
    if isinstance(given, CommandGiven) and isinstance(given.command, UndoSwitch):
        return {given.command.incident}
    return set()
