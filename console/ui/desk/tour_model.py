"""The tours as rows of a list: names, what is known of each, and renaming in place."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from console.domain.ids import CellIndex, MonitorId
from console.domain.tour import StoredTour, Tour
from console.domain.wording import age_words, counted, few_of
from console.protocol.clock import Clock
from console.ui.desk.stored_model import StoredModel

Runs = Mapping[str, tuple[tuple[MonitorId, CellIndex], ...]]
"""Where each tour runs."""


def round_words(tour: Tour) -> str:
    """How many cameras, and how long it takes to show them all."""
    took = age_words(1000 * sum(step.dwell_s for step in tour.steps))
    return f"{counted(len(tour.steps), 'camera')} in {took}"


class TourModel(StoredModel[StoredTour]):
    """``rename_asked``: a name and the one that it is to get."""

    rename_asked = Signal(str, str)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(lambda kept: kept.tour.name, clock, parent)
        self._runs: Runs = {}

    def refresh(self, tours: tuple[StoredTour, ...], runs: Runs) -> None:
        """These are there, and run there."""
        is_other, self._runs = runs != self._runs, runs
        self.take(tours, anew=is_other)

    def sign(self, kept: StoredTour) -> str:
        """Whether it runs, else its length."""
        running = len(self._runs.get(kept.tour.name, ()))
        if running:
            return "runs" if running == 1 else f"runs {running} times"
        return counted(len(kept.tour.steps), "camera")

    def known(self, kept: StoredTour) -> tuple[str, ...]:
        """Its length and order, where it runs, by whom and when it was saved."""
        tour = kept.tour
        order = "each round in another order" if tour.shuffled else "in its order"
        where = few_of([f"{monitor} cell {cell}" for monitor, cell in self._runs.get(tour.name, ())])
        runs = f"runs on {where}" if where else ""
        return (tour.name, f"{round_words(tour)}, {order}", runs, self.saved_words(kept.by, kept.at_ms))

    def rename(self, kept: StoredTour, text: str) -> None:
        """Unless it has that name."""
        if text != kept.tour.name:
            self.rename_asked.emit(kept.tour.name, text)
