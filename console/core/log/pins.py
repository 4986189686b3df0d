"""Inputs from which the log is still wanted, however old it is and however large: each family says its own.

For a pinned input n the newest checkpoint at or before n stays, and all that is logged after that one.
"""

from collections.abc import Callable, Iterable

from console.core.state import State
from console.domain.incident import IncidentState


def before_open_incidents(state: State) -> Iterable[int]:
    """The inputs before those that opened incidents which are not closed: their opening can be replayed."""
    incidents = state.incidents.table.values()
    return [one.opened_n - 1 for one in incidents if one.state is not IncidentState.CLOSED and one.opened_n]


def of_recordings(state: State) -> Iterable[int]:
    """From where the log belongs to what is recorded: pictures are little without what was shown of them."""
    return [one.log_from_n for one in state.recordings.table.values() if one.opened_n]


PINNING: tuple[Callable[[State], Iterable[int]], ...] = (before_open_incidents, of_recordings)


def pins_of(state: State) -> tuple[int, ...]:
    """Every pinned input, in order."""
    return tuple(sorted({n for pinning in PINNING for n in pinning(state)}))
