"""The wall's second clock leaves nothing behind where it moves from."""

from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from console.domain.camera import Camera
from console.domain.wall import CellView, Layer
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from console.ui.wall.wall_window import WallWindow


def tile(cell: int, box: Box) -> Tile:
    view = CellView(cell, cell, 0, 1, 1, True, f"cam-{cell}", Layer.BASE)
    return Tile(view, box, Camera(f"cam-{cell}", cell, f"Corner {cell}"))


class Asked(WallWindow):
    """Notes what it is asked to paint again, tiles and all."""

    def __init__(self) -> None:
        super().__init__("testville", "wall")
        self.asked: list[QRect] = []

    def update(self, *places: QRect) -> None:  # type: ignore[override]
        self.asked += places
        super().update(*places)


def test_the_place_that_the_clock_left_is_painted_again(qtbot: QtBot) -> None:
    window = Asked()
    qtbot.addWidget(window)
    window.resize(640, 360)
    before = window.set_clock("14:02:11")
    window.tiles = [tile(0, Box(0, 0, 640, 360))]
    window.asked.clear()
    after = window.set_clock("14:02:12")
    assert after != before, "it gives way to the strip below"
    assert window.asked == [before]
    window.set_clock("14:02:13")
    assert window.asked == [before], "nothing where it stays"
