"""A dragged cell is read as it was written, and nothing else is taken for one."""

import pytest
from PySide6.QtCore import QMimeData

from console.domain.ids import CellIndex, MonitorId
from console.ui.desk.cell_drag import CELL_MIME, cell_in, dragged_cell


@pytest.mark.parametrize("monitor", ["wall-1", "a wall with blanks", "Wänd"])
def test_a_cell_travels_whole(monitor: str) -> None:
    name = (MonitorId(monitor), CellIndex(12))
    assert cell_in(dragged_cell(name)) == name


@pytest.mark.parametrize("body", [b"", b"wall-1", b"x wall-1", b"3", b"3 ", b"\xff 3"])
def test_what_is_none_is_none(body: bytes) -> None:
    mime = QMimeData()
    mime.setData(CELL_MIME, body)
    assert cell_in(mime) is None
    assert cell_in(QMimeData()) is None
