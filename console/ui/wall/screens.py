"""Puts the window on its monitor, and again whenever a screen comes or goes."""

import logging

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from console.domain.monitor import Geometry, MonitorSpec
from console.ui.monitor_match import MatchedBy, Placement, own_place
from console.ui.screen_facts import screen_facts

log = logging.getLogger("sightline.display")


class Screens(QObject):
    """Matches the monitor and moves the window; hides it while it has none of its own: see ``notice``."""

    def __init__(
        self,
        app: QGuiApplication,
        spec: MonitorSpec,
        window: QWidget,
        monitors: tuple[MonitorSpec, ...] = (),
    ) -> None:
        super().__init__()
        self._app = app
        self._spec = spec
        self._monitors = monitors or (spec,)
        self.notice = ""
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
        # With all screens off Qt has one without a size.
        screens = [one for one in self._app.screens() if not one.geometry().isEmpty()]
        facts = [screen_facts(screen) for screen in screens]
        placement = own_place(self._spec, self._monitors, facts, guess=not self._identified)
        if placement == self._placed and self._window.isVisible():
            return
        self._placed = placement
        self.notice = "" if placement is not None else self._waiting_words(len(screens))
        if placement is None:
            log.warning("monitor %s: %s", self._spec.monitor, self.notice)
            self._window.hide()
            return
        if placement.matched_by in (MatchedBy.EDID, MatchedBy.CONNECTOR):
            self._identified = True
        log.info("monitor %s: %s by %s", self._spec.monitor, placement.rectangle, placement.matched_by.value)
        _move(self._window, screens[placement.screen], placement.rectangle)

    def _waiting_words(self, screens: int) -> str:
        wanted = len(self._monitors)
        if not screens:
            return "waits for a screen: none is switched on"
        if screens < wanted:
            there = "1 screen" if screens == 1 else f"{screens} screens"
            return f"waits for a screen of its own: there is {there} for {wanted} monitors"
        return "its screen is gone; it waits until it is back"

    def stop(self) -> None:
        """Follow no more."""
        self._app.screenAdded.disconnect(self._screens_changed)
        self._app.screenRemoved.disconnect(self._screens_changed)


def _move(window: QWidget, screen: QScreen, rectangle: Geometry) -> None:
    """Full screen where the rectangle is the screen's own, else frameless at that rectangle."""
    window.hide()
    window.setScreen(screen)
    window.setGeometry(rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    if screen_facts(screen).geometry == rectangle:
        window.showFullScreen()
    else:
        window.showNormal()
    window.setGeometry(rectangle.x, rectangle.y, rectangle.width, rectangle.height)
