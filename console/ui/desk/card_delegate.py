"""Draws the incident cards; all of their text is drawn as plain text."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.domain.incident import Incident, IncidentState
from console.domain.wording import headline
from console.ui import theme
from console.ui.desk.card_text import BODY_PX, INDENT_PX, LINE_PX, SMALL_PX, CardText, card_text
from console.ui.desk.incident_model import CardRole, Index, status_words
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.icons import severity_icon
from console.ui.shortening import shortened

PADDING_PX = 10
SIDE_PX = 8
EDGE_PX = 4
"""The bar at the left, in the severity's colour."""
CARD_GAP_PX = 6
SHAPE_PX = 24
LEAST_ROOM_PX = 60
UNSHOWN_LINES = 2
MOST_REMEMBERED = 5000


class CardDelegate(QStyledItemDelegate):
    """A card is as high as its text in the list's width, and no higher than the list: the rest is in its tool
    tip, as a list scrolls by whole cards.
    """

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._guard = DrawingGuard("incident")
        self._heights: dict[str, tuple[Incident, list[str], int, int]] = {}
        """By incident: it, its lines, the list's width, and how many lines its whole card has then."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its lines."""
        incident: Incident = index.data(CardRole.INCIDENT)
        lines, width = index.data(CardRole.LINES), self._view.viewport().width()
        known = self._heights.get(incident.incident)
        if known is None or known[0] is not incident or known[1:3] != (lines, width):
            known = (incident, lines, width, self._line_count(index, self._whole))
            self._remember(incident.incident, known)
        count = known[3]
        if count > self._most_lines():
            count = self._line_count(index, self.text)
        return QSize(0, 2 * PADDING_PX + LINE_PX * count + CARD_GAP_PX)

    def _line_count(self, index: Index, text: Callable[[Index, int], CardText]) -> int:
        name: str = index.data(CardRole.INCIDENT).incident
        width = self._view.viewport().width()
        return self._guard.attempt(name, lambda: text(index, width).line_count, lambda: UNSHOWN_LINES)

    def _most_lines(self) -> int:
        """Of a card that is as high as the list."""
        return (self._view.viewport().height() - 2 * PADDING_PX) // LINE_PX

    def _remember(self, name: str, known: tuple[Incident, list[str], int, int]) -> None:
        if len(self._heights) >= MOST_REMEMBERED:
            self._heights.clear()  # of incidents long gone
        self._heights[name] = known

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card; in place of one that can't be drawn its name."""
        painter.save()
        name: str = index.data(CardRole.INCIDENT).incident
        self._guard.attempt(
            name,
            lambda: self._paint(painter, option, index),
            lambda: _paint_unshown(painter, QRect(option.rect), name),
        )
        painter.restore()

    def text(self, index: Index, width: int) -> CardText:
        """A card's words in lines, in a list of this width, as far as there is room."""
        return self._whole(index, width).within(self._most_lines())

    def _whole(self, index: Index, width: int) -> CardText:
        incident: Incident = index.data(CardRole.INCIDENT)
        inner = card_inner(QRect(0, 0, width, 1)).width()
        return card_text(
            headline(incident),
            status_words(incident),
            tuple(index.data(CardRole.LINES)),
            index.data(CardRole.AGE),
            max(LEAST_ROOM_PX, inner - SHAPE_PX - SIDE_PX),
            max(LEAST_ROOM_PX, inner),
        )

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        incident: Incident = index.data(CardRole.INCIDENT)
        rect = QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        _paint_ground(painter, _card(rect), incident, selected)
        inner, text = card_inner(rect), self.text(index, rect.width())
        painter.drawPixmap(inner.left(), inner.top() + 3, severity_icon(incident.alert.severity, SHAPE_PX))
        head = inner.adjusted(SHAPE_PX + SIDE_PX, 0, 0, 0)
        _paint_head(painter, head, incident, text, index.data(CardRole.AGE))
        facts = inner.adjusted(0, text.head_count * LINE_PX + EDGE_PX, 0, 0)
        for fact in text.facts:
            facts.setTop(_paint_lines(painter, facts, fact, font(SMALL_PX), theme.MUTED))


def _card(rect: QRect) -> QRect:
    return rect.adjusted(SIDE_PX, 0, -SIDE_PX, -CARD_GAP_PX)


def card_inner(rect: QRect) -> QRect:
    """Where a card's mark and words are, within its row."""
    return _card(rect).adjusted(PADDING_PX + EDGE_PX, PADDING_PX - 2, -PADDING_PX, 0)


def _paint_ground(painter: QPainter, card: QRect, incident: Incident, selected: bool) -> None:
    is_open = incident.state is IncidentState.OPEN
    painter.fillRect(card, QColor(theme.RAISED if is_open or selected else theme.SURFACE))
    edge = QColor(theme.SEVERITY_COLOURS[incident.alert.severity] if is_open else theme.LINE)
    painter.fillRect(QRect(card.left(), card.top(), EDGE_PX, card.height()), edge)
    _paint_frame(painter, card, QColor(theme.ACCENT if selected else theme.LINE))


def _paint_frame(painter: QPainter, card: QRect, colour: QColor) -> None:
    """Filled: a drawn line lies half outside at scales such as 1.5, where the list's edge cuts it off."""
    painter.fillRect(QRect(card.left(), card.top(), card.width(), 1), colour)
    painter.fillRect(QRect(card.left(), card.bottom(), card.width(), 1), colour)
    painter.fillRect(QRect(card.left(), card.top(), 1, card.height()), colour)
    painter.fillRect(QRect(card.right(), card.top(), 1, card.height()), colour)


def _paint_head(painter: QPainter, room: QRect, incident: Incident, text: CardText, age: str) -> None:
    is_open = incident.state is IncidentState.OPEN
    below = _paint_lines(painter, room, text.headline, font(BODY_PX, font_weight(incident)), theme.TEXT)
    room = QRect(room.left(), below, room.width(), LINE_PX)
    painter.setFont(font(BODY_PX))
    painter.setPen(QColor(theme.TEXT))
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, age)
    colour = theme.SEVERITY_COLOURS[incident.alert.severity] if is_open else theme.MUTED
    _paint_lines(painter, room, text.status, font(SMALL_PX), colour)


def _paint_lines(painter: QPainter, room: QRect, lines: tuple[str, ...], face: QFont, colour: str) -> int:
    """From the room's top down; returns where they end."""
    painter.setFont(face)
    painter.setPen(QColor(colour))
    line = QRect(room.left(), room.top(), room.width(), LINE_PX)
    for row, shown in enumerate(lines):
        at = line.adjusted(INDENT_PX if row else 0, 0, 0, 0)
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        line.translate(0, LINE_PX)
    return line.top()


def font_weight(incident: Incident) -> QFont.Weight:
    """What nobody has seen yet stands out."""
    return QFont.Weight.DemiBold if incident.state is IncidentState.OPEN else QFont.Weight.Normal


def _paint_unshown(painter: QPainter, rect: QRect, name: str) -> None:
    painter.setPen(QColor(theme.STATE_ATTENTION))
    shown = shortened(unshown_words(name), rect.width(), painter.fontMetrics().horizontalAdvance)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
