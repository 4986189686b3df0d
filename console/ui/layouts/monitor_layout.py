"""What a monitor shows now as a layout: by hand and layout, without what incidents put there."""

from console.domain.cell_content import TourContent
from console.domain.layout import Cell, Layout
from console.domain.wall import CellView, Layer, MonitorView


def layout_of_monitor(view: MonitorView, stored: Layout | None) -> Layout:
    """Beneath an incident's camera lies what ``stored``, the layout that it shows, has at that place."""
    beneath = {} if stored is None else {_place(cell): cell for cell in stored.cells}
    cells = sorted(
        (_cell(shown, beneath.get(_place(shown))) for shown in view.cells),
        key=lambda cell: (cell.row, cell.column),
    )
    return Layout(view.layout_name, view.columns, view.rows, tuple(cells))


def _cell(shown: CellView, beneath: Cell | None) -> Cell:
    place = _place(shown)
    if shown.layer is Layer.INCIDENT:
        if beneath is None:
            return Cell(*place, shown.auto, hotspot=shown.hotspot)
        return beneath
    if shown.tour is not None and shown.layer is Layer.TOUR:
        return Cell(*place, shown.auto, None, TourContent(shown.tour.tour))
    if shown.content is not None:
        return Cell(*place, shown.auto, None, shown.content)
    feed = beneath.feed if shown.layer is Layer.SELECTED and beneath is not None else shown.feed
    is_pinned = shown.pinned and feed is not None
    zoom = shown.zoom if feed is not None else None
    return Cell(*place, shown.auto, feed, pinned=is_pinned, hotspot=shown.hotspot, zoom=zoom)


def _place(cell: Cell | CellView) -> tuple[int, int, int, int]:
    return cell.column, cell.row, cell.column_span, cell.row_span
