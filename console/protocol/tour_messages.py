"""What core takes of tours, and what it says of them, as JSON. See docs/tours.md."""

from console.domain.ids import CellIndex, MonitorId
from console.domain.tour import Tour
from console.protocol.command import Command


class SaveTour(Command, frozen=True, tag="save_tour"):
    """Store a tour under its name. ``over``: the version that it is to replace, 0 for none; refused
    ("tour_changed") if another one is there. None for whatever is there. Cells that run it go on with it.
    """

    tour: Tour
    over: int | None = None

    @property
    def name(self) -> str:
        """The tour's."""
        return self.tour.name


class RenameTour(Command, frozen=True, tag="rename_tour"):
    """A tour gets another name, in the cells that run it, too."""

    name: str
    to: str
    over: int | None = None


class DeleteTour(Command, frozen=True, tag="delete_tour"):
    """A tour goes; cells that run it show their layout's camera again."""

    name: str
    over: int | None = None


class StartTour(Command, frozen=True, tag="start_tour"):
    """A cell runs this tour, beneath incidents; a hand on it goes."""

    monitor: MonitorId
    cell: CellIndex
    name: str


class StopTour(Command, frozen=True, tag="stop_tour"):
    """A cell runs no tour any more."""

    monitor: MonitorId
    cell: CellIndex


class PauseTour(Command, frozen=True, tag="pause_tour"):
    """A cell's tour stays where it is, or goes on."""

    monitor: MonitorId
    cell: CellIndex
    paused: bool


class StepTour(Command, frozen=True, tag="step_tour"):
    """A cell's tour goes on, or back, by one camera now."""

    monitor: MonitorId
    cell: CellIndex
    back: bool = False
