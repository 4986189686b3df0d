"""Tours as they are kept: saving, renaming, deleting."""

from console.core.decisions import AnyDecision
from console.core.state import State
from console.domain.errors import CommandRefused
from console.protocol.tour_messages import DeleteTour, RenameTour, SaveTour

Decisions = tuple[AnyDecision, ...]


def carry_out(state: State, by: str, command: SaveTour | RenameTour | DeleteTour) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    raise CommandRefused("not_yet", "tours come next")
