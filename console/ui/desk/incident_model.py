"""The incidents as a Qt model: in the order of their cards, with what each card says."""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.domain.camera import Camera
from console.domain.ids import FeedId, IncidentId
from console.domain.incident import Incident, opened_ms
from console.domain.wording import (
    age_words,
    detail_words,
    happened_words,
    headline,
    life_words,
    origin_words,
    reason_words,
    undone_words,
)
from console.protocol.clock import Clock
from console.ui.desk.site_view import SiteView
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.drawing_guard import DrawingGuard, unshown_words

MAX_REASONS = 6
HOUR_MS = 3_600_000

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CardRole(IntEnum):
    """What the delegate asks of a row."""

    INCIDENT = Qt.ItemDataRole.UserRole
    LINES = Qt.ItemDataRole.UserRole + 1
    AGE = Qt.ItemDataRole.UserRole + 2


class Said(NamedTuple):
    """A card's lines, and what they were made from; a time of yesterday carries its date, hence the hour."""

    incident: Incident
    cameras: Mapping[FeedId, Camera]
    hour: int
    lines: list[str]


class IncidentModel(QAbstractListModel):
    """Cards in order; rows that only changed keep their place in the view."""

    def __init__(self, view: SiteView, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._clock = clock
        self._guard = DrawingGuard("incident")
        self._cards: list[Incident] = []
        self._said: dict[IncidentId, Said] = {}

    def refresh(self) -> None:
        """Incidents changed."""
        cards = self._view.cards()
        self._said = {card.incident: said for card in cards if (said := self._said.get(card.incident))}
        if [card.incident for card in cards] == [card.incident for card in self._cards]:
            self._cards = cards
            self._tell_all([])
            return
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()

    @property
    def cards(self) -> list[Incident]:
        """In order."""
        return self._cards

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
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip((headline(incident), status_words(incident), *self._all_lines(incident)))
        return None

    def _lines(self, incident: Incident) -> list[str]:
        """The same list as before while it says the same: the views ask for all cards at each change."""
        cameras, hour = self._view.cameras, self._clock.now_ms() // HOUR_MS
        said = self._said.get(incident.incident)
        if said is None or said.incident is not incident or said.cameras is not cameras or said.hour != hour:
            said = Said(incident, cameras, hour, self._kept_lines(incident))
            self._said[incident.incident] = said
        return said.lines

    def _kept_lines(self, incident: Incident) -> list[str]:
        lines = self._all_lines(incident)
        kept = len(lines) - max(0, len(incident.overlays) - MAX_REASONS)
        return [*lines[:kept], *([f"and {len(lines) - kept} more"] if kept < len(lines) else [])]

    def _all_lines(self, incident: Incident) -> list[str]:
        detail = detail_words(incident)
        origin = origin_words(incident, self._clock.now_ms())
        reasons = [reason_words(overlay, self._view.cameras) for overlay in incident.overlays]
        undone = undone_words(incident, self._clock.now_ms())
        return [*filter(None, (origin, detail, undone)), *reasons]

    def row_of(self, incident: IncidentId) -> QModelIndex:
        """Where an incident's card is; invalid if there is none."""
        rows = (row for row, card in enumerate(self._cards) if card.incident == incident)
        row = next(rows, None)
        return self.index(row) if row is not None else QModelIndex()


def status_words(incident: Incident) -> str:
    """How bad it is, and whether somebody has it in hand."""
    return f"{incident.alert.severity.value} · {life_words(incident)}"
