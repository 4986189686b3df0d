"""Cells that show a part of their picture: digital zoom, until the cell shows another feed."""

from console.core.decisions import AnyDecision, ZoomPut
from console.core.lookups import check_cell
from console.core.state import State
from console.core.wall.cells import shown_feed
from console.core.wall.records import Where, Zoomed
from console.domain.errors import CommandRefused
from console.domain.zoom_part import zoom_problem
from console.protocol.wall_messages import ZoomCell

Decisions = tuple[AnyDecision, ...]


def zoom(state: State, command: ZoomCell) -> Decisions:
    """Show a part of what a cell shows now. Raises CommandRefused."""
    where = (command.monitor, command.cell)
    check_cell(state, *where)
    if command.zoom is not None and (problem := zoom_problem(command.zoom)):
        raise CommandRefused(
            "bad_zoom", f"{command.monitor} cell {command.cell} can't be zoomed so: {problem}"
        )
    feed = shown_feed(state, where)
    if feed is None:
        raise CommandRefused(
            "empty_cell",
            f"{command.monitor} cell {command.cell} shows no camera to zoom; assign a feed first",
        )
    state.wall.zooms.put(where, Zoomed(feed, command.zoom))
    return (ZoomPut(*where, feed, command.zoom),)


def end_where_feeds_changed(state: State) -> None:
    """Zooms of cells that show another feed by now, or are gone, end; call after every decision.

    An incident's tile is seen whole, too: what it is about may lie beside the part.
    """
    zooms = state.wall.zooms
    if not len(zooms):
        return
    for where in [one for one in zooms if not _stands(state, one)]:
        zooms.drop(where)


def _stands(state: State, where: Where) -> bool:
    layout = state.wall.bases.get(where[0])
    if layout is None or where[1] >= len(layout.cells):
        return False
    return shown_feed(state, where) == state.wall.zooms[where].feed
