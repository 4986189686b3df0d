"""Puts the window on its monitor, and again whenever a screen comes, goes, moves or is another one."""

import logging
from dataclasses import dataclass

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
"""When it is looked whether the window came to where it was put; a window manager may have its own mind.

Then again and again after the last one: an X server tells of moves late on a busy machine.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """How the window is shown: where, whether it fills its screen, whether it stays on top."""

    rectangle: Geometry
    fills: bool
    on_top: bool


class Screens(QObject):
    """Matches the monitor and moves the window; hides it while it has none of its own: see ``notice``."""

    def __init__(self, spec: MonitorSpec, window: QWidget, plan: WallPlan | None = None) -> None:
        super().__init__()
        self._spec = spec
        self._plan = plan or WallPlan((spec,))
        self.notice = ""
        self._window = window
        self.watch = ScreenWatch(self)
        self._placed: Placement | None = None
        self._shown: Shown | None = None
        self._looks = 0
        self._was_shown = False
        self._look_timer = QTimer(self)
        self._look_timer.setSingleShot(True)
        self._look_timer.timeout.connect(self._look_where_it_is)

    def start(self) -> None:
        """Place the window and follow the screens."""
        self.watch.start()
        self.watch.changed.connect(self.place)
        self.place()

    def place(self) -> None:
        """Match again; move only when the answer is another one."""
        facts = self.watch.facts()
        placement = own_place(self._spec, self._plan, facts)
        self._placed = placement
        if placement is None:
            self._hide(facts)
            return
        screen = facts[placement.screen]
        shown = Shown(placement.rectangle, placement.rectangle == screen.geometry, self._on_top(placement))
        if shown == self._shown and self._window.isVisible():  # others came or went
            self._look_again()
            return
        self.notice = ""
        self._shown = shown
        log.info(
            "monitor %s: %s on %s by %s",
            self._spec.monitor,
            placement.rectangle,
            screen.connector or "the only screen",
            placement.matched_by.value,
        )
        self._move(screen, shown)
        self._look_again()

    def _hide(self, facts: list[ScreenFacts]) -> None:
        notice = waiting_words(self._spec, self._plan, facts)
        if notice != self.notice:
            log.warning("monitor %s: %s", self._spec.monitor, notice)
        self.notice = notice
        self._shown = None
        self._look_timer.stop()
        self._window.hide()

    def _on_top(self, placement: Placement) -> bool:
        """Nothing else hides the wall, but the desk may, where the two have one screen: people need it."""
        if self._plan.windowed:
            return False
        return not desk_may_lie_on(placement.rectangle, self._plan, self.watch.facts())

    def _move(self, facts: ScreenFacts, shown: Shown) -> None:
        """Full screen where the rectangle is the screen's own, else frameless at that rectangle."""
        window, rectangle = self._window, shown.rectangle
        # The keyboard stays with whoever has it, on the desk; where there is no desk, the wall takes it.
        stays = self._was_shown or self._plan.desk_shown
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, stays)
        self._was_shown = True
        window.hide()
        window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, shown.on_top)
        if (screen := self.watch.screen_of(facts)) is not None:
            window.setScreen(screen)
        window.setGeometry(rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        # Not showFullScreen: it makes the window active, whatever its attribute says (qwidget.cpp).
        window.setWindowState(
            Qt.WindowState.WindowFullScreen if shown.fills else Qt.WindowState.WindowNoState
        )
        window.show()
        window.setGeometry(rectangle.x, rectangle.y, rectangle.width, rectangle.height)

    def screen_words(self) -> tuple[str, str]:
        """Its screen as the site file may name it, and by what it was found; "" of one that waits."""
        if self._placed is None:
            return "", ""
        facts = self.watch.facts()
        if self._placed.screen >= len(facts):  # it is just being unplugged
            return "", ""
        return screen_words(facts[self._placed.screen]), self._placed.matched_by.value

    # --- where it came to -----------------------------------------------------------------------------

    def _look_again(self) -> None:
        if not self._plan.windowed:  # there a person may put it elsewhere
            self._looks = 0
            self._look_timer.start(LOOK_AFTER_MS[0])

    def _look_where_it_is(self) -> None:
        """It is moved as often as LOOK_AFTER_MS says; then it is said if most of it is not in its place."""
        facts = self.watch.facts()
        if self._placed is None or self._shown is None or self._placed.screen >= len(facts):
            return
        wanted = self._shown.rectangle
        here = Geometry(*self._window.geometry().getRect())  # type: ignore[misc]
        if here == wanted:
            self.notice = ""
            self._looks = max(0, self._looks - 1)
            self._look_timer.start(LOOK_AFTER_MS[-1])
            return
        if self._looks < len(LOOK_AFTER_MS) - 1:
            self._looks += 1
            log.warning("monitor %s: its window lies at %s, not at %s", self._spec.monitor, here, wanted)
            self._move(facts[self._placed.screen], self._shown)
        else:
            is_seen = 2 * here.common_px(wanted) >= wanted.width * wanted.height
            held = f"its window is held at {here.x},{here.y} and not on its screen: by a window manager?"
            self.notice = "" if is_seen else held
        self._look_timer.start(LOOK_AFTER_MS[self._looks])

    def stop(self) -> None:
        """Follow no more."""
        self._look_timer.stop()
        self.watch.stop()
