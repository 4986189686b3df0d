"""Which of a cell's layers is seen."""

import pytest

from console.core.wall.layers import uppermost
from console.core.wall.records import Hand
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Overlay, Reason
from console.domain.wall import Layer

A, B, C = (FeedId(name) for name in "abc")


def overlay(feed: FeedId) -> Overlay:
    return Overlay(IncidentId("i-000001"), MonitorId("wall-1"), CellIndex(0), feed, Reason(0, True, None))


@pytest.mark.parametrize(
    ("hand", "incident", "base", "seen"),
    [
        (None, None, A, (A, Layer.BASE)),
        (None, None, None, (None, Layer.BASE)),
        (None, B, A, (B, Layer.INCIDENT)),
        (None, A, A, (A, Layer.BASE)),
        (None, B, None, (B, Layer.INCIDENT)),
        (Hand(C, pinned=False), B, A, (C, Layer.HAND)),
        (Hand(None, pinned=False), B, A, (None, Layer.HAND)),
        (Hand(A, pinned=True), None, A, (A, Layer.HAND)),
    ],
)
def test_a_hand_goes_before_an_incident_and_that_before_the_base(
    hand: Hand | None, incident: FeedId | None, base: FeedId | None, seen: tuple[FeedId | None, Layer]
) -> None:
    assert uppermost(hand, overlay(incident) if incident else None, base) == seen
