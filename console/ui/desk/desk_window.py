"""The operator's window: puts the panels together, and brings what changed to those that show it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wording import local_time
from console.protocol.clock import Clock
from console.protocol.lifeline import EXIT_CLOSED
from console.ui.desk.bars import BottomBar, TopBar, counts_html
from console.ui.desk.camera_list import CameraList
from console.ui.desk.health_list import HealthList
from console.ui.desk.help_sheet import HelpSheet
from console.ui.desk.incident_cards import IncidentCards
from console.ui.desk.layout_list import LayoutList
from console.ui.desk.map_panel import MapPanel
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.miniatures import Miniatures, fitting_height
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.selected_picture import SelectedPicture
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import Area, SiteView
from console.ui.desk.stylesheet import desk_stylesheet
from console.ui.desk.trouble_line import TroubleLine

ROOMY_WIDTH_PX = 1600
SIDES_PX = {True: (280, 400), False: (250, 330)}
"""Widths of the left and right panels: in a roomy window, and in a small one."""


class DeskWindow(QMainWindow):
    """Shows a SiteView; ``refresh`` is told what changed, ``tick_second`` that time went by."""

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        acts: OperatorActs,
        pictures: MiniaturePictures,
        picture: SelectedPicture,
        clock: Clock,
        operator: str,
        map_dir: Path | None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Sightline desk")
        self.setStyleSheet(desk_stylesheet())
        self._view = view
        self._selection = selection
        self._acts = acts
        self._clock = clock
        self.engine_lost = True
        self.top = TopBar(operator)
        self.control = TroubleLine("control_lost")
        self.problems = TroubleLine("problems")
        self.troubles: tuple[str, ...] = ()
        self.cameras = CameraList(view, selection)
        self.layouts = LayoutList()
        self.miniatures = Miniatures(view, selection, pictures)
        self.picture = picture
        self.map = MapPanel(view, selection, map_dir, clock)
        self.cards = IncidentCards(view, selection, clock)
        self.bottom = BottomBar()
        self.health = HealthList(view, selection, clock, self)
        self.help = HelpSheet(self)
        self._left = _stack(self.cameras, self.layouts)
        self._below = _splitter(Qt.Orientation.Horizontal, picture, self.map)
        self._middle = _stack(self.miniatures, self._below)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._connect()
        self._bind_keys()
        self.cameras.rows.setFocus()  # not the search, which would take the first keys as text

    # --- building

    def _build(self) -> None:
        self._columns.addWidget(self._left)
        self._columns.addWidget(self._middle)
        self._columns.addWidget(self.cards)
        self._columns.setStretchFactor(1, 1)
        self._columns.setChildrenCollapsible(False)
        self._columns.setHandleWidth(4)
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for bar in (self.top, self.control, self.problems):
            rows.addWidget(bar)
        rows.addWidget(self._columns, 1)
        rows.addWidget(self.bottom)
        self.setCentralWidget(body)

    def place_columns(self) -> None:
        """Give the side panels their widths for this window; the middle takes the rest."""
        left, right = SIDES_PX[self.width() >= ROOMY_WIDTH_PX]
        self._columns.setSizes([left, self.width() - left - right, right])
        self._left.setSizes([3 * self.height() // 4, self.height() // 4])
        self._fit_picture()
        self._fit_miniatures()

    def _fit_miniatures(self) -> None:
        """Give the miniatures the height that their width can use, at most half; the map takes the rest."""
        count = len(self._view.monitors)
        half = self._middle.height() // 2
        height = min(half, fitting_height(self._middle.width(), count)) if count else half
        self._middle.setSizes([height, self._middle.height() - height])

    def _connect(self) -> None:
        acts = self._acts
        acts.said.connect(self.bottom.say)
        self.top.counts.clicked.connect(self.health.toggle)
        self.cameras.assign_asked.connect(acts.assign_selected)
        self.miniatures.assign_asked.connect(acts.assign_selected)
        self.miniatures.dropped.connect(self._dropped)
        self.layouts.load_asked.connect(acts.load_layout)
        self.layouts.save_asked.connect(acts.save_layout)
        self.cards.acknowledge_asked.connect(acts.acknowledge)
        self.cards.close_asked.connect(acts.close)
        self.cards.undo_asked.connect(acts.undo_switches)
        self._selection.cell_changed.connect(self._show_layouts)

    def _dropped(self, monitor: str, cell: int, feed: str) -> None:
        self._acts.assign(MonitorId(monitor), CellIndex(cell), FeedId(feed))

    def _bind_keys(self) -> None:
        acts = self._acts
        bindings = {
            "/": self._focus_search,
            "P": acts.toggle_pin,
            "Delete": acts.clear_hand,
            "A": acts.acknowledge,
            "C": acts.close,
            "U": acts.undo_switches,
            "R": acts.rewind,
            "L": acts.back_to_live,
            "M": self.map.focus_map,
            "H": self.health.toggle,
            "V": self._toggle_picture,
            "Z": self._focus_picture,
            "F1": self.help.toggle,
        }
        for key, act in bindings.items():
            QShortcut(QKeySequence(key), self, act)

    def _toggle_picture(self) -> None:
        self.picture.toggle()
        self._fit_picture()

    def _focus_picture(self) -> None:
        """Give its zoom the keys."""
        if not self.picture.isVisible():
            self._toggle_picture()
        self.picture.setFocus()

    def _fit_picture(self) -> None:
        """Three fifths of the width are the picture's, the rest is the map's."""
        self._below.setSizes([self._below.width() * 3 // 5, self._below.width() * 2 // 5])

    def _focus_search(self) -> None:
        self.cameras.search.setFocus()
        self.cameras.search.selectAll()

    # --- showing

    def refresh(self, changed: Area) -> None:
        """Bring what changed to the panels that show it."""
        if changed & (Area.CAMERAS | Area.COUNTS):
            self.top.show_site(self._view.site, self._view.director_mode)
            self.top.show_alert_counts(self._view.counts)
        if changed & Area.CAMERAS:
            self.cameras.refresh()
        if changed & (Area.CAMERAS | Area.HEALTH):
            self.cameras.model.refresh_states()
            self._show_state_counts()
            self.map.refresh_cameras()
        if changed & Area.CAMERAS:
            self._fit_miniatures()
        if changed & (Area.CAMERAS | Area.MONITORS):
            self.miniatures.refresh()
        if changed & Area.INCIDENTS:
            self._drop_gone_incident()
            self.cards.refresh()
            self.map.refresh_incidents()
        if changed & Area.PROBLEMS:
            self._say_problems()
        if changed & (Area.LAYOUTS | Area.MONITORS):
            self._show_layouts()

    def _show_state_counts(self) -> None:
        counts = self._view.state_counts()
        self.top.counts.setText(counts_html(counts, len(self._view.cameras) - counts.total()))

    def _show_layouts(self) -> None:
        cell = self._selection.cell
        only = next(iter(self._view.monitors), "") if len(self._view.monitors) == 1 else ""
        self.layouts.refresh(self._view.layouts, cell[0] if cell is not None else only)

    def _drop_gone_incident(self) -> None:
        if self._selection.incident is not None and self._selection.incident not in self._view.incidents:
            self._selection.select_incident(None)

    def tick_second(self) -> None:
        """Clock, ages, silences."""
        now_ms = self._clock.now_ms()
        self.top.clock.setText(local_time(now_ms, now_ms))
        self.top.show_engine(lost=self.engine_lost)
        self._say_problems()
        self.cards.model.refresh_ages()
        self.health.refresh()

    def _say_problems(self) -> None:
        self.problems.say(*self.troubles, *self._view.problems)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where nothing else took it: the selected cell back to live."""
        if event.key() != Qt.Key.Key_Escape or not self._acts.leave_rewind():
            super().keyPressEvent(event)

    # --- end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the desk ends its process, which a person meant; the wall goes on without it."""
        event.accept()
        QApplication.exit(EXIT_CLOSED if event.spontaneous() else 0)

    def stop(self) -> None:
        """Close the health list, let go of the map's page."""
        self.health.hide()
        self.picture.stop()
        self.map.stop()


def _stack(above: QWidget, below: QWidget) -> QSplitter:
    return _splitter(Qt.Orientation.Vertical, above, below)


def _splitter(orientation: Qt.Orientation, first: QWidget, second: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(4)
    splitter.setChildrenCollapsible(False)
    splitter.addWidget(first)
    splitter.addWidget(second)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 1)
    return splitter
