"""The incident cards: what happened, where, how sure, which cameras were switched up and why."""

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.ids import IncidentId
from console.domain.incident import Incident, IncidentState, opened_ms
from console.domain.wording import (
    age_words,
    detail_words,
    happened_words,
    headline,
    life_words,
    origin_words,
    reason_words,
)
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.icons import severity_icon

EMPTY = "No alerts yet.\n\nSend one:\nsightline ctl alert send docs/first-alert.json"
LINE_PX = 19
PADDING_PX = 10
SHAPE_PX = 24
MAX_REASONS = 6

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CardRole(IntEnum):
    """What the delegate asks of a row."""

    INCIDENT = Qt.ItemDataRole.UserRole
    LINES = Qt.ItemDataRole.UserRole + 1
    AGE = Qt.ItemDataRole.UserRole + 2


class IncidentModel(QAbstractListModel):
    """Cards in order; rows that only changed keep their place in the view."""

    def __init__(self, view: SiteView, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._clock = clock
        self._guard = DrawingGuard("incident")
        self._cards: list[Incident] = []

    def refresh(self) -> None:
        """Incidents changed."""
        cards = self._view.cards()
        if [card.incident for card in cards] == [card.incident for card in self._cards]:
            self._cards = cards
            self._tell_all([])
            return
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()

    def refresh_ages(self) -> None:
        """A second went by."""
        self._tell_all([CardRole.AGE])

    def _tell_all(self, roles: list[CardRole]) -> None:
        if self._cards:
            self.dataChanged.emit(self.index(0), self.index(len(self._cards) - 1), roles)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of cards."""
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A card's incident, its lines, its age."""
        incident = self._cards[index.row()]
        words = unshown_words(incident.incident)
        instead = {CardRole.INCIDENT: incident, CardRole.LINES: [words], CardRole.AGE: ""}.get(role, words)  # type: ignore[call-overload]
        return self._guard.attempt(incident.incident, lambda: self._data(incident, role), lambda: instead)

    def _data(self, incident: Incident, role: int) -> object:
        if role == CardRole.INCIDENT:
            return incident
        if role == CardRole.LINES:
            return self._lines(incident)
        if role == CardRole.AGE:
            happened = happened_words(incident, self._clock.now_ms())
            return happened or age_words(self._view.log_now_ms(self._clock) - opened_ms(incident))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return headline(incident)
        return None

    def _lines(self, incident: Incident) -> list[str]:
        reasons = [reason_words(overlay, self._view.cameras) for overlay in incident.overlays]
        more = [f"and {len(reasons) - MAX_REASONS} more"] if len(reasons) > MAX_REASONS else []
        detail = detail_words(incident)
        origin = origin_words(incident, self._clock.now_ms())
        return [origin, *([detail] if detail else []), *reasons[:MAX_REASONS], *more]

    def row_of(self, incident: IncidentId) -> QModelIndex:
        """Where an incident's card is; invalid if there is none."""
        rows = (row for row, card in enumerate(self._cards) if card.incident == incident)
        row = next(rows, None)
        return self.index(row) if row is not None else QModelIndex()


class CardDelegate(QStyledItemDelegate):
    """Draws a card; all of its text is drawn as plain text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guard = DrawingGuard("incident")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its lines."""
        return QSize(0, 2 * PADDING_PX + 2 * LINE_PX + LINE_PX * len(index.data(CardRole.LINES)) + 4)

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

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        incident: Incident = index.data(CardRole.INCIDENT)
        card = QRect(option.rect).adjusted(8, 0, -8, -6)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, card, incident, selected)
        inner = card.adjusted(PADDING_PX + 4, PADDING_PX - 2, -PADDING_PX, 0)
        painter.drawPixmap(inner.left(), inner.top() + 3, severity_icon(incident.alert.severity, SHAPE_PX))
        self._paint_head(painter, inner.adjusted(SHAPE_PX + 8, 0, 0, 0), incident, index.data(CardRole.AGE))
        self._paint_lines(painter, inner.adjusted(0, 2 * LINE_PX + 4, 0, 0), index.data(CardRole.LINES))

    def _paint_ground(self, painter: QPainter, card: QRect, incident: Incident, selected: bool) -> None:
        is_open = incident.state is IncidentState.OPEN
        painter.fillRect(card, QColor(theme.RAISED if is_open or selected else theme.SURFACE))
        edge = QColor(theme.SEVERITY_COLOURS[incident.alert.severity] if is_open else theme.LINE)
        painter.fillRect(QRect(card.left(), card.top(), 4, card.height()), edge)
        painter.setPen(QColor(theme.ACCENT if selected else theme.LINE))
        painter.drawRect(card.adjusted(0, 0, -1, -1))

    def _paint_head(self, painter: QPainter, line: QRect, incident: Incident, age: str) -> None:
        line.setHeight(LINE_PX)
        painter.setFont(font(theme.FONT_SIZES_PX[1]))
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, age)
        room = line.width() - painter.fontMetrics().horizontalAdvance(age) - 12
        painter.setFont(font(theme.FONT_SIZES_PX[1], font_weight(incident)))
        _elided(painter, QRect(line.left(), line.top(), room, LINE_PX), headline(incident))
        line.translate(0, LINE_PX)
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        is_open = incident.state is IncidentState.OPEN
        severity = incident.alert.severity
        painter.setPen(QColor(theme.SEVERITY_COLOURS[severity] if is_open else theme.MUTED))
        _elided(painter, line, f"{severity.value} · {life_words(incident)}")

    def _paint_lines(self, painter: QPainter, line: QRect, lines: list[str]) -> None:
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        painter.setPen(QColor(theme.MUTED))
        line.setHeight(LINE_PX)
        for text in lines:
            _elided(painter, line, text)
            line.translate(0, LINE_PX)


