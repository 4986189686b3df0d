"""Draws a camera's row in the list."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.domain.camera import Camera
from console.domain.picture import LostCause, PictureState
from console.domain.wording import one_line
from console.ui import theme
from console.ui.desk.camera_model import CameraRole
from console.ui.desk.state_sign import paint_state_sign
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.shortening import shortened

ROW_HEIGHT_PX = 40
NUMBER_WIDTH_PX = 36
NUMBER_GAP_PX = 8
SIGN_PX = 8
SIGN_GAP_PX = 6


class CameraDelegate(QStyledItemDelegate):
    """Two lines: number and name; state in words with its sign, agency."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guard = DrawingGuard("row of camera")

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high."""
        return QSize(0, ROW_HEIGHT_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        painter.save()
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.RAISED))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(theme.ACCENT))
        camera: Camera = index.data(CameraRole.CAMERA)
        inner = _row_inner(rect).adjusted(0, 2, 0, -2)
        self._guard.attempt(
            camera.feed,
            lambda: self._paint_row(painter, inner, camera, index),
            lambda: _paint_unshown(painter, inner, camera.feed),
        )
        painter.restore()

    def _paint_row(
        self, painter: QPainter, inner: QRect, camera: Camera, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self._paint_name(painter, inner, camera)
        self._paint_state(painter, inner, camera, index)

    def _paint_name(self, painter: QPainter, inner: QRect, camera: Camera) -> None:
        line = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        painter.setFont(font(theme.FONT_SIZES_PX[1]))
        line = _paint_number(painter, line, camera.number)
        painter.setPen(QColor(theme.TEXT))
        _paint_elided(painter, line, one_line(camera.name))

    def _paint_state(
        self, painter: QPainter, inner: QRect, camera: Camera, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = QRect(inner.left(), inner.center().y() + 1, inner.width(), inner.height() // 2)
        line.setLeft(line.left() + NUMBER_WIDTH_PX)
        state, cause = index.data(CameraRole.STATE), index.data(CameraRole.CAUSE)
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        painter.setPen(QColor(theme.MUTED))
        words: str = index.data(CameraRole.WORDS)
        wanted = SIGN_PX + SIGN_GAP_PX + painter.fontMetrics().horizontalAdvance(words) + 8
        room = max(0, line.width() - max(wanted, line.width() // 2))  # the state's word goes first
        agency = QRect(line.right() - room + 1, line.top(), room, line.height())
        _paint_elided(painter, agency, one_line(camera.agency), Qt.AlignmentFlag.AlignRight)
        line.setRight(agency.left() - 8)
        _paint_elided(painter, _paint_sign(painter, line, state, cause), words)


def _row_inner(rect: QRect) -> QRect:
    """Where a row's number and words are."""
    return rect.adjusted(12, 0, -8, 0)


def _paint_number(painter: QPainter, line: QRect, number: int) -> QRect:
    """Muted, at the line's beginning; returns the room beside it, of which a long number takes some."""
    painter.setPen(QColor(theme.MUTED))
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, str(number))
    taken = painter.fontMetrics().horizontalAdvance(str(number)) + NUMBER_GAP_PX
    return line.adjusted(max(NUMBER_WIDTH_PX, taken), 0, 0, 0)


def _paint_sign(painter: QPainter, line: QRect, state: PictureState | None, cause: LostCause) -> QRect:
    """A state's, at the line's beginning; returns the room beside it, in which the pen has its colour."""
    colour = QColor(theme.state_colour(state, cause))
    box = QRectF(line.left(), line.center().y() - SIGN_PX // 2 + 1, SIGN_PX, SIGN_PX)
    paint_state_sign(painter, box, theme.state_shape(state, cause), colour)
    painter.setPen(colour)
    return line.adjusted(SIGN_PX + SIGN_GAP_PX, 0, 0, 0)


def _paint_elided(
    painter: QPainter, line: QRect, text: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    """Cut to its room; at the left in the reading direction of the list, not of the text."""
    shown = shortened(text, line.width(), painter.fontMetrics().horizontalAdvance)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextSingleLine, shown)


def _paint_unshown(painter: QPainter, inner: QRect, name: str) -> None:
    painter.fillRect(inner, QColor(theme.SURFACE))
    painter.setPen(QColor(theme.STATE_ATTENTION))
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, unshown_words(name))
