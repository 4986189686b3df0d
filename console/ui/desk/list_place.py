"""Where the incident list stands, so that it stands there again after incidents came, changed or went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.domain.ids import IncidentId
from console.domain.incident import Incident
from console.ui.desk.site_view import card_order


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The cards in view, the uppermost first; ``selected`` is None while the selected card is not in view."""

    in_view: tuple[Incident, ...]
    is_scrolled: bool
    selected: IncidentId | None


def list_place(cards: Sequence[Incident], seen: range, selected: IncidentId | None) -> ListPlace:
    """Of a list of these cards with these rows in view."""
    in_view = tuple(cards[seen.start : seen.stop])
    is_in_view = any(card.incident == selected for card in in_view)
    return ListPlace(in_view, seen.start > 0, selected if is_in_view else None)


def first_unmoved(in_view: Sequence[Incident], now: Mapping[IncidentId, Incident]) -> IncidentId | None:
    """The uppermost card that has kept its place among the others; one that was acknowledged has not."""
    kept = (card for card in in_view if card.incident in now and not _has_moved(card, now[card.incident]))
    return next((card.incident for card in kept), None)


def _has_moved(card: Incident, now: Incident) -> bool:
    return card_order(card) != card_order(now)
