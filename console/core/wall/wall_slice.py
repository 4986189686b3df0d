"""The wall's slice of the state: base layouts, hands and rewinds, and what each cell comes to show."""

from typing import TypeVar

from console.core.incidents.incident_slice import IncidentTable
from console.core.tables import Ledger, Table
from console.core.wall.records import Hand, Rewind, Where
from console.core.wall.spots import Spots
from console.domain.ids import CellIndex, MonitorId
from console.domain.layout import Layout

R = TypeVar("R")


class CellTable(Table[Where, R]):
    """Records of cells; tells which cells have changed."""

    def __init__(self, ledger: Ledger, changed: dict[Where, None]) -> None:
        super().__init__(ledger)
        self._changed = changed

    def _moved(self, key: Where, before: R | None, now: R | None) -> None:
        self._changed[key] = None


class BaseTable(Table[MonitorId, Layout]):
    """Each monitor's base layout; all cells of a monitor change with it."""

    def __init__(self, ledger: Ledger, changed: dict[Where, None]) -> None:
        super().__init__(ledger)
        self._changed = changed

    def _moved(self, key: MonitorId, before: Layout | None, now: Layout | None) -> None:
        count = max(len(layout.cells) if layout else 0 for layout in (before, now))
        for index in range(count):
            self._changed[(key, CellIndex(index))] = None


class LentTable(Table[MonitorId, str]):
    """To which replay a monitor is lent; how the director sees its cells changes with it."""

    def __init__(self, ledger: Ledger, bases: BaseTable, changed: dict[Where, None]) -> None:
        super().__init__(ledger)
        self._bases = bases
        self._changed = changed

    def _moved(self, key: MonitorId, before: str | None, now: str | None) -> None:
        layout = self._bases.get(key)
        for index in range(len(layout.cells) if layout is not None else 0):
            self._changed[(key, CellIndex(index))] = None


class WallSlice:
    """One monitor's layers, from below: its base layout, incidents' overlays (which incidents hold), hands.

    A rewind says how what a cell shows is played. ``spots`` is what follows from all of them. ``lent``: which
    monitors show something else. ``base_versions``: which version of a stored layout a base was loaded from,
    or was stored as.
    """

    def __init__(self, ledger: Ledger, incidents: IncidentTable) -> None:
        changed = incidents.changed_cells
        self.bases = BaseTable(ledger, changed)
        self.base_versions: Table[MonitorId, int] = Table(ledger)
        self.hands: CellTable[Hand] = CellTable(ledger, changed)
        self.rewinds: CellTable[Rewind] = CellTable(ledger, changed)
        self.lent = LentTable(ledger, self.bases, changed)
        self.spots = Spots(self.bases, self.hands, incidents, self.lent)
