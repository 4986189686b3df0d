"""The map's widget: a web view that shows the generated page, is fed rows, and says what was clicked."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from console.ui import theme
from console.ui.map.live_rows import MAX_ID_LENGTH, LiveRows, Row
from console.ui.map.request_blocker import RequestBlocker
from console.ui.map.scheme import ORIGIN
from console.ui.map.scheme_handler import SchemeHandler

log = logging.getLogger("sightline.map")

WAKE_INTERVAL_MS = 100
RELOAD_AFTER_MS = 1000
_OFF = (
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.WebGLEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
    QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
    QWebEngineSettings.WebAttribute.ErrorPageEnabled,
    QWebEngineSettings.WebAttribute.ScrollAnimatorEnabled,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.ScreenCaptureEnabled,
)


class MapChannel(QObject):
    """All that the page can call: four slots. What it says is checked before it goes on."""

    woken = Signal()
    """There are rows to fetch."""

    fit_asked = Signal()
    """The operator wants all cameras in view."""

    all_shown_asked = Signal()
    """The operator wants to choose all cameras that the map shows."""

    rectangle_left = Signal()
    """A rectangle that is being drawn is to choose nothing."""

    page_ready = Signal()
    camera_clicked = Signal(str)
    incident_clicked = Signal(str)
    cameras_chosen = Signal(list)

    def __init__(self, rows: LiveRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows

    @Slot()
    def ready(self) -> None:
        """The page listens now."""
        self.page_ready.emit()

    @Slot(str)
    def click_camera(self, feed: str) -> None:
        """A camera was clicked; ids that no row has are dropped."""
        if self._rows.has("cameras", feed[:MAX_ID_LENGTH]):
            self.camera_clicked.emit(feed)

    @Slot(str)
    def click_incident(self, incident: str) -> None:
        """An alert was clicked; ids that no row has are dropped."""
        if self._rows.has("incidents", incident[:MAX_ID_LENGTH]):
            self.incident_clicked.emit(incident)

    @Slot("QVariantList")
    def choose_cameras(self, feeds: object) -> None:
        """Several cameras were chosen, or none where none was; ids that no row has are dropped."""
        self.cameras_chosen.emit(self._rows.known("cameras", feeds))


class MapPage(QWebEnginePage):
    """Stays on its own document, opens no windows, and logs what its scripts complain about."""

    def acceptNavigationRequest(
        self, url: QUrl | str, how: QWebEnginePage.NavigationType, in_main_frame: bool, /
    ) -> bool:
        """Only the map itself."""
        return QUrl(url).toString().startswith(f"{ORIGIN}/index.html")

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str, /
    ) -> None:
        """Scripts speak into the log."""
        log.warning("map page, %s:%d: %s", source, line, message)


class MapView(QWebEngineView):
    """Rows in (``show_rows``), clicks out. A render process that died is started again with all rows.

    ``now_ms`` gives core's log time, which dates incidents' pulses.
    """

    camera_clicked = Signal(str)
    incident_clicked = Signal(str)
    cameras_chosen = Signal(list)
    """Feeds, none twice; empty where no camera was."""

    page_ready = Signal()

    def __init__(
        self, map_dir: Path | None, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = LiveRows()
        self._profile = QWebEngineProfile(self)  # without a name: off the record, nothing on disk
        self._profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.blocker = RequestBlocker(self)
        self._profile.setUrlRequestInterceptor(self.blocker)
        self._handler = SchemeHandler(map_dir, lambda since: self._rows.batch(since, now_ms()), self)
        self._profile.installUrlSchemeHandler(b"sightline", self._handler)
        self._channel_object = MapChannel(self._rows, self)
        self._channel = QWebChannel(self)
        self._channel.registerObject("sightline", self._channel_object)
        self._wake = QTimer(self)
        self.is_ready = False
        self._page = MapPage(self._profile, self)
        self._harden()
        self._connect()

    def _harden(self) -> None:
        settings = self._page.settings()
        for attribute in _OFF:
            settings.setAttribute(attribute, False)
        self._page.setBackgroundColor(QColor(theme.BACKGROUND))
        self._page.setWebChannel(self._channel)
        self._page.permissionRequested.connect(self._deny)
        self._profile.downloadRequested.connect(lambda download: download.cancel())

    def _deny(self, permission: QWebEnginePermission) -> None:
        permission.deny()

    def _connect(self) -> None:
        self._wake.setSingleShot(True)
        self._wake.setInterval(WAKE_INTERVAL_MS)
        self._wake.timeout.connect(self._channel_object.woken)
        self._channel_object.page_ready.connect(self._page_is_ready)
        self._channel_object.camera_clicked.connect(self.camera_clicked)
        self._channel_object.incident_clicked.connect(self.incident_clicked)
        self._channel_object.cameras_chosen.connect(self.cameras_chosen)
        self._page.renderProcessTerminated.connect(self._render_process_died)

    def start(self) -> None:
        """Load the page; it fetches its rows by itself."""
        self.is_ready = False
        self.setPage(self._page)
        self._page.load(QUrl(f"{ORIGIN}/index.html"))

    def show_rows(self, sort: str, rows: Mapping[str, Row | None]) -> None:
        """Replace all rows of a sort; the page is woken ten times a second at most."""
        if self._rows.put(sort, rows) and not self._wake.isActive():
            self._wake.start()

    def fit(self) -> None:
        """All cameras in view, from now on at every size until the map is moved by hand."""
        self._channel_object.fit_asked.emit()

    def choose_all_shown(self) -> None:
        """All cameras that are in view now, as ``cameras_chosen`` tells."""
        self._channel_object.all_shown_asked.emit()

    def leave_rectangle(self) -> None:
        """One that is being drawn chooses nothing."""
        self._channel_object.rectangle_left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No browser menu over the map."""
        event.accept()

    def _page_is_ready(self) -> None:
        self.is_ready = True
        self.page_ready.emit()

    def _render_process_died(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, exit_code: int
    ) -> None:
        log.warning("the map's render process ended (%s, %d); loading it again", status.name, exit_code)
        QTimer.singleShot(RELOAD_AFTER_MS, self, self.start)

    def stop(self) -> None:
        """Let go of the page before its profile, as Qt asks."""
        self._wake.stop()
        shiboken6.delete(self._page)
