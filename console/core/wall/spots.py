"""What each cell of the wall shows and who holds it, kept up to date cell by cell, and found by feed.

All of it follows from base layouts, hands and overlays; nothing here is a fact of its own.
"""

from collections.abc import Collection

from console.core.incidents.incident_slice import IncidentTable
from console.core.tables import Table
from console.core.wall.records import Hand, Where
from console.domain.ids import FeedId, MonitorId
from console.domain.layout import Layout
from console.domain.policies.placement import Spot


class Spots:
    """``touched`` collects the monitors whose cells changed, for those who tell clients; they empty it."""

    def __init__(
        self, bases: Table[MonitorId, Layout], hands: Table[Where, Hand], incidents: IncidentTable
    ) -> None:
        self._bases = bases
        self._hands = hands
        self._incidents = incidents
        self._changed = incidents.changed_cells
        self._spots: dict[Where, Spot] = {}
        self._showing: dict[FeedId, dict[Where, None]] = {}
        self._auto: dict[Where, None] = {}
        self._areas: dict[MonitorId, tuple[Layout, list[int]]] = {}
        self.touched: dict[MonitorId, None] = {}

    def of_interest(self, feeds: Collection[FeedId], order: dict[MonitorId, int]) -> list[Spot]:
        """Cells that show one of these feeds, and those that the director may use; in the wall's order."""
        self.refresh()
        where = self._auto.copy()
        for feed in feeds:
            if feed in self._showing:
                where |= self._showing[feed]
        spots = self._spots
        return [spots[w] for _, _, w in sorted([(order[w[0]], w[1], w) for w in where])]

    def refresh(self) -> None:
        """Look again at the cells that have changed."""
        changed = self._changed
        if not changed:
            return
        for where in changed:
            self._look_at(where)
            self.touched[where[0]] = None
        changed.clear()

    def _look_at(self, where: Where) -> None:
        monitor, index = where
        layout = self._bases.get(monitor)
        if layout is None or index >= len(layout.cells):
            self._forget(where)
            return
        cell, hand = layout.cells[index], self._hands.get(where)
        marks = self._incidents.marks.get(where)
        feed = hand.feed if hand is not None else marks[-1][1].feed if marks else cell.feed
        before = self._spots.get(where)
        if before is None or before.feed != feed:
            self._show(where, before.feed if before is not None else None, feed)
        open_to_all = cell.auto and hand is None
        holder = marks[-1][0] if open_to_all and marks else None
        area_permille = self._area_permille(monitor, layout, index)
        self._spots[where] = Spot(monitor, index, area_permille, cell.auto, hand is not None, feed, holder)
        if open_to_all:
            self._auto[where] = None
        else:
            self._auto.pop(where, None)

    def _show(self, where: Where, before: FeedId | None, feed: FeedId | None) -> None:
        if before is not None:
            self._showing[before].pop(where, None)
        if feed is not None:
            self._showing.setdefault(feed, {})[where] = None

    def _forget(self, where: Where) -> None:
        spot = self._spots.pop(where, None)
        if spot is not None:
            self._show(where, spot.feed, None)
        self._auto.pop(where, None)

    def _area_permille(self, monitor: MonitorId, layout: Layout, index: int) -> int:
        known = self._areas.get(monitor)
        if known is None or known[0] is not layout:
            grid = layout.columns * layout.rows
            areas = [1000 * cell.column_span * cell.row_span // grid for cell in layout.cells]
            known = self._areas[monitor] = (layout, areas)
        return known[1][index]
