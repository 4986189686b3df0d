"""The cameras beside the canvas: search, choose one or several, put or drag them into cells."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from console.domain.ids import FeedId
from console.ui import theme
from console.ui.desk.camera_delegate import CameraDelegate
from console.ui.desk.camera_list import NO_MATCH
from console.ui.desk.camera_model import CameraFilter, CameraModel, CameraRole
from console.ui.desk.site_view import SiteView
from console.ui.desk.whole_rows import WholeRows
from console.ui.plain_label import PlainLabel

SEARCH_HINT = "Number, name, agency"
HINT = "Drag one or several onto cells. Ctrl+A takes all that are found."
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CameraPanel(QWidget):
    """``put_asked`` carries feeds; ``left``: a person is done here, without a choice."""

    put_asked = Signal(list)
    left = Signal()

    def __init__(self, view: SiteView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = view
        self.model = CameraModel(view, self)
        self.found = CameraFilter(self)
        self.found.setSourceModel(self.model)
        self._heading = PlainLabel("CAMERAS")
        self._heading.setObjectName("heading")
        self.search = QLineEdit()
        self.search.setPlaceholderText(SEARCH_HINT)
        self.search.setAccessibleName(SEARCH_HINT)
        self.search.setClearButtonEnabled(True)
        self.rows = QListView()
        self.rows.setAccessibleName("Cameras")
        self._hint = PlainLabel(HINT)
        self._hint.setObjectName("muted")
        self._hint.setWordWrap(True)
        self._build()
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.rows.installEventFilter(self)
        self.rows.doubleClicked.connect(lambda _: self._put())

    def _build(self) -> None:
        rows = self.rows
        rows.setModel(self.found)
        rows.setItemDelegate(CameraDelegate(rows))
        rows.setUniformItemSizes(True)
        rows.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        rows.setDragEnabled(True)
        rows.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.more = WholeRows(rows, counts_only=True)
        top = QVBoxLayout()
        top.setContentsMargins(theme.SPACING_PX[2], 0, theme.SPACING_PX[2], 0)
        for widget in (self._heading, self.search, self._hint):
            top.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, theme.SPACING_PX[1], 0, 0)
        whole.setSpacing(theme.SPACING_PX[1])
        whole.addLayout(top)
        whole.addWidget(rows, 1)

    def refresh(self) -> None:
        """Take the site's cameras again."""
        self.model.refresh_cameras()
        self._show_counts()

    def ask(self, typed: str) -> None:
        """Which camera? The keys go to the search, with what was typed already."""
        self.search.setText(typed)
        self.search.setFocus()
        if not typed:
            self.search.selectAll()

    def _filter(self, text: str) -> None:
        self.found.set_text(text)
        self._show_counts()

    def _show_counts(self) -> None:
        found, there = self.found.rowCount(), self.model.rowCount()
        self._heading.setText(f"CAMERAS  {found} of {there}" if found != there else f"CAMERAS  {there}")
        self._hint.setText(HINT if found or not there else NO_MATCH)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter puts what is chosen, or the first that is found; Esc leaves; Down goes into the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in ENTER:
            self._put()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.search.clear()
            self.left.emit()
            return True
        if watched is self.search and event.key() == Qt.Key.Key_Down:
            self.rows.setFocus()
            self.rows.setCurrentIndex(self.found.index(0, 0))
            return True
        return super().eventFilter(watched, event)

    def _put(self) -> None:
        feeds = self._chosen()
        if feeds:
            self.search.clear()
            self.rows.clearSelection()
            self.put_asked.emit(feeds)

    def _chosen(self) -> list[FeedId]:
        """While a search is typed the first one found, if none of the list is chosen."""
        chosen = self.rows.selectionModel().selectedIndexes()
        if self.search.hasFocus() or not chosen:
            chosen = [self.found.index(0, 0)]
        rows = sorted((index for index in chosen if index.isValid()), key=QModelIndex.row)
        return [FeedId(index.data(CameraRole.CAMERA).feed) for index in rows]
