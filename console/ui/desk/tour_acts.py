"""What the operator does with tours, as commands to core; each can be taken back but pausing and stepping."""

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.ids import CellIndex, MonitorId
from console.domain.tour import StoredTour, Tour
from console.domain.wall import CellView, Layer
from console.protocol.command_sender import Outcome
from console.protocol.core_messages import AssignFeed
from console.protocol.tour_messages import (
    DeleteTour,
    PauseTour,
    RenameTour,
    SaveTour,
    StartTour,
    StepTour,
    StopTour,
)
from console.ui.desk.done_acts import Conflict, DoneActs, ToldVersions, Undo, changed_since, gone_words
from console.ui.desk.missing_parts import with_users
from console.ui.desk.select_words import SELECT_CELL
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

CONFLICT = "tour_changed"
"""Core's code for a tour that another one has changed meanwhile."""

GOES_ON_ONCE = {
    "hand": " once the hand is let go of",
    "incident": " once the incident's camera is gone",
    "rewind": " once the cell is live again",
}
"""What else holds a tour, paused or not."""

NO_TOUR = "The selected cell runs no tour: start one from the list of tours."


class TourActs(QObject):
    """``done`` sends what can be taken back. ``conflict`` carries a Conflict; ``said`` words, whether bad.

    What is done in a cell is done in the selected one.
    """

    said = Signal(str, bool)
    conflict = Signal(object)

    def __init__(
        self, view: SiteView, selection: Selection, done: DoneActs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._done = done
        self._told = ToldVersions()
        self._paused_beneath: set[tuple[MonitorId, CellIndex, str]] = set()
        """Tours that were paused here while something else held them: core tells what holds them first."""

    # --- in the selected cell

    def start(self, name: str) -> None:
        """From its first camera on; a hand on the cell goes."""
        if self._selection.cell is None:
            self.said.emit(SELECT_CELL, True)
            return
        monitor, cell = self._selection.cell
        command = StartTour(monitor, cell, name)
        back = self._as_before(monitor, cell, name)
        self._done.do(command, f"tour {name} runs on {monitor} cell {cell}", back)

    def _as_before(self, monitor: MonitorId, cell: CellIndex, name: str) -> Undo:
        """The hand or the tour that was there, or none; where another one runs by now, somebody has acted."""
        before = self._view.cell(monitor, cell)
        place = f"{monitor} cell {cell}"
        back: Struct = StopTour(monitor, cell)
        words = f"{place} runs no tour any more"
        if before is not None and before.layer is Layer.HAND:
            back, words = AssignFeed(monitor, cell, before.feed, before.pinned), f"{place} shows what it did"
        elif before is not None and before.tour is not None:
            back = StartTour(monitor, cell, before.tour.tour)
            words = f"{place} runs tour {before.tour.tour} again"

        def made(_: int) -> tuple[Struct | tuple[Struct, ...], str]:
            now = self._view.cell(monitor, cell)
            is_there = now is not None and now.tour is not None and now.tour.tour == name
            return (back, words) if is_there else ((), changed_since(place))

        return made

    def stop(self) -> None:
        """The layout's camera shows again."""
        if (found := self._touring()) is not None:
            monitor, cell, shown = found
            name = shown.tour.tour if shown.tour is not None else ""
            words = f"{monitor} cell {cell} runs no tour any more"
            again = (StartTour(monitor, cell, name), f"{monitor} cell {cell} runs tour {name} again")
            self._done.do(StopTour(monitor, cell), words, lambda _: again)

    def toggle_pause(self) -> None:
        """Stay at this camera, or go on."""
        found = self._touring()
        if found is None or found[2].tour is None:
            return
        monitor, cell, mark = found[0], found[1], found[2].tour
        until = GOES_ON_ONCE.get(mark.held, "")
        run = (monitor, cell, mark.tour)
        pauses = run not in self._paused_beneath if until else mark.held != "paused"
        self._paused_beneath -= {run}
        if until and pauses:
            self._paused_beneath |= {run}
        words = f"is paused{', also' * bool(until)}{until}" if pauses else f"goes on{until}"
        self._done.give(PauseTour(monitor, cell, pauses), f"the tour on {monitor} cell {cell} {words}")

    def next(self) -> None:
        """The next camera now."""
        self._step(back=False)

    def back(self) -> None:
        """The camera before it again."""
        self._step(back=True)

    def _step(self, *, back: bool) -> None:
        if (found := self._touring()) is not None:
            monitor, cell, _ = found
            words = f"the tour on {monitor} cell {cell} is one camera {'back' if back else 'on'}"
            self._done.give(StepTour(monitor, cell, back), words)

    def _touring(self) -> tuple[MonitorId, CellIndex, CellView] | None:
        """The selected cell, if a tour runs there; else it is said what is missing."""
        if self._selection.cell is None:
            self.said.emit(SELECT_CELL, True)
            return None
        shown = self._view.cell(*self._selection.cell)
        if shown is None or shown.tour is None:
            self.said.emit(NO_TOUR, True)
            return None
        return (*self._selection.cell, shown)

    # --- what is kept

    def save(self, tour: Tour, was: StoredTour | None = None) -> None:
        """A new tour, or ``was`` with other cameras."""
        self._save(SaveTour(tour, was.version if was is not None else 0), was)

    def save_all_the_same(self, wanted: SaveTour) -> None:
        """In place of the version that was told of; another one since is a conflict again."""
        kept = self.kept(wanted.tour.name)
        over = self._told.take(wanted.tour.name, kept.version if kept is not None else 0)
        self._save(SaveTour(wanted.tour, over), kept)

    def _save(self, command: SaveTour, was: StoredTour | None) -> None:
        name = command.tour.name
        if was is None:
            words = f"tour {name} saved"
            self._done.do(
                command, words, lambda n: (DeleteTour(name, n), f"tour {name} is not kept any more")
            )
            return
        before = was.tour

        def restored(n: int) -> tuple[Struct, str] | None:
            kept = self.kept(name)
            if kept is None or kept.version == was.version:  # just that was there already
                return None
            return SaveTour(before, n), f"tour {name} is as it was before it was saved"

        self._done.do(command, f"tour {name} saved in place of the one before", restored, was.version)

    def rename(self, name: str, to: str) -> None:
        """Cells that run it go on."""
        kept = self.kept(name)
        if kept is None:
            self.said.emit(gone_words("renamed", f"tour {name}"), True)
            return
        self._done.do(
            RenameTour(name, to, kept.version),
            f"tour {name} is called {to} now",  # who names it still is told by core
            lambda n: (RenameTour(to, name, n), f"tour {to} is called {name} again"),
            kept.version,
        )

    def delete(self, name: str) -> None:
        """It goes from the list; cells that run it show their layout's camera again."""
        kept = self.kept(name)
        if kept is None:
            self.said.emit(gone_words("deleted", f"tour {name}"), True)
            return
        tour = kept.tour
        self._done.do(
            DeleteTour(name, kept.version),
            with_users(f"tour {name} deleted", self._view, name),
            lambda _: (SaveTour(tour, 0), f"tour {name} is back; start it where it is to run"),
            kept.version,
        )

    def came_out(self, outcome: Outcome) -> None:
        """Ask where core wants a choice."""
        if outcome.code == CONFLICT and isinstance(outcome.command, SaveTour):
            kept = self.kept(outcome.command.tour.name)
            there = kept.version if kept is not None else 0
            self._told.note(outcome.command.tour.name, there, outcome.command.over)
            self.conflict.emit(Conflict(outcome.command, outcome.why))

    def kept(self, name: str) -> StoredTour | None:
        """A tour by its name, as this desk knows it."""
        return next((one for one in self._view.tours if one.tour.name == name), None)
