"""The selected camera, large: the one picture that the desk demands itself."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from console.domain.ids import CellIndex, FeedId
from console.domain.media import Demand, Priority
from console.domain.operator_commands.command import Where
from console.domain.operator_commands.table import key_of
from console.domain.wall import CellView, Layer
from console.ui import theme
from console.ui.declared_demands import DeclaredDemands
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.fonts import font
from console.ui.frames import Frames
from console.ui.key_table import USUAL_KEYS, KeyTable
from console.ui.wall.grid import Box, fitted
from console.ui.wall.tile import Tile
from console.ui.wall.tile_labels import state_label
from console.ui.wall.tile_painter import BADGE_MARGIN_PX, TilePainter
from console.ui.wall.zoom import WHOLE, Zoom, demanded

NO_CAMERA = "Select a camera, on the map, in the list or on the wall: its picture appears here."
LEAST_WIDTH_PX = 160
LARGEST_LABELLED_PX = 400
"""The caption of a tile so high is written as large as the desk's other words."""
WHEEL_STEP = 120
"""Of QWheelEvent.angleDelta: one notch of a usual wheel."""
STEPS = {"zoom-in": 1, "zoom-out": -1}
MOVES = {"pan-left": (-0.1, 0.0), "pan-right": (0.1, 0.0), "pan-up": (0.0, -0.1), "pan-down": (0.0, 0.1)}
"""In shares of the view."""


