"""What stands in a cell, of all that lies on it: the one place where a wall's layers are put in order."""

from console.core.wall.records import Hand
from console.domain.ids import FeedId
from console.domain.incident import Overlay
from console.domain.wall import Layer


def uppermost(hand: Hand | None, overlay: Overlay | None, base: FeedId | None) -> tuple[FeedId | None, Layer]:
    """The feed and its layer: a hand, else the strongest incident's overlay, else the base.

    An incident whose feed stands there anyway only marks it.
    """
    if hand is not None:
        return hand.feed, Layer.HAND
    if overlay is not None and overlay.feed != base:
        return overlay.feed, Layer.INCIDENT
    return base, Layer.BASE
