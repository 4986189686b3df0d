"""What a display asks of the engine: the pictures that it shows, in the sizes that it shows. Pure."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from console.domain.ids import CellIndex, FeedId
from console.domain.media import Demand, Priority
from console.domain.wall import CellView, MonitorView
from console.ui.wall.grid import Box

_Key = tuple[FeedId, int, int, int]
"""A camera, its box's width and height, its delay."""


def demands_of(
    view: MonitorView | None,
    boxes: dict[CellIndex, Box],
    shown_delays_ms: Mapping[CellIndex, int] = MappingProxyType({}),
    *,
    visible: bool = True,
    focused: CellIndex | None = None,
) -> tuple[Demand, ...]:
    """One demand for each (feed, box, delay); an incident's tile raises the priority of all that share it.

    ``shown_delays_ms``: how far behind live the pictures play that the cells show now. Those are demanded on
    until the wanted ones are there, so that a cell on its way into the past, or back, is never empty.
    ``boxes`` may be larger than what is seen, where a part of the picture is. ``focused``: a person wants it
    before all others.
    What a tour shows next is made ready, so that it is live when it comes.
    """
    wanted: dict[_Key, Priority] = {}
    for cell in view.cells if view else ():
        if cell.cell in boxes:
            is_focused = cell.cell == focused
            for key, asked in _wanted_by(cell, boxes[cell.cell], shown_delays_ms.get(cell.cell)):
                priority = Priority.FOCUS if is_focused and key[0] == cell.feed else asked
                wanted[key] = min(priority, wanted.get(key, priority))
    return tuple(
        Demand(feed, width, height, visible=visible, priority=priority, delay_ms=delay_ms)
        for (feed, width, height, delay_ms), priority in wanted.items()
    )


def _wanted_by(cell: CellView, box: Box, shown_delay_ms: int | None) -> Iterator[tuple[_Key, Priority]]:
    if cell.feed is not None:
        priority = Priority.INCIDENT if cell.mark else Priority.GRID
        yield (cell.feed, box.width, box.height, delay_of(cell)), priority
        if shown_delay_ms is not None:
            yield (cell.feed, box.width, box.height, shown_delay_ms), priority
    if cell.tour is not None and cell.tour.next_feed is not None:
        yield (cell.tour.next_feed, box.width, box.height, 0), Priority.WARMED


def delay_of(cell: CellView) -> int:
    """How far behind live a cell's pictures are wanted, in whole milliseconds."""
    return round(cell.rewind_s * 1000)
