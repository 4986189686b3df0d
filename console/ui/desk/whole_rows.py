"""No half row at a list's edge: a lower one is covered, and how many more there are is said in its place.

A list that does not show all of its rows leaves a line free below them, for these words at any height.
"""

from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QFrame,
    QLabel,
    QTableView,
    QWidget,
)

from console.ui import theme
from console.ui.shortening import shortened

MANY_LINES = 2
"""In so few lines there is room for their number alone."""

EDGE_PX = 1
"""Also covered above the row: at scales such as 1.5 its upper edge is drawn there."""


class RowLine(Protocol):
    """A row in one line, where it has no room of its own."""

    def words(self, index: QModelIndex) -> str:
        """All that the line says; it is painted again when this changes."""

    def paint(self, painter: QPainter, line: QRect, index: QModelIndex) -> None:
        """Paint it in a line that is as wide as the view's rows."""


class WholeRows(QLabel):
    """Lies over the row that a view's lower edge cuts, and over the line that is left free below; a click
    scrolls on, the wheel as over the rows. The view scrolls by rows.

    Of a row's height the lowest ``gap_px`` are only its distance to the next one, and may be cut.
    ``row_line`` says and paints the rows that are named; without it their names stand there. ``counts_only``:
    none is named, where a name alone would look like a row of another kind.
    ``fitted``: other rows may be seen now, or the same ones changed.
    """

    fitted = Signal()

    def __init__(
        self,
        view: QAbstractItemView,
        gap_px: int = 0,
        row_line: RowLine | None = None,
        *,
        counts_only: bool = False,
    ) -> None:
        super().__init__(view)
        self._counts_only = counts_only
        self._gap_px = gap_px
        self._row_line = row_line
        self._named = range(0)
        self.setObjectName("more")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._view = view
        self._free_px = 0
        self._pointer_passed = QTimer(self)
        self._pointer_passed.setSingleShot(True)
        self._pointer_passed.timeout.connect(self._follow_pointer)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._fit)
        view.verticalScrollBar().rangeChanged.connect(self._leave_free)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every paint may have moved the rows: by new ones, other sizes, another place."""
        if event.type() == QEvent.Type.Resize:
            self._leave_free()
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """One page on."""
        self._view.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The view's."""
        QApplication.sendEvent(self._view.viewport(), event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The named rows as lines; words alone as any label."""
        if self._row_line is None or not self._named:
            super().paintEvent(event)
            return
        QFrame.paintEvent(self, event)
        with QPainter(self) as painter:
            self._paint_rows(painter, self._row_line)

    def _paint_rows(self, painter: QPainter, row_line: RowLine) -> None:
        line = QRect(0, 0, self.width(), self.fontMetrics().lineSpacing())
        for row in self._named:
            index = self._view.model().index(row, 0)
            if index.isValid():
                row_line.paint(painter, line, index)
            line.translate(0, line.height())
        beyond = self._view.model().rowCount() - self._named.stop
        if beyond > 0:
            painter.setFont(self.font())
            painter.setPen(QColor(theme.ACCENT if self.underMouse() else theme.MUTED))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, more_words(beyond))

    def _leave_free(self) -> None:
        """By the view, so that it scrolls the selected row to above the words."""
        self.ensurePolished()
        free_px = 0 if self._all_fit() else self.fontMetrics().lineSpacing()
        if free_px != self._free_px:
            self._free_px = free_px
            self._view.setViewportMargins(0, 0, 0, free_px)

    def _all_fit(self) -> bool:
        model = self._view.model()
        count = model.rowCount() if model is not None else 0
        if count == 0:
            return True
        first, last = (self._view.visualRect(model.index(row, 0)) for row in (0, count - 1))
        rows_px = last.bottom() + 1 - first.top() - self._gap_px
        return rows_px <= self._view.viewport().height() + self._free_px

    def _fit(self) -> None:
        row, place = self._cut()
        self.setVisible(row is not None)
        if row is not None:
            self.setGeometry(place.translated(self._view.viewport().pos()))
            self.setText("\n".join(self._words(row, place)))
        if self._is_under_pointer() != self.underMouse():
            self._pointer_passed.start()
        self.fitted.emit()

    def _is_under_pointer(self) -> bool:
        """Of a pointer that is over this window, not over another program's window before it."""
        if not self.isVisible() or not self.window().underMouse():
            return False
        return self.rect().contains(self.mapFromGlobal(QCursor.pos()))

    def _follow_pointer(self) -> None:
        """Qt asks which widget is under the pointer as the pointer moves, not as a widget does."""
        window, pointer, none = self.window().windowHandle(), QPointF(QCursor.pos()), Qt.MouseButton.NoButton
        if (
            window is None
            or QApplication.mouseButtons() != none
            or self._is_under_pointer() == self.underMouse()
        ):
            return
        place = window.mapFromGlobal(pointer)
        keys = QApplication.keyboardModifiers()
        QApplication.sendEvent(window, QMouseEvent(QEvent.Type.MouseMove, place, pointer, none, none, keys))

    def seen(self) -> range:
        """The rows that are seen and not covered."""
        inside = self._view.viewport().rect()
        first = self._view.indexAt(QPoint(1, inside.top()))
        last = self._view.indexAt(QPoint(1, inside.bottom()))
        cut, _ = self._cut()
        end = last.row() + 1 if last.isValid() else self._view.model().rowCount()
        return range(max(0, first.row()), end if cut is None else cut)

    def _words(self, row: int, place: QRect) -> list[str]:
        """The next ones by name, as far as there is room, and how many there are beyond them."""
        lines, below = place.height() // self.fontMetrics().lineSpacing(), self._view.model().rowCount() - row
        count = min(lines - 1, below) if lines > MANY_LINES and not self._counts_only else 0
        self._named = range(row, row + count)
        more = [more_words(below - count)] if lines and below > count else []
        return [*(self._row_words(named, place.width()) for named in self._named), *more]

    def _row_words(self, row: int, width_px: int) -> str:
        index = self._view.model().index(row, 0)
        if self._row_line is not None:
            return self._row_line.words(index)
        room_px = width_px - 2 * theme.SPACING_PX[2]
        return shortened(str(index.data()), room_px, self.fontMetrics().horizontalAdvance)

    def _cut(self) -> tuple[int | None, QRect]:
        """The first row that is not whole in view, and what is covered from it on; never the uppermost one,
        of which something must be seen.
        """
        inside = self._view.viewport().rect()
        last = self._view.indexAt(QPoint(1, inside.bottom()))
        place = self._view.visualRect(last)
        is_shown = place.bottom() - self._gap_px <= inside.bottom() or place.top() <= inside.top()
        row = last.row() + 1 if is_shown else last.row()
        if not last.isValid() or row == self._view.model().rowCount():
            return None, QRect()
        top = min(place.bottom(), inside.bottom()) + 1 if is_shown else place.top() - EDGE_PX
        return row, QRect(QPoint(inside.left(), top), inside.bottomRight() + QPoint(0, self._free_px))


def more_words(count: int) -> str:
    """How many there are beyond those that are named."""
    return f"{count} more"


class WholeRowsFrame(QWidget):
    """Holds a table whose rows are all equally high, and leaves below it what is no whole row.

    A table, unlike a list, shows a cut row at its upper edge when it is scrolled to its end.
    """

    def __init__(self, table: QTableView, row_px: int) -> None:
        super().__init__()
        self._table = table
        self._row_px = row_px
        table.setParent(self)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A scroll bar that comes takes from the rows."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height, other rows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self._table.height() - self._table.viewport().height()
        rows_px = max(self._row_px, self.height() - beside)
        self._table.resize(self.width(), beside + rows_px - rows_px % self._row_px)
