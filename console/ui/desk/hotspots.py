"""Tells core which camera was selected last, while a cell of the wall is there to show it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from console.domain.ids import FeedId
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

AT_MOST_EACH_MS = 100
"""Who runs through the list by key selects faster than anybody looks: the last one counts."""


class Hotspots(QObject):
    """``show`` gets the camera: in a list, on the map, or in a cell of the miniatures."""

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        show: Callable[[FeedId], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._show = show
        self._feed: FeedId | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AT_MOST_EACH_MS)
        self._timer.timeout.connect(self._tell)
        selection.camera_changed.connect(self._camera)
        selection.cell_changed.connect(self._cell)

    def _camera(self) -> None:
        self._select(self._selection.camera)

    def _cell(self) -> None:
        """What a hotspot shows was selected before: that one is no new selection."""
        shown = self._view.cell(*self._selection.cell) if self._selection.cell is not None else None
        if shown is not None and not shown.hotspot:
            self._select(shown.feed)

    def _select(self, feed: FeedId | None) -> None:
        if feed is None or not self._are_there():
            return
        self._feed = feed
        if not self._timer.isActive():
            self._timer.start()

    def _are_there(self) -> bool:
        return any(cell.hotspot for view in self._view.monitors.values() for cell in view.cells)

    def _tell(self) -> None:
        if self._feed is not None and self._are_there():
            self._show(self._feed)
