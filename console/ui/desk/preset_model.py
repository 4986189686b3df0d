"""The wall presets as rows of a list: number and name, what is known of each, and renaming in place."""

from PySide6.QtCore import QObject, Signal

from console.domain.operator_commands.preset_commands import BY_NUMBER, number_command
from console.domain.operator_commands.table import key_of
from console.domain.wall_preset import numbered
from console.protocol.clock import Clock
from console.protocol.preset_messages import PresetHead
from console.ui.desk.stored_model import StoredModel


class PresetModel(StoredModel[PresetHead]):
    """``rename_asked``: a name, the one that it is to get, and its number (0: none)."""

    rename_asked = Signal(str, str, int)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(lambda head: head.name, clock, parent)

    def written(self, kept: PresetHead) -> str:
        """With its number, if it has one."""
        return f"{kept.number} {kept.name}" if kept.number is not None else kept.name

    def known(self, kept: PresetHead) -> tuple[str, ...]:
        """Its monitors, by whom and when it was saved, with which note, and the key that loads it."""
        has_key = kept.number is not None and kept.number in BY_NUMBER
        key = f"{key_of(number_command(kept.number))} loads it" if has_key and kept.number else ""
        by = self.saved_words(kept.by, kept.at_ms)
        return (self.written(kept), ", ".join(kept.monitors), by, kept.note, key)

    def rename(self, kept: PresetHead, text: str) -> None:
        """Name and number: without a number it has none any more."""
        name, number = numbered(text)
        if (name, number) != (kept.name, kept.number):
            self.rename_asked.emit(kept.name, name, number or 0)
