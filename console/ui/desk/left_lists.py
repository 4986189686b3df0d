"""Several lists in one place of the desk, one seen at a time: layouts, wall presets, tours."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListView,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

LEAST_ROWS_PX = 40
"""On a low screen the tabs take what a list's own least height would have."""


class LeftLists(QWidget):
    """``add`` them in their order. ``turned``: another one is seen."""

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stops: dict[QWidget, tuple[QWidget, ...]] = {}
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stack = QStackedWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._turn)

    def add(self, name: str, listed: QWidget, stops: tuple[QWidget, ...] = ()) -> None:
        """The last one; its tab says its name, so that no heading need. ``stops``: what of it takes keys."""
        self._stops[listed] = stops
        for heading in listed.findChildren(QLabel, "heading"):
            heading.hide()
        for rows in listed.findChildren(QListView):
            rows.setMinimumHeight(LEAST_ROWS_PX)
        self._stack.addWidget(listed)
        self.bar.addTab(name)
        self._ask_for_room()

    def show_list(self, listed: QWidget) -> None:
        """This one is seen."""
        self.bar.setCurrentIndex(self._stack.indexOf(listed))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order; of lists that are not seen nothing does."""
        return (self.bar, *(stop for stops in self._stops.values() for stop in stops))

    def go_to(self, listed: QWidget) -> None:
        """This one is seen and has the keyboard: its rows, or what it has in place of them."""
        self.show_list(listed)
        there = (stop for stop in self._stops[listed] if stop.isVisibleTo(listed) and stop.isEnabled())
        next(there, self.bar).setFocus()

    def go_on(self) -> None:
        """The keyboard goes to the first one; from one that has it to the next."""
        lists = list(self._stops)
        focused = QApplication.focusWidget()
        has_keys = [focused is not None and one.isAncestorOf(focused) for one in lists]
        self.go_to(lists[(has_keys.index(True) + 1) % len(lists)] if any(has_keys) else lists[0])

    @property
    def current(self) -> QWidget | None:
        """The one that is seen."""
        return self._stack.currentWidget()

    def _turn(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._ask_for_room()
        self.turned.emit()

    def _ask_for_room(self) -> None:
        """Only the list that is seen needs any."""
        for listed in self._stack.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            is_seen = listed is self._stack.currentWidget()
            policy = QSizePolicy.Policy.Preferred if is_seen else QSizePolicy.Policy.Ignored
            listed.setSizePolicy(policy, policy)
