"""An incident in one line, where its card has no room: its mark, what it is and where, and its age."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from console.domain.incident import Incident, IncidentState
from console.domain.wording import headline
from console.ui import theme
from console.ui.desk.card_delegate import SHAPE_PX, SIDE_PX, card_inner, font_weight
from console.ui.desk.card_text import AGE_GAP_PX, DIGIT, SMALL_PX
from console.ui.desk.incident_model import CardRole, Index, status_words
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.icons import severity_icon
from console.ui.shortening import shortened

MARK_PX = 12


class IncidentLine:
    """Says and paints a row of the incident model below the cards, its parts in the columns of theirs."""

    def __init__(self) -> None:
        self._guard = DrawingGuard("incident")

    def words(self, index: Index) -> str:
        """All that the line says."""
        incident: Incident = index.data(CardRole.INCIDENT)
        return self._guard.attempt(
            incident.incident,
            lambda: " · ".join((headline(incident), status_words(incident), index.data(CardRole.AGE))),
            lambda: unshown_words(incident.incident),
        )

    def paint(self, painter: QPainter, line: QRect, index: Index) -> None:
        """In a line that is as wide as the list; in place of one that can't be drawn its name."""
        incident: Incident = index.data(CardRole.INCIDENT)
        self._guard.attempt(
            incident.incident,
            lambda: _paint(painter, line, incident, index.data(CardRole.AGE)),
            lambda: _paint_unshown(painter, line, incident),
        )


def _paint(painter: QPainter, line: QRect, incident: Incident, age: str) -> None:
    room = _columns(line)
    mark = severity_icon(incident.alert.severity, MARK_PX)
    column = QRect(room.left(), line.top(), SHAPE_PX, line.height())
    painter.drawPixmap(_middle(column, QSize(MARK_PX, MARK_PX)), mark)
    painter.setFont(font(SMALL_PX))
    painter.setPen(QColor(theme.MUTED))
    age_px = painter.fontMetrics().horizontalAdvance(DIGIT.sub("0", age)) + AGE_GAP_PX
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, age)
    painter.setFont(font(SMALL_PX, font_weight(incident)))
    painter.setPen(QColor(theme.TEXT if incident.state is IncidentState.OPEN else theme.MUTED))
    _paint_words(painter, room.adjusted(SHAPE_PX + SIDE_PX, 0, -age_px, 0), headline(incident))


def _paint_unshown(painter: QPainter, line: QRect, incident: Incident) -> None:
    painter.setFont(font(SMALL_PX))
    painter.setPen(QColor(theme.STATE_ATTENTION))
    room = _columns(line).adjusted(SHAPE_PX + SIDE_PX, 0, 0, 0)
    _paint_words(painter, room, unshown_words(incident.incident))


def _paint_words(painter: QPainter, room: QRect, words: str) -> None:
    shown = shortened(words, room.width(), painter.fontMetrics().horizontalAdvance)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(room, flags, shown)


def _columns(line: QRect) -> QRect:
    inner = card_inner(line)
    return QRect(inner.left(), line.top(), inner.width(), line.height())


def _middle(room: QRect, size: QSize) -> QPoint:
    return room.topLeft() + QPoint((room.width() - size.width()) // 2, (room.height() - size.height()) // 2)
