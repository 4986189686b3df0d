"""A cell of the wall that is being dragged, as it travels between panels."""

from PySide6.QtCore import QMimeData

from console.domain.ids import CellIndex, MonitorId

CELL_MIME = "application/x-sightline-cell"

CellName = tuple[MonitorId, CellIndex]


def dragged_cell(name: CellName) -> QMimeData:
    """What a drag carries."""
    mime = QMimeData()
    mime.setData(CELL_MIME, f"{name[1]} {name[0]}".encode())
    return mime


def cell_in(mime: QMimeData) -> CellName | None:
    """The cell that it carries; None for anything else, as another program's."""
    if not mime.hasFormat(CELL_MIME):
        return None
    cell, _, monitor = bytes(mime.data(CELL_MIME).data()).decode(errors="replace").partition(" ")
    if not (cell.isascii() and cell.isdecimal() and monitor):
        return None
    return MonitorId(monitor), CellIndex(int(cell))
