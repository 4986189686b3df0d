"""The layouts: double click loads one, an inline field saves the selected monitor's under a name."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.desk.whole_rows import WholeRows

Index = QModelIndex | QPersistentModelIndex


class LayoutNames(QStringListModel):
    """The names; each has its whole name as tool tip."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As the list says, and the tool tip."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip((str(super().data(index, Qt.ItemDataRole.DisplayRole)),))
        return super().data(index, role)


class NameDelegate(QStyledItemDelegate):
    """A name never widens the list; what has no room is cut and stands in the tool tip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as usual."""
        return QSize(0, super().sizeHint(option, index).height())


class LayoutList(QWidget):
    """``load_asked`` and ``save_asked`` carry a name."""

    load_asked = Signal(str)
    save_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = LayoutNames(self)
        self.rows = QListView()
        self.rows.setObjectName("layouts")
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(NameDelegate(self.rows))
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = WholeRows(self.rows)
        self.rows.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._target = ElidedLabel("muted")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Save as…")
        self.name.setMaxLength(64)
        self._save = QPushButton("Save")
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
        save.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(theme.SPACING_PX[1])
        layout.addLayout(top)
        layout.addWidget(self.rows, 1)
        layout.addLayout(save)

    def _connect(self) -> None:
        self.rows.doubleClicked.connect(lambda index: self.load_asked.emit(index.data()))
        self.rows.installEventFilter(self)
        self.name.returnPressed.connect(self._ask_save)
        self._save.clicked.connect(self._ask_save)
        self.name.textChanged.connect(lambda text: self._save.setEnabled(bool(text.strip())))
        self._save.setEnabled(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter loads the current layout."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.rows.currentIndex().isValid():
                self.load_asked.emit(self.rows.currentIndex().data())
            return True
        return super().eventFilter(watched, event)

    def _ask_save(self) -> None:
        if self.name.text().strip():
            self.save_asked.emit(self.name.text().strip())
            self.name.clear()

    def refresh(self, names: tuple[str, ...], monitor: str) -> None:
        """These layouts are there; they would be loaded on ``monitor`` ("" for none selected)."""
        if tuple(self._model.stringList()) != names:
            self._model.setStringList(list(names))
        self._target.say(f"for {monitor}" if monitor else "select a monitor's cell")
