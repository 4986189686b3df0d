"""Puts the window on its monitor, and again whenever a screen comes, goes, moves or is another one."""

import logging

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from console.domain.monitor import Geometry, MonitorSpec
from console.ui.monitor_match import (
    Placement,
    ScreenFacts,
    WallPlan,
    desk_may_lie_on,
    own_place,
)
from console.ui.screen_watch import ScreenWatch
from console.ui.wall.waiting_words import screen_words, waiting_words

log = logging.getLogger("sightline.display")

LOOK_AFTER_MS = (250, 500, 1000, 2000)
"""When it is looked whether the window came to where it was put; a window manager may have its own mind."""


class Screens(QObject):
    """Matches the monitor and moves the window; hides it while it has none of its own: see ``notice``."""

    def __init__(self, spec: MonitorSpec, window: QWidget, plan: WallPlan | None = None) -> None:
        super().__init__()
        self._spec = spec
        self._plan = plan or WallPlan((spec,))
        self.notice = ""
        self._window = window
        self._watch = ScreenWatch(self)
        self._placed: Placement | None = None
        self._looks = 0
        self._was_shown = False
        self._look_timer = QTimer(self)
        self._look_timer.setSingleShot(True)
        self._look_timer.timeout.connect(self._look_where_it_is)

    def start(self) -> None:
        """Place the window and follow the screens."""
        self._watch.start()
        self._watch.changed.connect(self.place)
        self.place()

    def place(self) -> None:
        """Match again; move only when the answer is another one."""
        facts = self._watch.facts()
        placement = own_place(self._spec, self._plan, facts)
        if placement == self._placed and placement is not None and self._window.isVisible():
            self._look_again()
            return
        if placement is None:
            self._hide(facts)
            return
        self.notice = ""
        self._placed = placement
        screen = facts[placement.screen]
        log.info(
            "monitor %s: %s on %s by %s",
            self._spec.monitor,
            placement.rectangle,
            screen.connector or "the only screen",
            placement.matched_by.value,
        )
        self._move(screen, placement.rectangle, on_top=self._stays_on_top(placement, facts))
        self._look_again()

    def _hide(self, facts: list[ScreenFacts]) -> None:
        notice = waiting_words(self._spec, self._plan, facts)
        if notice != self.notice:
            log.warning("monitor %s: %s", self._spec.monitor, notice)
        self.notice = notice
        self._placed = None
        self._look_timer.stop()
        self._window.hide()

    def _stays_on_top(self, placement: Placement, facts: list[ScreenFacts]) -> bool:
        """Nothing else hides the wall, but the desk may, where the two have one screen: people need it."""
        return not self._plan.windowed and not desk_may_lie_on(placement.rectangle, self._plan, facts)

    def _move(self, facts: ScreenFacts, rectangle: Geometry, *, on_top: bool) -> None:
        """Full screen where the rectangle is the screen's own, else frameless at that rectangle."""
        window = self._window
        # The keyboard stays with whoever has it, on the desk most likely.
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, self._was_shown)
        self._was_shown = True
        window.hide()
        window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on_top)
        if (screen := self._watch.screen_of(facts)) is not None:
            window.setScreen(screen)
        window.setGeometry(rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        if facts.geometry == rectangle:
            window.showFullScreen()
        else:
            window.showNormal()
        window.setGeometry(rectangle.x, rectangle.y, rectangle.width, rectangle.height)

    def screen_words(self) -> tuple[str, str]:
        """Its screen as the site file may name it, and by what it was found; "" of one that waits."""
        if self._placed is None:
            return "", ""
        facts = self._watch.facts()
        if self._placed.screen >= len(facts):  # it is just being unplugged
            return "", ""
        return screen_words(facts[self._placed.screen]), self._placed.matched_by.value

    # --- where it came to -----------------------------------------------------------------------------

    def _look_again(self) -> None:
        if not self._plan.windowed:  # there a person may put it elsewhere
            self._looks = 0
            self._look_timer.start(LOOK_AFTER_MS[0])

    def _look_where_it_is(self) -> None:
        """Most of it must be in its place; a person or a window manager may have moved it a little."""
        if self._placed is None:
            return
        wanted = self._placed.rectangle
        here = Geometry(*self._window.geometry().getRect())  # type: ignore[misc]
        if 2 * here.common_px(wanted) >= wanted.width * wanted.height:
            self.notice = ""
            return
        facts = self._watch.facts()
        if own_place(self._spec, self._plan, facts) != self._placed:
            self.place()
            return
        if self._looks < len(LOOK_AFTER_MS) - 1:
            self._looks += 1
            log.warning("monitor %s: its window lies at %s, not at %s", self._spec.monitor, here, wanted)
            on_top = self._stays_on_top(self._placed, facts)
            self._move(facts[self._placed.screen], wanted, on_top=on_top)
        else:
            self.notice = (
                f"its window is held at {here.x},{here.y} and not on its screen: by a window manager?"
            )
        self._look_timer.start(LOOK_AFTER_MS[self._looks])

    def stop(self) -> None:
        """Follow no more."""
        self._look_timer.stop()
        self._watch.stop()
