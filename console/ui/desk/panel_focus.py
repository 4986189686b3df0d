"""Where the keyboard is on the desk: in which order Tab goes, and which panel's heading is marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel, and what of it takes the keyboard, in order. ``heading``: what is marked, where that is no
    label of this name."""

    widget: QWidget
    stops: tuple[QWidget, ...]
    heading: QWidget | None = None


class PanelFocus(QObject):
    """Marks the heading of the panel that has the keyboard, so that it is seen where keys go."""

    def __init__(self, window: QWidget, panels: Sequence[Panel]) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self.order()
        application = QApplication.instance()
        self._application = application if isinstance(application, QApplication) else None
        if self._application is not None:
            self._application.focusChanged.connect(self._mark)

    def order(self, panels: Sequence[Panel] = ()) -> None:
        """As Tab goes through what stands in the window; ``panels``: they have other stops now.

        To be said again when something came into the window: Qt puts it last.
        """
        self._panels = panels or self._panels
        stops = [stop for panel in self._panels for stop in panel.stops if stop.window() is self._window]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def stop(self) -> None:
        """Mark nothing any more: panels go one after the other, and the keyboard with them."""
        if self._application is not None:
            self._application.focusChanged.disconnect(self._mark)
            self._application = None

    def _mark(self, _: QWidget | None, now: QWidget | None) -> None:
        for panel in self._panels:
            heading = panel.heading or panel.widget.findChild(QLabel, "heading")
            has_keys = now is not None and (now is panel.widget or panel.widget.isAncestorOf(now))
            if heading is not None and heading.property("has_keys") != has_keys:
                heading.setProperty("has_keys", has_keys)
                heading.style().polish(heading)
