"""What was asked of an incident, and was done before: who did it, in place of a second "done"."""

from console.domain.incident import Incident, IncidentState
from console.domain.wording import headline
from console.protocol.core_messages import AcknowledgeIncident, CloseIncident, UndoSwitch

IncidentCommand = type[AcknowledgeIncident] | type[CloseIncident] | type[UndoSwitch]


def already_words(command: IncidentCommand, incident: Incident) -> str:
    """ "" where there is something to do."""
    if command is UndoSwitch or incident.state is IncidentState.OPEN:
        return ""
    if incident.state is IncidentState.CLOSED:
        return f"{headline(incident)} was closed already, by {incident.closed_by or 'somebody'}"
    if command is AcknowledgeIncident:
        return f"{headline(incident)} is acknowledged already"
    return ""
