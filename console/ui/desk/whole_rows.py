"""No half row at a list's edge: a lower one is covered, and how many more there are is said in its place.

A list that does not show all of its rows leaves a line free below them, for these words at any height.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QAbstractSlider, QLabel, QTableView, QWidget

from console.ui import theme

MANY_LINES = 2
"""In so few lines there is room for their number alone."""

EDGE_PX = 1
"""Also covered above the row: at scales such as 1.5 its upper edge is drawn there."""


class WholeRows(QLabel):
    """Lies over the row that a view's lower edge cuts, and over the line that is left free below; a click
    scrolls on. The view scrolls by rows.

    Of a row's height the lowest ``gap_px`` are only its distance to the next one, and may be cut.
    ``fitted``: other rows may be seen now, or the same ones changed.
    """

    fitted = Signal()

    def __init__(self, view: QAbstractItemView, gap_px: int = 0) -> None:
        super().__init__(view)
        self._gap_px = gap_px
        self.setObjectName("more")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._view = view
        self._free_px = 0
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
        self.fitted.emit()

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
        metrics, model = self.fontMetrics(), self._view.model()
        below = model.rowCount() - row
        lines = place.height() // metrics.lineSpacing()
        named = min(lines - 1, below) if lines > MANY_LINES else 0
        names = [str(model.index(at, 0).data()) for at in range(row, row + named)]
        room_px = place.width() - 2 * theme.SPACING_PX[2]
        cut = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, room_px) for name in names]
        more = [f"{below - named} more"] if lines and below > named else []
        return cut + more

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
