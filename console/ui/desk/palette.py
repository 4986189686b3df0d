"""Ctrl+K: finds a command, a camera, a layout and more by some of its letters, and does it."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.policies.fuzzy_search import best_found
from console.ui import theme
from console.ui.desk.palette_entries import PaletteEntry, PaletteSource
from console.ui.fonts import font
from console.ui.plain_label import PlainLabel
from console.ui.shortening import shortened

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

MOST_SHOWN = 50
ROWS_SEEN = 12
ROW_PX = 28
WIDTH_PX = 640
KIND_PX = 76
TOP_PX = 56
"""Below the desk's top bar."""
ENTRY = Qt.ItemDataRole.UserRole
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -ROWS_SEEN, Qt.Key.Key_PageDown: ROWS_SEEN}
NOTHING = "Nothing has these letters."
GONE = "What was chosen is not there any more: choose another one."


class FoundModel(QAbstractListModel):
    """What was found, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: list[PaletteEntry] = []

    def show(self, found: list[PaletteEntry]) -> None:
        """These now."""
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """So many."""
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry, or its title."""
        entry = self.found[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{entry.kind} {entry.title} {entry.detail}"
        return None


class FoundDelegate(QStyledItemDelegate):
    """Kind, title, and at the right its keys or agency."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows alike."""
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A row; the current one on its own ground with a mark at its left."""
        entry = index.data(ENTRY)
        if not isinstance(entry, PaletteEntry):
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.LINE))
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, ROW_PX), QColor(theme.ACCENT))
        room = option.rect.adjusted(theme.SPACING_PX[2], 0, -theme.SPACING_PX[2], 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(room, middle, entry.kind)
        metrics = painter.fontMetrics()
        detail = shortened(entry.detail, room.width() // 3, metrics.horizontalAdvance)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, detail)
        room.adjust(KIND_PX, 0, -metrics.horizontalAdvance(detail) - theme.SPACING_PX[2], 0)
        painter.setFont(font(theme.FONT_SIZES_PX[1]))
        painter.setPen(QColor(theme.TEXT))
        title = shortened(entry.title, room.width(), painter.fontMetrics().horizontalAdvance)
        painter.drawText(room, middle, title)


class Palette(QFrame):
    """Lies over the desk's window, in which it is made, and takes no keys while it is hidden."""

    def __init__(self, window: QWidget, sources: Sequence[PaletteSource]) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sources = sources
        self._entries: list[PaletteEntry] = []
        self._before: QWidget | None = None
        self.model = FoundModel(self)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("Find a command, camera, layout, wall preset or tour")
        self.rows = QListView()
        self.rows.setModel(self.model)
        self.rows.setItemDelegate(FoundDelegate(self.rows))
        self.rows.setUniformItemSizes(True)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._words = PlainLabel()
        self._words.setObjectName("muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.SPACING_PX[1]] * 4)
        layout.setSpacing(theme.SPACING_PX[1])
        for part in (self.typed, self.rows, self._words):
            layout.addWidget(part)
        self.typed.textChanged.connect(lambda _: self._find())
        self.typed.installEventFilter(self)
        self.rows.clicked.connect(lambda _: self._do())
        self.rows.selectionModel().currentChanged.connect(self._say_words)
        self.hide()

    def toggle(self) -> None:
        """Open it with nothing typed, or close it."""
        if self.isVisible():
            self._close()
            return
        self._before = QApplication.focusWidget()
        self._gather()
        self.typed.clear()
        self._find()
        self._place()
        self.show()
        self.raise_()
        self.typed.setFocus()

    def follow(self) -> None:
        """There is something else to find by now: what was typed stays, and what was chosen.

        Where that is gone nothing is: Enter is never for what came into its place.
        """
        if not self.isVisible():
            return
        chosen, had_any = self._current(), bool(self.model.found)
        self._gather()
        found = self._found()
        if found == self.model.found:
            return  # it may be scrolled
        self.model.show(found)
        row = _row_of(chosen, found) if had_any else 0
        self.rows.setCurrentIndex(self.model.index(row) if row is not None else QModelIndex())
        self._say_words()

    def _gather(self) -> None:
        self._entries = [entry for source in self._sources for entry in source()]

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        width = min(WIDTH_PX, window.width() - 2 * theme.SPACING_PX[4])
        self.rows.setFixedHeight(min(ROWS_SEEN * ROW_PX, window.height() - TOP_PX - 4 * ROW_PX))
        self.setGeometry((window.width() - width) // 2, TOP_PX, width, self.sizeHint().height())

    def _found(self) -> list[PaletteEntry]:
        named = (entry.found_by for entry in self._entries)
        return [self._entries[index] for index in best_found(self.typed.text(), named, MOST_SHOWN)]

    def _find(self) -> None:
        self.model.show(self._found())
        if self.model.found:
            self.rows.setCurrentIndex(self.model.index(0))
        self._say_words()

    def _current(self) -> PaletteEntry | None:
        row = self.rows.currentIndex().row()
        return self.model.found[row] if 0 <= row < len(self.model.found) else None

    def _say_words(self) -> None:
        entry = self._current()
        if entry is None:
            self._words.setText(GONE if self.model.found else NOTHING)
            return
        also = f"   ·   Ctrl+Enter {entry.also_words}" if entry.also is not None else ""
        self._words.setText(f"Enter {entry.act_words}{also}   ·   Esc closes")

    def _do(self, *, also: bool = False) -> None:
        """The act may take the keyboard somewhere, so it comes after the keyboard is back."""
        entry = self._current()
        if entry is None:
            return
        self._close()
        (entry.also if also and entry.also is not None else entry.act)()

    def _close(self) -> None:
        before, self._before = self._before, None
        self.hide()
        # a name's field, say, is gone as soon as the keyboard is elsewhere
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that are the list's; the keyboard elsewhere closes it."""
        if (
            event.type() is QEvent.Type.FocusOut
            and self.isVisible()
            and QApplication.focusWidget() is not None
        ):
            self._before = None
            self.hide()
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in ENTER:
            self._do(also=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in MOVES:
            last = self.model.rowCount() - 1
            row = min(max(self.rows.currentIndex().row() + MOVES[Qt.Key(event.key())], 0), last)
            self.rows.setCurrentIndex(self.model.index(row))
        else:
            return False
        return True


def _row_of(entry: PaletteEntry | None, found: Sequence[PaletteEntry]) -> int | None:
    """Where it stands; what else is told of it may be another thing by now."""
    if entry is None:
        return None
    same = (row for row, one in enumerate(found) if (one.kind, one.title) == (entry.kind, entry.title))
    return next(same, None)
