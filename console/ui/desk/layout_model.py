"""The layouts as rows of a list: names, what is known of each, and renaming in place."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from console.protocol.clock import Clock
from console.protocol.layout_messages import LayoutHead
from console.ui.desk.stored_model import StoredModel

LOCKED = "locked"
OWN = "mine"


class LayoutModel(StoredModel[LayoutHead]):
    """``rename_asked``: a name and the one that it is to get."""

    rename_asked = Signal(str, str)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(lambda head: head.name, clock, parent)
        self._other_names: dict[str, str] = {}

    def row_after(self, name: str, before: Collection[str]) -> int | None:
        """It may have got another name by now, as was asked here, or its old one back."""
        other = self._other_names.get(name)
        row = self.row_of(name)
        return self.row_of(other) if row is None and other is not None and other not in before else row

    def known(self, kept: LayoutHead) -> tuple[str, ...]:
        """By whom and when it was saved, with which note, and what holds of it."""
        if kept.is_shipped:
            return (kept.name, "comes with the product")
        locked = "locked: it stays as it is" if kept.locked else ""
        own = "your own: no other desk lists it" if kept.owner else ""
        return (kept.name, self.saved_words(kept.by, kept.at_ms), kept.note, locked, own)

    def sign(self, kept: LayoutHead) -> str:
        """That it is one's own, or locked."""
        return ", ".join(filter(None, (OWN if kept.owner else "", LOCKED if kept.locked else "")))

    def can_rename(self, kept: LayoutHead) -> bool:
        """What was stored here and is not locked."""
        return not kept.is_shipped and not kept.locked

    def rename(self, kept: LayoutHead, text: str) -> None:
        """Its row is looked for under both names then."""
        if text != kept.name:
            self._other_names |= {kept.name: text, text: kept.name}
            self.rename_asked.emit(kept.name, text)
