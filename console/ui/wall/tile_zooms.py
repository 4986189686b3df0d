"""Which part of its picture each tile of a display shows, with enough pixels for it."""

from console.domain.ids import MonitorId
from console.ui.frames import Frames
from console.ui.wall.tile import Tile
from console.ui.wall.zoom import demanded
from console.ui.zoom_hand import ZoomHand


class TileZooms:
    """``hand`` knows what is shown before core says so."""

    def __init__(self, monitor: MonitorId, frames: Frames, hand: ZoomHand) -> None:
        self._monitor = monitor
        self._frames = frames
        self._hand = hand

    def follow(self, tile: Tile) -> bool:
        """Another part, at once from the picture there is; whether other pixels are demanded now."""
        cell = tile.cell
        zoom = self._hand.shown((self._monitor, cell.cell), cell.feed, cell.zoom)
        if zoom != tile.zoom:
            tile.zoom, tile.must_paint = zoom, True
        return self.want_enough(tile)

    def want_enough(self, tile: Tile) -> bool:
        """Another slot, if another size is wanted now: by the zoom, or as the camera's size became known."""
        source = tile.source
        if source is None:
            return False
        known = self._frames.zoomable_size(source.feed, tile.camera.profiles if tile.camera else ())
        wanted = demanded((tile.box.width, tile.box.height), tile.zoom, known)
        if (source.width, source.height) == wanted:
            return False
        source.width, source.height = wanted
        self._frames.find(source)
        return True
