"""The layouts as rows of a list: names, what is known of each, and renaming in place."""

from collections.abc import Collection

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from console.domain.wording import local_time
from console.protocol.clock import Clock
from console.protocol.layout_messages import LayoutHead
from console.ui.desk.trouble_line import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex

HEAD = Qt.ItemDataRole.UserRole
_NO_INDEX = QModelIndex()


class LayoutModel(QAbstractListModel):
    """``rename_asked``: a name and the one that it is to get; the list follows once core has said so."""

    rename_asked = Signal(str, str)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._heads: tuple[LayoutHead, ...] = ()
        self._other_names: dict[str, str] = {}

    def refresh(self, heads: tuple[LayoutHead, ...]) -> None:
        """These are there. Where only facts of them changed, the chosen row stays."""
        if heads == self._heads:
            return
        if tuple(head.name for head in heads) == self.names():
            self._heads = heads
            self.dataChanged.emit(self.index(0), self.index(len(heads) - 1))
        else:
            self.beginResetModel()
            self._heads = heads
            self.endResetModel()

    def row_of(self, name: str) -> int | None:
        """Where a layout stands."""
        return next((row for row, head in enumerate(self._heads) if head.name == name), None)

    def row_after(self, name: str, before: Collection[str]) -> int | None:
        """Where a layout stands that had this name among those ``before``; it may have got another by now, as
        was asked here, or its old one back.
        """
        other = self._other_names.get(name)
        row = self.row_of(name)
        return self.row_of(other) if row is None and other is not None and other not in before else row

    def names(self) -> tuple[str, ...]:
        """Of all, in their order."""
        return tuple(head.name for head in self._heads)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """One for each layout."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name; what is known of it as tool tip; under HEAD all of it."""
        if not 0 <= index.row() < len(self._heads):
            return None
        head = self._heads[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return head.name
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._known(head))
            case Qt.ItemDataRole.UserRole:
                return head
        return None

    def _known(self, head: LayoutHead) -> tuple[str, ...]:
        if head.is_shipped:
            return (head.name, "comes with the product")
        by = f"saved by {head.by}" if head.by else "saved"
        at = f" at {local_time(head.at_ms, self._clock.now_ms())}" if head.at_ms else ""
        locked = "locked: it stays as it is" if head.locked else ""
        own = "your own: no other desk lists it" if head.owner else ""
        known = (head.name, f"{by}{at}", head.note, locked, own)
        return tuple(filter(None, known))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What was stored here and is not locked can be renamed."""
        flags = super().flags(index)
        head = self.data(index, HEAD)
        is_open = isinstance(head, LayoutHead) and not head.is_shipped and not head.locked
        return flags | Qt.ItemFlag.ItemIsEditable if is_open else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask core; the list is what core says."""
        head = self.data(index, HEAD)
        to = str(value).strip()
        if role == Qt.ItemDataRole.EditRole and isinstance(head, LayoutHead) and to and to != head.name:
            self._other_names |= {head.name: to, to: head.name}
            self.rename_asked.emit(head.name, to)
        return False
