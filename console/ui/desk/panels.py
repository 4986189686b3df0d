"""The desk's panels as an operator arranges them: hidden or shown, in the desk or in their own windows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QLabel, QSplitter, QWidget

from console.domain.monitor import Geometry
from console.ui.desk.arrangement import USUAL, Arrangement
from console.ui.desk.boundaries import Boundaries
from console.ui.desk.floating_panel import FloatingPanel
from console.ui.desk.panel_corner import PanelCorner
from console.ui.desk.window_place import is_too_large, whole_on_a_screen
from console.ui.plain_label import PlainLabel
from console.ui.screen_facts import in_device_pixels, in_units, screen_facts

OUT_BY_PX = 32
"""So far from where it stood in the desk a panel's own window appears at first."""
NOTHING_HERE = (
    "Every panel is hidden or in a window of its own.\n\n"
    "Panels, at the right of the top bar, shows them again; Reset arrangement brings all of them back."
)
SCREENS_SETTLE_MS = 400
"""After a screen came: the window manager has its say first."""


@dataclass
class Panel:
    """One of them; ``home`` is the splitter that it stands in, among those that were added there before it.

    ``show``: how it is shown and hidden, where it has a say of its own in that.
    """

    name: str
    title: str
    widget: QWidget
    home: QSplitter
    corner: PanelCorner
    show: Callable[[bool], None] | None = None
    is_offered: bool = True
    is_hidden: bool = False
    window: FloatingPanel | None = None
    sizes: tuple[int, ...] = ()
    """Of all in its home, before it went from there."""
    wished: Geometry | None = None
    """Where its own window was last, in device pixels; kept while that screen is away."""

    @property
    def is_shown(self) -> bool:
        """As the operator wishes and this desk allows."""
        return self.is_offered and not self.is_hidden


