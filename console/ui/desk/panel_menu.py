"""What can be done with the desk's panels, as a menu."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from console.domain.monitor import Geometry
from console.ui.desk.panels import Panels
from console.ui.screen_facts import in_device_pixels


class PanelMenu(QObject):
    """Made anew each time. ``wall_places``: where the wall's own windows lie over all others, in device
    pixels.
    """

    def __init__(self, panels: Panels, desk: QWidget) -> None:
        super().__init__(desk)
        self._panels = panels
        self._desk = desk
        self.wall_places: Callable[[], Sequence[Geometry]] = tuple
        panels.menu_asked.connect(lambda name, at: self.made(name).popup(at))

    def made(self, name: str = "") -> QMenu:
        """All panels to show and hide; above that what can be done with one."""
        panels, menu = self._panels, QMenu(self._desk)
        menu.aboutToHide.connect(menu.deleteLater)
        if name:
            self._add_acts(menu, name)
        for each in panels.names():
            self._check(menu, each, panels.is_shown(each), panels.toggle_panel)
        menu.addSeparator()
        own = menu.addMenu("In a window of its own")
        for each in panels.names():
            self._check(own, each, panels.is_floating(each), panels.toggle_floating)
        menu.addSeparator()
        menu.addAction("Reset arrangement", panels.reset_arrangement)
        return menu

    def offer(self, button: QWidget) -> None:
        """Below a button, to the left."""
        menu = self.made()
        corner = button.mapToGlobal(button.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    def _add_acts(self, menu: QMenu, name: str) -> None:
        panels, title = self._panels, self._panels.title(name)
        where = (
            f"{title} back into the desk" if panels.is_floating(name) else f"{title} in a window of its own"
        )
        menu.addAction(where, lambda: panels.toggle_floating(name))
        for screen, place in self._other_screens():
            menu.addAction(f"{title} on {screen}", partial(panels.put_on, name, place))
        menu.addAction(f"Hide {title}", lambda: panels.show_panel(name, False))
        menu.addSeparator()

    def _other_screens(self) -> Iterator[tuple[str, Geometry]]:
        """What a panel can be put on: one screen is no choice, and beneath the wall nobody would see it."""
        screens = QGuiApplication.screens()
        walls = self.wall_places() if len(screens) > 1 else ()
        for screen in screens if len(screens) > 1 else ():
            place = in_device_pixels(screen.availableGeometry(), screen)
            if not any(wall.common_px(place) for wall in walls):
                yield screen.name(), place

    def _check(self, menu: QMenu, name: str, checked: bool, act: Callable[[str], None]) -> None:
        action = menu.addAction(self._panels.title(name), lambda: act(name))
        action.setCheckable(True)
        action.setChecked(checked)
