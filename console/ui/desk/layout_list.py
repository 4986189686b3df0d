"""The layouts: load, rename, delete, lock one; an inline field saves the selected monitor's under a name."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.operator_commands.command import Where
from console.domain.operator_commands.table import key_of
from console.protocol.clock import Clock
from console.protocol.layout_messages import LayoutHead
from console.ui import theme
from console.ui.desk.chosen_row import choose_with_keys
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.desk.layout_model import HEAD, LayoutModel
from console.ui.desk.whole_rows import WholeRows
from console.ui.key_table import USUAL_KEYS, KeyTable

Index = QModelIndex | QPersistentModelIndex

LOCKED = "locked"
OWN = "mine"
SELECT_LAYOUT = "Select a layout first: click it in the list."


class NameDelegate(QStyledItemDelegate):
    """A name never widens the list; what has no room is cut and stands in the tool tip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as usual."""
        return QSize(0, super().sizeHint(option, index).height())

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """As low as the row."""
        editor = super().createEditor(parent, option, index)
        editor.setStyleSheet(f"padding: 0 {theme.SPACING_PX[0]}px; min-height: 0")
        return editor

    def sign(self, index: Index) -> str:
        """That it is one's own, or locked; "" for nothing."""
        head = index.data(HEAD)
        return _sign(head) if isinstance(head, LayoutHead) else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The name, and at the right its sign."""
        sign = self.sign(index)
        if not sign:
            super().paint(painter, option, index)
            return
        room_px = option.fontMetrics.horizontalAdvance(sign) + 2 * theme.SPACING_PX[2]
        name = QStyleOptionViewItem(option)
        name.rect = option.rect.adjusted(0, 0, -room_px, 0)
        super().paint(painter, name, index)
        painter.setPen(theme.MUTED)
        place = option.rect.adjusted(0, 0, -theme.SPACING_PX[2], 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, sign)


def _sign(head: LayoutHead) -> str:
    """What is said of a layout beside its name."""
    return ", ".join(filter(None, (OWN if head.owner else "", LOCKED if head.locked else "")))


LEAST_ROWS_PX = 44
"""Of the list: on a low desk one row and the line below it."""
NO_LAYOUTS = "None yet: save what a monitor shows."


class LayoutList(QWidget):
    """Signals carry a name; ``rename_asked`` the new one, too. ``conflict`` asks on its own.

    ``said``: words for people, whether bad.
    """

    said = Signal(str, bool)

    load_asked = Signal(str)
    save_asked = Signal(str)
    delete_asked = Signal(str)
    rename_asked = Signal(str, str)
    lock_asked = Signal(str)
    own_asked = Signal(str)
    edit_asked = Signal(str)

    def __init__(self, clock: Clock, parent: QWidget | None = None, *, keys: KeyTable = USUAL_KEYS) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = LayoutModel(clock, self)
        self.conflict = LayoutConflict()
        self.rows = QListView()
        self.rows.setObjectName("layouts")
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(NameDelegate(self.rows))
        self.rows.setUniformItemSizes(True)
        self.rows.setMinimumHeight(LEAST_ROWS_PX)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = WholeRows(self.rows)
        choose_with_keys(self.rows)
        self.rows.setEditTriggers(QListView.EditTrigger.NoEditTriggers)  # by their command alone
        self._target = ElidedLabel("muted")
        self._empty = QLabel(NO_LAYOUTS)
        self._empty.setObjectName("muted")
        self._empty.setContentsMargins(12, 0, 12, 0)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.rows.hide()
        self.name = QLineEdit()
        self.name.setPlaceholderText("Save as…")
        self.name.setMaxLength(64)
        self.save = QPushButton("Save")
        self._build()
        self._connect()

    def _build(self) -> None:
        heading = QLabel("LAYOUTS")
        heading.setObjectName("heading")
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self._target)
        save = QHBoxLayout()
        save.setContentsMargins(12, 0, 12, 8)
        save.addWidget(self.name, 1)
        save.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(theme.SPACING_PX[1])
        layout.addLayout(top)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.conflict)
        layout.addLayout(save)

    def _connect(self) -> None:
        self.rows.doubleClicked.connect(lambda index: self.load_asked.emit(index.data()))
        self.rows.installEventFilter(self)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._offer)
        self._model.rename_asked.connect(self.rename_asked)
        self.conflict.other_name_asked.connect(self._other_name)
        self.conflict.replace_asked.connect(lambda _: self.rows.setFocus())
        leave = QShortcut(QKeySequence("Esc"), self.name, self.rows.setFocus)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.name.returnPressed.connect(self._ask_save)
        self.save.clicked.connect(self._ask_save)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.save.setEnabled(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys for the current layout: here they are not the window's."""
        is_editing = self.rows.state() == QListView.State.EditingState  # whose Enter comes through
        if is_editing or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        name = self._keys.name_of(event, Where.LAYOUT_LIST)
        if not name:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self.rows.currentIndex().isValid():
            self.do(name)
        return event.type() == QEvent.Type.KeyPress

    def do(self, name: str) -> None:
        """A command on the current layout."""
        head = self.rows.currentIndex().data(HEAD)
        if not isinstance(head, LayoutHead):
            self.said.emit(SELECT_LAYOUT, True)
        elif name == "rename-layout":
            self._rename(head.name)
        else:
            asked = {
                "load-layout": self.load_asked,
                "delete-layout": self.delete_asked,
                "lock-layout": self.lock_asked,
                "own-layout": self.own_asked,
            }
            asked[name].emit(head.name)

    @property
    def chosen(self) -> str:
        """The layout that is chosen while the keyboard is in the list; "" for none."""
        head = self.rows.currentIndex().data(HEAD)
        return head.name if isinstance(head, LayoutHead) and self.rows.hasFocus() else ""

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        conflict = self.conflict
        return (self.rows, conflict.replace, conflict.other, conflict.keep, self.name, self.save)

    def ask_name(self) -> None:
        """The keyboard goes to the field of the name under which is saved."""
        self.name.setFocus()
        self.name.selectAll()

    def _offer(self, at: QPoint) -> None:
        menu = self.menu_of(self.rows.indexAt(at))
        if menu is not None:
            menu.popup(self.rows.viewport().mapToGlobal(at))

    def menu_of(self, index: Index) -> QMenu | None:
        """What can be done with a layout; None where there is none."""
        head = index.data(HEAD)
        if not isinstance(head, LayoutHead):
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(f"Load\t{key_of('load-layout')}", lambda: self.load_asked.emit(head.name))
        menu.addAction(f"Edit…\t{key_of('edit-layout')}", lambda: self.edit_asked.emit(head.name))
        rename = menu.addAction(f"Rename\t{key_of('rename-layout')}", lambda: self._rename(head.name))
        delete = menu.addAction(
            f"Delete\t{key_of('delete-layout')}", lambda: self.delete_asked.emit(head.name)
        )
        lock = menu.addAction("Unlock" if head.locked else "Lock", lambda: self.lock_asked.emit(head.name))
        own = menu.addAction(
            "Share with all" if head.owner else "Make it my own", lambda: self.own_asked.emit(head.name)
        )
        own.setEnabled(not head.is_shipped)
        for act in (rename, delete):
            act.setEnabled(not head.is_shipped and not head.locked)
        lock.setEnabled(not head.is_shipped)
        return menu

    def _rename(self, name: str) -> None:
        row = self._model.row_of(name)  # the list may be another one by now
        index = self._model.index(row) if row is not None else QModelIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.rows.edit(index)
        elif index.isValid():
            self.said.emit(f"{name} keeps its name: it is locked, or comes with the product", True)

    def _other_name(self, name: str) -> None:
        self.name.setText(name)
        self.name.setFocus()
        self.name.selectAll()

    def _ask_save(self) -> None:
        if self.name.text().strip():
            self.save_asked.emit(self.name.text().strip())
            self.name.clear()
            self.rows.setFocus()  # whose Ctrl+Z is the desk's, not the field's

    def refresh(self, layouts: tuple[LayoutHead, ...], monitor: str) -> None:
        """These layouts are there; they would be loaded on ``monitor`` ("" for none selected)."""
        chosen, before = self.rows.currentIndex().data(), self._model.names()
        self._model.refresh(layouts)
        self._empty.setVisible(not layouts)
        self.rows.setVisible(bool(layouts))
        row = self._model.row_after(str(chosen), before) if chosen is not None else None
        if row is not None and row != self.rows.currentIndex().row():
            self.rows.setCurrentIndex(self._model.index(row))
        self._target.say(f"for {monitor}" if monitor else "select a monitor's cell")
