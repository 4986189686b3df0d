"""The selected camera, large: the one picture that the desk demands itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from console.domain.ids import CellIndex, FeedId
from console.domain.wall import CellView, Layer
from console.protocol.engine_messages import Demand, Priority
from console.ui import theme
from console.ui.declared_demands import DeclaredDemands
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.frames import Frames
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from console.ui.wall.tile_painter import TilePainter

EMPTY_WORDS = "Select a camera in the list, on the map or on the wall: it is shown here. V closes this."


class SelectedPicture(QWidget):
    """Painted as a tile of the wall is, with the same truth. Hidden, it demands nothing.

    It follows what was selected last: a camera, or a cell with the camera in it.
    """

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        frames: Frames,
        demands: DeclaredDemands,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._frames = frames
        self._demands = demands
        self._painter = TilePainter()
        self._found_version = -1
        self.tile: Tile | None = None
        self.setMinimumHeight(160)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        selection.camera_changed.connect(lambda: self._choose(selection.camera))
        selection.cell_changed.connect(lambda: self._choose(self._feed_in_cell() or self._feed()))

    def toggle(self) -> None:
        """Open it, or close it."""
        self.setVisible(not self.isVisible())

    def _feed(self) -> FeedId | None:
        return self.tile.cell.feed if self.tile is not None else None

    def _feed_in_cell(self) -> FeedId | None:
        if self._selection.cell is None:
            return None
        monitor, index = self._selection.cell
        cells = self._view.monitors[monitor].cells if monitor in self._view.monitors else ()
        return next((cell.feed for cell in cells if cell.cell == index), None)

    def _choose(self, feed: FeedId | None) -> None:
        """Another camera, or another size of the same: its old picture stays meanwhile."""
        before = self.tile
        self.tile = None
        if feed is not None:
            box = self._box()
            source = self._frames.source(feed, box.width, box.height, before.source if before else None)
            cell = CellView(CellIndex(0), 0, 0, 1, 1, False, feed, Layer.BASE)
            self.tile = Tile(cell, box, self._view.cameras.get(feed), source)
        if before is not None:
            before.close()
        self._declare()
        self.update()

    def _box(self) -> Box:
        ratio = self.devicePixelRatioF()
        return Box(0, 0, max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))

    def _declare(self) -> None:
        tile = self.tile
        if tile is None or tile.cell.feed is None or not self.isVisible():
            self._demands.change(())
            return
        focus = Demand(tile.cell.feed, tile.box.width, tile.box.height, priority=Priority.FOCUS)
        self._demands.change((focus,))

    def tick(self, now_ns: int, now_ms: int) -> None:
        """Thirty times a second: look whether there is another picture, or something else to say."""
        tile = self.tile
        if tile is None or tile.source is None or not self.isVisible():
            return
        if self._found_version != self._frames.version:
            self._found_version = self._frames.version
            self._frames.find(tile.source)
        if tile.judge(now_ns, now_ms):
            self.update()

    def each_second(self, now_ns: int) -> None:
        """Rates, and the lease of what is demanded."""
        if self.tile is not None:
            self.tile.each_second(now_ns)
        self._demands.renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tile in device pixels, or what to do for one."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.BACKGROUND))
        if self.tile is None:
            painter.setPen(QColor(theme.MUTED))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, EMPTY_WORDS)
        else:
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            drawn = self._painter.paint(painter, self.tile)
            self.tile.painted(drawn.reader, drawn.picture, whole=drawn.whole)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, another slot."""
        super().resizeEvent(event)
        self._choose(self._feed())

    def showEvent(self, event: QShowEvent) -> None:
        """From now on it demands."""
        super().showEvent(event)
        self._choose(self._feed() or self._selection.camera or self._feed_in_cell())

    def hideEvent(self, event: QHideEvent) -> None:
        """And no longer."""
        super().hideEvent(event)
        self._declare()

    def stop(self) -> None:
        """Let go of the picture."""
        self.hide()
        self._choose(None)
