"""One tile over the whole monitor, by this display alone: core knows nothing of it. Pure."""

from msgspec.structs import replace

from console.domain.ids import CellIndex
from console.domain.wall import MonitorView


def alone_view(view: MonitorView, cell: CellIndex) -> MonitorView:
    """The view with nothing but this cell."""
    shown = next(one for one in view.cells if one.cell == cell)
    large = replace(shown, column=0, row=0, column_span=1, row_span=1)
    return replace(view, columns=1, rows=1, cells=(large,))


def must_end(before: MonitorView, now: MonitorView, cell: CellIndex) -> bool:
    """Whether the other tiles are to be seen again: an incident has come to one of them, or moved there;
    or the monitor shows another layout, or the cell no camera any more.
    """
    grids = [(view.layout_name, view.columns, view.rows, len(view.cells)) for view in (before, now)]
    shown = next((one for one in now.cells if one.cell == cell), None)
    if grids[0] != grids[1] or shown is None or shown.feed is None:
        return True
    return bool(marked_behind(now, cell) - marked_behind(before, cell))


def marked_behind(view: MonitorView, cell: CellIndex) -> set[tuple[str, CellIndex]]:
    """Incidents' tiles that this one hides."""
    return {(one.mark.incident, one.cell) for one in view.cells if one.mark is not None and one.cell != cell}
