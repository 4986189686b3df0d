"""The layouts: load, rename, delete, lock one; an inline field saves the selected monitor's under a name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from console.domain.operator_commands.command import Where
from console.protocol.clock import Clock
from console.protocol.layout_messages import LayoutHead
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.layout_model import LayoutModel
from console.ui.desk.save_row import SaveRow
from console.ui.desk.select_words import SELECT_LAYOUT
from console.ui.desk.stored_list import ListWords, StoredList
from console.ui.key_table import USUAL_KEYS, KeyTable
from console.ui.plain_label import PlainLabel

LEAST_ROWS_PX = 44
"""Of the list: on a low desk one row and the line below it."""
WORDS = ListWords(
    none_yet="None yet: save what a monitor shows.",
    select_first=SELECT_LAYOUT,
    keeps_its_name="it is locked, or comes with the product",
)


class LayoutList(StoredList[LayoutHead]):
    """Signals carry a name; ``rename_asked`` the new one, too."""

    load_asked = Signal(str)
    save_asked = Signal(str)
    rename_asked = Signal(str, str)
    lock_asked = Signal(str)
    own_asked = Signal(str)
    edit_asked = Signal(str)

    def __init__(self, clock: Clock, parent: QWidget | None = None, *, keys: KeyTable = USUAL_KEYS) -> None:
        model = LayoutModel(clock)
        super().__init__(model, Where.LAYOUT_LIST, WORDS, keys, parent)
        model.rename_asked.connect(self.rename_asked)
        self.rows.setMinimumHeight(LEAST_ROWS_PX)
        self.rows.hide()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._target = ElidedLabel("muted")
        self._saving = SaveRow("Save as…", 64)
        self.name, self.save = self._saving.name, self._saving.save
        self.does(
            {
                "load-layout": self.load_asked.emit,
                "edit-layout": self.edit_asked.emit,
                "rename-layout": self.rename,
                "delete-layout": self.delete_asked.emit,
                "lock-layout": self.lock_asked.emit,
                "own-layout": self.own_asked.emit,
            }
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        heading = PlainLabel("LAYOUTS")
        heading.setObjectName("heading")
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self._target)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(theme.SPACING_PX[1])
        layout.addLayout(top)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.conflict)
        layout.addLayout(self._saving)

    def _connect(self) -> None:
        self.conflict.other_name_asked.connect(self._saving.offer)
        self._saving.asked.connect(self.save_asked)
        self._saving.left.connect(self.give_keys)

    @property
    def chosen(self) -> str:
        """The layout that is chosen while the keyboard is in the list; "" for none."""
        return self.current_name if self.rows.hasFocus() else ""

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        return (self.rows, *self.conflict.stops, self.name, self.save)

    def ask_name(self) -> None:
        """The keyboard goes to the field of the name under which is saved."""
        self._saving.take_keys()

    def fill_menu(self, menu: QMenu, kept: LayoutHead | None) -> None:
        """What comes with the product stays as it is, and what is locked."""
        if kept is None:
            return
        name = kept.name
        self.offer(menu, "Load", "load-layout", name)
        self.offer(menu, "Edit…", "edit-layout", name)
        rename = self.offer(menu, "Rename", "rename-layout", name)
        delete = self.offer(menu, "Delete", "delete-layout", name)
        lock = menu.addAction("Unlock" if kept.locked else "Lock", lambda: self.lock_asked.emit(name))
        own = menu.addAction(
            "Share with all" if kept.owner else "Make it my own", lambda: self.own_asked.emit(name)
        )
        own.setEnabled(not kept.is_shipped)
        for act in (rename, delete):
            act.setEnabled(self.model.can_rename(kept))
        lock.setEnabled(not kept.is_shipped)

    def refresh(self, layouts: tuple[LayoutHead, ...], monitor: str) -> None:
        """These layouts are there; they would be loaded on ``monitor`` ("" for none selected)."""
        self.show_rows(lambda: self.model.take(layouts))
        self._target.say(f"for {monitor}" if monitor else "select a monitor's cell")
