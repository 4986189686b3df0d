"""A person's hand on the zoom of cells: seen at once where it moves, told core when it rests."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.zoom_part import ZoomPart
from console.protocol.command import Command
from console.protocol.command_sender import Outcome
from console.protocol.wall_messages import ZoomCell
from console.ui.wall.zoom import WHOLE, Zoom, part_of, zoom_of

RESTS_AFTER_MS = 150
BELIEVED_MS = 3000
"""So long what was told core is shown before core says it; then core's word holds, whatever it is."""

CellName = tuple[MonitorId, CellIndex]


@dataclass(slots=True)
class _Held:
    feed: FeedId
    zoom: Zoom
    sent: ZoomCell | None = None


class ZoomHand(QObject):
    """``give`` sends a command with its words. ``let_go``: of this cell core's word holds again."""

    let_go = Signal(str, int)

    def __init__(self, give: Callable[[Command, str], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._give = give
        self._held: dict[CellName, _Held] = {}
        self._rest = self._timer(RESTS_AFTER_MS, self._tell)
        self._belief = self._timer(BELIEVED_MS, self._stop_believing)

    def _timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer

    def put(self, cell: CellName, feed: FeedId, zoom: Zoom) -> None:
        """The hand moves: this part of this camera's picture in this cell."""
        self._held[cell] = _Held(feed, zoom if zoom.factor > 1.0 else WHOLE)
        self._rest.start()

    def shown(self, cell: CellName, feed: FeedId | None, told: ZoomPart | None) -> Zoom:
        """What a cell is to show now; ``told`` is core's word."""
        held = self._held.get(cell)
        if held is None:
            return zoom_of(told)
        if held.feed != feed or (held.sent is not None and held.sent.zoom == told):
            del self._held[cell]
            return zoom_of(told)
        return held.zoom

    def came_out(self, outcome: Outcome) -> None:
        """What core refuses or does not answer isn't shown any longer."""
        if not isinstance(outcome.command, ZoomCell) or outcome.is_good:
            return
        for cell, held in list(self._held.items()):
            if held.sent is outcome.command:
                self._forget(cell)

    def _tell(self) -> None:
        for (monitor, cell), held in self._held.items():
            if held.sent is None:
                held.sent = ZoomCell(monitor, cell, part_of(held.zoom))
                how = f"zoomed {held.zoom.factor:.1f}x" if held.zoom is not WHOLE else "shown whole"
                self._give(held.sent, f"{monitor} cell {cell} {how}")
        self._belief.start()

    def _stop_believing(self) -> None:
        for cell in [cell for cell, held in self._held.items() if held.sent is not None]:
            self._forget(cell)

    def _forget(self, cell: CellName) -> None:
        del self._held[cell]
        self.let_go.emit(*cell)

    def stop(self) -> None:
        """Tell nothing more."""
        self._rest.stop()
        self._belief.stop()
