"""The tours as rows of a list: names, what is known of each, and renaming in place."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from console.domain.ids import CellIndex, MonitorId
from console.domain.tour import StoredTour, Tour
from console.domain.wording import age_words, counted, few_of, local_time
from console.protocol.clock import Clock
from console.ui.desk.trouble_line import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex
Runs = Mapping[str, tuple[tuple[MonitorId, CellIndex], ...]]
"""Where each tour runs."""

KEPT = Qt.ItemDataRole.UserRole
SIGN = int(Qt.ItemDataRole.UserRole) + 1
"""What stands at the right of a name."""
_NO_INDEX = QModelIndex()


def round_words(tour: Tour) -> str:
    """How many cameras, and how long it takes to show them all."""
    took = age_words(1000 * sum(step.dwell_s for step in tour.steps))
    return f"{counted(len(tour.steps), 'camera')} in {took}"


class TourModel(QAbstractListModel):
    """``rename_asked``: a name and the one that it is to get; the list follows once core has said so."""

    rename_asked = Signal(str, str)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._tours: tuple[StoredTour, ...] = ()
        self._runs: Runs = {}

    def refresh(self, tours: tuple[StoredTour, ...], runs: Runs) -> None:
        """These are there, and run there. Where only facts of them changed, the chosen row stays."""
        same_names = [one.tour.name for one in tours] == [one.tour.name for one in self._tours]
        if same_names and (tours != self._tours or runs != self._runs):
            self._tours, self._runs = tours, runs
            if tours:
                self.dataChanged.emit(self.index(0), self.index(len(tours) - 1))
        elif not same_names:
            self.beginResetModel()
            self._tours, self._runs = tours, runs
            self.endResetModel()

    def row_of(self, name: str) -> int | None:
        """Where a tour stands."""
        return next((row for row, one in enumerate(self._tours) if one.tour.name == name), None)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """One for each tour."""
        return 0 if parent.isValid() else len(self._tours)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name; under SIGN whether it runs, else its length; under KEPT all of it."""
        if not 0 <= index.row() < len(self._tours):
            return None
        kept = self._tours[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return kept.tour.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(self._known(kept))
        if role == KEPT:
            return kept
        return self._sign(kept.tour) if role == SIGN else None

    def _sign(self, tour: Tour) -> str:
        running = len(self._runs.get(tour.name, ()))
        if running:
            return "runs" if running == 1 else f"runs {running} times"
        return counted(len(tour.steps), "camera")

    def _known(self, kept: StoredTour) -> tuple[str, ...]:
        tour = kept.tour
        order = "each round in another order" if tour.shuffled else "in its order"
        at = f" at {local_time(kept.at_ms, self._clock.now_ms())}" if kept.at_ms else ""
        by = f"saved by {kept.by}{at}" if kept.by else f"saved{at}"
        where = few_of([f"{monitor} cell {cell}" for monitor, cell in self._runs.get(tour.name, ())])
        runs = f"runs on {where}" if where else ""
        return tuple(filter(None, (tour.name, f"{round_words(tour)}, {order}", runs, by)))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All of them can be renamed."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask core; the list is what core says."""
        kept = self.data(index, KEPT)
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not isinstance(kept, StoredTour):
            return False
        if name and name != kept.tour.name:
            self.rename_asked.emit(kept.tour.name, name)
        return False
