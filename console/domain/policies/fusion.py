"""Which incident an alert belongs to."""

from functools import lru_cache

from console.domain.alert import Alert
from console.domain.ids import IncidentId

KEPT = 4_096
"""More than there are at a time: each is named many times in its life."""


@lru_cache(KEPT)
def incident_id(number: int) -> IncidentId:
    """The id of the incident of this number, such as ``i-000012``."""
    return IncidentId(f"i-{number:06d}")


@lru_cache(KEPT)
def incident_number(incident: IncidentId) -> int:
    """The number in an incident's id; a newer incident has the greater one."""
    return int(incident[2:])


def incident_of(alert: Alert, next_number: int) -> IncidentId:
    """The incident that takes the alert: a new one for each alert, as yet."""
    del alert
    return incident_id(next_number)
