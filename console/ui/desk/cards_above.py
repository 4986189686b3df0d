"""How many incident cards are above those that are seen, and whether one of them wants to be seen now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractSlider, QListView

from console.domain.alert import SEVERITY_RANK, Severity
from console.domain.incident import Incident, IncidentState
from console.ui import theme
from console.ui.desk.elided_label import ElidedLabel


class CardsAbove(ElidedLabel):
    """Stands beside the heading, so that no card moves when it comes; a click scrolls back a page."""

    def __init__(self, rows: QListView) -> None:
        super().__init__("more")
        self._rows = rows
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_of(self, cards: Sequence[Incident], seen: range) -> None:
        """``seen``: the rows in view."""
        above, in_view = cards[: seen.start], cards[seen.start : seen.stop]
        self.setVisible(bool(above))
        self.say(above_words(above, in_view))
        worst = worst_unseen(above, in_view)
        colour = f"color: {theme.SEVERITY_COLOURS[worst]}; font-weight: 600" if worst is not None else ""
        if colour != self.styleSheet():
            self.setStyleSheet(colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """One page back."""
        self._rows.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepSub)


def above_words(above: Sequence[Incident], in_view: Sequence[Incident]) -> str:
    """How many there are, and how many are new; else how severe the worst is, if none in view is so."""
    new = sum(card.state is IncidentState.OPEN for card in above)
    worst = worst_unseen(above, in_view)
    more = f" · {new} new" if new else f" · {worst.value}" if worst is not None else ""
    return f"{len(above)} more above{more}" if above else ""


def worst_unseen(above: Sequence[Incident], in_view: Sequence[Incident]) -> Severity | None:
    """Of those above that nobody has acknowledged, or that are more severe than each one in view."""
    in_view_rank = min(map(_rank, in_view), default=len(SEVERITY_RANK))
    unseen = [card for card in above if card.state is IncidentState.OPEN or _rank(card) < in_view_rank]
    worst = min(unseen, key=_rank, default=None)
    return worst.alert.severity if worst is not None and _rank(worst) < len(SEVERITY_RANK) else None


def _rank(card: Incident) -> int:
    """A word that is no severity is the least: its card says that it can't be shown."""
    return SEVERITY_RANK.get(card.alert.severity, len(SEVERITY_RANK))
