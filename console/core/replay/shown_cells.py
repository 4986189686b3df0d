"""What the wall's cells showed over a whole recording, and since when: for its timeline's small pictures."""

from collections.abc import Iterator, Mapping

from console.core.wall.view_changes import Changes
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import MonitorView
from console.protocol.replay_messages import ReplayedCell

_Cell = tuple[MonitorId, CellIndex]
_Seen = tuple[FeedId | None, bool]


class ShownCells:
    """Begins with ``views``, shown since ``at_ms`` (log time); then ``note`` each input's changes."""

    def __init__(self, views: Mapping[MonitorId, MonitorView], at_ms: int) -> None:
        self._shown: dict[_Cell, _Seen] = {}
        self.rows: list[ReplayedCell] = []
        for view in views.values():
            self._note_whole(view, at_ms)

    def note(self, changes: Changes, at_ms: int) -> None:
        """One input changed this."""
        for monitor, change in changes:
            if change.gone or change.whole is not None:
                cells = change.whole.cells if change.whole is not None else ()
                kept = {(monitor, cell.cell) for cell in cells}
                for cell in [one for one in self._of(monitor) if one not in kept]:
                    self._put(cell, (None, False), at_ms)
            if change.whole is not None:
                self._note_whole(change.whole, at_ms)
            for seen in change.cells:
                self._put((monitor, seen.cell), (seen.feed, seen.mark is not None), at_ms)

    def _note_whole(self, view: MonitorView, at_ms: int) -> None:
        for cell in view.cells:
            self._put((view.monitor, cell.cell), (cell.feed, cell.mark is not None), at_ms)

    def _of(self, monitor: MonitorId) -> Iterator[_Cell]:
        return (cell for cell in self._shown if cell[0] == monitor)

    def _put(self, cell: _Cell, seen: _Seen, at_ms: int) -> None:
        if self._shown.get(cell) != seen:
            self._shown[cell] = seen
            self.rows.append(ReplayedCell(at_ms, *cell, *seen))
