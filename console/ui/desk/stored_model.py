"""Named, stored things as rows of a list: names, what is known of each, and renaming in place."""

from collections.abc import Callable, Collection, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.domain.wording import local_time
from console.protocol.clock import Clock
from console.ui.desk.trouble_line import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex
Stored = TypeVar("Stored")

KEPT = Qt.ItemDataRole.UserRole
"""All that is known of a row."""
NAME = int(Qt.ItemDataRole.UserRole) + 1
"""By which it is stored; a row may say more."""
SIGN = int(Qt.ItemDataRole.UserRole) + 2
"""What stands at the right of a name."""
_NO_INDEX = QModelIndex()


class StoredModel(QAbstractListModel, Generic[Stored]):
    """Each kind says what it knows of one, and how one is renamed: the list follows once core has said so."""

    def __init__(self, name_of: Callable[[Stored], str], clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._clock = clock
        self._kept: tuple[Stored, ...] = ()

    def take(self, kept: tuple[Stored, ...], *, anew: bool = False) -> None:
        """These are there. Where only facts of them changed, or they are to be said ``anew``, the chosen row
        stays.
        """
        if kept == self._kept and not anew:
            return
        if self._names_of(kept) == self.names():
            self._kept = kept
            if kept:
                self.dataChanged.emit(self.index(0), self.index(len(kept) - 1))
        else:
            self.beginResetModel()
            self._kept = kept
            self.endResetModel()

    def names(self) -> tuple[str, ...]:
        """Of all, in their order."""
        return self._names_of(self._kept)

    def _names_of(self, kept: Sequence[Stored]) -> tuple[str, ...]:
        return tuple(map(self._name_of, kept))

    def row_of(self, name: str) -> int | None:
        """Where one stands."""
        return next((row for row, one in enumerate(self.names()) if one == name), None)

    def row_after(self, name: str, before: Collection[str]) -> int | None:
        """Where the one stands that had this name among those ``before``."""
        return self.row_of(name)

    def at(self, index: Index) -> Stored | None:
        """The one of a row."""
        return self._kept[index.row()] if 0 <= index.row() < len(self._kept) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """One for each."""
        return 0 if parent.isValid() else len(self._kept)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is written in the row; what is known of it as tool tip; KEPT, NAME and SIGN."""
        kept = self.at(index)
        if kept is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self.written(kept)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(tuple(filter(None, self.known(kept))))
        if role == KEPT:
            return kept
        if role == NAME:
            return self._name_of(kept)
        return self.sign(kept) if role == SIGN else None

    def written(self, kept: Stored) -> str:
        """In its row, and in the field where it is renamed."""
        return self._name_of(kept)

    def known(self, kept: Stored) -> tuple[str, ...]:
        """Lines of its tool tip; "" for none."""
        return (self._name_of(kept),)

    def sign(self, kept: Stored) -> str:
        """Beside its name; "" for nothing."""
        return ""

    def saved_words(self, by: str, at_ms: int) -> str:
        """By whom and when."""
        at = f" at {local_time(at_ms, self._clock.now_ms())}" if at_ms else ""
        return f"saved by {by}{at}" if by else f"saved{at}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Those that can be renamed are edited in place."""
        flags, kept = super().flags(index), self.at(index)
        return flags | Qt.ItemFlag.ItemIsEditable if kept is not None and self.can_rename(kept) else flags

    def can_rename(self, kept: Stored) -> bool:
        """Unless its kind says otherwise."""
        return True

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask core; the list is what core says."""
        kept = self.at(index)
        if role == Qt.ItemDataRole.EditRole and kept is not None and str(value).strip():
            self.rename(kept, str(value).strip())
        return False

    def rename(self, kept: Stored, text: str) -> None:
        """A person wrote this in its place."""
