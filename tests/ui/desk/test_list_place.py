"""Where the keyboard stands in the incident list once cards came, changed or went."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from console.domain.alert import Severity
from console.domain.incident import Incident, IncidentState
from console.ui.desk.list_place import KeysPlace, has_left, keys_after
from console.ui.desk.site_view import card_order
from tests.fakes.desk_city import city_incident

NOW_MS = 1_800_000_000_000
FOUR = [city_incident(number, NOW_MS, Severity.MINOR, age_s=number * 10) for number in range(1, 5)]
A, B, C, D = FOUR
NEWEST = city_incident(9, NOW_MS, Severity.MINOR, age_s=1)


def seen(card: Incident) -> Incident:
    return replace(card, state=IncidentState.ACKNOWLEDGED)


def ordered(*cards: Incident) -> list[Incident]:
    return sorted(cards, key=card_order)


@pytest.mark.parametrize(
    ("place", "now", "after"),
    [
        (KeysPlace(1), ordered(*FOUR), KeysPlace(1)),
        (KeysPlace(1), ordered(NEWEST, *FOUR), KeysPlace(2)),
        (KeysPlace(1), ordered(A, seen(B), C, D), KeysPlace(1, is_between=True)),
        (KeysPlace(0), ordered(seen(A), B, C, D), KeysPlace(0, is_between=True)),
        (KeysPlace(1), ordered(NEWEST, A, seen(B), C, D), KeysPlace(2, is_between=True)),
        (KeysPlace(1), ordered(A, C, D), KeysPlace(1, is_between=True)),
        (KeysPlace(1), ordered(A, seen(B), seen(C), D), KeysPlace(1, is_between=True)),
        (KeysPlace(3), ordered(A, B, C, seen(D)), KeysPlace(3)),
        (KeysPlace(3), ordered(A, B, C), KeysPlace(3, is_between=True)),
        (KeysPlace(2), [], KeysPlace(0, is_between=True)),
        (KeysPlace(2, is_between=True), ordered(NEWEST, *FOUR), KeysPlace(3, is_between=True)),
        (KeysPlace(2, is_between=True), ordered(A, B, seen(C), D), KeysPlace(2, is_between=True)),
        (KeysPlace(4, is_between=True), ordered(NEWEST, *FOUR), KeysPlace(5, is_between=True)),
    ],
)
def test_the_keyboard_goes_with_its_card_and_stays_where_one_left(
    place: KeysPlace, now: Sequence[Incident], after: KeysPlace
) -> None:
    assert keys_after(place, FOUR, now) == after


def test_a_card_that_others_came_above_has_not_left() -> None:
    assert not has_left(B.incident, FOUR, ordered(NEWEST, *FOUR))
    assert has_left(B.incident, FOUR, ordered(A, seen(B), C, D))
    assert not has_left(D.incident, FOUR, ordered(A, B, C, seen(D))), "it is the last one still"
