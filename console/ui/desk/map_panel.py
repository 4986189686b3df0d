"""The map's place in the desk: the page comes after the first show, so that the window is there at once.

A map that is hidden costs nothing: its page is made once it is shown.
"""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.domain.camera import Camera
from console.domain.ids import FeedId, IncidentId
from console.domain.incident import Incident
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.drawing_guard import DrawingGuard
from console.ui.map.live_rows import Row, camera_row, incident_row, selection_rows
from console.ui.map.map_view import MapView
from console.ui.plain_label import PlainLabel

LEAST_WIDTH_PX = 160
LEAST_HEIGHT_PX = 200
HELD = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class MapPanel(QWidget):
    """Feeds the page from the site view and the selection, and its clicks into the selection.

    ``page_came``: with it what takes the keyboard here; ``cameras_chosen``: several at once, none where
    there was none.
    """

    page_came = Signal()
    cameras_chosen = Signal(list)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        map_dir: Path | None,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._map_dir = map_dir
        self._clock = clock
        self.map: MapView | None = None
        self._is_started = False
        self._guard = DrawingGuard("map mark of")
        self._waiting = PlainLabel("The map is starting…")
        self._waiting.setObjectName("empty")
        self._waiting.setWordWrap(True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint = ElidedLabel("muted")
        """What can be done from here, in the panel's own line."""
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(LEAST_WIDTH_PX, LEAST_HEIGHT_PX)
        self._build()

    def _build(self) -> None:
        heading = PlainLabel("MAP")
        heading.setObjectName("heading")
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACING_PX[2], theme.SPACING_PX[0], theme.SPACING_PX[2], 0)
        head.setSpacing(theme.SPACING_PX[2])
        head.addWidget(heading)
        head.addWidget(self.hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACING_PX[0])
        layout.addLayout(head)
        layout.addWidget(self._waiting, 1)

    def event(self, event: QEvent) -> bool:
        """The page's arrows are its own, whatever they mean in the window."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if (
            is_asked
            and isinstance(event, QKeyEvent)
            and event.key() in ARROWS
            and not event.modifiers() & HELD
        ):
            event.accept()
            return True
        return super().event(event)

    def start(self) -> None:
        """Make the page, now or as soon as it is shown."""
        self._is_started = True
        if self.isVisible():
            self._make_page()

    def showEvent(self, event: QShowEvent) -> None:
        """Its page comes after what is shown with it."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._make_page)

    def _make_page(self) -> None:
        """Chromium's processes start here."""
        if not self._is_started or self.map is not None or not self.isVisible():
            return
        shown = MapView(self._map_dir, lambda: self._view.log_now_ms(self._clock), self)
        shown.page_ready.connect(self.page_came)
        shown.camera_clicked.connect(lambda feed: self._selection.select_camera(FeedId(feed)))
        shown.incident_clicked.connect(lambda name: self._selection.select_incident(IncidentId(name)))
        shown.cameras_chosen.connect(self.cameras_chosen)
        self._selection.camera_changed.connect(self._show_selection)
        self._selection.cameras_changed.connect(self._show_selection)
        self._selection.incident_changed.connect(self._show_selection)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(shown, 1)
        shown.show()  # at once: else the head would have all the room until Qt shows it
        self._waiting.hide()
        self.map = shown
        shown.start()
        self.refresh_cameras()
        self.refresh_incidents()
        self._show_selection()

    def refresh_cameras(self) -> None:
        """Cameras or their states changed."""
        if self.map is not None:
            rows: dict[str, Row | None] = {
                camera.feed: self._camera_row(camera) for camera in self._view.cameras.values()
            }
            self.map.show_rows("cameras", rows)

    def refresh_incidents(self) -> None:
        """Incidents changed."""
        if self.map is not None:
            incidents = self._view.incidents.values()
            self.map.show_rows(
                "incidents", {entry.incident: self._incident_row(entry) for entry in incidents}
            )

    def _camera_row(self, camera: Camera) -> Row | None:
        return self._guard.attempt(
            camera.feed,
            lambda: camera_row(camera, self._view.state_of(camera.feed), self._view.cause_of(camera.feed)),
            lambda: None,
        )

    def _incident_row(self, incident: Incident) -> Row | None:
        return self._guard.attempt(incident.incident, lambda: incident_row(incident), lambda: None)

    def _show_selection(self) -> None:
        if self.map is not None:
            selected = self._selection
            rows = selection_rows(selected.camera, selected.incident, selected.cameras)
            self.map.show_rows("selection", rows)

    def fit(self) -> None:
        """All cameras in view."""
        if self.map is not None:
            self.map.fit()

    def choose_all_shown(self) -> bool:
        """All cameras in view, as ``cameras_chosen`` tells; whether the page is there to say which."""
        if self.map is None or not self.map.is_ready:
            return False
        self.map.choose_all_shown()
        return True

    def leave_rectangle(self) -> None:
        """One that is being drawn chooses nothing."""
        if self.map is not None:
            self.map.leave_rectangle()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard: the view, and in it what the browser makes anew with each page."""
        own = self.map.focusProxy() if self.map is not None else None
        return tuple(one for one in (self.map, own) if one is not None)

    def focus_map(self) -> None:
        """Keys go to the map."""
        if self.map is not None:
            self.map.setFocus()

    def stop(self) -> None:
        """Let go of the page."""
        self._is_started = False
        if self.map is not None:
            self.map.stop()
            self.map = None
