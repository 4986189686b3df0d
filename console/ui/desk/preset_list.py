"""The wall presets: load, rename, delete one; an inline field saves what the wall shows under a name."""

import re

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.domain.operator_commands.command import Where
from console.domain.operator_commands.preset_commands import BY_NUMBER, number_command
from console.domain.operator_commands.table import key_of
from console.domain.wording import local_time
from console.protocol.clock import Clock
from console.protocol.preset_messages import PresetHead
from console.ui import theme
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.desk.layout_list import NameDelegate
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.desk.whole_rows import WholeRows
from console.ui.key_table import USUAL_KEYS, KeyTable

Index = QModelIndex | QPersistentModelIndex

HEAD = Qt.ItemDataRole.UserRole
_NO_INDEX = QModelIndex()
_NUMBERED = re.compile(r"^(\d{1,2})\s+(.*\S)\s*$")

SELECT_PRESET = "Select a wall preset first: click it in the list."
NONE_YET = "No wall presets yet. Arrange the wall, write a name below (“3 night” for number 3), and save."


def numbered(text: str) -> tuple[str, int | None]:
    """A name, and the number before it if there is one: "3 night"."""
    found = _NUMBERED.match(text.strip())
    return (found[2], int(found[1])) if found is not None else (text.strip(), None)


def written(head: PresetHead) -> str:
    """As it is written in the list and in its field."""
    return f"{head.number} {head.name}" if head.number is not None else head.name


class PresetModel(QAbstractListModel):
    """``rename_asked``: a name, the one that it is to get, and its number (0: none)."""

    rename_asked = Signal(str, str, int)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._heads: tuple[PresetHead, ...] = ()

    def refresh(self, heads: tuple[PresetHead, ...]) -> None:
        """These are there."""
        if heads != self._heads:
            self.beginResetModel()
            self._heads = heads
            self.endResetModel()

    def row_of(self, name: str) -> int | None:
        """Where one stands."""
        return next((row for row, head in enumerate(self._heads) if head.name == name), None)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """One for each."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Number and name; what is known of it as tool tip; under HEAD all of it."""
        if not 0 <= index.row() < len(self._heads):
            return None
        head = self._heads[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return written(head)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._known(head))
            case Qt.ItemDataRole.UserRole:
                return head
        return None

    def _known(self, head: PresetHead) -> tuple[str, ...]:
        at = f" at {local_time(head.at_ms, self._clock.now_ms())}" if head.at_ms else ""
        has_key = head.number is not None and head.number in BY_NUMBER
        key = f"{key_of(number_command(head.number))} loads it" if has_key and head.number else ""
        by = f"saved by {head.by}{at}" if head.by else f"saved{at}"
        return tuple(filter(None, (written(head), ", ".join(head.monitors), by, head.note, key)))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All of them can be renamed."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask core; the list is what core says."""
        head = self.data(index, HEAD)
        name, number = numbered(str(value))
        if role != Qt.ItemDataRole.EditRole or not isinstance(head, PresetHead):
            return False
        if name and (name, number) != (head.name, head.number):
            self.rename_asked.emit(head.name, name, number or 0)
        return False


class PresetList(QWidget):
    """Signals carry a name; ``save_asked`` the number, too (0: as it has been). ``conflict`` asks on its
    own; ``said``: words for people, whether bad.
    """

    load_asked = Signal(str)
    load_here_asked = Signal(str)
    save_asked = Signal(str, int)
    delete_asked = Signal(str)
    rename_asked = Signal(str, str, int)
    said = Signal(str, bool)

    def __init__(self, clock: Clock, parent: QWidget | None = None, *, keys: KeyTable = USUAL_KEYS) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = PresetModel(clock, self)
        self.conflict = LayoutConflict()
        self.rows = QListView()
        self.rows.setObjectName("layouts")  # as they look
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(NameDelegate(self.rows))
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = WholeRows(self.rows)
        self.rows.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.empty = QLabel(NONE_YET)
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(12, 0, 12, 0)
        self.name = QLineEdit()
        self.name.setPlaceholderText("Save as… (3 night)")
        self.name.setMaxLength(67)
        self.save = QPushButton("Save")
        self._build()
        self._connect()

    def _build(self) -> None:
        save = QHBoxLayout()
        save.setContentsMargins(12, 0, 12, 8)
        save.addWidget(self.name, 1)
        save.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(theme.SPACING_PX[1])
        layout.addWidget(self.empty)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.conflict)
        layout.addLayout(save)

    def _connect(self) -> None:
        self.rows.doubleClicked.connect(lambda _: self.do("load-preset"))
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
        """Keys for the current preset: here they are not the window's."""
        is_editing = self.rows.state() == QListView.State.EditingState  # whose Enter comes through
        if is_editing or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        name = self._keys.name_of(event, Where.PRESET_LIST)
        if not name:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self.rows.currentIndex().isValid():
            self.do(name)
        return event.type() == QEvent.Type.KeyPress

    def do(self, name: str) -> None:
        """A command on the current preset."""
        head = self.rows.currentIndex().data(HEAD)
        if not isinstance(head, PresetHead):
            self.said.emit(SELECT_PRESET, True)
        elif name == "rename-preset":
            self._rename(head.name)
        else:
            asked = self.load_asked if name == "load-preset" else self.delete_asked
            asked.emit(head.name)

    def ask_name(self) -> None:
        """The keyboard goes to the field of the name under which is saved."""
        self.name.setFocus()
        self.name.selectAll()

    def _offer(self, at: QPoint) -> None:
        menu = self.menu_of(self.rows.indexAt(at))
        if menu is not None:
            menu.popup(self.rows.viewport().mapToGlobal(at))

    def menu_of(self, index: Index) -> QMenu | None:
        """What can be done with one; None where there is none."""
        head = index.data(HEAD)
        if not isinstance(head, PresetHead):
            return None
        name = head.name
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(f"Load\t{key_of('load-preset')}", lambda: self.load_asked.emit(name))
        menu.addAction("Load on the selected monitor", lambda: self.load_here_asked.emit(name))
        menu.addAction(f"Name and number\t{key_of('rename-preset')}", lambda: self._rename(name))
        menu.addAction("Save the wall in its place", lambda: self.save_asked.emit(name, 0))
        menu.addAction(f"Delete\t{key_of('delete-preset')}", lambda: self.delete_asked.emit(name))
        return menu

    def _rename(self, name: str) -> None:
        row = self._model.row_of(name)  # the list may be another one by now
        if row is not None:
            self.rows.edit(self._model.index(row))

    def _other_name(self, name: str) -> None:
        self.name.setText(name)
        self.name.setFocus()
        self.name.selectAll()

    def _ask_save(self) -> None:
        name, number = numbered(self.name.text())
        if name:
            self.save_asked.emit(name, number or 0)
            self.name.clear()
            self.rows.setFocus()  # whose Ctrl+Z is the desk's, not the field's

    def refresh(self, presets: tuple[PresetHead, ...]) -> None:
        """These are there."""
        chosen = self.rows.currentIndex().data(HEAD)
        self._model.refresh(presets)
        self.empty.setVisible(not presets)
        self.rows.setVisible(bool(presets))
        row = self._model.row_of(chosen.name) if isinstance(chosen, PresetHead) else None
        if row is not None:
            self.rows.setCurrentIndex(self._model.index(row))
