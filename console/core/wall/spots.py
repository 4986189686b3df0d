"""What each cell of the wall shows and who holds it, kept up to date cell by cell, and found by feed.

All of it follows from base layouts, hands and overlays; nothing here is a fact of its own.
"""

from collections.abc import Collection
from typing import Protocol

from console.core.incidents.incident_slice import IncidentTable
from console.core.tables import Fact, Table
from console.core.wall.layers import uppermost
from console.core.wall.records import Hand, TourRun, Where
from console.domain.ids import FeedId, MonitorId
from console.domain.layout import MAX_GRID, Layout
from console.domain.policies.placement import Spot
from console.domain.wall import Cover

MAX_CELLS = MAX_GRID * MAX_GRID


class Layers(Protocol):
    """What lies on the wall's cells."""

    @property
    def bases(self) -> Table[MonitorId, Layout]:
        """Each monitor's layout."""

    @property
    def hands(self) -> Table[Where, Hand]:
        """What persons put there."""

    @property
    def tours(self) -> Table[Where, TourRun]:
        """Tours that run there."""

    @property
    def selected(self) -> Fact[FeedId | None]:
        """What hotspots show."""

    @property
    def lent(self) -> Table[MonitorId, str]:
        """Monitors that nobody of this wall sees."""

    @property
    def covers(self) -> Table[MonitorId, Cover]:
        """Monitors that are hidden."""


class Spots:
    """``touched`` collects the monitors whose cells changed, for those who tell clients; they empty it.

    ``moved`` collects the cells themselves, for the record of what each input changed; see ViewChanges.
    """

    def __init__(self, layers: Layers, incidents: IncidentTable) -> None:
        self._layers = layers
        self._incidents = incidents
        self._changed = incidents.changed_cells
        self._spots: dict[Where, Spot] = {}
        self._showing: dict[FeedId, dict[Where, None]] = {}
        self._auto: dict[Where, None] = {}
        self._auto_in_order: list[Where] | None = None
        self._order: dict[MonitorId, int] = {}
        self._areas: dict[MonitorId, tuple[Layout, list[int]]] = {}
        self.touched: dict[MonitorId, None] = {}
        self.moved: dict[Where, None] = {}

    def of_interest(self, feeds: Collection[FeedId], order: dict[MonitorId, int]) -> list[Spot]:
        """Cells that the director may use, in the wall's order; then others that show one of these feeds."""
        self.refresh(order)
        if self._auto_in_order is None:
            self._auto_in_order = sorted(self._auto, key=lambda where: self._spots[where].order)
        spots = self._spots
        found = [spots[where] for where in self._auto_in_order]
        for feed in feeds:
            for where in self._showing.get(feed, ()):
                if where not in self._auto:
                    found.append(spots[where])
        return found

    def refresh(self, order: dict[MonitorId, int]) -> None:
        """Look again at the cells that have changed."""
        changed = self._changed
        if order is not self._order:  # another site
            self._order = order
            changed.update(dict.fromkeys(self._spots))
            self._auto_in_order = None
        if not changed:
            return
        for where in changed:
            self._look_at(where, order)
            self.touched[where[0]] = None
        self.moved.update(changed)
        changed.clear()

    def _look_at(self, where: Where, order: dict[MonitorId, int]) -> None:
        monitor, index = where
        layers = self._layers
        layout = layers.bases.get(monitor)
        if layout is None or index >= len(layout.cells) or monitor not in order:
            self._forget(where)
            return
        cell, hand = layout.cells[index], layers.hands.get(where)
        marks = self._incidents.marks.get(where)
        is_lent, is_covered = monitor in layers.lent, monitor in layers.covers
        overlay = marks[-1][1] if marks else None
        shown, _ = uppermost(hand, overlay, layers.tours.get(where), layers.selected.value, cell)
        feed = None if is_lent else shown  # nobody sees it
        before = self._spots.get(where)
        if before is None or before.feed != feed:
            self._show(where, before.feed if before is not None else None, feed)
        open_to_all = cell.auto and hand is None and not is_lent
        holder = marks[-1][0] if open_to_all and marks else None
        area_permille = self._area_permille(monitor, layout, index)
        place = order[monitor] * MAX_CELLS + index
        by_hand = hand is not None
        self._spots[where] = Spot(
            monitor, index, area_permille, cell.auto, by_hand, feed, holder, place, is_covered
        )
        if open_to_all != (where in self._auto):
            self._put_auto(where, open_to_all)

    def _show(self, where: Where, before: FeedId | None, feed: FeedId | None) -> None:
        if before is not None:
            self._showing[before].pop(where, None)
        if feed is not None:
            self._showing.setdefault(feed, {})[where] = None

    def _forget(self, where: Where) -> None:
        spot = self._spots.pop(where, None)
        if spot is not None:
            self._show(where, spot.feed, None)
        if where in self._auto:
            self._put_auto(where, False)

    def _put_auto(self, where: Where, open_to_all: bool) -> None:
        if open_to_all:
            self._auto[where] = None
        else:
            del self._auto[where]
        self._auto_in_order = None

    def _area_permille(self, monitor: MonitorId, layout: Layout, index: int) -> int:
        known = self._areas.get(monitor)
        if known is None or known[0] is not layout:
            grid = layout.columns * layout.rows
            areas = [1000 * cell.column_span * cell.row_span // grid for cell in layout.cells]
            known = self._areas[monitor] = (layout, areas)
        return known[1][index]
