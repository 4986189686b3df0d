"""What a display asks of the engine: the pictures that it shows, in the sizes that it shows. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from console.domain.ids import CellIndex, FeedId
from console.domain.media import Demand, Priority
from console.domain.wall import CellView, MonitorView
from console.ui.wall.grid import Box


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
    """
    wanted: dict[tuple[FeedId, int, int, int], Priority] = {}
    for cell in view.cells if view else ():
        if cell.feed is None or cell.cell not in boxes:  # nothing is shown of it
            continue
        box = boxes[cell.cell]
        priority = Priority.INCIDENT if cell.mark else Priority.GRID
        priority = Priority.FOCUS if cell.cell == focused else priority
        delay_ms = delay_of(cell)
        for delay in {delay_ms: None, shown_delays_ms.get(cell.cell, delay_ms): None}:
            key = (cell.feed, box.width, box.height, delay)
            wanted[key] = min(priority, wanted.get(key, priority))
    return tuple(
        Demand(feed, width, height, visible=visible, priority=priority, delay_ms=delay_ms)
        for (feed, width, height, delay_ms), priority in wanted.items()
    )


def delay_of(cell: CellView) -> int:
    """How far behind live a cell's pictures are wanted, in whole milliseconds."""
    return round(cell.rewind_s * 1000)
