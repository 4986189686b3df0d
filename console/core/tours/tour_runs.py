"""Tours as they run in cells: started and stopped, paused, stepped by hand and by their timers."""

from console.core.decisions import AnyDecision
from console.core.log.input_log import TourSteps, TourWarms
from console.core.state import State
from console.core.wall.records import TourRun
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, MonitorId
from console.protocol.tour_messages import PauseTour, StartTour, StepTour, StopTour

Decisions = tuple[AnyDecision, ...]


def carry_out(state: State, command: StartTour | StopTour | PauseTour | StepTour) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    raise CommandRefused("not_yet", "tours come next")


def begin_for(state: State, monitor: MonitorId) -> Decisions:
    """A monitor has a new base: the tours that its cells name begin."""
    return ()


def end_all_on(state: State, monitor: MonitorId) -> None:
    """A monitor's runs end, with their timers, without a word: what replaces them is told."""


def take_up(state: State, monitor: MonitorId, runs: tuple[tuple[CellIndex, TourRun], ...]) -> None:
    """Go on with runs that were laid aside, each with the whole dwell of its camera."""


def warm(state: State, timer: TourWarms) -> Decisions:
    """The next camera is to be made ready."""
    return ()


def step_on(state: State, timer: TourSteps) -> Decisions:
    """A camera was shown so long as it dwells."""
    return ()


def go_on_where_free(state: State) -> Decisions:
    """Runs that a hand or an incident held, and does not any more, go on; call after every decision."""
    return ()
