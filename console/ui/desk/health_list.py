"""The health list: every stream with its figures, the worst first; a click selects the camera."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QMargins,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.protocol.clock import Clock
from console.protocol.health_rows import (
    HEADINGS,
    MEANINGS,
    STATE_COLUMN,
    HealthRow,
    cell_words,
    health_rows,
    is_figure,
    sorted_by,
)
from console.ui import theme
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.desk.whole_rows import WholeRowsFrame
from console.ui.drawing_guard import DrawingGuard
from console.ui.plain_label import PlainLabel

UNSHOWN = "can't be shown"
MAX_SIZE_PX = (1360, 700)
ROWS_THAT_FIT = 100
"""By so many rows columns are as wide as they are; by all of 2,000 the desk stood still for half a second."""
CAMERA_PX = 200
"""So much a camera's name gets where there is no room for all columns; longer ones are cut."""
MARGIN_PX = 20
"""Left free of the desk's window at each side, where the list would be as large as that."""
ROW_HEIGHT_PX = 24
HINT = "A heading sorts and says what it means, a click selects the camera, Esc closes."
NO_STREAMS = (
    "No streams yet: the media engine has not said how they are. It starts by itself; "
    "sightline ctl processes says how far it is. Esc closes."
)
WORST_FIRST = -1
"""Sorted by no column."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HealthModel(QAbstractTableModel):
    """The rows in their order; they are read from the site view at each ``refresh``.

    Sorted here and not by a proxy: 600 rows are a millisecond's work, a proxy would ask for each comparison.
    """

    def __init__(self, view: SiteView, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._clock = clock
        self._rows: list[HealthRow] = []
        self._column = WORST_FIRST
        self._guard = DrawingGuard("stream of")
        self._descending = False

    def refresh(self) -> None:
        """Take the figures as they are now."""
        rows = health_rows(self._view.cameras.values(), self._view.streams())
        if self._column != WORST_FIRST:
            rows = sorted_by(rows, self._column, descending=self._descending)
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(HEADINGS) - 1))

    def row_at(self, row: int) -> HealthRow:
        """The stream in a row."""
        return self._rows[row]

    def rows_of(self, feed: str | None) -> list[int]:
        """Where a camera's streams are."""
        return [index for index, row in enumerate(self._rows) if row.camera.feed == feed]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of streams."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, side and colour."""
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            now_ms = self._clock.now_ms()
            name = row.camera.feed
            words = self._guard.attempt(name, lambda: cell_words(row, column, now_ms), lambda: UNSHOWN)
            return words if role == Qt.ItemDataRole.DisplayRole else plain_tool_tip((words,) if words else ())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole and column == STATE_COLUMN:
            return QColor(theme.state_colour(row.state, row.cause))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return MEANINGS[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column, or WORST_FIRST."""
        self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self.refresh()


def _side(column: int) -> int:
    """Figures at the right, words at the left, under their heading."""
    side = Qt.AlignmentFlag.AlignRight if is_figure(column) else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class HealthList(QDialog):
    """Does not hold up anything while it is open; ``refresh`` costs nothing while it is closed."""

    def __init__(self, view: SiteView, selection: Selection, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = parent
        self.setWindowTitle("Health of the streams")
        self._selection = selection
        self.model = HealthModel(view, clock, self)
        self.table = QTableView()
        self._hint = PlainLabel(HINT)
        self._hint.setObjectName("muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 12, 12, 12)
        rows.addWidget(WholeRowsFrame(self.table, ROW_HEIGHT_PX), 1)
        rows.addWidget(self._hint)
        self._build_table()
        self.table.clicked.connect(self._select)
        self.table.activated.connect(self._select)
        selection.camera_changed.connect(self._show_selected)

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(ROW_HEIGHT_PX)
        header.setResizeContentsPrecision(ROWS_THAT_FIT)
        header.setSortIndicator(WORST_FIRST, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)

    def _fit_columns(self) -> None:
        """Figures as wide as they are; the camera gets what is left, or in a small desk what it needs."""
        header, camera = self.table.horizontalHeader(), HEADINGS.index("camera")
        header.setSectionResizeMode(camera, QHeaderView.ResizeMode.Interactive)
        self.table.resizeColumnsToContents()  # all of them, whatever their mode is
        needed_px = min(header.sectionSize(camera), CAMERA_PX)
        header.resizeSection(camera, needed_px)
        if header.length() <= self.table.viewport().width():
            header.setSectionResizeMode(camera, QHeaderView.ResizeMode.Stretch)

    def toggle(self) -> None:
        """Open it with the figures of now, or close it."""
        if self.isVisible():
            self.hide()
            return
        room = self._desk.size().shrunkBy(QMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX))
        self.resize(room.boundedTo(QSize(*MAX_SIZE_PX)))
        self.show()
        self.refresh()
        self._fit_columns()
        self.table.setFocus()

    def refresh(self) -> None:
        """Show the figures as they are now."""
        if self.isVisible():
            self.model.refresh()
            self._hint.setText(HINT if self.model.rowCount() else NO_STREAMS)
            self._show_selected()

    def _select(self, index: QModelIndex) -> None:
        self._selection.select_camera(self.model.row_at(index.row()).camera.feed)

    def _show_selected(self) -> None:
        """Keep the selected camera's row selected, wherever it is sorted to."""
        if not self.isVisible():
            return
        rows = self.model.rows_of(self._selection.camera)
        current = self.table.currentIndex()
        if not rows:
            self.table.clearSelection()
        elif current.row() not in rows or not self.table.selectionModel().hasSelection():
            self.table.setAutoScroll(False)  # who reads elsewhere in the list stays there
            self.table.setCurrentIndex(self.model.index(rows[0], max(0, current.column())))
            self.table.setAutoScroll(True)
