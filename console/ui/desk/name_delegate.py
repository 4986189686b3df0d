"""How a row of a list of names is painted: a sign at its right, which the model has under SIGN."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.ui import theme
from console.ui.desk.stored_model import SIGN

Index = QModelIndex | QPersistentModelIndex


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

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The name, and at the right its sign."""
        sign = str(index.data(SIGN) or "")
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
