"""The desk's window on the screens that there are: its place, its frame, and what of the wall it hides."""

import logging
from collections.abc import Mapping

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from console.domain.ids import MonitorId
from console.domain.monitor import Geometry
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.process_config import DeskConfig
from console.ui.desk.window_place import desk_place, is_seen, is_too_large, lying_over
from console.ui.monitor_match import WallPlan, place_all
from console.ui.screen_facts import in_device_pixels, in_units, screen_facts
from console.ui.screen_watch import ScreenWatch

log = logging.getLogger("sightline.desk")

FRAME_WITHIN_S = 20
"""Looks, once a second, for what a window manager puts round the window: a busy machine's takes its time."""


class PlacedWindow(QObject):
    """As the site file says, as long as that is on a screen."""

    def __init__(self, window: QWidget, config: DeskConfig, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._config = config
        self.screens = ScreenWatch(self)
        self._place: QRect | None = None
        self._is_displaced = False
        self.awaits_frame_s = FRAME_WITHIN_S

    def start(self) -> None:
        """Place it, and again when screens come or go."""
        self.screens.start()
        self.screens.changed.connect(self._screens_changed)
        self._move()

    def stop(self) -> None:
        """Leave it where it is."""
        self.screens.stop()

    def _move(self) -> None:
        primary = QGuiApplication.primaryScreen()
        usual = in_device_pixels(primary.availableGeometry(), primary)
        screens = [screen.geometry for screen in self.screens.facts()]
        place = desk_place(self._config.geometry, screens, usual, list(self._walls().values()))
        wanted = self._config.geometry
        self._is_displaced = wanted is not None and place != wanted
        if self._is_displaced:
            log.warning("the desk's geometry %s is not on the screens; it is shown at %s", wanted, place)
        self._place = in_units(place, _screen_at(place)) if wanted is not None else None
        self._window.setGeometry(in_units(place, _screen_at(place)))
        log.info("the desk's window is shown at %d,%d, %dx%d", place.x, place.y, place.width, place.height)

    def _screens_changed(self) -> None:
        """Its screen went or became smaller, and nobody would see all of it; or it was elsewhere or smaller
        because of that, and its screen is back.
        """
        screens = [screen.geometry for screen in self.screens.facts()]
        wanted = self._config.geometry
        may_return = self._is_displaced and wanted is not None and is_seen(wanted, screens)
        here = self._here()
        if screens and (may_return or not is_seen(here, screens) or is_too_large(here, screens)):
            self.awaits_frame_s = FRAME_WITHIN_S
            self._move()

    def fit_frame(self) -> None:
        """Bring the window manager's frame inside the geometry, once: it comes after the window, or never."""
        if self._place is None or not self.awaits_frame_s:
            return
        self.awaits_frame_s -= 1
        inner, outer, place = self._window.geometry(), self._window.frameGeometry(), self._place
        if inner == outer:
            return
        self.awaits_frame_s = 0
        self._window.setGeometry(
            place.x() + inner.x() - outer.x(),
            place.y() + inner.y() - outer.y(),
            place.width() - outer.width() + inner.width(),
            place.height() - outer.height() + inner.height(),
        )

    def notice(self, lent: Mapping[MonitorId, str]) -> str:
        """What of the wall the window hides, as long as it is not minimised."""
        if self._window.isMinimized():
            return ""
        without = frozenset() if self._config.replays else _without_window(lent)
        walls = {monitor: place for monitor, place in self._walls().items() if monitor not in without}
        return lying_over(self._here(), walls)

    def wall_places(self) -> list[Geometry]:
        """Where the wall's windows lie over all others."""
        return [] if self._config.windowed else list(self._walls().values())

    def _here(self) -> Geometry:
        frame = self._window.frameGeometry()
        # WORKAROUND: QWidget.screen() makes the screen the widget's child in PySide6 6.11, and the widget's
        # end, when Python's collector frees it, ends the screen: then the next widget aborts the process.
        screen = QGuiApplication.screenAt(frame.center()) or QGuiApplication.primaryScreen()
        return in_device_pixels(frame, screen)

    def _walls(self) -> dict[MonitorId, Geometry]:
        """Where the wall's monitors are, by the same rule as their own windows."""
        config = self._config
        plan = WallPlan(config.monitors, True, config.geometry, config.windowed)
        return {one: place.rectangle for one, place in place_all(plan, self.screens.facts()).items()}


def _screen_at(place: Geometry) -> QScreen:
    """The one that has most of it."""
    return max(QGuiApplication.screens(), key=lambda one: screen_facts(one).geometry.common_px(place))


def _without_window(lent: Mapping[MonitorId, str]) -> frozenset[MonitorId]:
    """Monitors that show nothing to anybody: closed by a person, or without a screen."""
    return frozenset(monitor for monitor, to in lent.items() if to in (NOBODY, NO_SCREEN))