def font_weight(incident: Incident) -> QFont.Weight:
    """What nobody has seen yet stands out."""
    return QFont.Weight.DemiBold if incident.state is IncidentState.OPEN else QFont.Weight.Normal


def _paint_unshown(painter: QPainter, rect: QRect, name: str) -> None:
    painter.setPen(QColor(theme.STATE_ATTENTION))
    _elided(painter, rect, unshown_words(name))


def _elided(painter: QPainter, rect: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class IncidentCards(QWidget):
    """The panel: cards, and the acts on the selected one."""

    acknowledge_asked = Signal()
    close_asked = Signal()
    undo_asked = Signal()

    def __init__(
        self, view: SiteView, selection: Selection, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = view
        self._selection = selection
        self.model = IncidentModel(view, clock, self)
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self._empty = QLabel(EMPTY)
        self._empty.setObjectName("empty")
        self._empty.setWordWrap(True)
        self._empty.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows = QListView()
        self.acknowledge = QPushButton("Acknowledge  ↵")
        self.close_incident = QPushButton("Close  C")
        self.undo = QPushButton("Undo switches  U")
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.rows.setModel(self.model)
        self.rows.setItemDelegate(CardDelegate(self.rows))
        self.rows.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 0, 8, 8)
        for button in (self.acknowledge, self.close_incident, self.undo):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self._heading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(theme.SPACING_PX[1])
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self.rows, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.acknowledge.clicked.connect(self.acknowledge_asked)
        self.close_incident.clicked.connect(self.close_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.rows.installEventFilter(self)
        self.rows.clicked.connect(self._current_changed)
        self.rows.selectionModel().currentChanged.connect(self._current_changed)
        self._selection.incident_changed.connect(self._show_selected)

    def refresh(self) -> None:
        """Incidents changed."""
        self.model.refresh()
        cards = self._view.cards()
        new = sum(card.state is IncidentState.OPEN for card in cards)
        self._heading.setText(f"INCIDENTS  {len(cards)}" + (f"  ·  {new} new" if new else ""))
        self._empty.setVisible(not cards)
        self._show_selected()

    def _current_changed(self, current: QModelIndex) -> None:
        if current.isValid() and self.rows.hasFocus():
            self._selection.select_incident(current.data(CardRole.INCIDENT).incident)

    def _show_selected(self) -> None:
        selected = self._selection.incident
        row = self.model.row_of(selected) if selected is not None else QModelIndex()
        if row.isValid() and row != self.rows.currentIndex():
            self.rows.setCurrentIndex(row)
            self.rows.scrollTo(row)
        elif not row.isValid():
            self.rows.clearSelection()
        self._show_acts(row)

    def _show_acts(self, row: QModelIndex) -> None:
        incident: Incident | None = row.data(CardRole.INCIDENT) if row.isValid() else None
        self.acknowledge.setEnabled(incident is not None and incident.state is IncidentState.OPEN)
        self.close_incident.setEnabled(incident is not None and incident.state is not IncidentState.CLOSED)
        self.undo.setEnabled(incident is not None and bool(incident.overlays))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter acknowledges."""
        pressed = (
            event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        )
        if pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.acknowledge_asked.emit()
            return True
        return super().eventFilter(watched, event)
