"""The camera list: search field, rows with a state in words, drag onto the wall."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.domain.ids import FeedId
from console.domain.operator_commands.command import Where
from console.domain.operator_commands.table import key_of
from console.domain.wording import counted
from console.ui import theme
from console.ui.desk.camera_delegate import CameraDelegate
from console.ui.desk.camera_model import CameraFilter, CameraModel, CameraRole
from console.ui.desk.choice_line import ChoiceLine
from console.ui.desk.chosen_cameras import ChosenCameras
from console.ui.desk.recording_acts import CAMERA_KEY, cameras_to_record, own_recording
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.whole_rows import WholeRows
from console.ui.key_table import USUAL_KEYS, KeyTable
from console.ui.plain_label import PlainLabel

NO_MATCH = "No camera matches: a number, a part of a name or an agency does. Esc clears the search."
NO_CAMERAS = "This site has no cameras. Name them in its site file ([[camera]]), then start it again."
NO_CORE = (
    "No cameras yet: core has not said which there are. It starts by itself; "
    "sightline ctl processes says how far it is."
)
ALL_AGAIN = "All cameras again (Esc)"
LEAST_ROWS_PX = 58
"""Of the list: on a low desk one row and the line below it, before anything else is cut."""


class CameraList(QWidget):
    """The panel. ``assign_asked``: Enter or a double click on what is selected; ``record_asked``: record
    it, or stop that; ``choice_left``: all cameras are listed again after a choice on the map.
    """

    assign_asked = Signal()
    choice_left = Signal()
    record_asked = Signal()

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        parent: QWidget | None = None,
        *,
        keys: KeyTable = USUAL_KEYS,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = view
        self._selection = selection
        self.model = CameraModel(view, self)
        self._filter = CameraFilter(self)
        self._filter.setSourceModel(self.model)
        self.search = QLineEdit()
        self.search.setPlaceholderText(f"Search cameras  ( {key_of('search')} )")
        self.search.setToolTip("By number, name or agency")
        self.search.setClearButtonEnabled(True)
        self._heading = PlainLabel("CAMERAS")
        self._heading.setObjectName("heading")
        self._empty = PlainLabel()
        self._empty.setObjectName("empty")
        self._empty.setWordWrap(True)
        self.choice = ChoiceLine(ALL_AGAIN)
        self.rows = QListView()
        self.record = QPushButton()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.rows.setModel(self._filter)
        self.rows.setItemDelegate(CameraDelegate(self.rows))
        self.rows.setUniformItemSizes(True)
        self.rows.setSelectionMode(QListView.SelectionMode.ExtendedSelection)  # several are dragged at once
        self.rows.setMinimumHeight(LEAST_ROWS_PX)
        self.rows.setDragEnabled(True)
        self.rows.setDragDropMode(QListView.DragDropMode.DragOnly)
        self._chosen = ChosenCameras(self.rows, self._filter, self.model, self._selection)
        self.more = WholeRows(self.rows, counts_only=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(theme.SPACING_PX[1])
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self._heading)
        top.addWidget(self.search)
        top.addWidget(self.choice)
        layout.addLayout(top)
        layout.addWidget(self._empty)
        layout.addWidget(self.rows, 1)
        layout.addLayout(self._acts())
        self.refresh()

    def _acts(self) -> QHBoxLayout:
        self.record.setObjectName("act")
        self.record.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACING_PX[1], 0, theme.SPACING_PX[1], theme.SPACING_PX[1])
        row.addWidget(self.record)
        return row

    def offer_no_acts(self) -> None:
        """In a replay nothing is recorded."""
        self.record.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter_changed)
        self.search.installEventFilter(self)
        self.rows.installEventFilter(self)
        self.rows.doubleClicked.connect(lambda _: self.assign_asked.emit())
        self.record.clicked.connect(self.record_asked)
        self.choice.cleared.connect(self._leave_choice)
        self._selection.camera_changed.connect(self.refresh_recording)
        self._selection.cell_changed.connect(self.refresh_recording)
        self._selection.cameras_changed.connect(self.refresh_recording)

    def refresh(self) -> None:
        """Take the site's cameras again."""
        chosen = self._selection.cameras
        self.model.refresh_cameras()
        self._show_counts()
        self._chosen.choose_again(chosen)
        self.refresh_recording()

    def show_chosen(self, feeds: Collection[FeedId]) -> None:
        """These alone, all of them chosen, and the keyboard with them; until Esc, or a search."""
        self.search.clear()
        self._filter.set_only(feeds)
        self._show_counts()
        self.rows.setFocus()
        self._chosen.choose_all()

    def _leave_choice(self) -> None:
        self._filter_changed(self.search.text())

    def _filter_changed(self, text: str) -> None:
        was_choice = self._filter.is_choice
        self._filter.set_text(text)
        self._show_counts()
        if was_choice:
            self._chosen.choose_alone()
            self.choice_left.emit()
        else:
            self._chosen.show_selected()

    def _show_counts(self) -> None:
        found, there = self._filter.rowCount(), self.model.rowCount()
        self._heading.setText(f"CAMERAS  {found} of {there}" if found != there else f"CAMERAS  {there}")
        nothing = NO_MATCH if there else NO_CAMERAS if self._view.known else NO_CORE
        words = f"{counted(found, 'camera')} from the map"
        self.choice.say(words if self._filter.is_choice else "")
        self._empty.setText(nothing)
        self._empty.setVisible(found == 0)

    def refresh_recording(self) -> None:
        """Another camera would be recorded, or one's recording began or ended."""
        feeds = cameras_to_record(self._view, self._selection)
        stops = bool(feeds) and own_recording(self._view, *feeds) is not None
        camera = self._view.cameras.get(feeds[0]) if len(feeds) == 1 else None
        which = f" {camera.number}" if camera is not None else f" {len(feeds)} cameras" if feeds else ""
        self.record.setText(f"{'Stop recording' if stops else 'Record'}{which}  {CAMERA_KEY}")
        self.record.setEnabled(bool(feeds))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter assigns, from the list and from the search; Esc lists all again; Down leaves the search."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if self._keys.name_of(event, Where.CAMERA_LIST):
            if watched is self.search:
                if not self._filter.rowCount():  # what is selected is not what was looked for
                    return True
                self._select_first()
                self.rows.setFocus()  # what comes next is about the camera, not about the search
            self.assign_asked.emit()
            return True
        is_narrowed = bool(self.search.text()) or self._filter.is_choice
        if key == Qt.Key.Key_Escape and (watched is self.search or is_narrowed):
            self.search.clear()
            self._leave_choice()
            self.rows.setFocus()
            return True
        if watched is self.search and key == Qt.Key.Key_Down:
            self.rows.setFocus()
            self._select_first()
            return True
        return False

    def _select_first(self) -> None:
        """The first camera found, unless the selected one is among them."""
        current = self.rows.selectionModel().selectedIndexes()
        first = self._filter.index(0, 0)
        if not current and first.isValid():
            self._selection.select_camera(FeedId(first.data(CameraRole.CAMERA).feed))
