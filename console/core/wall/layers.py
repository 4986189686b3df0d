"""What stands in a cell, of all that lies on it: the one place where a wall's layers are put in order."""

from console.core.wall.records import Hand, TourRun
from console.domain.ids import FeedId
from console.domain.incident import Overlay
from console.domain.layout import Cell
from console.domain.wall import Layer

Shown = tuple[FeedId | None, Layer]
"""A cell's feed, and whose act that is. Where it is the layout's and there is none, the cell's content."""


def uppermost(
    hand: Hand | None, overlay: Overlay | None, tour: TourRun | None, selected: FeedId | None, cell: Cell
) -> Shown:
    """The feed and its layer: a hand, else the strongest incident's overlay, else what rests beneath.

    An incident whose feed stands there anyway only marks it. ``selected``: the camera that hotspots show.
    """
    if hand is not None:
        return hand.feed, Layer.HAND
    beneath = resting(tour, selected, cell)
    if overlay is not None and overlay.feed != beneath[0]:
        return overlay.feed, Layer.INCIDENT
    return beneath


def resting(tour: TourRun | None, selected: FeedId | None, cell: Cell) -> Shown:
    """What neither hand nor incident put there: a tour, else a hotspot's last selection, else the base."""
    if tour is not None:
        return tour.feed, Layer.TOUR
    if cell.hotspot and selected is not None:
        return selected, Layer.SELECTED
    return cell.feed, Layer.BASE
