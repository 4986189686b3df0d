"""What is dragged over the wall in small: a cell, as it travels between panels; cameras onto a monitor."""

from dataclasses import dataclass

from PySide6.QtCore import QMimeData

from console.domain.ids import CellIndex, MonitorId
from console.domain.wording import counted

CELL_MIME = "application/x-sightline-cell"

CellName = tuple[MonitorId, CellIndex]


@dataclass(frozen=True, slots=True)
class WholeAim:
    """Letting go now puts so many cameras onto a whole monitor."""

    monitor: MonitorId
    count: int

    @property
    def words(self) -> str:
        """What is said in its head meanwhile."""
        return f"{self.monitor}  ·  {counted(self.count, 'camera')} from its first cell on"


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
