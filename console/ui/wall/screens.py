"""Puts the window on its monitor, and again whenever a screen comes or goes."""

import logging

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from console.domain.monitor import Geometry, MonitorSpec
from console.ui.wall.monitor_match import MatchedBy, Placement, ScreenFacts, match_monitor

log = logging.getLogger("sightline.display")


class Screens(QObject):
    """Matches the monitor and moves the window; hides it while its monitor is gone."""

    def __init__(self, app: QGuiApplication, spec: MonitorSpec, window: QWidget) -> None:
        super().__init__()
        self._app = app
        self._spec = spec
        self._window = window
        self._identified = False
        self._placed: Placement | None = None

    def start(self) -> None:
        """Place the window and follow the screens."""
        self._app.screenAdded.connect(self._screens_changed)
        self._app.screenRemoved.connect(self._screens_changed)
        for screen in self._app.screens():
            screen.geometryChanged.connect(self.place)
        self.place()

    def _screens_changed(self, screen: QScreen) -> None:
        if screen in self._app.screens():
            screen.geometryChanged.connect(self.place)
        self.place()

    def place(self) -> None:
        """Match again; move only when the answer is another one."""
        screens = self._app.screens()
        facts = [_facts(screen) for screen in screens]
        placement = match_monitor(self._spec, facts, guess=not self._identified)
        if placement == self._placed and self._window.isVisible():
            return
        self._placed = placement
        if placement is None:
            log.warning("monitor %s is gone; its window hides until it is back", self._spec.monitor)
            self._window.hide()
            return
        if placement.matched_by in (MatchedBy.EDID, MatchedBy.CONNECTOR):
            self._identified = True
        log.info("monitor %s: %s by %s", self._spec.monitor, placement.rectangle, placement.matched_by.value)
        _move(self._window, screens[placement.screen], placement.rectangle)

    def stop(self) -> None:
        """Follow no more."""
        self._app.screenAdded.disconnect(self._screens_changed)
        self._app.screenRemoved.disconnect(self._screens_changed)


def _facts(screen: QScreen) -> ScreenFacts:
    area = screen.geometry()
    return ScreenFacts(
        connector=screen.name(),
        manufacturer=screen.manufacturer(),
        model=screen.model(),
        serial=screen.serialNumber(),
        geometry=Geometry(area.x(), area.y(), area.width(), area.height()),
    )


def _move(window: QWidget, screen: QScreen, rectangle: Geometry) -> None:
    """Full screen where the rectangle is the screen's own, else frameless at that rectangle."""
    window.hide()
    window.setScreen(screen)
    window.setGeometry(rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    if _facts(screen).geometry == rectangle:
        window.showFullScreen()
    else:
        window.showNormal()
    window.setGeometry(rectangle.x, rectangle.y, rectangle.width, rectangle.height)