class Panels(QObject):
    """``changed``: the operator arranged something; ``menu_asked``: what can be done with a panel, there;
    ``went``: a panel left the desk or came back into it; ``emptied``: whether no panel is left in the desk.
    """

    changed = Signal()
    menu_asked = Signal(str, QPoint)
    went = Signal(str)
    emptied = Signal(bool)

    def __init__(self, desk: QWidget) -> None:
        super().__init__(desk)
        self._desk = desk
        self._panels: dict[str, Panel] = {}
        self.boundaries = Boundaries(self)
        self.boundaries.moved.connect(self._tell)
        self._order: dict[QSplitter, list[QWidget | None]] = {}
        self._is_restoring = False
        self._reset: list[Callable[[], None]] = []
        self._settle_screens = QTimer(self)
        self._settle_screens.setSingleShot(True)
        self._settle_screens.setInterval(SCREENS_SETTLE_MS)
        self._settle_screens.timeout.connect(self._look_at_screens)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._screens_changed)
            application.screenRemoved.connect(self._screens_changed)
            application.screenAdded.connect(self._follow)
            for screen in application.screens():
                self._follow(screen)

    # --- which there are

    def add(
        self,
        name: str,
        title: str,
        widget: QWidget,
        home: QSplitter,
        show: Callable[[bool], None] | None = None,
        head_width_px: int | None = None,
    ) -> None:
        """A panel, in the order in which they stand in their home; the rest as Panel and PanelCorner say."""
        corner = PanelCorner(widget, title, head_width_px)
        panel = Panel(name, title, widget, home, corner, show)
        self._panels[name] = panel
        self.boundaries.name(widget, name)
        self._order[home] = [home.widget(index) for index in range(home.count())]
        corner.float_asked.connect(lambda: self.toggle_floating(name))
        corner.hide_asked.connect(lambda: self.toggle_panel(name))
        corner.menu_asked.connect(lambda at: self.menu_asked.emit(name, at))

    def when_reset(self, usual: Callable[[], None]) -> None:
        """How everything gets its usual size again."""
        self._reset.append(usual)

    def names(self) -> tuple[str, ...]:
        """Of all panels that this desk offers."""
        return tuple(panel.name for panel in self._panels.values() if panel.is_offered)

    def title(self, name: str) -> str:
        """What a panel is called."""
        return self._panels[name].title

    def is_shown(self, name: str) -> bool:
        """Whether it is, anywhere."""
        return self._panels[name].is_shown

    def is_floating(self, name: str) -> bool:
        """Whether it has a window of its own."""
        return self._panels[name].window is not None

    def widget_of(self, name: str) -> QWidget:
        """The panel itself."""
        return self._panels[name].widget

    def corner_of(self, name: str) -> PanelCorner:
        """Its two buttons."""
        return self._panels[name].corner

    def window_of(self, name: str) -> FloatingPanel | None:
        """Its own window, if it has one."""
        return self._panels[name].window

    # --- what an operator does

    def toggle_panel(self, name: str) -> None:
        """Hide it, or show it again where it was."""
        self.show_panel(name, not self._panels[name].is_shown)

    def bring(self, name: str) -> None:
        """The keyboard is to go there: it is seen, and its own window, if it has one, has the keys.

        One that this desk does not offer now stays away.
        """
        panel = self._panels[name]
        if panel.is_offered and panel.is_hidden:
            self.show_panel(name, True)
        if panel.is_shown:
            panel.widget.window().activateWindow()

    def show_panel(self, name: str, shown: bool) -> None:
        """Show it, or hide it."""
        panel = self._panels[name]
        if not shown:
            self._leave_focus(panel)
        panel.is_hidden = not shown
        self._show(panel)
        self._tell()

    def toggle_floating(self, name: str) -> None:
        """Into a window of its own, or back into the desk; either way it is seen then."""
        panel = self._panels[name]
        panel.is_hidden = False
        if panel.window is None:
            self._float(panel, panel.wished or self._beside(panel))
        else:
            panel.wished = None
            self._dock(panel)
        self._show(panel)
        self._tell()

    def put_on(self, name: str, place: Geometry) -> None:
        """Into a window of its own that fills this place, such as a screen: without a mouse, too."""
        panel = self._panels[name]
        panel.is_hidden = False
        if panel.window is not None:
            self._dock(panel)
        self._float(panel, place)
        self._show(panel)
        self._tell()

    def reset_arrangement(self) -> None:
        """Everything shown, in the desk, as large as at first."""
        self._is_restoring = True
        for panel in self._panels.values():
            panel.is_hidden, panel.wished = False, None
            if panel.window is not None:
                self._dock(panel)
            self._show(panel)
        self.boundaries.forget()
        for usual in self._reset:
            usual()
        self._is_restoring = False
        self._tell()

    def offer(self, name: str, offered: bool) -> None:
        """Whether this desk has it at all now."""
        panel = self._panels[name]
        panel.is_offered = offered
        self._show(panel)
        self.settle()

    def own_say(self, name: str, shown: bool) -> None:
        """It was shown or hidden in its own way."""
        panel = self._panels[name]
        told = panel.is_hidden == shown
        panel.is_hidden = not shown
        if panel.window is not None:
            panel.window.setVisible(panel.is_shown)
        self.settle()
        if told:
            self._tell()

    # --- going and coming

    def _float(self, panel: Panel, place: Geometry) -> None:
        window = FloatingPanel(panel.title, self._desk)
        place = whole_on_a_screen(place, _screens())
        panel.sizes = tuple(panel.home.sizes())
        window.take(panel.widget, _in_units(place))
        window.back_asked.connect(lambda: self.toggle_floating(panel.name))
        window.placed.connect(lambda: self._placed(panel))
        panel.window, panel.wished = window, place
        panel.corner.show_floating(floating=True)
        self.went.emit(panel.name)
        panel.widget.show()
        window.show()
        self.settle()

    def _dock(self, panel: Panel) -> None:
        window, panel.window = panel.window, None
        order = self._order[panel.home]
        now = [panel.home.widget(index) for index in range(panel.home.count())]
        at = sum(one in now for one in order[: order.index(panel.widget)])
        panel.home.insertWidget(at, panel.widget)
        panel.corner.show_floating(floating=False)
        if window is not None:
            window.hide()
            window.deleteLater()
        panel.widget.setVisible(panel.is_shown)
        self.went.emit(panel.name)
        self.settle()
        if len(panel.sizes) == panel.home.count():
            panel.home.setSizes(panel.sizes)
        self.boundaries.give()

    def _show(self, panel: Panel) -> None:
        if panel.window is not None:
            panel.window.setVisible(panel.is_shown)
        if panel.show is not None:
            panel.show(panel.is_shown)
        elif panel.window is None:
            panel.widget.setVisible(panel.is_shown)
        self.settle()

    def _leave_focus(self, panel: Panel) -> None:
        """Keys go to the desk, not to whatever comes next in a row of fields."""
        focused = panel.widget.window().focusWidget()
        if focused is not None and (focused is panel.widget or panel.widget.isAncestorOf(focused)):
            focused.clearFocus()

    def settle(self) -> None:
        """A splitter in which nothing is left takes no room."""
        for splitter in sorted(self._homes(), key=_depth, reverse=True):
            children = (splitter.widget(index) for index in range(splitter.count()))
            splitter.setVisible(any(child is not None and not child.isHidden() for child in children))
        docked = [panel.widget for panel in self._panels.values() if panel.window is None]
        self.emptied.emit(all(widget.isHidden() for widget in docked))

    def _homes(self) -> set[QSplitter]:
        return {panel.home for panel in self._panels.values()} | set(self.boundaries.splitters())

    def _beside(self, panel: Panel) -> Geometry:
        """Where it stands now, a little further down and right."""
        widget = panel.widget
        corner = widget.mapToGlobal(QPoint(OUT_BY_PX, OUT_BY_PX))
        area = QRect(corner, widget.size())
        screen = QGuiApplication.screenAt(area.center()) or QGuiApplication.primaryScreen()
        return in_device_pixels(area, screen)

    def _placed(self, panel: Panel) -> None:
        window = panel.window
        if window is None or not window.isVisible() or self._is_restoring or self._settle_screens.isActive():
            return
        area = window.geometry()
        screen = QGuiApplication.screenAt(area.center())
        if screen is not None:
            panel.wished = in_device_pixels(area, screen)
            self.changed.emit()

    # --- screens

    def _follow(self, screen: QScreen) -> None:
        """It may become another size."""
        screen.geometryChanged.connect(self._screens_changed)

    def _screens_changed(self, _: object) -> None:
        self._settle_screens.start()

    def _look_at_screens(self) -> None:
        self.screens_are(_screens())

    def screens_are(self, screens: Sequence[Geometry]) -> None:
        """A panel whose screen is gone comes back into the desk, and goes there again with the screen; a
        window that is larger than its screen becomes as large as that.
        """
        self._is_restoring = True
        for panel in self._panels.values():
            is_there = panel.wished is not None and any(map(panel.wished.common_px, screens))
            if panel.window is not None and not is_there:
                self._dock(panel)
                self._show(panel)
            elif panel.window is None and is_there and panel.wished is not None:
                self._float(panel, panel.wished)
                self._show(panel)
            elif (
                panel.window is not None and panel.wished is not None and is_too_large(panel.wished, screens)
            ):
                panel.wished = whole_on_a_screen(panel.wished, screens)
                panel.window.setGeometry(_in_units(panel.wished))
        self._is_restoring = False

    # --- kept

    def arrangement(self) -> Arrangement:
        """As it is now."""
        return Arrangement(
            hidden=tuple(panel.name for panel in self._panels.values() if panel.is_hidden),
            windows={one.name: one.wished for one in self._panels.values() if one.wished is not None},
            sizes=self.boundaries.sizes(),
        )

    def restore(self, kept: Arrangement) -> None:
        """As it was kept; panels and splitters that this desk does not have are passed over."""
        if kept == USUAL:
            return
        self._is_restoring = True
        for panel in self._panels.values():
            panel.is_hidden = panel.name in kept.hidden
            panel.wished = kept.windows.get(panel.name)
            self._show(panel)
        self.boundaries.take(kept.sizes)
        self._is_restoring = False
        self._look_at_screens()
        self.boundaries.give()

    def _tell(self) -> None:
        if not self._is_restoring:
            self.changed.emit()

    def close(self) -> None:
        """Their windows go with the desk."""
        self._is_restoring = True
        self._settle_screens.stop()
        for panel in self._panels.values():
            if panel.window is not None:
                panel.window.hide()
                panel.window.deleteLater()


def _screens() -> list[Geometry]:
    return [screen_facts(screen).geometry for screen in QGuiApplication.screens()]


def _in_units(place: Geometry) -> QRect:
    """Of the screen that has most of it."""
    screens = QGuiApplication.screens()
    return in_units(place, max(screens, key=lambda one: screen_facts(one).geometry.common_px(place)))


def nothing_here() -> QLabel:
    """What stands in a desk without panels."""
    said = PlainLabel(NOTHING_HERE)
    said.setObjectName("empty")
    said.setAlignment(Qt.AlignmentFlag.AlignCenter)
    said.setWordWrap(True)
    said.hide()
    return said


def _depth(splitter: QSplitter) -> int:
    """How many widgets it stands in."""
    depth, widget = 0, splitter.parentWidget()
    while widget is not None:
        depth, widget = depth + 1, widget.parentWidget()
    return depth
