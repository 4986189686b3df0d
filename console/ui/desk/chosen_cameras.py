"""The rows that are chosen in the list of cameras, and the camera selected everywhere: kept the same."""

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject
from PySide6.QtWidgets import QListView

from console.domain.ids import FeedId
from console.ui.desk.camera_model import CameraFilter, CameraModel, CameraRole
from console.ui.desk.selection import Selection

ALSO = QItemSelectionModel.SelectionFlag.Select
CURRENT = QItemSelectionModel.SelectionFlag.NoUpdate
ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect


class ChosenCameras(QObject):
    """What a person chooses in ``rows`` is selected everywhere; what is selected elsewhere is chosen there,
    alone.
    """

    def __init__(
        self, rows: QListView, found: CameraFilter, model: CameraModel, selection: Selection
    ) -> None:
        super().__init__(rows)
        self._rows = rows
        self._found = found
        self._model = model
        self._selection = selection
        self._is_own = False
        rows.clicked.connect(self._take_current)
        rows.selectionModel().currentChanged.connect(self._take_current)
        rows.selectionModel().selectionChanged.connect(self._take_rows)
        selection.camera_changed.connect(self._selected)

    @property
    def feeds(self) -> tuple[FeedId, ...]:
        """Those of the chosen rows, in the order of the list."""
        rows = sorted(self._rows.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return tuple(_feed_of(row) for row in rows)

    def choose_all(self) -> None:
        """All that are found; the first one is selected everywhere."""
        first = self._found.index(0, 0)
        if first.isValid():
            self._select(_feed_of(first))
            # not by the view: it would heed Shift and Ctrl, which a hand may still hold
            self._rows.selectionModel().setCurrentIndex(first, CURRENT)
            self._rows.selectAll()
            self._rows.scrollTo(first)

    def choose_alone(self) -> None:
        """The selected camera, if it is found."""
        row = self._row_of(self._selection.camera)
        if row.isValid():
            self._rows.selectionModel().setCurrentIndex(row, ALONE)
            self._rows.scrollTo(row)
        else:
            self._rows.clearSelection()

    def choose_again(self, feeds: Iterable[FeedId]) -> None:
        """The rows are others now: these, if they are found, beside the selected one."""
        self.show_selected()
        chosen = QItemSelection()
        for row in filter(QModelIndex.isValid, map(self._row_of, feeds)):
            chosen.select(row, row)
        self._rows.selectionModel().select(chosen, ALSO)
        self._take_rows()

    def show_selected(self) -> None:
        """The selected camera's row in view, if it is found; others may be chosen with it."""
        row = self._row_of(self._selection.camera)
        if row.isValid() and self._rows.selectionModel().isSelected(row):
            self._rows.scrollTo(row)
        else:
            self.choose_alone()

    def _row_of(self, feed: FeedId | None) -> QModelIndex:
        source = self._model.row_of(feed) if feed is not None else QModelIndex()
        return self._found.mapFromSource(source)

    def _selected(self) -> None:
        if self._is_own:
            self.show_selected()
        else:
            self.choose_alone()

    def _take_current(self, current: QModelIndex) -> None:
        """Selected by a person: focus alone makes the first row the current one."""
        if self._rows.selectionModel().isSelected(current) and self._rows.hasFocus():
            self._select(_feed_of(current))

    def _take_rows(self) -> None:
        feeds = self.feeds
        self._selection.choose_together(feeds)
        if feeds and self._selection.camera not in feeds and self._rows.hasFocus():
            self._select(feeds[0])  # its row was taken out of those that are chosen

    def _select(self, feed: FeedId) -> None:
        self._is_own = True
        self._selection.select_camera(feed)
        self._is_own = False


def _feed_of(row: QModelIndex) -> FeedId:
    return FeedId(row.data(CameraRole.CAMERA).feed)
