"""What a person does with a tile of a display by pointer or key: zoom, pan, swap, full screen."""

from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from console.domain.ids import CellIndex, MonitorId
from console.protocol.command import Command
from console.protocol.wall_messages import SwapCells
from console.ui.wall.grid import Box, fitted
from console.ui.wall.tile import Tile
from console.ui.wall.wall_window import WallWindow
from console.ui.wall.zoom import WHOLE, Zoom
from console.ui.zoom_hand import ZoomHand

PAN_SHARE = 0.1
DRAG_PX = 12
"""Less is the shaking of a click."""


class Look(Enum):
    """How a tile is looked at."""

    NEARER = auto()
    AWAY = auto()
    WHOLE = auto()
    PAN_LEFT = auto()
    PAN_RIGHT = auto()
    PAN_UP = auto()
    PAN_DOWN = auto()


PANS = {
    Look.PAN_LEFT: (-PAN_SHARE, 0.0),
    Look.PAN_RIGHT: (PAN_SHARE, 0.0),
    Look.PAN_UP: (0.0, -PAN_SHARE),
    Look.PAN_DOWN: (0.0, PAN_SHARE),
}
"""In shares of the view."""


class Asks(Protocol):
    """Who asks core: a display's Hand."""

    def may(self) -> bool: ...
    def give(self, command: Command, words: str) -> None: ...


class TileHand(QObject):
    """``zoomed`` (a Tile): it shows another part now. ``full_screen_asked`` (a cell).

    The wheel acts on the selected tile alone, so that nobody who leans on a mouse changes the wall. A drag
    moves a zoomed picture; another one takes the tile to where it is let go: those two are swapped.
    """

    zoomed = Signal(object)
    full_screen_asked = Signal(int)

    def __init__(
        self,
        monitor: MonitorId,
        window: WallWindow,
        zooms: ZoomHand,
        hand: Asks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._monitor = monitor
        self._window = window
        self._zooms = zooms
        self._hand = hand
        self._listens = False
        self._pressed: tuple[CellIndex, QPoint] | None = None
        self._last = QPoint()
        self._pans = False

    def start(self) -> None:
        """Listen to the window."""
        self._listens = True
        self._window.wheeled.connect(self._wheel)
        self._window.pressed.connect(self._press)
        self._window.dragged.connect(self._drag)
        self._window.released.connect(self._release)
        self._window.double_clicked.connect(self._double_click)

    def stop(self) -> None:
        """Listen no more."""
        if not self._listens:
            return
        self._listens = False
        self._window.wheeled.disconnect(self._wheel)
        self._window.pressed.disconnect(self._press)
        self._window.dragged.disconnect(self._drag)
        self._window.released.disconnect(self._release)
        self._window.double_clicked.disconnect(self._double_click)

    def look(self, tile: Tile, how: Look) -> None:
        """A key."""
        if how is Look.WHOLE:
            self._zoom_to(tile, WHOLE)
        elif how in PANS:
            self._zoom_to(tile, tile.zoom.moved(*PANS[how]))
        else:
            self._zoom_to(tile, tile.zoom.by(1 if how is Look.NEARER else -1))

    def _zoom_to(self, tile: Tile, zoom: Zoom) -> None:
        feed = tile.cell.feed
        if feed is None or zoom == tile.zoom or not self._hand.may():
            return
        self._zooms.put((self._monitor, tile.cell.cell), feed, zoom)
        self.zoomed.emit(tile)

    def _wheel(self, x: int, y: int, steps: float) -> None:
        tile = self._tile_at(QPoint(x, y))
        if tile is not None and tile.selected:
            place = picture_place(tile)
            at_x, at_y = (x - place.x) / place.width, (y - place.y) / place.height
            self._zoom_to(tile, tile.zoom.by(steps, at_x, at_y))

    def _press(self, x: int, y: int) -> None:
        point = QPoint(x, y)
        tile = self._tile_at(point)
        self._pressed = (tile.cell.cell, point) if tile is not None else None
        self._last = point
        self._pans = tile is not None and tile.zoom is not WHOLE

    def _drag(self, x: int, y: int) -> None:
        if self._pressed is None or not self._pans:
            return
        tile = self._tile(self._pressed[0])
        by, self._last = QPoint(x, y) - self._last, QPoint(x, y)
        if tile is not None:
            place = picture_place(tile)
            self._zoom_to(tile, tile.zoom.moved(-by.x() / place.width, -by.y() / place.height))

    def _release(self, x: int, y: int) -> None:
        """Let go over another tile: they are swapped."""
        pressed, self._pressed = self._pressed, None
        over = self._tile_at(QPoint(x, y))
        if pressed is None or self._pans or over is None or over.cell.cell == pressed[0]:
            return
        if (QPoint(x, y) - pressed[1]).manhattanLength() >= DRAG_PX:
            cell, to = pressed[0], over.cell.cell
            swap = SwapCells(self._monitor, cell, self._monitor, to)
            self._hand.give(swap, f"cells {cell} and {to} are swapped")

    def _double_click(self, x: int, y: int) -> None:
        tile = self._tile_at(QPoint(x, y))
        if tile is not None:
            self.full_screen_asked.emit(tile.cell.cell)

    def _tile_at(self, point: QPoint) -> Tile | None:
        return next((tile for tile in self._window.tiles or () if QRect(*tile.box).contains(point)), None)

    def _tile(self, cell: CellIndex) -> Tile | None:
        return next((tile for tile in self._window.tiles or () if tile.cell.cell == cell), None)


def picture_place(tile: Tile) -> Box:
    """Where a tile's picture lies in the window; its box without one."""
    reader = tile.source.current if tile.source is not None else None
    picture = reader.picture() if reader is not None else None
    return fitted(tile.box, picture.width, picture.height) if picture is not None else tile.box
