"""The wall presets: load, rename, delete one; an inline field saves what the wall shows under a name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from console.domain.operator_commands.command import Where
from console.domain.wall_preset import numbered
from console.protocol.clock import Clock
from console.protocol.preset_messages import PresetHead
from console.ui import theme
from console.ui.desk.preset_model import PresetModel
from console.ui.desk.save_row import SaveRow
from console.ui.desk.select_words import SELECT_PRESET
from console.ui.desk.stored_list import ListWords, StoredList
from console.ui.key_table import USUAL_KEYS, KeyTable

WORDS = ListWords(
    none_yet="No wall presets yet. Arrange the wall, write a name below (“3 night” for number 3), and save.",
    select_first=SELECT_PRESET,
)


class PresetList(StoredList[PresetHead]):
    """Signals carry a name; ``save_asked`` the number, too (0: as it has been)."""

    load_asked = Signal(str)
    load_here_asked = Signal(str)
    save_asked = Signal(str, int)
    rename_asked = Signal(str, str, int)

    def __init__(self, clock: Clock, parent: QWidget | None = None, *, keys: KeyTable = USUAL_KEYS) -> None:
        model = PresetModel(clock)
        super().__init__(model, Where.PRESET_LIST, WORDS, keys, parent)
        model.rename_asked.connect(self.rename_asked)
        self._saving = SaveRow("Save as… (3 night)", 67)
        self.name, self.save = self._saving.name, self._saving.save
        self.does(
            {
                "load-preset": self.load_asked.emit,
                "rename-preset": self.rename,
                "delete-preset": self.delete_asked.emit,
            }
        )
        self._build()
        self.conflict.other_name_asked.connect(self._saving.offer)
        self._saving.asked.connect(lambda text: self._save(*numbered(text)))
        self._saving.left.connect(self.give_keys)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(theme.SPACING_PX[1])
        layout.addWidget(self.empty)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.conflict)
        layout.addLayout(self._saving)

    def _save(self, name: str, number: int | None) -> None:
        self.save_asked.emit(name, number or 0)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        return (self.rows, *self.conflict.stops, self.name, self.save)

    def ask_name(self) -> None:
        """The keyboard goes to the field of the name under which is saved."""
        self._saving.take_keys()

    def fill_menu(self, menu: QMenu, kept: PresetHead | None) -> None:
        """Also what has no key: onto one monitor, and over it."""
        if kept is None:
            return
        name = kept.name
        self.offer(menu, "Load", "load-preset", name)
        menu.addAction("Load on the selected monitor", lambda: self.load_here_asked.emit(name))
        self.offer(menu, "Name and number", "rename-preset", name)
        menu.addAction("Save the wall in its place", lambda: self.save_asked.emit(name, 0))
        self.offer(menu, "Delete", "delete-preset", name)

    def refresh(self, presets: tuple[PresetHead, ...]) -> None:
        """These are there."""
        self.show_rows(lambda: self.model.take(presets))
