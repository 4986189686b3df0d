"""The wall in small: every monitor's grid with numbers, states, marks, pins and pictures."""

import math
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QHelpEvent,
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
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from console.domain.alert import Severity
from console.domain.cell_content import MapContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.operator_commands.command import Where
from console.domain.picture import LostCause, PictureState, ShownState, picture_word
from console.domain.wall import CellView, MonitorView, TourMark
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.camera_model import FEED_MIME
from console.ui.desk.cell_drag import CellName, cell_in, dragged_cell
from console.ui.desk.cell_tip import cell_tip
from console.ui.desk.cover_plate import paint_cover
from console.ui.desk.cover_words import head_words
from console.ui.desk.lent_monitors import lent_words
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.state_sign import paint_state_sign
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.icons import icon, severity_icon
from console.ui.key_table import USUAL_KEYS, KeyTable
from console.ui.shortening import shortened
from console.ui.wall.content_painter import paint_words
from console.ui.wall.content_words import Writing, content_words
from console.ui.wall.empty_label import empty_labels
from console.ui.wall.grid import Box, neighbour
from console.ui.wall.tile_words import longest_fitting, tour_words
from console.ui.wall.wall_window import WHEEL_STEP
from console.ui.wall.zoom import WHOLE, zoom_of, zoom_words

TITLE_PX = 20
LEAST_HEIGHT_PX = 80
PIN_PX = 14
SEVERITY_PX = 12
GAP_PX = 12
STRIP_PX = 16
TOUR_GAP_PX = 8
"""At the left of a tour's sign; half as much at its right."""
BARS_PX = ((4, 8), (2, 3))
"""Width of the state's bar in a strip and where the number begins beside it: usually, in a narrow strip."""
LENT_VEIL = QColor(0, 0, 0, 160)
"""Over what a lent monitor would show: nobody sees that on the wall."""
NO_MONITORS = (
    "No monitors yet: core has not said which there are.\n"
    "It starts by itself; sightline ctl processes says how far it is."
)
ASPECT = 16 / 9
"""A monitor's shape: its true size is known to its display alone."""

LABEL_PAD_PX = 4
SELECTED_PX = 4
"""Broader than an incident's mark, whose colour may be much the same."""
STEPS = {"select-left": (-1, 0), "select-right": (1, 0), "select-up": (0, -1), "select-down": (0, 1)}
"""Right and down for each command that goes to the cell beside."""


def monitor_boxes(area: QRect, count: int) -> list[QRect]:
    """Equal boxes for so many monitors, in the number of rows that makes them largest."""
    best: list[QRect] = []
    for rows in range(1, count + 1):
        columns = math.ceil(count / rows)
        width = (area.width() - GAP_PX * (columns + 1)) // columns
        height = (area.height() - GAP_PX) // rows - TITLE_PX
        width = min(width, int(height * ASPECT))
        if width < 1 or (best and width <= best[0].width()):
            continue
        height = int(width / ASPECT)
        left = area.left() + (area.width() - columns * (width + GAP_PX) + GAP_PX) // 2
        best = [
            QRect(
                left + index % columns * (width + GAP_PX),
                area.top() + TITLE_PX + index // columns * (height + TITLE_PX),
                width,
                height,
            )
            for index in range(count)
        ]
    return best


def fitting_height(width: int, count: int) -> int:
    """The height that so many monitors in one row need in this width."""
    each = (width - GAP_PX * (count + 1)) // max(1, count)
    return int(each / ASPECT) + TITLE_PX + GAP_PX


def cell_box(monitor: QRect, view: MonitorView, cell: CellView) -> QRect:
    """A cell's rectangle inside its monitor's box, one pixel of gap at the right and below."""
    left = monitor.left() + monitor.width() * cell.column // view.columns
    top = monitor.top() + monitor.height() * cell.row // view.rows
    right = monitor.left() + monitor.width() * (cell.column + cell.column_span) // view.columns
    bottom = monitor.top() + monitor.height() * (cell.row + cell.row_span) // view.rows
    return QRect(left, top, right - left - 1, bottom - top - 1)