class SelectedPicture(QWidget):
    """Painted as a tile of the wall is, with the same truth. Hidden, it demands nothing.

    Whether it is to be shown is told by ``changed``: ``is_open`` as the operator wishes, and ``has_camera``.
    It follows what was selected last: a camera, or a cell with the camera in it. Wheel, drag and keys zoom
    into the picture, of which more pixels are demanded then, as far as the camera has them.
    """

    changed = Signal()

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        frames: Frames,
        demands: DeclaredDemands,
        parent: QWidget | None = None,
        *,
        keys: KeyTable = USUAL_KEYS,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._view = view
        self._selection = selection
        self._frames = frames
        self._demands = demands
        self._painter = TilePainter()
        self._painter.says_zoom = False  # it says how to see the whole, too
        self._found_version = -1
        self._dragged_from: QPointF | None = None
        self.tile: Tile | None = None
        self.is_open = True
        self.setMinimumSize(LEAST_WIDTH_PX, 160)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        selection.camera_changed.connect(lambda: self._choose(selection.camera))
        selection.cell_changed.connect(lambda: self._choose(self._feed_in_cell() or self.feed))

    @property
    def has_camera(self) -> bool:
        """Whether there is one to show."""
        return self.tile is not None

    def open(self, is_open: bool = True) -> None:
        """Open it, or close it; open it is shown as soon as it has a camera."""
        self.is_open = is_open
        self.changed.emit()

    @property
    def feed(self) -> FeedId | None:
        """The camera that it shows."""
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
            zoom = before.zoom if before is not None and before.cell.feed == feed else WHOLE
            width, height = self._wanted(feed, box, zoom)
            source = self._frames.source(feed, width, height, before.source if before else None)
            cell = CellView(CellIndex(0), 0, 0, 1, 1, False, feed, Layer.BASE)
            self.tile = Tile(cell, box, self._view.cameras.get(feed), source)
            self.tile.zoom = zoom
            self.tile.recorded = self._view.is_recorded(feed)
        if before is not None:
            before.close()
        self._declare()
        self.update()
        if (before is None) != (self.tile is None):
            self.changed.emit()

    def _box(self) -> Box:
        ratio = self.devicePixelRatioF()
        return Box(0, 0, max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))

    def _wanted(self, feed: FeedId, box: Box, zoom: Zoom) -> tuple[int, int]:
        return demanded((box.width, box.height), zoom, self._frames.largest_size(feed))

    def _declare(self) -> None:
        source = self.tile.source if self.tile is not None else None
        if source is None or not self.isVisible():
            self._demands.change(())
            return
        focus = Demand(source.feed, source.width, source.height, priority=Priority.FOCUS)
        self._demands.change((focus,))

    # --- zoom

    def zoom_to(self, zoom: Zoom) -> None:
        """Show another part, at once from the picture there is, then with the pixels that it needs."""
        if self.tile is None:
            return
        self.tile.zoom = zoom if zoom.factor > 1.0 else WHOLE
        self._want_enough(self.tile)
        self.update()

    def _want_enough(self, tile: Tile) -> None:
        """Another slot, if another size is wanted now: by the zoom, or as the camera's size became known."""
        source = tile.source
        if source is None:
            return
        if (source.width, source.height) != self._wanted(source.feed, tile.box, tile.zoom):
            self._choose(source.feed)

    def _place(self) -> Box:
        """Where the picture lies in the widget, in device pixels."""
        tile = self.tile
        reader = tile.source.current if tile is not None and tile.source is not None else None
        picture = reader.picture() if reader is not None else None
        box = self._box()
        return fitted(box, picture.width, picture.height) if picture is not None else box

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer or away; what is under the pointer stays there."""
        if self.tile is None:
            return
        place, ratio = self._place(), self.devicePixelRatioF()
        at_x = (event.position().x() * ratio - place.x) / place.width
        at_y = (event.position().y() * ratio - place.y) / place.height
        self.zoom_to(self.tile.zoom.by(event.angleDelta().y() / WHEEL_STEP, at_x, at_y))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self._dragged_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self.tile is None or self._dragged_from is None:
            return
        by = (event.position() - self._dragged_from) * self.devicePixelRatioF()
        self._dragged_from = event.position()
        place = self._place()
        self.zoom_to(self.tile.zoom.moved(-by.x() / place.width, -by.y() / place.height))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The whole picture again."""
        self.zoom_to(WHOLE)

    def event(self, event: QEvent) -> bool:
        """Its keys are its own, whatever they mean in the window."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride and self.tile is not None
        if is_asked and isinstance(event, QKeyEvent) and self._keys.name_of(event, Where.PICTURE):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Its own commands; everything else is the window's."""
        name = self._keys.name_of(event, Where.PICTURE) if self.tile is not None else ""
        if name:
            self.do(name)
        else:
            super().keyPressEvent(event)

    def do(self, name: str) -> None:
        """A command of this panel: nearer, away, to a side, the whole."""
        if self.tile is None:
            return
        if name in STEPS:
            self.zoom_to(self.tile.zoom.by(STEPS[name]))
        else:
            self.zoom_to(self.tile.zoom.moved(*MOVES[name]) if name in MOVES else WHOLE)

    def tick(self, now_ns: int, now_ms: int) -> None:
        """Thirty times a second: look whether there is another picture, or something else to say."""
        tile = self.tile
        if tile is None or tile.source is None or not self.isVisible():
            return
        if self._found_version != self._frames.version or tile.source.current is None:
            self._found_version = self._frames.version
            self._frames.find(tile.source)
            self._want_enough(tile)
            tile = self.tile or tile
        if tile.judge(now_ns, now_ms):
            self.update()

    def follow_cell(self) -> None:
        """The selected cell may show another camera by now: what is looked at is what acts are done to."""
        there = self._feed_in_cell()
        if self._selection.cell_is_newer and there is not None and there != self.feed:
            self._choose(there)

    def refresh_recorded(self) -> None:
        """What is recorded now is another thing."""
        if self.tile is not None and self.tile.cell.feed is not None:
            self.tile.say_recorded(self._view.is_recorded(self.tile.cell.feed))
            self.update()

    def each_second(self, now_ns: int) -> None:
        """Rates, and the lease of what is demanded."""
        if self.tile is not None:
            self.tile.each_second(now_ns)
        self._demands.renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tile in device pixels."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.BACKGROUND))
        if self.tile is not None:
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            self._painter.largest_labelled_px = round(LARGEST_LABELLED_PX * ratio)
            drawn = self._painter.paint(painter, self.tile)
            self.tile.painted(drawn.reader, drawn.picture, whole=drawn.whole)
            self._paint_zoom(painter, self.tile)
            if self.hasFocus():
                painter.setPen(QPen(QColor(theme.ACCENT), 2 * ratio))
                painter.drawRect(QRectF(*self.tile.box).adjusted(ratio, ratio, -ratio, -ratio))
        else:
            painter.setPen(QColor(theme.MUTED))
            painter.setFont(font(theme.FONT_SIZES_PX[1]))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, NO_CAMERA)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Seen by its frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self.update()

    def _paint_zoom(self, painter: QPainter, tile: Tile) -> None:
        """How far it is zoomed, so that nobody takes a part for the whole."""
        if tile.zoom is not WHOLE:
            words = (
                f"{tile.zoom.factor:.1f}x, {key_of('zoom-whole')} for the whole",
                f"{tile.zoom.factor:.1f}x",
            )
            height = min(tile.box.height, self._painter.largest_labelled_px)
            label = state_label(words, theme.ACCENT, tile.box.width // 2, height)
            painter.drawPixmap(BADGE_MARGIN_PX, BADGE_MARGIN_PX, label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, another slot."""
        super().resizeEvent(event)
        self._choose(self.feed)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on it demands."""
        super().showEvent(event)
        self._choose(self.feed or self._selection.camera or self._feed_in_cell())

    def hideEvent(self, event: QHideEvent) -> None:
        """And no longer."""
        super().hideEvent(event)
        self._declare()

    def stop(self) -> None:
        """Let go of the picture."""
        self.hide()
        self._choose(None)
