"""Which of a cell's layers is seen."""

import pytest

from console.core.wall.layers import uppermost
from console.core.wall.records import Hand, TourRun
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Overlay, Reason
from console.domain.layout import Cell
from console.domain.wall import Layer

A, B, C, D = (FeedId(name) for name in "abcd")
TOUR = TourRun("night", D)


def overlay(feed: FeedId) -> Overlay:
    return Overlay(IncidentId("i-000001"), MonitorId("wall-1"), CellIndex(0), feed, Reason(0, True, None))


@pytest.mark.parametrize(
    ("hand", "incident", "tour", "selected", "base", "seen"),
    [
        (None, None, None, None, A, (A, Layer.BASE)),
        (None, None, None, None, None, (None, Layer.BASE)),
        (None, B, None, None, A, (B, Layer.INCIDENT)),
        (None, A, None, None, A, (A, Layer.BASE)),
        (None, B, None, None, None, (B, Layer.INCIDENT)),
        (Hand(C, pinned=False), B, None, None, A, (C, Layer.HAND)),
        (Hand(None, pinned=False), B, TOUR, C, A, (None, Layer.HAND)),
        (Hand(A, pinned=True), None, None, None, A, (A, Layer.HAND)),
        (None, None, TOUR, C, A, (D, Layer.TOUR)),
        (None, B, TOUR, C, A, (B, Layer.INCIDENT)),
        (None, D, TOUR, C, A, (D, Layer.TOUR)),
        (None, None, TourRun("night", None), None, A, (None, Layer.TOUR)),
        (None, None, None, C, A, (C, Layer.SELECTED)),
        (None, B, None, C, A, (B, Layer.INCIDENT)),
        (None, C, None, C, A, (C, Layer.SELECTED)),
    ],
)
def test_a_hand_goes_before_an_incident_that_before_a_tour_that_before_the_selection_and_the_base(
    hand: Hand | None,
    incident: FeedId | None,
    tour: TourRun | None,
    selected: FeedId | None,
    base: FeedId | None,
    seen: tuple[FeedId | None, Layer],
) -> None:
    cell = Cell(0, 0, feed=base, hotspot=True)
    assert uppermost(hand, overlay(incident) if incident else None, tour, selected, cell) == seen


def test_only_a_hotspot_shows_the_last_selection() -> None:
    assert uppermost(None, None, None, C, Cell(0, 0, feed=A)) == (A, Layer.BASE)