class Miniatures(QWidget):
    """``assign_asked``: a double click on a cell, or Enter; ``dropped``: a camera was dragged onto one.

    ``swap_asked``: a cell was dragged onto another one; ``wheeled``: so many notches over the selected cell,
    and where in it. ``look_asked``: a command on how the selected cell is looked at.

    With the keyboard it goes from cell to cell, over all monitors. A click leaves the keyboard where it is:
    the list of cameras may be about to put one there.
    """

    assign_asked = Signal()
    dropped = Signal(str, int, str)
    swap_asked = Signal(str, int, str, int)
    wheeled = Signal(float, float, float)
    look_asked = Signal(str)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        pictures: MiniaturePictures,
        parent: QWidget | None = None,
        *,
        keys: KeyTable = USUAL_KEYS,
        clock: Clock | None = None,
        own_name: str = "",
    ) -> None:
        super().__init__(parent)
        self._own_name = own_name
        self._pressed: tuple[CellName, QPoint] | None = None
        self._clock = clock
        self._keys = keys
        self._labels: dict[CellName, str] = {}
        self._view = view
        self._selection = selection
        self._pictures = pictures
        self._guard = DrawingGuard("miniature of")
        self._boxes: dict[CellName, QRect] = {}
        self._titles: list[tuple[MonitorView, QRect]] = []
        self._is_away = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("The wall in small")
        self.setMinimumHeight(LEAST_HEIGHT_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        selection.cell_changed.connect(self.update)
        selection.camera_changed.connect(self.update)

    def refresh(self) -> None:
        """Monitors or places changed: lay out again, and say which pictures are wanted."""
        self._boxes.clear()
        monitors = list(self._view.monitors.values())
        self._titles = list(zip(monitors, monitor_boxes(self.rect(), len(monitors)), strict=False))
        sizes: dict[FeedId, QSize] = {}
        on_wall: set[FeedId] = set()
        for view, box in self._titles:
            boxes = self._guard.attempt(view.monitor, partial(_cell_boxes, box, view), dict[CellIndex, QRect])
            self._boxes |= {(view.monitor, cell): rect for cell, rect in boxes.items()}
            for cell in view.cells:
                if cell.feed is not None and cell.cell in boxes:
                    size = boxes[cell.cell].size()
                    sizes[cell.feed] = sizes.get(cell.feed, QSize()).expandedTo(size)
                    on_wall |= {cell.feed} if view.monitor not in self._view.lent else set()
        if self._is_away:
            sizes.clear()
        ratio = self.devicePixelRatioF()
        lent = frozenset(sizes.keys() - on_wall)  # what it costs to decode is the replay's now
        self._pictures.wanted({feed: size * ratio for feed, size in sizes.items()}, lent)
        self.update()

    def label_cells(self, labels: dict[CellName, str]) -> None:
        """Letters over these cells, by which they are chosen; none takes them away."""
        if labels != self._labels:
            self._labels = labels
            self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """An operator hid it: nobody decodes for it."""
        super().hideEvent(event)
        if not event.spontaneous() and self.window().isVisible():
            self._is_away = True
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """There again."""
        super().showEvent(event)
        if self._is_away:
            self._is_away = False
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, other boxes."""
        self.refresh()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all miniatures."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.BACKGROUND))
        if not self._titles:
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, NO_MONITORS)
        for view, box in self._titles:
            self._guard.attempt(
                view.monitor,
                partial(self._paint_monitor, painter, view, box),
                partial(_paint_unshown, painter, view.monitor, box),
            )
        for name, label in self._labels.items():
            if (rect := self._boxes.get(name)) is not None:
                _paint_label(painter, rect, label)
        if self.hasFocus():
            painter.setPen(QColor(theme.ACCENT))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_monitor(self, painter: QPainter, view: MonitorView, box: QRect) -> None:
        chosen = self._selection.cell is not None and self._selection.cell[0] == view.monitor
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        painter.setPen(QColor(theme.TEXT if chosen else theme.MUTED))
        title = QRect(box.left(), box.top() - TITLE_PX, box.width(), TITLE_PX)
        lent_to = self._view.lent.get(view.monitor)
        words = head_words(view.monitor, view.layout_name, view.frame)
        if lent_to is not None:
            words = f"{view.monitor}  ·  {lent_words(lent_to)}"
            painter.setPen(QColor(theme.STATE_ATTENTION))
        shown = shortened(words, title.width(), painter.fontMetrics().horizontalAdvance)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, shown)
        boxes = {cell.cell: self._boxes[(view.monitor, cell.cell)] for cell in view.cells}
        self._paint_without_camera(painter, view, boxes)
        for cell in view.cells:
            if cell.feed is not None:
                self._paint_cell(painter, cell, boxes[cell.cell], lent=lent_to is not None)
        if lent_to is not None:
            painter.fillRect(box, LENT_VEIL)
        else:
            paint_cover(painter, view, box, self._now_ms(view))
        painter.setPen(QColor(theme.LINE))
        painter.drawRect(box.adjusted(-1, -1, 0, 0))
        if chosen and self._selection.cell in self._boxes:
            painter.setPen(QPen(QColor(theme.ACCENT), SELECTED_PX))
            painter.drawRect(self._boxes[self._selection.cell].adjusted(2, 2, -1, -1))

    def _now_ms(self, view: MonitorView) -> int:
        """Wall time; without a clock that of its cover, so that this carries no date."""
        if self._clock is not None:
            return self._clock.now_ms()
        return view.cover.since_ms if view.cover is not None else 0

    def _paint_without_camera(
        self, painter: QPainter, view: MonitorView, boxes: dict[CellIndex, QRect]
    ) -> None:
        """Clocks and texts as on the wall, in small; what is empty with its number."""
        empty = {}
        for cell in view.cells:
            rect = boxes[cell.cell]
            words = content_words(cell, self._now_ms(view))
            words = Writing("Map", is_note=True) if isinstance(cell.content, MapContent) else words
            if words is not None:
                painter.fillRect(rect, QColor(theme.SURFACE))
                paint_words(painter, Box(rect.x(), rect.y(), rect.width(), rect.height()), words)
            elif cell.feed is None:
                empty[cell.cell] = rect
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        self._paint_empty(painter, empty)

    def _paint_empty(self, painter: QPainter, boxes: dict[CellIndex, QRect]) -> None:
        painter.setPen(QColor(theme.MUTED))
        for cell, label in empty_labels(boxes, painter.fontMetrics()).items():
            painter.fillRect(boxes[cell], QColor(theme.SURFACE))
            painter.drawText(boxes[cell], Qt.AlignmentFlag.AlignCenter, label)

    def _paint_cell(self, painter: QPainter, cell: CellView, rect: QRect, *, lent: bool) -> None:
        painter.fillRect(rect, QColor(theme.SURFACE))
        miniature = self._pictures.get(cell.feed) if cell.feed is not None else None
        shown = None
        if miniature is not None and miniature.image is not None:
            shown = miniature.shown
            size = miniature.image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = rect.center() - QPoint(size.width() // 2, size.height() // 2)
            painter.setOpacity(_brightness(shown))
            crop = QRectF(*zoom_of(cell.zoom).crop(miniature.image.width(), miniature.image.height()))
            painter.drawImage(QRectF(QRect(at, size)), miniature.image, crop)
            painter.setOpacity(1.0)
        state, cause = self._state(cell, shown, miniature.shown if miniature is not None else None)
        if lent and shown is None:
            state = None  # nobody waits for a picture of it
        self._paint_strip(painter, cell, rect, state, cause, damaged=shown is not None and shown.damaged)
        self._paint_frame(painter, cell, rect)

    def _paint_strip(
        self,
        painter: QPainter,
        cell: CellView,
        rect: QRect,
        state: PictureState | None,
        cause: LostCause,
        *,
        damaged: bool,
    ) -> None:
        """Number, state, pin: on an opaque strip, so that they can be read over any picture."""
        height = min(STRIP_PX, rect.height())
        strip = QRect(rect.left(), rect.bottom() - height + 1, rect.width(), height)
        ground = QColor(theme.BACKGROUND)
        ground.setAlphaF(0.8)
        painter.fillRect(strip, ground)
        colour = QColor(theme.state_colour(state, cause) if state is not None else theme.DISABLED)
        camera = self._view.cameras.get(cell.feed) if cell.feed is not None else None
        number = str(camera.number) if camera is not None else str(cell.feed)
        marks = [
            name for name, there in (("pin", cell.pinned), ("hand-stop", self._is_others(cell))) if there
        ]
        room = self._paint_number(painter, strip, number, colour, marks)
        if cell.tour is not None:
            _paint_tour(painter, cell.tour, room)
        word = picture_word(state, damaged, cause) if state is not None else ""
        if word not in ("", PictureState.LIVE.name):
            self._paint_state_word(painter, rect, word, colour, theme.state_shape(state, cause))
        elif (zoom := zoom_of(cell.zoom)) is not WHOLE:
            self._paint_state_word(painter, rect, zoom_words(zoom)[-1], QColor(theme.ACCENT))

    def _paint_number(
        self, painter: QPainter, strip: QRect, number: str, colour: QColor, marks: list[str]
    ) -> QRect:
        """Whole or not at all: a part of it would be another camera's. Its marks where there is room.

        Returns the room that is left between them.
        """
        wanted = painter.fontMetrics().horizontalAdvance(number)
        room_px = strip.width() if painter.fontMetrics().capHeight() <= strip.height() else 0
        bar, left = next((pair for pair in BARS_PX if pair[1] + wanted <= room_px), (BARS_PX[0][0], 0))
        painter.fillRect(QRect(strip.left(), strip.top(), bar, strip.height()), colour)
        painter.setPen(QColor(theme.TEXT))
        if left:
            painter.drawText(strip.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, number)
        taken = left + wanted if left else bar
        fitting = [
            name
            for place, name in enumerate(marks, 1)
            if taken + place * PIN_PX <= strip.width() and strip.height() > PIN_PX
        ]
        for place, name in enumerate(fitting, 1):
            at = strip.right() - place * PIN_PX
            painter.drawPixmap(at, strip.top() + 1, icon(name, theme.TEXT, PIN_PX))
        return strip.adjusted(taken, 0, -len(fitting) * PIN_PX, 0)

    def _is_others(self, cell: CellView) -> bool:
        """Whether somebody else's hand is on it."""
        return bool(cell.held_by) and bool(self._own_name) and cell.held_by != self._own_name

    def _paint_state_word(
        self, painter: QPainter, rect: QRect, word: str, colour: QColor, shape: str = ""
    ) -> None:
        """The word where it fits, else the state's sign; the strip's colour says it everywhere."""
        if rect.height() < 2 * STRIP_PX or rect.width() < STRIP_PX:
            return
        width = painter.fontMetrics().horizontalAdvance(word) + 6
        fits = width <= rect.width()
        if not fits and not shape:
            return
        width = width if fits else STRIP_PX
        badge = QRect(rect.right() - width + 1, rect.top(), width, STRIP_PX)
        painter.fillRect(badge, QColor(theme.BACKGROUND))
        painter.setPen(colour)
        if fits:
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, word)
        else:
            paint_state_sign(painter, QRectF(badge).adjusted(4, 4, -4, -4), shape, colour)

    def _state(
        self, cell: CellView, shown: ShownState | None, awaited: ShownState | None
    ) -> tuple[PictureState | None, LostCause]:
        """From the picture itself where there is one, else what the engine says of the feed.

        Without a picture the engine's word is at most that it is on its way: that a stream is LIVE somewhere
        shows nobody anything here. ``awaited`` says then whether it is connected or loaded.
        """
        if cell.feed is None:
            return None, LostCause.NONE
        state, cause = self._view.state_of(cell.feed), self._view.cause_of(cell.feed)
        if shown is not None and shown.age_s is not None:
            state, cause = shown.state, shown.cause
        elif state is not None and state > PictureState.WAIT:
            comes = awaited is not None and awaited.state is PictureState.CONNECTING
            state, cause = PictureState.CONNECTING, awaited.cause if awaited and comes else LostCause.NONE
        rewound = cell.rewind_s and state is not None and state > PictureState.WAIT
        return (PictureState.REWIND, LostCause.NONE) if rewound else (state, cause)

    def _paint_frame(self, painter: QPainter, cell: CellView, rect: QRect) -> None:
        if cell.mark is not None:
            painter.setPen(QPen(QColor(theme.SEVERITY_COLOURS[cell.mark.severity]), 2))
            painter.drawRect(rect.adjusted(1, 1, 0, 0))
            _paint_severity(painter, rect, cell.mark.severity)
        if cell.feed is not None and cell.feed == self._selection.camera:
            painter.setPen(QPen(QColor(theme.ACCENT), 1, Qt.PenStyle.DashLine))
            painter.drawRect(rect.adjusted(3, 3, -3, -3))

    # --- choosing

    def event(self, event: QEvent) -> bool:
        """Its keys are its own while it has the keyboard, whatever they mean in the window; tool tips."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and isinstance(event, QKeyEvent) and self._keys.name_of(event, Where.MINIATURES):
            event.accept()
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        """What a cell shows, and whose hand is on it."""
        name = self.cell_at(event.pos())
        cell = self._view.cell(*name) if name is not None else None
        if name is None or cell is None:
            QToolTip.hideText()
            return
        camera = self._view.cameras.get(cell.feed) if cell.feed is not None else None
        tip = plain_tool_tip(cell_tip(name[0], cell, camera, self._own_name))
        QToolTip.showText(event.globalPos(), tip, self, self._boxes[name])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The cell beside, another look at this one, or the selected camera into it."""
        name = self._keys.name_of(event, Where.MINIATURES)
        if name:
            self.do(name)
        else:
            super().keyPressEvent(event)

    def do(self, name: str) -> None:
        """A command of this panel."""
        if name in STEPS:
            self._step(*STEPS[name])
        elif name == "assign":
            self.assign_asked.emit()
        else:
            self.look_asked.emit(name)

    def _step(self, right: int, down: int) -> None:
        """From the selected cell; the first one where none is."""
        boxes = {
            name: Box(rect.x(), rect.y(), rect.width(), rect.height()) for name, rect in self._boxes.items()
        }
        if self._selection.cell in boxes and self._selection.cell is not None:
            self._selection.select_cell(neighbour(boxes, self._selection.cell, right, down))
        elif boxes:
            self._selection.select_cell(next(iter(boxes)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Seen by its frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self.update()

    def cell_at(self, point: QPoint) -> CellName | None:
        """The cell under a point."""
        return next((name for name, rect in self._boxes.items() if rect.contains(point)), None)

    def box_of(self, monitor: MonitorId, cell: CellIndex) -> QRect | None:
        """Where a cell is drawn."""
        return self._boxes.get((monitor, cell))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click selects the cell, and may be the beginning of a drag."""
        point = event.position().toPoint()
        name = self.cell_at(point)
        self._selection.select_cell(name)
        self._pressed = (name, point) if name is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A cell that is dragged onto another one is swapped with it."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        name, began = self._pressed
        far = (event.position().toPoint() - began).manhattanLength()
        if far >= QApplication.startDragDistance() and self.acceptDrops():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(dragged_cell(name))
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It was a click."""
        self._pressed = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over the selected cell alone, so that nothing is zoomed by accident."""
        point = event.position().toPoint()
        name = self.cell_at(point)
        if name is None or name != self._selection.cell:
            event.ignore()
            return
        rect = self._boxes[name]
        at_x, at_y = (point.x() - rect.x()) / rect.width(), (point.y() - rect.y()) / rect.height()
        self.wheeled.emit(event.angleDelta().y() / WHEEL_STEP, at_x, at_y)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click puts the selected camera there."""
        if self.cell_at(event.position().toPoint()) is not None:
            self.assign_asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cameras, and cells to swap."""
        if event.mimeData().hasFormat(FEED_MIME) or cell_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The cell under the pointer shows that it would take it."""
        name = self.cell_at(event.position().toPoint())
        event.setAccepted(name is not None)
        if name is not None:
            self._selection.select_cell(name)

    def dropEvent(self, event: QDropEvent) -> None:
        """A camera was let go over a cell, or another cell."""
        name, other = self.cell_at(event.position().toPoint()), cell_in(event.mimeData())
        if name is not None and other is not None:
            event.acceptProposedAction()
            if other != name:
                self.swap_asked.emit(other[0], other[1], name[0], name[1])
        elif name is not None:
            event.acceptProposedAction()
            self.dropped.emit(name[0], name[1], bytes(event.mimeData().data(FEED_MIME).data()).decode())


def _paint_label(painter: QPainter, cell: QRect, label: str) -> None:
    """In the middle, on a plate of its own, as large as the cell lets it be."""
    size_px = next((size for size in reversed(theme.FONT_SIZES_PX) if 2 * size <= cell.height()), None)
    painter.setFont(font(size_px or theme.FONT_SIZES_PX[0], QFont.Weight.Bold))
    metrics = painter.fontMetrics()
    place = QRect(0, 0, metrics.horizontalAdvance(label) + 2 * LABEL_PAD_PX, metrics.height())
    place.moveCenter(cell.center())
    painter.fillRect(place, QColor(theme.ACCENT))
    painter.setPen(QColor(theme.BACKGROUND))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, label)


def _paint_severity(painter: QPainter, rect: QRect, severity: Severity) -> None:
    """Its shape in the corner, where there is room: a frame's colour alone would not tell everybody."""
    plate = QRect(rect.left() + 2, rect.top() + 2, STRIP_PX, STRIP_PX)
    if rect.width() < 2 * STRIP_PX or rect.height() < 2 * STRIP_PX:
        return
    painter.fillRect(plate, QColor(theme.BACKGROUND))
    inset = (STRIP_PX - SEVERITY_PX) // 2
    painter.drawPixmap(plate.topLeft() + QPoint(inset, inset), severity_icon(severity, SEVERITY_PX))


def _cell_boxes(box: QRect, view: MonitorView) -> dict[CellIndex, QRect]:
    return {cell.cell: cell_box(box, view, cell) for cell in view.cells}


def _paint_tour(painter: QPainter, tour: TourMark, room: QRect) -> None:
    """That a tour runs there, whole or not at all."""
    text_width = painter.fontMetrics().horizontalAdvance
    room = room.adjusted(TOUR_GAP_PX, 0, -TOUR_GAP_PX // 2, 0)
    text = longest_fitting(tour_words(tour), room.width(), text_width)
    if text_width(text) <= room.width() and painter.fontMetrics().capHeight() <= room.height():
        painter.setPen(QColor(theme.TEXT if tour.held else theme.MUTED))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


def _paint_unshown(painter: QPainter, monitor: MonitorId, box: QRect) -> None:
    painter.setOpacity(1.0)
    painter.setPen(QColor(theme.STATE_ATTENTION))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, unshown_words(monitor))


def _brightness(shown: ShownState | None) -> float:
    """As on the wall: an old picture is never as bright as a live one."""
    return theme.PICTURE_BRIGHTNESS.get(shown.state if shown is not None else PictureState.LOST, 1.0)
