"""How the wall is drawn in small: each monitor with its head, its cells, and what lies over them."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from console.domain.cell_content import MapContent
from console.domain.ids import CellIndex, MonitorId
from console.domain.wall import MonitorView
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.cell_drag import CellName, WholeAim
from console.ui.desk.cover_plate import paint_plate, paint_veil
from console.ui.desk.cover_words import head_words
from console.ui.desk.lent_monitors import lent_words
from console.ui.desk.miniature_cell import MiniatureCell
from console.ui.desk.miniature_places import MiniaturePlaces, box_of, head_box
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.fonts import font
from console.ui.shortening import shortened
from console.ui.wall.content_painter import paint_words
from console.ui.wall.content_words import Writing, content_words
from console.ui.wall.empty_label import empty_labels

LENT_VEIL = QColor(0, 0, 0, 160)
"""Over what a lent monitor would show: nobody sees that on the wall."""
NO_MONITORS = (
    "No monitors yet: core has not said which there are.\n"
    "It starts by itself; sightline ctl processes says how far it is."
)
LABEL_PAD_PX = 4
SELECTED_PX = 4
"""Broader than an incident's mark, whose colour may be much the same."""


class MiniaturePainter:
    """Draws what the view says where the places are. Without a clock a cover carries no date."""

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        places: MiniaturePlaces,
        cell: MiniatureCell,
        guard: DrawingGuard,
        clock: Clock | None,
    ) -> None:
        self._view = view
        self._selection = selection
        self._places = places
        self._cell = cell
        self._guard = guard
        self._clock = clock
        self.aim: WholeAim | None = None

    def paint(self, painter: QPainter, area: QRect, labels: Mapping[CellName, str]) -> None:
        """All of it; ``labels`` over the cells that they choose."""
        painter.fillRect(area, QColor(theme.BACKGROUND))
        if not self._places.monitors:
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, NO_MONITORS)
        for view, box in self._places.monitors:
            self._guard.attempt(
                view.monitor,
                partial(self._paint_monitor, painter, view, box),
                partial(_paint_unshown, painter, view.monitor, box),
            )
        for name, label in labels.items():
            if (rect := self._places.cells.get(name)) is not None:
                _paint_label(painter, rect, label)

    def _paint_monitor(self, painter: QPainter, view: MonitorView, box: QRect) -> None:
        chosen = self._selection.cell is not None and self._selection.cell[0] == view.monitor
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        painter.setPen(QColor(theme.TEXT if chosen else theme.MUTED))
        title = head_box(box)
        lent_to = self._view.lent.get(view.monitor)
        words = head_words(view.monitor, view.layout_name, view.frame)
        if lent_to is not None:
            words = f"{view.monitor}  ·  {lent_words(lent_to)}"
            painter.setPen(QColor(theme.STATE_ATTENTION))
        is_aimed = self.aim is not None and self.aim.monitor == view.monitor
        if self.aim is not None and is_aimed:
            words = self.aim.words
            painter.setPen(QColor(theme.ACCENT))
        shown = shortened(words, title.width(), painter.fontMetrics().horizontalAdvance)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, shown)
        boxes = self._places.of_monitor(view)
        self._paint_without_camera(painter, view, boxes)
        for cell in view.cells:
            if cell.feed is not None:
                self._cell.paint(painter, cell, boxes[cell.cell], lent=lent_to is not None)
        if lent_to is not None:
            painter.fillRect(box, LENT_VEIL)
        else:
            paint_veil(painter, view, box)
        painter.setPen(QColor(theme.LINE))
        painter.drawRect(box.adjusted(-1, -1, 0, 0))
        if is_aimed:
            painter.setPen(QPen(QColor(theme.ACCENT), SELECTED_PX))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        self._paint_above(painter, view, box, self._chosen_rect() if chosen and not is_aimed else QRect())

    def _chosen_rect(self) -> QRect:
        """Of the selected cell; an empty one where none is seen."""
        cell = self._selection.cell
        return self._places.cells.get(cell, QRect()) if cell is not None else QRect()

    def _paint_above(self, painter: QPainter, view: MonitorView, box: QRect, chosen: QRect) -> None:
        """The selection's frame, and above it what a cover says: no frame cuts its words."""
        if not chosen.isEmpty():
            painter.setPen(QPen(QColor(theme.ACCENT), SELECTED_PX))
            painter.drawRect(chosen.adjusted(2, 2, -1, -1))
        if view.monitor not in self._view.lent:
            paint_plate(painter, view, box, chosen, self._now_ms(view))

    def _now_ms(self, view: MonitorView) -> int:
        """Wall time; without a clock that of its cover."""
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
                paint_words(painter, box_of(rect), words)
            elif cell.feed is None:
                empty[cell.cell] = rect
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        self._paint_empty(painter, empty)

    def _paint_empty(self, painter: QPainter, boxes: dict[CellIndex, QRect]) -> None:
        painter.setPen(QColor(theme.MUTED))
        for cell, label in empty_labels(boxes, painter.fontMetrics()).items():
            painter.fillRect(boxes[cell], QColor(theme.SURFACE))
            painter.drawText(boxes[cell], Qt.AlignmentFlag.AlignCenter, label)


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


def _paint_unshown(painter: QPainter, monitor: MonitorId, box: QRect) -> None:
    painter.setOpacity(1.0)
    painter.setPen(QColor(theme.STATE_ATTENTION))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, unshown_words(monitor))
