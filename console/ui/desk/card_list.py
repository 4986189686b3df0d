"""The list of incident cards: how wheel, keyboard and pointer go about it."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QCursor, QHelpEvent, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QListView, QToolTip

from console.domain.ids import IncidentId
from console.ui.desk.card_delegate import CARD_GAP_PX, CardDelegate
from console.ui.desk.incident_line import IncidentLine
from console.ui.desk.incident_model import CardRole, Index
from console.ui.desk.list_place import KeysPlace
from console.ui.desk.whole_rows import WholeRows

WHEEL_STEP = 120
"""Of QWheelEvent.angleDelta: one notch of a usual wheel."""
NO_ROW = -1


class CardList(QListView):
    """Cards of different heights, laid out anew at each width; a notch of the wheel is a card.

    The keyboard stands on a card, which need not be the selected one, or between two of them. A tool tip goes
    with its card, and with what the card said.
    """

    def __init__(self) -> None:
        super().__init__()
        self._turned = 0
        self._lower: int | None = None
        """While the keyboard stands between two cards: the lower one's row."""
        self._tip: tuple[IncidentId, str] | None = None
        self.setItemDelegate(CardDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = WholeRows(self, CARD_GAP_PX, IncidentLine())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A page of few cards would be gone by at Qt's three rows a notch."""
        self._turned += event.angleDelta().y()
        cards = int(self._turned / WHEEL_STEP)
        self._turned -= cards * WHEEL_STEP
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - cards)
        event.accept()

    def keys_place(self) -> KeysPlace | None:
        """Where the keyboard stands; None before it stood anywhere."""
        if not self.currentIndex().isValid():
            return None
        if self._lower is not None:
            return KeysPlace(self._lower, is_between=True)
        return KeysPlace(self.currentIndex().row())

    def stand_on(self, row: QModelIndex) -> None:
        """The keyboard goes there; nothing is selected or scrolled."""
        self._make_current(row)
        self._lower = None

    def stand_between(self, lower: int) -> None:
        """The keyboard goes to above this row, or to below the last one; nothing is selected or scrolled."""
        count = self.model().rowCount()
        self._make_current(self.model().index(min(lower, count - 1), 0))
        self._lower = lower if count else None

    def _make_current(self, row: QModelIndex) -> None:
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(row, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.setAutoScroll(True)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """It stands on a card."""
        self._lower = None
        super().currentChanged(current, previous)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From between two cards a step leads to either of them, though one is Qt's current one."""
        row = self._row_from_between(event.key())
        if row is None:
            super().keyPressEvent(event)
        elif row.isValid():
            self.selectionModel().clearCurrentIndex()
            self.setCurrentIndex(row)

    def _row_from_between(self, key: int) -> QModelIndex | None:
        """Invalid where there is no card, and for keys that mark one; None for other keys and places."""
        if self._lower is None:
            return None
        last = self.model().rowCount() - 1
        rows: dict[int, int] = {
            Qt.Key.Key_Up: self._lower - 1,
            Qt.Key.Key_Down: self._lower,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_Space: NO_ROW,
            Qt.Key.Key_Select: NO_ROW,
        }
        return self.model().index(rows[key], 0) if key in rows else None

    def viewportEvent(self, event: QEvent) -> bool:
        """What a tool tip was shown for."""
        done = super().viewportEvent(event)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tip = self._said_at(event.pos())
        return done

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every paint may have moved the cards, or changed what they say."""
        super().paintEvent(event)
        if self._tip is not None and self._tip != self._said_at_pointer():
            if QToolTip.text() == self._tip[1]:
                QToolTip.hideText()
            self._tip = None

    def _said_at_pointer(self) -> tuple[IncidentId, str] | None:
        pointer = QCursor.pos()
        is_uncovered = self.childAt(self.mapFromGlobal(pointer)) is self.viewport()
        return self._said_at(self.viewport().mapFromGlobal(pointer)) if is_uncovered else None

    def _said_at(self, place: QPoint) -> tuple[IncidentId, str] | None:
        index = self.indexAt(place)
        if not index.isValid():
            return None
        return index.data(CardRole.INCIDENT).incident, index.data(Qt.ItemDataRole.ToolTipRole)
