"""A list of named, stored things: its rows, its keys, its menu, renaming in place, and what a save met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QListView, QMenu, QWidget

from console.domain.operator_commands.command import Where
from console.domain.operator_commands.table import key_of
from console.ui.desk.chosen_row import choose_with_keys
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.desk.name_delegate import NameDelegate
from console.ui.desk.stored_model import NAME, StoredModel
from console.ui.desk.whole_rows import WholeRows
from console.ui.key_table import KeyTable
from console.ui.plain_label import PlainLabel

Index = QModelIndex | QPersistentModelIndex
Stored = TypeVar("Stored")


@dataclass(frozen=True, slots=True)
class ListWords:
    """What a list says while there is nothing in it, to a command while nothing is selected, and of one that
    is not renamed.
    """

    none_yet: str
    select_first: str
    keeps_its_name: str = ""


class StoredList(QWidget, Generic[Stored]):
    """``said``: words for people, whether bad. ``conflict`` asks on its own.

    Each kind has a signal for everything that is asked of one, puts the rows into a layout of its own, and
    says by ``does`` what its commands do with a name, the one of a double click first.
    """

    delete_asked = Signal(str)
    said = Signal(str, bool)

    def __init__(
        self,
        model: StoredModel[Stored],
        where: Where,
        words: ListWords,
        keys: KeyTable,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self._where = where
        self._words = words
        self._keys = keys
        self._does: Mapping[str, Callable[[str], object]] = {}
        self._waiting: Callable[[], None] | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.conflict = LayoutConflict()
        self.rows = _rows_of(model)
        self.more = WholeRows(self.rows)
        choose_with_keys(self.rows)
        self.empty = PlainLabel(words.none_yet)
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(12, 0, 12, 0)
        self.rows.installEventFilter(self)
        self.rows.customContextMenuRequested.connect(self._show_menu)
        self.rows.doubleClicked.connect(self._open)
        self.rows.itemDelegate().closeEditor.connect(self._show_waiting)  # after the rows closed it
        self.conflict.replace_asked.connect(lambda _: self.give_keys())

    def does(self, acts: Mapping[str, Callable[[str], object]]) -> None:
        """What each command does with the current one's name; the first one a double click, too."""
        self._does = acts

    @property
    def current_name(self) -> str:
        """Of the current row; "" for none."""
        return str(self.rows.currentIndex().data(NAME) or "")

    def do(self, command: str) -> None:
        """A command on the current one."""
        if self.current_name:
            self._does[command](self.current_name)
        else:
            self.said.emit(self._words.select_first, True)

    def _open(self, index: Index) -> None:
        next(iter(self._does.values()))(index.data(NAME))

    def rename(self, name: str) -> None:
        """In place, or why not."""
        row = self.model.row_of(name)  # the list may be another one by now
        index = self.model.index(row) if row is not None else QModelIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.rows.edit(index)
        elif index.isValid():
            self.said.emit(f"{name} keeps its name: {self._words.keeps_its_name}", True)

    @property
    def _is_renaming(self) -> bool:
        """Whether a person writes a name in its row."""
        return self.rows.state() == QListView.State.EditingState

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys for the current one: here they are not the window's."""
        if self._is_renaming or not isinstance(event, QKeyEvent):  # whose Enter comes through
            return super().eventFilter(watched, event)
        command = self._keys.name_of(event, self._where)
        if not command:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self.current_name:
            self.do(command)
        return event.type() == QEvent.Type.KeyPress

    # --- the menu

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu_of(self.rows.indexAt(at))
        if menu is not None:
            menu.popup(self.rows.viewport().mapToGlobal(at))

    def menu_of(self, index: Index) -> QMenu | None:
        """What can be done with the one of a row, or without one; None where that is nothing."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu, self.model.at(index))
        if menu.isEmpty():
            menu.deleteLater()
            return None
        return menu

    def fill_menu(self, menu: QMenu, kept: Stored | None) -> None:
        """With what can be done with this one; None below the rows."""

    def offer(self, menu: QMenu, words: str, command: str, name: str) -> QAction:
        """A line of the menu for a command, with its key."""
        return menu.addAction(f"{words}\t{key_of(command)}", lambda: self._does[command](name))

    def give_keys(self) -> None:
        """To the rows; while there are none to the window: hidden ones would take them once they come."""
        if not self.rows.isHidden():
            self.rows.setFocus()
        elif (field := self.focusWidget()) is not None:
            field.clearFocus()

    # --- what is there

    def show_rows(self, take: Callable[[], None]) -> None:
        """``take`` tells the model which there are now; the current one stays current.

        While a row is renamed that waits: its field would go, and what is typed next be commands.
        """
        if self._is_renaming:
            self._waiting = take
            return
        current, before = self.current_name, self.model.names()
        take()
        is_empty = not self.model.rowCount()
        if is_empty and self.focusWidget() is self.rows:
            self.rows.clearFocus()  # else the field below had it, and the next key would be typed
        self.empty.setVisible(is_empty)
        self.rows.setVisible(not is_empty)
        row = self.model.row_after(current, before) if current else None
        if row is not None and row != self.rows.currentIndex().row():
            self.rows.setCurrentIndex(self.model.index(row))

    def _show_waiting(self) -> None:
        """What came while a row was renamed."""
        take, self._waiting = self._waiting, None
        if take is not None:
            self.show_rows(take)


def _rows_of(model: StoredModel[Stored]) -> QListView:
    rows = QListView()
    rows.setObjectName("layouts")  # as the style sheet calls rows of names
    rows.setModel(model)
    rows.setItemDelegate(NameDelegate(rows))
    rows.setUniformItemSizes(True)
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rows.setEditTriggers(QListView.EditTrigger.NoEditTriggers)  # by their command alone
    rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    return rows
