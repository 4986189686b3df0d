"""Which screens there are now, and word of it when that changes: RandR's on an X server, else Qt's own."""

import logging

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from console.ui.monitor_match import ScreenFacts
from console.ui.randr import Randr, RandrMonitor
from console.ui.screen_facts import screen_facts

log = logging.getLogger("sightline.ui")

SETTLES_WITHIN_MS = 100
"""A change is told in several events, and to Qt by its own connection: looked at once they are all there."""


class ScreenWatch(QObject):
    """``changed`` is said at most once in SETTLES_WITHIN_MS."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication), "there are no screens before the application"
        self._app = app
        self._randr: Randr | None = None
        self._notifier: QSocketNotifier | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLES_WITHIN_MS)
        self._timer.timeout.connect(self._settled)
        self._known: list[ScreenFacts] | None = None

    def start(self) -> None:
        """Follow the screens."""
        self._app.screenAdded.connect(self._screen_added)
        self._app.screenRemoved.connect(self._hint)
        for screen in self._app.screens():
            screen.geometryChanged.connect(self._hint)
        randr = Randr()
        if self._app.platformName() == "xcb" and randr.open():
            self._randr = randr
            self._notifier = QSocketNotifier(randr.fd, QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._randr_says)

    def stop(self) -> None:
        """Follow no more."""
        self._timer.stop()
        self._app.screenAdded.disconnect(self._screen_added)
        self._app.screenRemoved.disconnect(self._hint)
        for screen in self._app.screens():
            screen.geometryChanged.disconnect(self._hint)
        self._let_go_of_randr()

    def _let_go_of_randr(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
        if self._randr is not None:
            self._randr.close()
        self._notifier = self._randr = None

    def _screen_added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._hint)
        self._hint()

    def _hint(self) -> None:
        self._known = None
        if not self._timer.isActive():
            self._timer.start()

    def _randr_says(self) -> None:
        if self._randr is not None and self._randr.take_events():
            self._hint()
        if self._randr is not None and self._randr.is_gone:  # the X server ended, and Qt ends this process
            self._let_go_of_randr()

    def _settled(self) -> None:
        self._known = None
        self.changed.emit()

    def facts(self) -> list[ScreenFacts]:
        """All that are switched on, in an order that is every process's; asked again once they change."""
        known = self._known
        if known is None:
            known = self._known = self._read()
            self._take_late_events()
        return known

    def _read(self) -> list[ScreenFacts]:
        # With all screens off Qt has one without a size.
        known = [screen_facts(one) for one in self._app.screens() if not one.geometry().isEmpty()]
        if self._randr is None or self._randr.is_gone:
            return known
        by_name = {one.name: one for one in known}
        return [_joined(one, by_name.get(one.name)) for one in self._randr.monitors()]

    def _take_late_events(self) -> None:
        """Those that came with the answers: libxcb has them already, and the socket says nothing of them."""
        if self._randr is not None and self._randr.take_events():
            self._hint()

    def screen_of(self, facts: ScreenFacts) -> QScreen | None:
        """Qt's for it; None as long as Qt doesn't know it."""
        return next((one for one in self._app.screens() if one.name() == facts.name), None)


def _joined(monitor: RandrMonitor, known: ScreenFacts | None) -> ScreenFacts:
    """What the monitor says now; Qt's name of its maker, as long as its model is still what Qt has read."""
    edid = monitor.edid
    same = known is not None and edid is not None and known.model == edid.model
    return ScreenFacts(
        connector=monitor.connector,
        manufacturer=edid.manufacturer if edid else "",
        model=edid.model if edid else "",
        serial=edid.serial if edid else "",
        geometry=monitor.geometry,
        maker=known.manufacturer if known is not None and same else "",
        name=monitor.name,
    )
