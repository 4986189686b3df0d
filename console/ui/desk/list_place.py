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


@dataclass(frozen=True, slots=True)
class KeysPlace:
    """Where the keyboard stands: on the card of this row; or between two, of which this is the lower one."""

    row: int
    is_between: bool = False


def list_place(cards: Sequence[Incident], seen: range, selected: IncidentId | None) -> ListPlace:
    """Of a list of these cards with these rows in view."""
    in_view = tuple(cards[seen.start : seen.stop])
    is_in_view = any(card.incident == selected for card in in_view)
    return ListPlace(in_view, seen.start > 0, selected if is_in_view else None)


def first_unmoved(cards: Sequence[Incident], now: Mapping[IncidentId, Incident]) -> IncidentId | None:
    """The first one that has kept its place among the others; one that was acknowledged has not."""
    kept = (card for card in cards if card.incident in now and not _has_moved(card, now[card.incident]))
    return next((card.incident for card in kept), None)


def _has_moved(card: Incident, now: Incident) -> bool:
    return card_order(card) != card_order(now)


def keys_after(place: KeysPlace, before: Sequence[Incident], now: Sequence[Incident]) -> KeysPlace:
    """The same place once cards came, changed or went: with its card, or where a card stood that left."""
    card = None if place.is_between else before[place.row]
    lower = _row_between(before[: place.row], before[place.row + (card is not None) :], now)
    if card is None:
        return KeysPlace(lower, is_between=True)
    row = next((row for row, one in enumerate(now) if one.incident == card.incident), None)
    if row is None or (_has_moved(card, now[row]) and row not in (lower - 1, lower)):
        return KeysPlace(lower, is_between=True)
    return KeysPlace(row)


def has_left(incident: IncidentId, before: Sequence[Incident], now: Sequence[Incident]) -> bool:
    """Whether a card of those before is elsewhere among them now, or gone."""
    row = next(row for row, card in enumerate(before) if card.incident == incident)
    return keys_after(KeysPlace(row), before, now).is_between


def _row_between(above: Sequence[Incident], below: Sequence[Incident], now: Sequence[Incident]) -> int:
    """Of the card that is now the next one below a place between these."""
    rows = {card.incident: row for row, card in enumerate(now)}
    by_id = {card.incident: card for card in now}
    lower = first_unmoved(below, by_id)
    upper = first_unmoved(above[::-1], by_id)
    if lower is not None:
        return rows[lower]
    return rows[upper] + 1 if upper is not None else 0
