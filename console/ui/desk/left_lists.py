"""Several lists in one place of the desk, one seen at a time: layouts, wall presets, tours."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget


class LeftLists(QWidget):
    """``add`` them in their order. ``turned``: another one is seen."""

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
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

    def add(self, name: str, listed: QWidget) -> None:
        """The last one; its tab says its name, so that no heading need."""
        for heading in listed.findChildren(QLabel, "heading"):
            heading.hide()
        self._stack.addWidget(listed)
        self.bar.addTab(name)

    def show_list(self, listed: QWidget) -> None:
        """This one is seen."""
        self.bar.setCurrentIndex(self._stack.indexOf(listed))

    @property
    def current(self) -> QWidget | None:
        """The one that is seen."""
        return self._stack.currentWidget()

    def _turn(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.turned.emit()
