"""The wall's slice of the state: base layouts, hands and rewinds, and what each cell comes to show."""

from typing import TypeVar

from console.core.incidents.incident_slice import IncidentTable
from console.core.tables import Fact, Ledger, Table
from console.core.wall.records import Frame, Hand, Loaded, Rewind, TourRun, Where, Zoomed
from console.core.wall.spots import Spots
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Layout
from console.domain.wall import Cover

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


class MonitorTable(Table[MonitorId, R]):
    """What holds for a whole monitor (lent, covered, framed); all of its cells change with it."""

    def __init__(self, ledger: Ledger, bases: BaseTable, changed: dict[Where, None]) -> None:
        super().__init__(ledger)
        self._bases = bases
        self._changed = changed

    def _moved(self, key: MonitorId, before: R | None, now: R | None) -> None:
        layout = self._bases.get(key)
        for index in range(len(layout.cells) if layout is not None else 0):
            self._changed[(key, CellIndex(index))] = None


class SelectedFeed(Fact[FeedId | None]):
    """The camera that was selected last; hotspots change with it."""

    def __init__(self, ledger: Ledger, bases: BaseTable, changed: dict[Where, None]) -> None:
        super().__init__(ledger, None)
        self._bases = bases
        self._changed = changed

    def put(self, value: FeedId | None) -> None:
        """The value is this one now."""
        super().put(value)
        self._tell()

    def _restore(self, _key: None, before: FeedId | None) -> None:
        super()._restore(_key, before)
        self._tell()

    def _tell(self) -> None:
        for monitor, layout in self._bases.items():
            for index, cell in enumerate(layout.cells):
                if cell.hotspot:
                    self._changed[(monitor, CellIndex(index))] = None


class WallSlice:
    """One monitor's layers, from below: its base layout, the last selection in hotspots, tours, incidents'
    overlays (which incidents hold), hands. Over all of them ``covers`` hide a monitor.

    ``zooms`` and ``rewinds`` say how what a cell shows is shown and played. ``spots`` is what follows from
    all of them. ``lent``: which monitors show something else. ``base_versions``: which version of a stored
    layout a base was loaded from, or was stored as. ``frames``: what rules put up, the uppermost last; what
    they lie on is laid aside in them. ``loads``: what people loaded last, so that it can be taken back, by
    its input. ``uncovered_ms``: until when (log time) a monitor was covered last. ``followed_ms``: of each
    rule with a schedule when it was due last (wall time).
    """

    def __init__(self, ledger: Ledger, incidents: IncidentTable) -> None:
        changed = incidents.changed_cells
        self.bases = BaseTable(ledger, changed)
        self.base_versions: Table[MonitorId, int] = Table(ledger)
        self.selected = SelectedFeed(ledger, self.bases, changed)
        self.tours: CellTable[TourRun] = CellTable(ledger, changed)
        self.hands: CellTable[Hand] = CellTable(ledger, changed)
        self.zooms: CellTable[Zoomed] = CellTable(ledger, changed)
        self.rewinds: CellTable[Rewind] = CellTable(ledger, changed)
        self.lent: MonitorTable[str] = MonitorTable(ledger, self.bases, changed)
        self.covers: MonitorTable[Cover] = MonitorTable(ledger, self.bases, changed)
        self.frames: MonitorTable[tuple[Frame, ...]] = MonitorTable(ledger, self.bases, changed)
        self.loads: Table[int, Loaded] = Table(ledger)
        self.uncovered_ms: Table[MonitorId, int] = Table(ledger)
        self.followed_ms: Table[str, int] = Table(ledger)
        self.spots = Spots(self, incidents)
